/* SPDX-License-Identifier: MIT
 * The keys that users were promised: each calls its action, stands in the help as it is drawn
 * and in nines-keys(7), can be another one, and is not given twice without a word. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/file.h"
#include "nines/ui/keymap.h"
#include "nines/ui/view.h"
#include "../screens/world.h"

enum { ROWS = 24, COLS = 120, PAGES_MAX = 20, MANUAL_MAX = 1 << 20 };

struct promise {
	const char *key;
	enum action_id action;
};

static const struct promise promises[] = {
	{"j", ACTION_DOWN},         {"k", ACTION_UP},
	{"Down", ACTION_DOWN},      {"Up", ACTION_UP},
	{"g", ACTION_FIRST},        {"G", ACTION_LAST},
	{"PgUp", ACTION_PAGE_UP},   {"PgDn", ACTION_PAGE_DOWN},
	{"Tab", ACTION_NEXT_PANE},  {"Shift-Tab", ACTION_PREVIOUS_PANE},
	{"1", ACTION_PANE_1},       {"2", ACTION_PANE_2},
	{"3", ACTION_PANE_3},       {"4", ACTION_PANE_4},
	{"5", ACTION_PANE_5},       {"6", ACTION_PANE_6},
	{"7", ACTION_PANE_7},       {"8", ACTION_PANE_8},
	{"9", ACTION_PANE_9},       {"z", ACTION_ZOOM},
	{"Enter", ACTION_OPEN},     {"Esc", ACTION_BACK},
	{"q", ACTION_QUIT},         {"/", ACTION_FILTER},
	{"Space", ACTION_MARK},     {"*", ACTION_MARK_ALL},
	{"s", ACTION_SORT},         {"t", ACTION_SCOPE},
	{"a", ACTION_ACK},          {"u", ACTION_UNDO},
	{"R", ACTION_RESOLVE},      {"S", ACTION_SNOOZE},
	{"e", ACTION_ESCALATE},     {"A", ACTION_REASSIGN},
	{"n", ACTION_NOTE},         {"m", ACTION_SILENCE},
	{"r", ACTION_REFRESH},      {"p", ACTION_PAUSE},
	{"o", ACTION_OPEN_LINK},    {"y", ACTION_COPY_LINK},
	{"b", ACTION_RUNBOOK},      {"[", ACTION_HOUR_BACK},
	{"]", ACTION_HOUR_FORWARD}, {"0", ACTION_NOW},
	{"T", ACTION_THEME},        {":", ACTION_COMMAND},
	{"?", ACTION_HELP},         {"ctrl-z", ACTION_SUSPEND},
	{"ctrl-l", ACTION_REDRAW},
};

static void each_calls_its_action(void **state NINES_UNUSED)
{
	struct keymap *keymap = keymap_new(NULL, NULL);

	for (size_t i = 0; i < NINES_COUNT(promises); i++)
		assert_int_equal(keymap_find(keymap, promises[i].key), promises[i].action);
	keymap_free(keymap);
}

/* True when the word is one of those between blanks before `end`. */
static bool has_word(const char *text, const char *end, const char *word)
{
	size_t word_len = strlen(word);

	for (text += strspn(text, " "); text < end; text += strspn(text, " ")) {
		size_t len = strcspn(text, " ");

		if (len == word_len && text + len <= end && memcmp(text, word, len) == 0)
			return true;
		text += len;
	}
	return false;
}

/* --- the help --- */

/* The rows of the canvas as lines. */
static void read_canvas(const struct canvas *canvas, struct str *out)
{
	for (int row = 0; row < canvas->rows; row++) {
		for (int col = 0; col < canvas->cols; col++)
			str_append(out, canvas->cells[row * canvas->cols + col].text);
		str_append_char(out, '\n');
	}
}

/* Every page of `?`, as it is drawn. */
static void read_help(struct str *out)
{
	struct keymap *keymap = keymap_new(NULL, NULL);
	struct view_config config = {.keymap = keymap};
	struct view *view = view_new(&config);
	const struct snapshot *snapshot = screen_world("normal");
	struct canvas canvas;

	str_init(out, 0);
	canvas_init(&canvas, ROWS, COLS);
	view_set_snapshot(view, snapshot);
	view_key(view, "?", false);
	for (int page = 0; page < PAGES_MAX; page++) {
		canvas_reset(&canvas, ROWS, COLS);
		view_draw(view, &canvas, WORLD_NOW_MS);
		read_canvas(&canvas, out);
		view_key(view, "PgDn", false);
	}
	canvas_release(&canvas);
	view_free(view);
	snapshot_unref(snapshot);
	keymap_free(keymap);
}

/* A line has what the action does, and the key among those before it. */
static bool is_in_help(const char *help, const struct promise *promise)
{
	const char *does = action_rows[promise->action].help, *found = help;

	while ((found = strstr(found, does))) {
		const char *line = found;

		while (line > help && line[-1] != '\n')
			line--;
		if (has_word(line, found, promise->key))
			return true;
		found++;
	}
	return false;
}

static void each_stands_in_the_help(void **state NINES_UNUSED)
{
	struct str help;

	read_help(&help);
	for (size_t i = 0; i < NINES_COUNT(promises); i++)
		if (!is_in_help(help.text, &promises[i]))
			fail_msg("no page of the help says: %s %s", promises[i].key,
				 action_rows[promises[i].action].help);
	str_release(&help);
}

/* --- the manual --- */

/* nines-keys(7) without what only its formatter reads: "\-" and "\&". */
static void read_manual(struct str *out)
{
	const char *folder = getenv("abs_builddir");
	struct str path, raw;
	struct err err = {0};

	str_init(&path, 0);
	str_init(&raw, 0);
	str_init(out, 0);
	str_printf(&path, "%s/man/nines-keys.7", folder ? folder : ".");
	if (!file_read(path.text, MANUAL_MAX, &raw, &err))
		fail_msg("%s", err.text);
	for (const char *at = raw.text; *at; at++) {
		if (at[0] == '\\' && at[1] == '-')
			continue;
		if (at[0] == '\\' && at[1] == '&')
			at++;
		else
			str_append_char(out, *at);
	}
	str_release(&path);
	str_release(&raw);
}

/* ".It Ic j Down Pq Cm down" */
static bool is_in_manual(const char *manual, const struct promise *promise)
{
	const char *name = action_rows[promise->action].name, *line = manual;
	char ending[64];

	snprintf(ending, sizeof(ending), " Pq Cm %s\n", name);
	while ((line = strstr(line, "\n.It Ic "))) {
		const char *keys = line + strlen("\n.It Ic ");
		const char *end = strstr(keys, " Pq Cm ");

		if (end && strncmp(end, ending, strlen(ending)) == 0 &&
		    has_word(keys, end, promise->key))
			return true;
		line = keys;
	}
	return false;
}

static void each_stands_in_the_manual(void **state NINES_UNUSED)
{
	struct str manual;

	read_manual(&manual);
	for (size_t i = 0; i < NINES_COUNT(promises); i++)
		if (!is_in_manual(manual.text, &promises[i]))
			fail_msg("nines-keys(7) lacks %s (%s)", promises[i].key,
				 action_rows[promises[i].action].name);
	str_release(&manual);
}

/* --- [keys] --- */

/* What [keys] NAME = KEY gives: the map, and all complaints in `out`. */
static struct keymap *remap(enum action_id action, const char *key, struct str *out)
{
	struct conf_errors reading = {0}, errors = {0};
	struct settings *settings;
	struct keymap *keymap;
	struct str text;

	str_init(&text, 0);
	str_printf(&text, "[keys]\n%s = %s\n", action_rows[action].name, key);
	settings = settings_load_text("nines.ini", text.text, &reading);
	assert_int_equal(reading.list.len, 0);
	keymap = keymap_new(settings, &errors);
	str_init(out, 0);
	for (size_t i = 0; i < errors.list.len; i++)
		str_printf(out, "%s:%d: %s\n", errors.list.items[i].file, errors.list.items[i].line,
			   errors.list.items[i].text);
	conf_errors_release(&reading);
	conf_errors_release(&errors);
	settings_free(settings);
	str_release(&text);
	return keymap;
}

static void each_can_be_another_key(void **state NINES_UNUSED)
{
	for (size_t i = 0; i < NINES_COUNT(promises); i++) {
		struct str complaints;
		struct keymap *keymap = remap(promises[i].action, "Alt-F12", &complaints);

		assert_string_equal(complaints.text, "");
		assert_int_equal(keymap_find(keymap, "Alt-F12"), promises[i].action);
		assert_int_equal(keymap_find(keymap, promises[i].key), ACTION_NONE);
		str_release(&complaints);
		keymap_free(keymap);
	}
}

/* What the complaint says when another action is given the key. */
static void expect_complaint(const struct promise *promise, const char *complaint)
{
	enum action_id other = promise->action == ACTION_SORT ? ACTION_PAUSE : ACTION_SORT;
	char expected[128];

	snprintf(expected, sizeof(expected),
		 "nines.ini:2: [keys] %s = %s: ", action_rows[other].name, promise->key);
	if (!strstr(complaint, expected))
		fail_msg("\"%s\" lacks \"%s\"", complaint, expected);
	snprintf(expected, sizeof(expected), "\"%s\" has this key too",
		 action_rows[promise->action].name);
	if (promise->action == ACTION_SUSPEND)
		snprintf(expected, sizeof(expected), "it suspends nines");
	if (!strstr(complaint, expected))
		fail_msg("\"%s\" lacks \"%s\"", complaint, expected);
}

static void each_conflict_is_told(void **state NINES_UNUSED)
{
	for (size_t i = 0; i < NINES_COUNT(promises); i++) {
		enum action_id other =
			promises[i].action == ACTION_SORT ? ACTION_PAUSE : ACTION_SORT;
		struct str complaints;
		struct keymap *keymap = remap(other, promises[i].key, &complaints);

		expect_complaint(&promises[i], complaints.text);
		str_release(&complaints);
		keymap_free(keymap);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_calls_its_action),
		cmocka_unit_test(each_stands_in_the_help),
		cmocka_unit_test(each_stands_in_the_manual),
		cmocka_unit_test(each_can_be_another_key),
		cmocka_unit_test(each_conflict_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
