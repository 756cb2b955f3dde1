# SPDX-License-Identifier: MIT
# Sources of src/conf, sorted, one per line.
conf_sources = \
	src/conf/describe.c \
	src/conf/errors.c \
	src/conf/ini.c \
	src/conf/line.c \
	src/conf/manual.c \
	src/conf/option.c \
	src/conf/paths.c \
	src/conf/secret_fetch.c \
	src/conf/settings.c \
	src/conf/starter.c \
	src/conf/tables.c \
	src/conf/value.c \
	src/conf/value_figure.c \
	src/conf/value_guess.c \
	src/conf/value_text.c \
	$(end)
