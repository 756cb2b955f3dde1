# SPDX-License-Identifier: MIT
# Unit tests, sorted: tests/unit/NAME.c is built and run as tests/unit/NAME.
unit_tests = \
	$(end)

# Those of them that use threads: `./dev tsan` runs these.
tsan_tests = \
	$(end)
