/* SPDX-License-Identifier: MIT
 * Lines folded between words. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/fold.h"
#include "nines/base/attr.h"

static void assert_folds(const char *lead, const char *text, int columns, const char *wanted)
{
	struct str out;

	str_init(&out, 0);
	fold_text(&out, lead, text, columns);
	assert_string_equal(out.text, wanted);
	str_release(&out);
}

static void lines_break_between_words(void **state NINES_UNUSED)
{
	assert_folds("", "one two three four five six", 25, "one two three four five\nsix\n");
	assert_folds("  a  ", "alerts that fire now and then, and more", 31,
		     "  a  alerts that fire now and\n     then, and more\n");
	assert_folds("x ", "", 40, "x\n");
	assert_folds("", "\xe4\xba\x8c\xe4\xba\x8c \xe4\xba\x8c\xe4\xba\x8c", 6,
		     "\xe4\xba\x8c\xe4\xba\x8c\n    \xe4\xba\x8c\xe4\xba\x8c\n");
}

/* A path that is cut in two could not be copied. */
static void a_long_word_stays_whole(void **state NINES_UNUSED)
{
	assert_folds("", "in /home/somebody/.config/nines/nines.ini now", 24,
		     "in\n/home/somebody/.config/nines/nines.ini\nnow\n");
}

static void little_room_beside_the_lead_is_left(void **state NINES_UNUSED)
{
	assert_folds("alertmanager  alertmanager  ok  ", "one two three four", 40,
		     "alertmanager  alertmanager  ok  one two\n    three four\n");
	assert_folds("alertmanager  alertmanager  failed  -  ", "one two", 40,
		     "alertmanager  alertmanager  failed  -\n    one two\n");
}

static void the_last_column_of_a_table_is_folded(void **state NINES_UNUSED)
{
	static const char table[] = "NAME  STATE  WHAT\n"
				    "a     ok     1 service; may read, nothing can be written\n";
	struct str out;

	str_init(&out, 0);
	fold_table(&out, table, 13, 0);
	assert_string_equal(out.text, table);
	str_clear(&out);
	fold_table(&out, table, 13, 42);
	assert_string_equal(out.text, "NAME  STATE  WHAT\n"
				      "a     ok     1 service; may read, nothing\n"
				      "             can be written\n");
	str_clear(&out);
	fold_table(&out, table, 13, 30);
	assert_string_equal(out.text, "NAME  STATE  WHAT\n"
				      "a  ok  1 service; may read,\n"
				      "    nothing can be written\n");
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_break_between_words),
		cmocka_unit_test(a_long_word_stays_whole),
		cmocka_unit_test(little_room_beside_the_lead_is_left),
		cmocka_unit_test(the_last_column_of_a_table_is_folded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
