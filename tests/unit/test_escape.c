/* SPDX-License-Identifier: MIT
 * Titles and desktop notes: the sequences, and that foreign text can't leave them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "nines/base/attr.h"
#include "ui/escape.h"

static void expect(struct str *sequence, const char *wanted)
{
	assert_string_equal(sequence->text, wanted);
	str_release(sequence);
}

static void each_terminal_has_its_form(void **state NINES_UNUSED)
{
	assert_int_equal(escape_title_form("xterm-256color", NULL), TITLE_XTERM);
	assert_int_equal(escape_title_form("tmux-256color", "/tmp/tmux,1,0"), TITLE_XTERM);
	assert_int_equal(escape_title_form("screen-256color", "/tmp/tmux,1,0"), TITLE_XTERM);
	assert_int_equal(escape_title_form("screen-256color", NULL), TITLE_SCREEN);
	assert_int_equal(escape_title_form("linux", NULL), TITLE_NONE);
	assert_int_equal(escape_title_form("vt100", NULL), TITLE_NONE);
	assert_int_equal(escape_title_form("dumb", "/tmp/tmux,1,0"), TITLE_NONE);
	assert_int_equal(escape_title_form(NULL, NULL), TITLE_NONE);
}

static void a_title_is_kept_and_restored(void **state NINES_UNUSED)
{
	struct str out;

	str_init(&out, 0);
	escape_title_keep(TITLE_XTERM, &out);
	escape_title_set(TITLE_XTERM, "2 severe - nines", &out);
	escape_title_restore(TITLE_XTERM, &out);
	expect(&out, "\033[22;2t\033]2;2 severe - nines\033\\\033[23;2t");
	str_init(&out, 0);
	escape_title_keep(TITLE_SCREEN, &out);
	escape_title_set(TITLE_SCREEN, "all well", &out);
	escape_title_restore(TITLE_SCREEN, &out);
	expect(&out, "\033kall well\033\\\033k\033\\");
	str_init(&out, 0);
	escape_title_keep(TITLE_NONE, &out);
	escape_title_set(TITLE_NONE, "all well", &out);
	escape_title_restore(TITLE_NONE, &out);
	expect(&out, "");
}

static void a_note_takes_the_form_that_is_wanted(void **state NINES_UNUSED)
{
	struct str out;

	str_init(&out, 0);
	escape_note(false, false, "NEW S1", &out);
	expect(&out, "\033]9;nines: NEW S1\033\\");
	str_init(&out, 0);
	escape_note(true, false, "NEW S1", &out);
	expect(&out, "\033]777;notify;nines;NEW S1\033\\");
	str_init(&out, 0);
	escape_note(true, true, "NEW S1", &out);
	expect(&out, "\033Ptmux;\033\033]777;notify;nines;NEW S1\033\033\\\033\\");
}

static void foreign_text_stays_inside(void **state NINES_UNUSED)
{
	static const char hostile[] = "a\033]0;b\a;c\xc2\x9c"
				      "d\ne\x7f\xff"
				      "f\033\\";
	struct str out;

	str_init(&out, 0);
	escape_title_set(TITLE_XTERM, hostile, &out);
	assert_int_equal(strcspn(out.text + 4, "\033\a"), out.len - 6);
	assert_null(strstr(out.text, "\xc2\x9c"));
	assert_null(strchr(out.text, '\n'));
	str_clear(&out);
	escape_note(true, false, hostile, &out);
	/* the three of the form, and none of the text */
	assert_ptr_equal(strrchr(out.text, ';'), strstr(out.text, ";a "));
	assert_int_equal(strcspn(out.text + 1, "\033\a"), out.len - 3);
	str_release(&out);
}

static void long_text_is_cut(void **state NINES_UNUSED)
{
	char text[2000];
	struct str out;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	str_init(&out, 0);
	escape_title_set(TITLE_XTERM, text, &out);
	assert_int_equal(out.len, ESCAPE_TITLE_MAX + 6);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_terminal_has_its_form),
		cmocka_unit_test(a_title_is_kept_and_restored),
		cmocka_unit_test(a_note_takes_the_form_that_is_wanted),
		cmocka_unit_test(foreign_text_stays_inside),
		cmocka_unit_test(long_text_is_cut),
	};

	return cmocka_run_group_tests_name("escape", tests, NULL, NULL);
}
