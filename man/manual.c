/* SPDX-License-Identifier: MIT
 * Writes a manual page or a completion of a shell: copies a template and replaces each line "@NAME@" by what the
 * program's tables say, so that the manual cannot differ from the program. Runs at build
 * time. Usage: manual TEMPLATE >PAGE */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/file.h"
#include "nines/conf/manual.h"
#include "nines/conf/settings.h"
#include "nines/sources/source.h"
#include "manual.h"

enum { TEMPLATE_MAX = 1 << 20 };

/* A marker is replaced by a part, or by the rows of an option table. */
static const struct {
	const char *marker;
	void (*write)(struct str *out);
	const struct option *table;
} markers[] = {
	{"@OPTIONS@", manual_options, NULL},
	{"@COMMAND_OPTIONS@", manual_command_options, NULL},
	{"@COMMANDS@", manual_commands, NULL},
	{"@VERBS@", manual_verbs, NULL},
	{"@KEYS@", manual_keys, NULL},
	{"@MOUSE@", manual_mouse, NULL},
	{"@COLUMNS@", manual_columns, NULL},
	{"@ROLES@", manual_roles, NULL},
	{"@LAYOUTS@", manual_layouts, NULL},
	{"@ORDERS@", manual_orders, NULL},
	{"@FIELDS@", manual_fields, NULL},
	{"@THEMES@", manual_themes, NULL},
	{"@SOURCES@", manual_sources, NULL},
	{"@BASH@", manual_bash, NULL},
	{"@ZSH@", manual_zsh, NULL},
	{"@FISH@", manual_fish, NULL},
	{"@CORE@", NULL, core_options},
	{"@SERVICE@", NULL, service_options},
	{"@TEAM@", NULL, team_options},
	{"@INDICATOR@", NULL, indicator_options},
	{"@FILTER@", NULL, filter_options},
	{"@PANE@", NULL, pane_options},
	{"@SOURCE@", NULL, source_common_options},
};

static bool write_line(const char *line, struct str *out)
{
	if (line[0] != '@') {
		str_printf(out, "%s\n", line);
		return true;
	}
	for (size_t i = 0; i < NINES_COUNT(markers); i++) {
		if (strcmp(line, markers[i].marker) != 0)
			continue;
		if (markers[i].write)
			markers[i].write(out);
		else
			settings_write_manual(markers[i].table, out);
		return true;
	}
	fprintf(stderr, "manual: unknown marker %s\n", line);
	return false;
}

int main(int argc, char **argv)
{
	struct str template;
	struct str page;
	struct err err = {0};
	bool is_good = true;
	char *line;

	str_init(&template, 0);
	str_init(&page, 0);
	if (argc != 2 || !file_read(argv[1], TEMPLATE_MAX, &template, &err)) {
		fprintf(stderr, "manual: %s\n", argc == 2 ? err.text : "usage: manual TEMPLATE");
		return EXIT_FAILURE;
	}
	line = template.text;
	while (is_good && *line) {
		char *end = line + strcspn(line, "\n");
		char *next = *end ? end + 1 : end;

		*end = '\0';
		is_good = write_line(line, &page);
		line = next;
	}
	is_good = is_good && fwrite(page.text, 1, page.len, stdout) == page.len;
	str_release(&template);
	str_release(&page);
	return is_good && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
