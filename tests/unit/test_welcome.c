/* SPDX-License-Identifier: MIT
 * The welcome at every size: the ways on are always in sight, and nothing foreign chooses. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/base/text.h"
#include "nines/sources/source.h"
#include "nines/ui/welcome.h"

static const struct welcome_config config = {
	.user_path = "/home/ada/.config/nines/nines.ini",
	.help = "Usage: nines\n",
};

/* The screen as text; the caller releases it. */
static void draw(int rows, int cols, bool is_ascii, struct str *out)
{
	struct paper paper = {.top = 0};
	struct canvas canvas;

	canvas_init(&canvas, rows, cols);
	canvas.is_ascii = is_ascii;
	welcome_write(&config, &paper);
	welcome_draw(&paper, &canvas, false);
	str_init(out, 0);
	canvas_dump(&canvas, false, out);
	paper_release(&paper);
	canvas_release(&canvas);
}

static void keys_are_in_sight_from_40x10_on(void **state NINES_UNUSED)
{
	static const int sizes[][2] = {{10, 40}, {24, 80}, {40, 120}, {50, 200}};

	for (size_t i = 0; i < NINES_COUNT(sizes); i++) {
		struct str out;

		draw(sizes[i][0], sizes[i][1], false, &out);
		assert_non_null(strstr(out.text, "Welcome to nines"));
		assert_non_null(strstr(out.text, "d demonstration  i set up  q quit"));
		str_release(&out);
	}
}

static void places_of_the_configuration_are_told_in_order(void **state NINES_UNUSED)
{
	static const char *const places[] = {"--config", "$NINES_CONFIG", "/home/ada",
					     "/etc/nines/nines.ini"};
	const char *rest;
	struct str out;

	draw(24, 80, false, &out);
	rest = out.text;
	for (size_t i = 0; i < NINES_COUNT(places); i++) {
		rest = strstr(rest, places[i]);
		assert_non_null(rest);
	}
	str_release(&out);
}

static void no_size_breaks_it_and_ascii_is_ascii(void **state NINES_UNUSED)
{
	for (int rows = 1; rows < 30; rows++) {
		for (int cols = 1; cols < 120; cols += 3) {
			struct str out;

			draw(rows, cols, true, &out);
			for (const char *c = out.text; *c; c++)
				assert_true((unsigned char)*c < 0x80);
			str_release(&out);
		}
	}
}

static void only_its_own_keys_choose(void **state NINES_UNUSED)
{
	assert_int_equal(welcome_key("d"), WELCOME_DEMO);
	assert_int_equal(welcome_key("Enter"), WELCOME_DEMO);
	assert_int_equal(welcome_key("i"), WELCOME_INIT);
	assert_int_equal(welcome_key("q"), WELCOME_QUIT);
	assert_int_equal(welcome_key("?"), WELCOME_HELP);
	assert_int_equal(welcome_key("a"), WELCOME_NONE);
	assert_int_equal(welcome_key("j"), WELCOME_NONE);
	assert_int_equal(welcome_key(""), WELCOME_NONE);
}

/* True when the words of `asks` have the key. */
static bool is_asked(const char *asks, const char *key)
{
	size_t len = strlen(key);

	for (const char *word = asks; word && *word; word += strcspn(word, " ")) {
		word += strspn(word, " ");
		if (strncmp(word, key, len) == 0 && strchr(" =", word[len]))
			return true;
	}
	return false;
}

static void check_asked(const struct source_ops *ops, const struct option *table)
{
	for (const struct option *row = table; row->key; row++) {
		bool is_url = strcmp(row->key, "url") == 0;
		bool is_given = strcmp(row->key, "type") == 0 ||
				(is_url && (ops->url_default || ops->takes_no_url));

		if (row->is_required && !is_given && !is_asked(ops->asks, row->key))
			fail_msg("%s: init doesn't ask for %s", ops->type, row->key);
	}
}

/* Here, because `nines init` is the way on from the welcome. */
static void init_asks_for_all_that_a_source_requires(void **state NINES_UNUSED)
{
	for (size_t i = 0; source_registry[i]; i++) {
		assert_non_null(source_registry[i]->asks);
		check_asked(source_registry[i], source_common_options);
		check_asked(source_registry[i], source_registry[i]->options);
	}
}

/* The help is made for 80 columns: none of its lines is broken, and the way back is told. */
static void help_fits_into_80_columns(void **state NINES_UNUSED)
{
	static const char line[] = "0123456789012345678901234567890123456789"
				   "012345678901234567890123456 the end";
	struct paper paper = {.top = 0};
	struct canvas canvas;
	struct str out;

	assert_int_equal(strlen(line) + 1, 76);
	canvas_init(&canvas, 24, 80);
	paper_add(&paper, NULL, ROLE_TEXT, "%s!", line);
	welcome_draw(&paper, &canvas, true);
	str_init(&out, 0);
	canvas_dump(&canvas, false, &out);
	assert_non_null(strstr(out.text, " the end!"));
	assert_non_null(strstr(out.text, "Esc back"));
	assert_null(strstr(out.text, "q quit"));
	str_release(&out);
	paper_release(&paper);
	canvas_release(&canvas);
}

/* One Esc too many leaves nothing. */
static void esc_does_not_quit(void **state NINES_UNUSED)
{
	assert_int_equal(welcome_key("Esc"), WELCOME_NONE);
	assert_int_equal(welcome_key("q"), WELCOME_QUIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_in_sight_from_40x10_on),
		cmocka_unit_test(places_of_the_configuration_are_told_in_order),
		cmocka_unit_test(no_size_breaks_it_and_ascii_is_ascii),
		cmocka_unit_test(only_its_own_keys_choose),
		cmocka_unit_test(help_fits_into_80_columns),
		cmocka_unit_test(esc_does_not_quit),
		cmocka_unit_test(init_asks_for_all_that_a_source_requires),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
