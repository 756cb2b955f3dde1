# SPDX-License-Identifier: MIT
# The commands, sorted: src/cli/NAME.c registers COMMAND(NAME). Those that write are rows of
# verbs.def, see src/cli/write_commands.c.
command_list = \
	src/cli/check.c \
	src/cli/incidents.c \
	src/cli/init.c \
	src/cli/oncall.c \
	src/cli/outbox.c \
	src/cli/report.c \
	src/cli/status.c \
	$(end)
