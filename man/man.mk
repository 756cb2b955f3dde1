# SPDX-License-Identifier: MIT
# The manual pages: man/PAGE is made from man/PAGE.in and the program's tables.
man_pages = \
	man/nines-figures.7 \
	man/nines-json.5 \
	man/nines-keys.7 \
	man/nines-sources.7 \
	man/nines-themes.5 \
	man/nines.1 \
	man/nines.conf.5 \
	$(end)
man_templates = \
	man/nines-figures.7.in \
	man/nines-json.5.in \
	man/nines-keys.7.in \
	man/nines-sources.7.in \
	man/nines-themes.5.in \
	man/nines.1.in \
	man/nines.conf.5.in \
	$(end)
manual_sources = \
	man/manual.c \
	man/manual.h \
	man/manual_cli.c \
	man/manual_shells.c \
	man/manual_panes.c \
	man/manual_sources.c \
	man/manual_ui.c \
	man/roff.c \
	man/roff.h \
	$(end)
