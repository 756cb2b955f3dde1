# SPDX-License-Identifier: MIT
# Test programs that compare canvas goldens.
screen_tests = \
	tests/screens/test_screens \
	tests/screens/test_sizes \
	$(end)
tests_screens_test_screens_SOURCES = tests/screens/test_screens.c tests/screens/world.c tests/screens/world_acts.c
tests_screens_test_sizes_SOURCES = tests/screens/test_sizes.c tests/screens/world.c tests/screens/world_acts.c

# Shows the worlds of these tests in a terminal (a helper program, see stub.mk).
tests_tools_show_SOURCES = tests/tools/show.c tests/screens/world.c tests/screens/world_acts.c
