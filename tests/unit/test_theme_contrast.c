/* SPDX-License-Identifier: MIT
 * What a theme promises holds for each role on each ground it can stand on, on terminals with
 * all colors, 256 and 16: contrast by WCAG 2, and states that stay apart for the color blind.
 *
 * The rule: text with a meaning has the theme's contrast (4.5, 7 where it says so); text of
 * less weight and lines 3, or 4.5 where the theme promises more. Without a ground of its own
 * a dark theme stands on anything from black to #1e1e1e, a light one from white to #eeeeee.
 * The first 16 colors are the user's own; with xterm's, on black, all has 3. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/ui/theme_ring.h"

enum { SIMULATIONS = 4, GROUNDS = 2, STATES = 6 };

/* CIE76: eight times what an eye can just tell side by side. */
static const double DELTA_MIN = 18;

struct linear {
	double channel[3];
};

static double unfold(unsigned byte)
{
	double value = byte / 255.0;

	return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static struct linear linear_of(uint32_t rgb)
{
	return (struct linear){
		{unfold(rgb >> 16 & 255), unfold(rgb >> 8 & 255), unfold(rgb & 255)}};
}

static double luminance(uint32_t rgb)
{
	struct linear color = linear_of(rgb);

	return 0.2126 * color.channel[0] + 0.7152 * color.channel[1] + 0.0722 * color.channel[2];
}

static double contrast(uint32_t a, uint32_t b)
{
	double high = fmax(luminance(a), luminance(b)), low = fmin(luminance(a), luminance(b));

	return (high + 0.05) / (low + 0.05);
}

static void contrast_is_that_of_wcag(void **state NINES_UNUSED)
{
	assert_true(fabs(contrast(0x000000, 0xffffff) - 21) < 1e-9);
	assert_true(fabs(contrast(0x777777, 0xffffff) - 4.48) < 0.005);
	assert_true(fabs(contrast(0xff0000, 0xffffff) - 4.00) < 0.005);
}

/* The terminal's own background and text, at both ends of what a theme is made for. */
static uint32_t ground_of(const struct theme *theme, int end)
{
	static const uint32_t dark[GROUNDS] = {0x000000, 0x1e1e1e};
	static const uint32_t light[GROUNDS] = {0xffffff, 0xeeeeee};

	return theme->ground == GROUND_LIGHT ? light[end] : dark[end];
}

static uint32_t ink_of(const struct theme *theme)
{
	return theme->ground == GROUND_LIGHT ? 0x000000 : 0xe5e5e5;
}

static bool is_light_weight(enum role role)
{
	static const enum role roles[] = {ROLE_DIM,    ROLE_BORDER, ROLE_COLUMN,
					  ROLE_FOOTER, ROLE_TARGET, ROLE_SEVERITY_5};

	for (size_t i = 0; i < NINES_COUNT(roles); i++)
		if (roles[i] == role)
			return true;
	return false;
}

static double wanted(const struct theme *theme, enum role role, int colors)
{
	if (colors < 256)
		return 3;
	if (!is_light_weight(role))
		return theme->contrast;
	return theme->contrast > 4.5 ? 4.5 : 3;
}

static void check_role(const struct theme *theme, enum role role, bool is_selected, int colors)
{
	struct style look = theme_look(theme, role, is_selected, colors);
	double least = wanted(theme, role, colors);

	for (int end = 0; end < GROUNDS; end++) {
		uint32_t fg = look.fg == COLOR_UNSET ? ink_of(theme) : color_rgb(look.fg);
		uint32_t bg = look.bg == COLOR_UNSET ? ground_of(theme, end) : color_rgb(look.bg);

		if (contrast(fg, bg) < least)
			fail_msg("%s: %s%s with %d colors has a contrast of %.2f, not %.1f",
				 theme->name, role_name(role), is_selected ? " (selected)" : "",
				 colors, contrast(fg, bg), least);
	}
}

static void check_theme(const struct theme *theme, int colors)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		if (i == ROLE_SELECTION)
			continue; /* no text has it, it is only a background */
		check_role(theme, (enum role)i, false, colors);
		if (i != ROLE_BORDER) /* no line crosses a row */
			check_role(theme, (enum role)i, true, colors);
	}
}

static void every_role_can_be_read(void **state)
{
	const struct theme_ring *ring = *state;

	for (size_t i = 0; i < ring->themes.len; i++) {
		const struct theme *theme = &ring->themes.items[i];

		check_theme(theme, COLOR_RGB);
		check_theme(theme, 256);
		if (theme->ground != GROUND_LIGHT)
			check_theme(theme, 16);
		check_theme(theme, 0);
	}
}

/* A selected row must differ from the others. */
static void the_selected_row_is_seen(void **state)
{
	static const int colors[] = {COLOR_RGB, 256, 16, 8, 0};
	const struct theme_ring *ring = *state;

	for (size_t i = 0; i < ring->themes.len * NINES_COUNT(colors); i++) {
		const struct theme *theme = &ring->themes.items[i / NINES_COUNT(colors)];
		int count = colors[i % NINES_COUNT(colors)];
		struct style plain = theme_look(theme, ROLE_TEXT, false, count);
		struct style row = theme_look(theme, ROLE_TEXT, true, count);

		if (plain.bg == row.bg && !(row.attrs & STYLE_REVERSE))
			fail_msg("%s: the selected row is not seen with %d colors", theme->name,
				 count);
	}
}

/* How people see linear RGB who have no red, no green or no blue cones: Machado, Oliveira and
 * Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE
 * TVCG 15 (2009), severity 1.0. The first is everybody else. */
static const double simulations[SIMULATIONS][3][3] = {
	{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	{{0.152286, 1.052583, -0.204868},
	 {0.114503, 0.786281, 0.099216},
	 {-0.003882, -0.048116, 1.051998}},
	{{0.367322, 0.860646, -0.227968},
	 {0.280085, 0.672501, 0.047413},
	 {-0.011820, 0.042940, 0.968881}},
	{{1.255528, -0.076749, -0.178779},
	 {-0.078411, 0.930809, 0.147602},
	 {0.004733, 0.691367, 0.303900}},
};
static const char *const simulation_names[SIMULATIONS] = {"normal sight", "protanopia",
							  "deuteranopia", "tritanopia"};

static struct linear multiply(const double matrix[3][3], struct linear color)
{
	struct linear product = {{0, 0, 0}};

	for (int i = 0; i < 9; i++)
		product.channel[i / 3] += matrix[i / 3][i % 3] * color.channel[i % 3];
	return product;
}

static struct linear simulate(int simulation, uint32_t rgb)
{
	struct linear seen = multiply(simulations[simulation], linear_of(rgb));

	for (int i = 0; i < 3; i++)
		seen.channel[i] = fmin(1, fmax(0, seen.channel[i]));
	return seen;
}

static double fold_lab(double value)
{
	return value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116;
}

/* CIE L*a*b* under D65. */
static struct linear lab_of(struct linear color)
{
	static const double to_xyz[3][3] = {{0.4124564, 0.3575761, 0.1804375},
					    {0.2126729, 0.7151522, 0.0721750},
					    {0.0193339, 0.1191920, 0.9503041}};
	struct linear xyz = multiply(to_xyz, color);
	double x = fold_lab(xyz.channel[0] / 0.95047), y = fold_lab(xyz.channel[1]);
	double z = fold_lab(xyz.channel[2] / 1.08883);

	return (struct linear){{116 * y - 16, 500 * (x - y), 200 * (y - z)}};
}

static double delta(int simulation, uint32_t a, uint32_t b)
{
	struct linear one = lab_of(simulate(simulation, a)),
		      other = lab_of(simulate(simulation, b));
	double sum = 0;

	for (int i = 0; i < 3; i++)
		sum += pow(one.channel[i] - other.channel[i], 2);
	return sqrt(sum);
}

static void red_and_green_are_one_without_one_of_them(void **state NINES_UNUSED)
{
	/* L* of white is 100, of black 0; a red and a green that only differ in hue */
	assert_true(fabs(delta(0, 0xffffff, 0x000000) - 100) < 0.01);
	assert_true(delta(0, 0xa06000, 0x608000) > 40);
	assert_true(delta(2, 0xa06000, 0x608000) < 20);
}

static void check_states(const struct theme *theme, int simulation)
{
	static const enum role states[STATES] = {ROLE_OK,      ROLE_WARNING,      ROLE_CRITICAL,
						 ROLE_UNKNOWN, ROLE_ACKNOWLEDGED, ROLE_MAINTENANCE};

	for (int i = 0; i < STATES * STATES; i++) {
		enum role a = states[i / STATES], b = states[i % STATES];
		double apart = delta(simulation, color_rgb(theme->styles[a].fg),
				     color_rgb(theme->styles[b].fg));

		if (i / STATES < i % STATES && apart < DELTA_MIN)
			fail_msg("%s: %s and %s are %.1f apart with %s", theme->name, role_name(a),
				 role_name(b), apart, simulation_names[simulation]);
	}
}

static void states_stay_apart_for_the_color_blind(void **state)
{
	const struct theme_ring *ring = *state;
	int grounds[GROUND_COUNT] = {0};

	for (size_t i = 0; i < ring->themes.len; i++) {
		const struct theme *theme = &ring->themes.items[i];

		for (int k = 1; theme->safe && k < SIMULATIONS; k++)
			if (theme->safe & 1u << (k - 1))
				check_states(theme, k);
		if (theme->safe)
			check_states(theme, 0);
		grounds[theme->ground] += theme->safe == (SAFE_PROTAN | SAFE_DEUTAN | SAFE_TRITAN);
	}
	assert_true(grounds[GROUND_DARK] > 0 && grounds[GROUND_LIGHT] > 0);
}

static void there_is_high_contrast_on_both_grounds(void **state)
{
	const struct theme_ring *ring = *state;
	int grounds[GROUND_COUNT] = {0};

	for (size_t i = 0; i < ring->themes.len; i++)
		grounds[ring->themes.items[i].ground] += ring->themes.items[i].contrast >= 7;
	assert_true(grounds[GROUND_DARK] > 0 && grounds[GROUND_LIGHT] > 0);
}

int main(void)
{
	struct theme_ring ring;
	int failed;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contrast_is_that_of_wcag),
		cmocka_unit_test_prestate(every_role_can_be_read, &ring),
		cmocka_unit_test_prestate(the_selected_row_is_seen, &ring),
		cmocka_unit_test(red_and_green_are_one_without_one_of_them),
		cmocka_unit_test_prestate(states_stay_apart_for_the_color_blind, &ring),
		cmocka_unit_test_prestate(there_is_high_contrast_on_both_grounds, &ring),
	};

	theme_ring_load(&ring);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	theme_ring_release(&ring);
	return failed;
}
