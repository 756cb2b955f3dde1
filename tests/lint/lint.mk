# SPDX-License-Identifier: MIT
# Tests of the lint scripts.
lint_tests = \
	tests/lint/selftest.sh \
	$(end)
