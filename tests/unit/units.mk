# SPDX-License-Identifier: MIT
# Unit tests, sorted, WITHOUT .c: tests/unit/test_x is built from tests/unit/test_x.c and run.
unit_tests = \
	tests/unit/test_ini \
	tests/unit/test_option \
	tests/unit/test_secret_fetch \
	tests/unit/test_settings \
	tests/unit/test_starter \
	$(end)

# Those of them that use threads: `./dev tsan` runs these.
tsan_tests = \
	$(end)
