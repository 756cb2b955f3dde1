/* SPDX-License-Identifier: MIT
 * Editing a line. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/ui/prompt.h"

/* Presses keys between blanks; returns what the last one did. */
static enum prompt_result press(struct prompt *prompt, const char *keys)
{
	enum prompt_result result = PROMPT_SAME;
	char key[32];
	size_t len;

	for (; *keys; keys += len + strspn(keys + len, " ")) {
		len = strcspn(keys, " ");
		snprintf(key, sizeof(key), "%.*s", (int)len, keys);
		result = prompt_key(prompt, key, false);
	}
	return result;
}

static void keys_edit_the_line(void **state NINES_UNUSED)
{
	static const struct {
		const char *start, *keys, *expected;
		enum prompt_result result;
	} cases[] = {
		{"", "a b", "ab", PROMPT_CHANGED},
		{"ab", "Backspace", "a", PROMPT_CHANGED},
		{"", "Backspace", "", PROMPT_SAME},
		{"ab", "Left x", "axb", PROMPT_CHANGED},
		{"ab", "Home x", "xab", PROMPT_CHANGED},
		{"ab", "Home Delete", "b", PROMPT_CHANGED},
		{"ab", "Delete", "ab", PROMPT_SAME},
		{"ab", "Left Left Left Right x", "axb", PROMPT_CHANGED},
		{"team:a  foo ", "ctrl-w", "team:a  ", PROMPT_CHANGED},
		{"abc", "Left ctrl-u", "c", PROMPT_CHANGED},
		{"a", "Space b", "a b", PROMPT_CHANGED},
		{"a", "é 日", "aé日", PROMPT_CHANGED},
		{"aé", "Backspace", "a", PROMPT_CHANGED},
		{"日本", "Left x", "日x本", PROMPT_CHANGED},
		{"a", "F1 PgDn Alt-x", "a", PROMPT_SAME},
		{"a", "Enter", "a", PROMPT_ACCEPTED},
		{"a", "Esc", "a", PROMPT_CANCELLED},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct prompt prompt;

		prompt_set(&prompt, cases[i].start);
		assert_int_equal(press(&prompt, cases[i].keys), cases[i].result);
		assert_string_equal(prompt.text, cases[i].expected);
	}
}

static void pasted_keys_only_insert(void **state NINES_UNUSED)
{
	struct prompt prompt;

	prompt_set(&prompt, "a");
	assert_int_equal(prompt_key(&prompt, "Enter", true), PROMPT_SAME);
	assert_int_equal(prompt_key(&prompt, "Esc", true), PROMPT_SAME);
	assert_int_equal(prompt_key(&prompt, "Backspace", true), PROMPT_SAME);
	assert_int_equal(prompt_key(&prompt, "x", true), PROMPT_CHANGED);
	assert_string_equal(prompt.text, "ax");
}

static void it_stops_when_it_is_full(void **state NINES_UNUSED)
{
	struct prompt prompt;

	prompt_set(&prompt, "");
	for (int i = 0; i < 2 * PROMPT_MAX; i++)
		prompt_key(&prompt, "x", false);
	assert_int_equal(prompt.len, PROMPT_MAX - 1);
	assert_int_equal(prompt_key(&prompt, "x", false), PROMPT_SAME);
}

static void a_long_line_scrolls_so_that_the_cursor_shows(void **state NINES_UNUSED)
{
	struct canvas canvas;
	struct prompt prompt;
	struct str dump;

	canvas_init(&canvas, 1, 8);
	prompt_set(&prompt, "0123456789");
	prompt_draw(&prompt, "/", canvas_region(&canvas), 0);
	str_init(&dump, 0);
	canvas_dump(&canvas, false, &dump);
	assert_string_equal(dump.text, "/456789\n");
	assert_int_equal(canvas.cursor_row, 0);
	assert_int_equal(canvas.cursor_col, 7);
	str_release(&dump);
	canvas_release(&canvas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_edit_the_line),
		cmocka_unit_test(pasted_keys_only_insert),
		cmocka_unit_test(it_stops_when_it_is_full),
		cmocka_unit_test(a_long_line_scrolls_so_that_the_cursor_shows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
