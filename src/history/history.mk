# SPDX-License-Identifier: MIT
# Sources of src/history, sorted, one per line.
history_sources = \
	src/history/claim.c \
	src/history/db.c \
	src/history/firing.c \
	src/history/history.c \
	src/history/incidents.c \
	src/history/indicator_store.c \
	src/history/outbox_args.c \
	src/history/outbox_store.c \
	src/history/sample_days.c \
	src/history/sample_load.c \
	src/history/sample_query.c \
	src/history/samples.c \
	src/history/schema.c \
	src/history/watch.c \
	$(end)
