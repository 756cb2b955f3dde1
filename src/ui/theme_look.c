/* SPDX-License-Identifier: MIT
 * What a role looks like on a terminal of so many colors, and in a selected row. */
#include "config.h"

#include "nines/ui/theme.h"

enum { ALL_SHADES = 256, BLACK = 0, WHITE_OF_8 = 7, WHITE_OF_16 = 15 };

static theme_color have(theme_color color, int colors)
{
	if (colors >= COLOR_RGB || color == COLOR_UNSET)
		return color;
	return colors > 0 ? color_degrade(color, colors) : COLOR_UNSET;
}

/* The theme's own ground has no shades where there are few colors: it is black or white. */
static theme_color have_ground(const struct theme *theme, theme_color color, int colors)
{
	bool is_ground = color == theme->styles[ROLE_TEXT].bg;

	if (!is_ground || color == COLOR_UNSET || colors >= ALL_SHADES || colors <= 0)
		return have(color, colors);
	if (theme->ground != GROUND_LIGHT)
		return BLACK;
	return colors >= 16 ? WHITE_OF_16 : WHITE_OF_8;
}

/* True where the selected row gets a background: one of few colors would hide its text. */
static bool has_background(const struct style *selection, const struct style *text, int colors)
{
	if (selection->bg == COLOR_UNSET || selection->bg == text->bg || colors <= 0)
		return false;
	return colors >= ALL_SHADES ||
	       (!(selection->bg & COLOR_RGB) && selection->bg < colors && selection->bg < 16);
}

struct style theme_look(const struct theme *theme, enum role role, bool is_selected, int colors)
{
	const struct style *text = &theme->styles[ROLE_TEXT];
	const struct style *selection = &theme->styles[ROLE_SELECTION];
	struct style look = theme->styles[role];

	look.fg = have(look.fg, colors);
	if (is_selected)
		look.attrs |= selection->attrs;
	if (is_selected && !has_background(selection, text, colors))
		look.attrs |= STYLE_REVERSE;
	else if (is_selected && look.bg == text->bg) {
		look.bg = have(selection->bg, colors);
		return look;
	}
	look.bg = have_ground(theme, look.bg, colors);
	return look;
}
