# SPDX-License-Identifier: MIT
# Programs that tests start (not tests themselves) and sources that tests share, sorted.
helper_programs = \
	$(end)

support_sources = \
	tests/fixtures/fixture_case.c \
	$(end)
