# SPDX-License-Identifier: MIT
# The commands, sorted: src/cli/NAME.c registers COMMAND(NAME).
command_list = \
	src/cli/ack.c \
	src/cli/check.c \
	src/cli/incidents.c \
	src/cli/init.c \
	src/cli/oncall.c \
	src/cli/outbox.c \
	src/cli/status.c \
	$(end)
