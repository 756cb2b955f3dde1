# SPDX-License-Identifier: MIT
# Sources of src/demo, sorted, one per line.
demo_sources = \
	src/demo/promql.c \
	src/demo/promql.h \
	src/demo/promql_call.c \
	src/demo/promql_value.c \
	src/demo/promql_value.h \
	src/demo/world.c \
	src/demo/world.h \
	src/demo/world_story.c \
	src/demo/world_story.h \
	$(end)
