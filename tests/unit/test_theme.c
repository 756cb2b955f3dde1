/* SPDX-License-Identifier: MIT
 * Themes: the compiled-in ones are complete and can be read, mistakes are named, colors
 * get nearer ones where a terminal has few. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/file.h"
#include "nines/base/str.h"
#include "nines/ui/theme.h"

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
	const char *name = "default", *text;
	size_t count = 0;

	while (theme_builtin(count, &name, &text))
		count++;
	name = "default";
	for (size_t i = 0; i < count; i++) {
		name = theme_next_name(name);
		assert_int_equal(strcmp(name, "default") == 0, i == count - 1);
	}
}

static double channel(uint32_t value)
{
	double part = value / 255.0;

	return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
	return 0.2126 * channel(rgb >> 16 & 255) + 0.7152 * channel(rgb >> 8 & 255) +
	       0.0722 * channel(rgb & 255);
}

/* WCAG 2: 3 is the least for large or bold text. */
static double contrast(uint32_t a, uint32_t b)
{
	double high = luminance(a), low = luminance(b);

	if (high < low) {
		double swap = high;

		high = low;
		low = swap;
	}
	return (high + 0.05) / (low + 0.05);
}

static void check_contrast(const char *name, uint32_t paper, uint32_t ink)
{
	struct theme theme;
	struct err err = {0};

	assert_true(theme_load(name, &theme, &err));
	for (int i = 0; i < ROLE_COUNT; i++) {
		const struct style *style = &theme.styles[i];
		uint32_t fg = style->fg == COLOR_UNSET ? ink : color_rgb(style->fg);
		uint32_t bg = style->bg == COLOR_UNSET ? paper : color_rgb(style->bg);
		double least = i == ROLE_BORDER ? 1.5 : 3;

		if (contrast(fg, bg) < least)
			fail_msg("%s: %s has a contrast of %.1f", name, role_name((enum role)i),
				 contrast(fg, bg));
	}
}

static void every_role_can_be_read(void **state NINES_UNUSED)
{
	check_contrast("default", 0x000000, 0xd0d0d0);
	check_contrast("colorblind", 0x000000, 0xd0d0d0);
	check_contrast("light", 0xffffff, 0x202020);
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
	static const char text[] = "[roles]\ntext = 42\n";
	struct theme theme;
	struct err err = {0};
	struct str path;

	str_init(&path, 0);
	str_printf(&path, "%s/nines/themes", getenv("XDG_CONFIG_HOME"));
	assert_true(folder_make(path.text, &err));
	str_append(&path, "/mine.theme");
	assert_true(file_write_atomic(path.text, text, strlen(text), 0644, &err));
	assert_true(theme_load("mine", &theme, &err));
	assert_int_equal(theme.styles[ROLE_TEXT].fg, 42);
	str_release(&path);
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
		cmocka_unit_test(every_role_can_be_read),
		cmocka_unit_test(mono_has_no_colors),
		cmocka_unit_test(a_missing_role_looks_like_its_parent),
		cmocka_unit_test(mistakes_are_named_with_their_line),
		cmocka_unit_test(an_unknown_theme_is_an_error_and_the_default),
		cmocka_unit_test(a_file_of_the_user_is_found),
		cmocka_unit_test(styles_are_parsed),
		cmocka_unit_test(colors_get_the_nearest_that_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
