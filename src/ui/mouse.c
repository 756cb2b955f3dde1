/* SPDX-License-Identifier: MIT
 * Reports of the mouse: three numbers and a letter, or nothing. */
#include "config.h"

#include "nines/ui/mouse.h"

#include "nines/base/attr.h"
#include "nines/base/i18n.h"

enum { NUMBER_MAX = 32767 };

const struct mouse_gesture mouse_gestures[] = {
	{N_("click"), N_("chooses the pane and the row; no click ever acts on it")},
	{N_("double click"), N_("opens the row, as Enter does")},
	{N_("click a heading"), N_("sorts by that column; once more turns the order round")},
	{N_("wheel"), N_("scrolls the list or the text under the pointer")},
	{N_("Shift and drag"),
	 N_("selects text in most terminals; after \":set mouse off\" all do without Shift")},
	{0},
};

/* The buttons that mean something here; a modifier makes another number of them. */
static const struct {
	int button;
	enum mouse_kind kind;
} buttons[] = {{0, MOUSE_CLICK}, {64, MOUSE_WHEEL_UP}, {65, MOUSE_WHEEL_DOWN}};

/* A number and what ends it; `*at` is behind both then. */
static bool take_number(const char **at, const char *end, char ends_with, int *number)
{
	const char *begin = *at;

	*number = 0;
	for (; *at < end && **at >= '0' && **at <= '9'; ++*at) {
		*number = *number * 10 + (**at - '0');
		if (*number > NUMBER_MAX)
			return false;
	}
	return *at > begin && *at < end && *(*at)++ == ends_with;
}

bool mouse_parse(const char *text, size_t len, struct mouse *mouse)
{
	const char *at = text, *end = text + len;
	int button, col, row;

	if (at == end || *at++ != '<')
		return false;
	if (!take_number(&at, end, ';', &button) || !take_number(&at, end, ';', &col) ||
	    !take_number(&at, end, 'M', &row) || at != end || col == 0 || row == 0)
		return false;
	for (size_t i = 0; i < NINES_COUNT(buttons); i++) {
		if (buttons[i].button != button)
			continue;
		*mouse = (struct mouse){.kind = buttons[i].kind, .row = row - 1, .col = col - 1};
		return true;
	}
	return false;
}
