# SPDX-License-Identifier: MIT
# Sources of src/base, sorted, one per line.
base_sources = \
	src/base/alloc.c \
	src/base/arena.c \
	src/base/argv.c \
	src/base/child.c \
	src/base/civil.c \
	src/base/clock.c \
	src/base/detach.c \
	src/base/duration.c \
	src/base/err.c \
	src/base/file.c \
	src/base/hours.c \
	src/base/i18n.c \
	src/base/ident.c \
	src/base/json.c \
	src/base/json_out.c \
	src/base/json_scan.c \
	src/base/log.c \
	src/base/map.c \
	src/base/nearest.c \
	src/base/number.c \
	src/base/process.c \
	src/base/rune.c \
	src/base/secret.c \
	src/base/str.c \
	src/base/text.c \
	src/base/text_clean.c \
	src/base/time_format.c \
	src/base/time_parse.c \
	src/base/utf8.c \
	src/base/vec.c \
	src/base/zone.c \
	src/base/zone_rule.c \
	$(end)
