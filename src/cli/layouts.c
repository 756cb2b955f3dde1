/* SPDX-License-Identifier: MIT
 * Checks [pane NAME] and layouts against the panes that there are, see layouts.h. */
#include "config.h"

#include "layouts.h"

#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/ident.h"
#include "nines/panes/pane.h"
#include "nines/ui/layout.h"
#include "nines/ui/table.h"

enum { PANES_MAX = 64 };

/* One section that is checked. */
struct check {
	const struct settings *settings;
	const struct pane_settings *pane;
	struct conf_errors *errors;
};

static void complain_pane(const struct check *check)
{
	const char *names[PANES_MAX];
	size_t count = 0;
	const char *nearest;
	struct str known;

	str_init(&known, 1024);
	for (size_t i = 0; pane_registry[i] && count < PANES_MAX; i++) {
		if (pane_registry[i]->is_detail)
			continue;
		str_printf(&known, "%s%s", count > 0 ? ", " : "", pane_registry[i]->name);
		names[count++] = pane_registry[i]->name;
	}
	nearest = nearest_word(check->pane->name, names, count);
	if (nearest)
		conf_error_add(check->errors, check->settings->path, check->pane->line,
			       "[pane %s]: there is no such pane: did you mean %s?",
			       check->pane->name, nearest);
	else
		conf_error_add(check->errors, check->settings->path, check->pane->line,
			       "[pane %s]: there is no such pane: known are %s", check->pane->name,
			       known.text);
	str_release(&known);
}

static void append_columns(const struct table_ops *rows, struct str *out)
{
	size_t count = 0;

	for (size_t i = 0; i < rows->column_count; i++)
		if (rows->columns[i].name[0])
			str_printf(out, "%s%s", count++ > 0 ? ", " : "", rows->columns[i].name);
}

static void check_column(const struct check *check, const char *key, const char *name)
{
	const struct table_ops *rows = pane_ops_find(check->pane->name)->rows;
	size_t found = rows ? table_find_column(rows, name) : 0;
	int line = settings_line(check->settings, "pane", check->pane->name, key);
	struct str known;

	if (!rows) {
		conf_error_add(check->errors, check->settings->path, line,
			       "%s = %s: the pane %s is no list: take it out", key, name,
			       check->pane->name);
		return;
	}
	if (*name && found < rows->column_count)
		return;
	str_init(&known, 1024);
	append_columns(rows, &known);
	conf_error_add(check->errors, check->settings->path, line, "%s: no column %s: expected %s",
		       key, name, known.text);
	str_release(&known);
}

/* A sort column that was taken out of the columns would never be seen. */
static void check_sort_is_shown(const struct check *check)
{
	const struct text_list *columns = &check->pane->columns;

	for (size_t i = 0; i < columns->len; i++)
		if (strcmp(columns->items[i], check->pane->sort) == 0)
			return;
	if (columns->len > 0)
		conf_error_add(check->errors, check->settings->path,
			       settings_line(check->settings, "pane", check->pane->name, "sort"),
			       "sort = %s: expected one of the columns of this section",
			       check->pane->sort);
}

/* How many sections up to and with this one name the layout, and whether one did before. */
static size_t place_in(const struct check *check, const char *layout)
{
	size_t count = 0;

	for (const struct pane_settings *pane = check->settings->panes.items; pane <= check->pane;
	     pane++)
		for (size_t i = 0; i < pane->layouts.len; i++)
			count += strcmp(pane->layouts.items[i], layout) == 0;
	return count;
}

/* Each pane of a layout has a digit, and the layouts have an end: what is beyond would not be
 * there, so it is told. */
static void check_room(const struct check *check, const char *layout, struct layout_wishes *before)
{
	struct layout_board boards[LAYOUTS_MAX];
	size_t count = layout_boards(before, boards);
	int line = settings_line(check->settings, "pane", check->pane->name, "layout");
	bool is_there = layout_find(boards, count, layout) != NULL;

	if (place_in(check, layout) > LAYOUT_PLACES_MAX)
		conf_error_add(check->errors, check->settings->path, line,
			       "layout = %s: it has %d panes already, one for each digit: take one "
			       "out",
			       layout, LAYOUT_PLACES_MAX);
	if (!is_there && count == LAYOUTS_MAX)
		conf_error_add(check->errors, check->settings->path, line,
			       "layout = %s: there are %d layouts already, the built-in ones "
			       "counted: use one of them",
			       layout, LAYOUTS_MAX);
}

static void check_layouts(const struct check *check)
{
	const struct text_list *layouts = &check->pane->layouts;
	struct layout_wishes before = {.panes = check->settings->panes.items};

	before.count = (size_t)(check->pane - before.panes) + 1;
	for (size_t i = 0; i < layouts->len; i++)
		check_room(check, layouts->items[i], &before);
}

static void check_pane(const struct check *check)
{
	const struct pane_ops *ops = pane_ops_find(check->pane->name);

	if (!ops || ops->is_detail) {
		complain_pane(check);
		return;
	}
	check_layouts(check);
	for (size_t i = 0; i < check->pane->columns.len; i++)
		check_column(check, "columns", check->pane->columns.items[i]);
	if (!check->pane->sort)
		return;
	check_column(check, "sort", check->pane->sort);
	check_sort_is_shown(check);
}

bool layouts_has(const struct settings *settings, const char *name, struct err *err)
{
	struct layout_wishes wishes = {settings->panes.items, settings->panes.len};
	struct layout_board boards[LAYOUTS_MAX];
	size_t count = layout_boards(&wishes, boards);
	struct str known;

	if (layout_find(boards, count, name))
		return true;
	str_init(&known, 512);
	for (size_t i = 0; i < count; i++)
		str_printf(&known, "%s%s", i > 0 ? ", " : "", boards[i].name);
	err_set(err, ERR_CONFIG, "there is no layout %s: expected %s", name, known.text);
	str_release(&known);
	return false;
}

void layouts_check(const struct settings *settings, struct conf_errors *errors)
{
	struct check check = {.settings = settings, .errors = errors};
	struct err err = {0};

	for (size_t i = 0; i < settings->panes.len; i++) {
		check.pane = &settings->panes.items[i];
		check_pane(&check);
	}
	if (settings->core.layout && !layouts_has(settings, settings->core.layout, &err))
		conf_error_add(errors, settings->path,
			       settings_line(settings, "nines", "", "layout"), "layout: %s",
			       err.text);
}
