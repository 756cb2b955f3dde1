# SPDX-License-Identifier: MIT
# Test programs that compare canvas goldens.
screen_tests = \
	tests/screens/test_screens \
	tests/screens/test_sizes \
	$(end)
# The worlds they draw, sorted.
screen_world = \
	tests/screens/world.c \
	tests/screens/world_acts.c \
	tests/screens/world_figures.c \
	tests/screens/world_indicators.c \
	tests/screens/world_parts.h \
	tests/screens/world_stats.c \
	tests/screens/world_wall.c \
	tests/screens/world_work.c \
	tests/screens/world_writes.c \
	$(end)
tests_screens_test_screens_SOURCES = tests/screens/test_screens.c \
	$(screen_world)
tests_screens_test_sizes_SOURCES = tests/screens/test_sizes.c \
	$(screen_world)

# Shows the worlds of these tests in a terminal (a helper program, see stub.mk).
tests_tools_show_SOURCES = tests/tools/show.c $(screen_world)
