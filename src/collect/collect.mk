# SPDX-License-Identifier: MIT
# Sources of src/collect, sorted, one per line.
collect_sources = \
	src/collect/outbox_machine.c \
	src/collect/queue.c \
	src/collect/slot.c \
	$(end)
