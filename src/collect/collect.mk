# SPDX-License-Identifier: MIT
# Sources of src/collect, sorted, one per line.
collect_sources = \
	src/collect/catalog.c \
	src/collect/collector.c \
	src/collect/content.c \
	src/collect/fetch.c \
	src/collect/health.c \
	src/collect/holes.c \
	src/collect/indicators.c \
	src/collect/lease.c \
	src/collect/outbox.c \
	src/collect/outbox_act.c \
	src/collect/outbox_command.c \
	src/collect/outbox_machine.c \
	src/collect/outbox_show.c \
	src/collect/outbox_undo.c \
	src/collect/part.c \
	src/collect/past.c \
	src/collect/poll.c \
	src/collect/progress.c \
	src/collect/publish.c \
	src/collect/queue.c \
	src/collect/record.c \
	src/collect/sampler.c \
	src/collect/sampler_facts.c \
	src/collect/samples.c \
	src/collect/slot.c \
	$(end)
