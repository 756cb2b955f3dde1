# SPDX-License-Identifier: MIT
# Sources of src/cli that are not commands, sorted, one per line.
cli_sources = \
	src/cli/ask.c \
	src/cli/ask.h \
	src/cli/cli.h \
	src/cli/dashboard.c \
	src/cli/first_run.c \
	src/cli/first_run.h \
	src/cli/fold.c \
	src/cli/fold.h \
	src/cli/help.c \
	src/cli/init_ask.c \
	src/cli/init_dialog.c \
	src/cli/init_dialog.h \
	src/cli/init_secret.c \
	src/cli/layouts.c \
	src/cli/layouts.h \
	src/cli/leave.c \
	src/cli/leave.h \
	src/cli/options.c \
	src/cli/outbox_change.c \
	src/cli/outbox_cli.h \
	src/cli/outbox_print.c \
	src/cli/plain.c \
	src/cli/plain.h \
	src/cli/print.c \
	src/cli/print.h \
	src/cli/print_changes.c \
	src/cli/print_figures.c \
	src/cli/print_indicators.c \
	src/cli/print_json.c \
	src/cli/print_json_stats.c \
	src/cli/print_json_work.c \
	src/cli/print_text.c \
	src/cli/print_tmux.c \
	src/cli/registry.c \
	src/cli/report_range.c \
	src/cli/report_range.h \
	src/cli/session.c \
	src/cli/session.h \
	src/cli/wishes.c \
	src/cli/wishes.h \
	src/cli/write_commands.c \
	src/cli/writes.c \
	src/cli/writes.h \
	$(end)
