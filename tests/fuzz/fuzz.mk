# SPDX-License-Identifier: MIT
# Fuzz targets, sorted: tests/fuzz/NAME.c, corpus in tests/fuzz/corpus/NAME less fuzz_.
fuzz_targets = \
	tests/fuzz/fuzz_command \
	tests/fuzz/fuzz_ini \
	tests/fuzz/fuzz_json \
	tests/fuzz/fuzz_keys \
	tests/fuzz/fuzz_query \
	tests/fuzz/fuzz_sources \
	tests/fuzz/fuzz_text \
	tests/fuzz/fuzz_theme \
	tests/fuzz/fuzz_time \
	$(end)
tests_fuzz_fuzz_command_SOURCES = tests/fuzz/fuzz_command.c $(screen_world)
tests_fuzz_fuzz_keys_SOURCES = tests/fuzz/fuzz_keys.c $(screen_world)
