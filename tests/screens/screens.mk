# SPDX-License-Identifier: MIT
# Test programs that compare canvas goldens.
screen_tests = \
	$(end)
