# SPDX-License-Identifier: MIT
# Measuring programs, built by dev bench only.
bench_programs = \
	tests/bench/bench \
	tests/bench/floor_screen \
	tests/bench/floor_start \
	$(end)

tests_bench_bench_SOURCES = \
	tests/bench/bench.c \
	tests/bench/bench_facts.c \
	tests/bench/bodies.c \
	tests/bench/measure_history.c \
	tests/bench/measure_keys.c \
	tests/bench/measure_model.c \
	tests/bench/measure_parse.c \
	tests/bench/measure_quiet.c \
	tests/bench/measure_rows.c \
	tests/bench/measure_start.c \
	tests/bench/report.c \
	tests/bench/site.c \
	tests/bench/terminal.c \
	tests/stub/stub.c \
	tests/stub/stub_answer.c \
	$(end)
tests_bench_bench_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_bench_bench_LDADD = $(nines_libs)

tests_bench_floor_screen_SOURCES = \
	tests/bench/floor_draw.c \
	tests/bench/floor_screen.c \
	$(end)
tests_bench_floor_screen_LDADD = $(NCURSESW_LIBS)

tests_bench_floor_start_SOURCES = \
	tests/bench/floor_draw.c \
	tests/bench/floor_start.c \
	$(end)
tests_bench_floor_start_LDADD = $(NCURSESW_LIBS) $(CURL_LIBS) $(CJSON_LIBS) $(SQLITE_LIBS)
