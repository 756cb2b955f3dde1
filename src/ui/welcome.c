/* SPDX-License-Identifier: MIT
 * What the welcome says, and its keys. */
#include "config.h"

#include "nines/ui/welcome.h"

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/conf/settings.h"
#include "ui/hint.h"

enum { COLUMNS_MAX = 96 }; /* longer lines are hard to read */

static const struct welcome_row {
	const char *key, *other; /* `other` does the same */
	const char *word;        /* for the last line of the screen */
	enum welcome_choice choice;
	const char *about; /* NULL = in the hints only */
} rows[] = {
	{"d", "Enter", N_("demonstration"), WELCOME_DEMO,
	 N_("the demonstration: a made-up platform that lives in this process; press anything, "
	    "q comes back here")},
	{"i", "I", N_("set up"), WELCOME_INIT,
	 N_("set it up: a few questions, which write the configuration (the same as `nines init`)")},
	{"q", "F10", N_("quit"), WELCOME_QUIT, NULL},
	{"?", "F1", N_("help"), WELCOME_HELP, N_("all commands and options")},
};

enum welcome_choice welcome_key(const char *key)
{
	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		if (strcmp(rows[i].key, key) == 0 || strcmp(rows[i].other, key) == 0)
			return rows[i].choice;
	}
	return WELCOME_NONE;
}

static void write_places(const struct welcome_config *config, struct paper *paper)
{
	paper_head(paper, _("No configuration yet: looked for, in this order"));
	paper_add(paper, NULL, ROLE_TEXT, _("1 --config FILE: not given"));
	paper_add(paper, NULL, ROLE_TEXT, _("2 $NINES_CONFIG: not set"));
	if (config->user_path && config->trouble)
		paper_add(paper, NULL, ROLE_WARNING, _("3 %s: not there. %s"), config->user_path,
			  config->trouble);
	else if (config->user_path)
		paper_add(paper, NULL, ROLE_TEXT, _("3 %s: not there; i writes it"),
			  config->user_path);
	else
		paper_add(paper, NULL, ROLE_WARNING,
			  _("3 none of your own: set HOME or XDG_CONFIG_HOME"));
	paper_add(paper, NULL, ROLE_TEXT, _("4 %s: not there"), SETTINGS_SYSTEM_FILE);
}

void welcome_write(const struct welcome_config *config, struct paper *paper)
{
	paper_clear(paper);
	paper_add(paper, NULL, ROLE_TEXT,
		  _("nines shows on one screen how your services meet their objectives, what is "
		    "broken now, and who is on call. It asks the monitoring and incident systems "
		    "that you have, and acknowledges there with one key."));
	paper_add(paper, NULL, ROLE_TEXT, "%s", "");
	for (size_t i = 0; i < NINES_COUNT(rows); i++)
		if (rows[i].about)
			paper_add(paper, rows[i].key, ROLE_TEXT, "%s", _(rows[i].about));
	write_places(config, paper);
	paper_head(paper, _("To read"));
	paper_add(paper, NULL, ROLE_TEXT,
		  _("man nines, man nines.conf; in the dashboard ? says what each key does"));
}

static void draw_hints(struct region region, int row, bool shows_help)
{
	struct span span = at(row, 1, -1);

	draw_fill(region, at(row, 0, -1), ROLE_FOOTER, " ");
	if (shows_help) {
		hint_draw(region, &span, "Esc", N_("back"));
		return;
	}
	for (size_t i = 0; i < NINES_COUNT(rows); i++)
		if (!hint_draw(region, &span, rows[i].key, rows[i].word))
			return;
}

void welcome_draw(struct paper *paper, struct canvas *canvas, bool shows_help)
{
	struct region whole = canvas_region(canvas);
	int cols = whole.cols - 1 < COLUMNS_MAX ? whole.cols - 1 : COLUMNS_MAX;

	draw_fill(whole, at(0, 0, -1), ROLE_HEADER, " ");
	draw_text(whole, at(0, 1, -1), ROLE_HEADER, _("Welcome to nines"));
	paper_draw(paper, region_part(whole, 2, 1, whole.rows - 4, cols));
	draw_hints(whole, whole.rows - 1, shows_help);
}
