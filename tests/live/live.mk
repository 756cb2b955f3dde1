# SPDX-License-Identifier: MIT
# Tests against real servers (exit 77: not installed): scripts, sorted.
live_tests = \
	$(end)
