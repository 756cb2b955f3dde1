# SPDX-License-Identifier: MIT
# Unit tests, sorted, WITHOUT .c: tests/unit/test_x is built from tests/unit/test_x.c and run.
unit_tests = \
	$(end)

# Those of them that use threads: `./dev tsan` runs these.
tsan_tests = \
	$(end)
