/* SPDX-License-Identifier: MIT
 * Marks of a paste, whole and broken, and a paste whose end is lost. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "nines/base/attr.h"
#include "ui/paste.h"

enum { NOW_MS = 5000 };

/* Characters that were text before the paste was over. */
static size_t text_of(struct paste *paste, const char *bytes)
{
	size_t count = 0;

	for (; *bytes && paste->is_open; bytes++)
		count += !paste_take(paste, (unsigned char)*bytes, NOW_MS);
	assert_string_equal(bytes, "");
	return count;
}

static void its_end_is_found_in_characters(void **state NINES_UNUSED)
{
	static const struct {
		const char *bytes;
		size_t text;
		bool is_open;
	} cases[] = {
		{"a\033[201~", 6, false},
		{"a\033[20", 5, true},
		{"\033[200~", 6, true},
		{"\033\033[201~", 6, false},
		{"\033[2\033[201~", 8, false},
		{"\033[201x\033[201~", 11, false},
		{"[201~", 5, true},
		{"\033[ 201~", 7, true},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct paste paste = {0};

		paste_mark(&paste, true, NOW_MS);
		assert_int_equal(text_of(&paste, cases[i].bytes), cases[i].text);
		assert_int_equal(paste.is_open, cases[i].is_open);
	}
}

static void sequences_are_marks(void **state NINES_UNUSED)
{
	struct paste paste = {0};

	assert_false(paste_take_sequence(&paste, "200", 3, NOW_MS));
	assert_false(paste_take_sequence(&paste, "200~~", 5, NOW_MS));
	assert_false(paste_take_sequence(&paste, "2~", 2, NOW_MS));
	assert_false(paste.is_open);
	assert_true(paste_take_sequence(&paste, "200~", 4, NOW_MS));
	assert_true(paste.is_open);
	assert_true(paste_take_sequence(&paste, "201~", 4, NOW_MS));
	assert_false(paste.is_open);
}

static void a_lost_end_is_given_up_after_a_second(void **state NINES_UNUSED)
{
	struct paste paste = {0};

	paste_mark(&paste, true, NOW_MS);
	assert_false(paste_is_given_up(&paste, NOW_MS + 999));
	paste_take(&paste, 'a', NOW_MS + 500);
	assert_false(paste_is_given_up(&paste, NOW_MS + 1499));
	assert_true(paste.is_open);
	assert_true(paste_is_given_up(&paste, NOW_MS + 1500));
	assert_false(paste.is_open);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(its_end_is_found_in_characters),
		cmocka_unit_test(sequences_are_marks),
		cmocka_unit_test(a_lost_end_is_given_up_after_a_second),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
