/* SPDX-License-Identifier: MIT
 * Themes: the compiled-in ones are complete and can be read, mistakes are named, colors
 * get nearer ones where a terminal has few. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/file.h"
#include "nines/base/str.h"
#include "nines/ui/theme_ring.h"

static void every_role_has_a_parent_before_it(void **state NINES_UNUSED)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		assert_int_equal(role_find(role_name((enum role)i)), i);
		assert_true((int)role_parent((enum role)i) < i || i == ROLE_TEXT);
	}
	assert_int_equal(role_find("no such role"), ROLE_COUNT);
}

static void compiled_in_themes_have_no_mistakes(void **state NINES_UNUSED)
{
	static const char *const wanted[] = {"default", "light", "mono", "colorblind"};
	const char *name, *text;

	for (size_t i = 0; theme_builtin(i, &name, &text); i++) {
		struct conf_errors errors = {0};
		struct theme theme;

		theme_parse(name, text, strlen(text), &theme, &errors);
		assert_int_equal(errors.list.len, 0);
		conf_errors_release(&errors);
	}
	for (size_t i = 0; i < NINES_COUNT(wanted); i++) {
		struct theme theme;
		struct err err = {0};

		assert_true(theme_load(wanted[i], &theme, &err));
		assert_string_equal(theme.name, wanted[i]);
	}
}

static void switching_goes_round_all_themes(void **state NINES_UNUSED)
{
	struct theme_ring ring;
	const struct theme *theme;
	const char *name, *text;
	size_t count = 0, seen = 0;

	theme_ring_load(&ring);
	for (; theme_builtin(count, &name, &text); count++)
		assert_non_null(theme_ring_find(&ring, name));
	assert_true(count >= 12);
	assert_int_equal(ring.themes.len, count);
	assert_string_equal(ring.complaint.text, "");
	theme = theme_ring_find(&ring, "default");
	do {
		theme = theme_ring_next(&ring, theme->name);
		seen++;
	} while (strcmp(theme->name, "default") != 0);
	assert_int_equal(seen, count);
	assert_ptr_equal(theme_ring_next(&ring, "of a terminal without colors"), ring.themes.items);
	assert_null(theme_ring_find(&ring, "nothing"));
	theme_ring_release(&ring);
}

static void write_theme(const char *name, const char *text)
{
	struct err err = {0};
	struct str path;

	str_init(&path, 0);
	str_printf(&path, "%s/nines/themes", getenv("XDG_CONFIG_HOME"));
	assert_true(folder_make(path.text, &err));
	str_printf(&path, "/%s.theme", name);
	assert_true(file_write_atomic(path.text, text, strlen(text), 0644, &err));
	str_release(&path);
}

static void themes_of_the_user_are_in_the_ring(void **state NINES_UNUSED)
{
	const struct theme *theme;
	struct theme_ring ring;

	write_theme("a-first", "[theme]\nground = light\n[roles]\ntext = 42\n");
	write_theme("frost", "[roles]\ntext = 43\n");
	theme_ring_load(&ring);
	assert_string_equal(ring.complaint.text, "");
	theme = theme_ring_find(&ring, "a-first");
	assert_ptr_equal(theme, ring.themes.items);
	assert_int_equal(theme->styles[ROLE_OK].fg, 42);
	assert_int_equal(theme->ground, GROUND_LIGHT);
	assert_int_equal(theme_ring_find(&ring, "frost")->styles[ROLE_TEXT].fg, 43);
	theme_ring_release(&ring);
}

static void a_broken_file_is_told_and_left_out(void **state NINES_UNUSED)
{
	struct theme_ring ring;

	write_theme("broken", "[roles]\ntext = 42\nok = nothing\n");
	write_theme("paper", "[theme]\nground = blue\n");
	theme_ring_load(&ring);
	assert_null(theme_ring_find(&ring, "broken"));
	assert_int_equal(theme_ring_find(&ring, "paper")->ground, GROUND_LIGHT);
	assert_non_null(strstr(ring.complaint.text, " is left out: "));
	assert_null(strchr(ring.complaint.text, '\n'));
	theme_ring_release(&ring);
}

static void auto_is_what_the_terminal_says(void **state NINES_UNUSED)
{
	static const struct {
		const char *says, *name;
	} cases[] = {{"0;15", "light"}, {"0;7", "light"},          {"15;0", "default"},
		     {"7", "default"},  {"0;default;15", "light"}, {"15;default", "default"}};

	unsetenv("COLORFGBG");
	assert_string_equal(theme_resolve("auto"), "default");
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		setenv("COLORFGBG", cases[i].says, 1);
		assert_string_equal(theme_resolve("auto"), cases[i].name);
		assert_string_equal(theme_resolve("dusk"), "dusk");
	}
	unsetenv("COLORFGBG");
}

static void mono_has_no_colors(void **state NINES_UNUSED)
{
	struct theme theme;
	struct err err = {0};

	assert_true(theme_load("mono", &theme, &err));
	for (int i = 0; i < ROLE_COUNT; i++) {
		assert_int_equal(theme.styles[i].fg, COLOR_UNSET);
		assert_int_equal(theme.styles[i].bg, COLOR_UNSET);
	}
	assert_true(theme.styles[ROLE_SELECTION].attrs & STYLE_REVERSE);
}

static void a_missing_role_looks_like_its_parent(void **state NINES_UNUSED)
{
	static const char text[] = "[roles]\ntext = 7\ncritical = red default bold\n";
	struct conf_errors errors = {0};
	struct theme theme;

	theme_parse("t", text, strlen(text), &theme, &errors);
	assert_int_equal(errors.list.len, 0);
	assert_int_equal(theme.styles[ROLE_SEVERITY_1].fg, 1);
	assert_int_equal(theme.styles[ROLE_TRIGGERED].attrs, STYLE_BOLD);
	assert_int_equal(theme.styles[ROLE_DIM].fg, 7);
	conf_errors_release(&errors);
}

static void promises_are_read(void **state NINES_UNUSED)
{
	static const char text[] = "[theme]\nabout = Snow\nground = light\ncontrast = 7\n"
				   "safe = tritanopia protanopia\n";
	static const char bad[] = "[theme]\nground = blue\ncontrast = much\nsafe = everybody\n"
				  "author = me\n";
	struct conf_errors errors = {0};
	struct theme theme;

	theme_parse("t.theme", text, strlen(text), &theme, &errors);
	assert_int_equal(errors.list.len, 0);
	assert_string_equal(theme.about, "Snow");
	assert_int_equal(theme.ground, GROUND_LIGHT);
	assert_true(theme.contrast >= 7 && theme.contrast <= 7);
	assert_int_equal(theme.safe, SAFE_TRITAN | SAFE_PROTAN);
	theme_parse("t.theme", bad, strlen(bad), &theme, &errors);
	assert_int_equal(errors.list.len, 4);
	assert_non_null(strstr(errors.list.items[0].text, "dark, light or any"));
	conf_errors_release(&errors);
}

static void what_a_theme_leaves_out_is_that_of_its_text(void **state NINES_UNUSED)
{
	static const char text[] =
		"[roles]\ntext = 7 18\nok = green\nstrong = default default bold\n"
		"selection = default 20\n";
	struct conf_errors errors = {0};
	struct theme theme;
	struct style look;

	theme_parse("t.theme", text, strlen(text), &theme, &errors);
	conf_errors_release(&errors);
	assert_int_equal(theme.styles[ROLE_OK].bg, 18);
	assert_int_equal(theme.styles[ROLE_STRONG].fg, 7);
	look = theme_look(&theme, ROLE_OK, true, 256);
	assert_int_equal(look.bg, 20);
	assert_int_equal(look.attrs, 0);
	look = theme_look(&theme, ROLE_OK, true, 16);
	assert_int_equal(look.bg, 0);
	assert_int_equal(look.attrs, STYLE_REVERSE);
	look = theme_look(&theme, ROLE_OK, true, 0);
	assert_int_equal(look.fg, COLOR_UNSET);
	assert_int_equal(look.attrs, STYLE_REVERSE);
}

static void mistakes_are_named_with_their_line(void **state NINES_UNUSED)
{
	static const char text[] = "[roles]\nnope = red\ntext = pink\n[colors]\na = b\n";
	struct conf_errors errors = {0};
	struct theme theme;

	theme_parse("t.theme", text, strlen(text), &theme, &errors);
	assert_int_equal(errors.list.len, 3);
	assert_int_equal(errors.list.items[0].line, 2);
	assert_non_null(strstr(errors.list.items[0].text, "nope"));
	assert_int_equal(errors.list.items[1].line, 3);
	assert_non_null(strstr(errors.list.items[1].text, "pink"));
	assert_int_equal(errors.list.items[2].line, 4);
	conf_errors_release(&errors);
}

static void an_unknown_theme_is_an_error_and_the_default(void **state NINES_UNUSED)
{
	static const char *const names[] = {"no-such", "../default", "", ".hidden"};

	for (size_t i = 0; i < NINES_COUNT(names); i++) {
		struct theme theme;
		struct err err = {0};

		assert_false(theme_load(names[i], &theme, &err));
		assert_int_equal(err.code, ERR_CONFIG);
		assert_string_equal(theme.name, "default");
		assert_true(theme.styles[ROLE_STRONG].attrs & STYLE_BOLD);
	}
}

static void a_file_of_the_user_is_found(void **state NINES_UNUSED)
{
	struct theme theme;
	struct err err = {0};

	write_theme("mine", "[roles]\ntext = 42\n");
	assert_true(theme_load("mine", &theme, &err));
	assert_int_equal(theme.styles[ROLE_TEXT].fg, 42);
}

static void styles_are_parsed(void **state NINES_UNUSED)
{
	static const struct {
		const char *text;
		bool is_good;
		struct style style;
	} cases[] = {
		{"default", true, {COLOR_UNSET, COLOR_UNSET, 0}},
		{"red", true, {1, COLOR_UNSET, 0}},
		{"bright-red blue bold", true, {9, 4, STYLE_BOLD}},
		{"#ff8000 default dim italic",
		 true,
		 {COLOR_RGB | 0xff8000, COLOR_UNSET, STYLE_DIM | STYLE_ITALIC}},
		{"255 0 reverse underline", true, {255, 0, STYLE_REVERSE | STYLE_UNDERLINE}},
		{"bold", true, {COLOR_UNSET, COLOR_UNSET, STYLE_BOLD}},
		{"256", false, {0, 0, 0}},
		{"-1", false, {0, 0, 0}},
		{"#ff80", false, {0, 0, 0}},
		{"#gggggg", false, {0, 0, 0}},
		{"red blue green", false, {0, 0, 0}},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct style style = {0};
		struct err err = {0};

		assert_int_equal(style_parse(cases[i].text, &style, &err), cases[i].is_good);
		if (!cases[i].is_good)
			continue;
		assert_int_equal(style.fg, cases[i].style.fg);
		assert_int_equal(style.bg, cases[i].style.bg);
		assert_int_equal(style.attrs, cases[i].style.attrs);
	}
}

static void colors_get_the_nearest_that_there_is(void **state NINES_UNUSED)
{
	assert_int_equal(color_degrade(COLOR_UNSET, 8), COLOR_UNSET);
	assert_int_equal(color_degrade(COLOR_RGB | 0xff0000, 256), 196);
	assert_int_equal(color_degrade(COLOR_RGB | 0xff0000, 16), 9);
	assert_int_equal(color_degrade(COLOR_RGB | 0xff0000, 8), 1);
	assert_int_equal(color_degrade(9, 8), 1);
	assert_int_equal(color_degrade(9, 256), 9);
	assert_int_equal(color_degrade(196, 8), 1);
	assert_int_equal(color_degrade(237, 16), 8);
	assert_int_equal(color_degrade(237, 8), COLOR_UNSET);
	assert_int_equal(color_degrade(COLOR_RGB, 8), 0);
	assert_int_equal(color_degrade(COLOR_RGB | 0x808080, 256), 244);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_role_has_a_parent_before_it),
		cmocka_unit_test(compiled_in_themes_have_no_mistakes),
		cmocka_unit_test(switching_goes_round_all_themes),
		cmocka_unit_test(themes_of_the_user_are_in_the_ring),
		cmocka_unit_test(a_broken_file_is_told_and_left_out),
		cmocka_unit_test(auto_is_what_the_terminal_says),
		cmocka_unit_test(mono_has_no_colors),
		cmocka_unit_test(a_missing_role_looks_like_its_parent),
		cmocka_unit_test(promises_are_read),
		cmocka_unit_test(what_a_theme_leaves_out_is_that_of_its_text),
		cmocka_unit_test(mistakes_are_named_with_their_line),
		cmocka_unit_test(an_unknown_theme_is_an_error_and_the_default),
		cmocka_unit_test(a_file_of_the_user_is_found),
		cmocka_unit_test(styles_are_parsed),
		cmocka_unit_test(colors_get_the_nearest_that_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
