/* SPDX-License-Identifier: MIT
 * Colors of a theme: their text, and the nearest one that a terminal has. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/ui/theme.h"

static const char *const color_names[] = {"black", "red",     "green", "yellow",
					  "blue",  "magenta", "cyan",  "white"};
static const char *const attr_names[] = {"bold", "dim", "reverse", "underline", "italic"};

/* xterm's first 16 colors. */
static const uint32_t ansi_rgb[16] = {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,
				      0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00,
				      0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff};

static bool parse_name(const char *word, theme_color *color)
{
	bool is_bright = text_starts_with(word, "bright-");
	const char *name = is_bright ? word + strlen("bright-") : word;

	if (strcmp(word, "default") == 0) {
		*color = COLOR_UNSET;
		return true;
	}
	for (size_t i = 0; i < NINES_COUNT(color_names); i++) {
		if (strcmp(name, color_names[i]) != 0)
			continue;
		*color = (theme_color)(i + (is_bright ? 8 : 0));
		return true;
	}
	return false;
}

static bool parse_color(const char *word, theme_color *color)
{
	char *end;
	long number;

	if (parse_name(word, color))
		return true;
	if (word[0] == '#' && strlen(word) == 7 &&
	    strspn(word + 1, "0123456789abcdefABCDEF") == 6) {
		*color = COLOR_RGB | (theme_color)strtol(word + 1, NULL, 16);
		return true;
	}
	if (word[0] < '0' || word[0] > '9')
		return false;
	number = strtol(word, &end, 10);
	if (*end || number > 255)
		return false;
	*color = (theme_color)number;
	return true;
}

static bool parse_attr(const char *word, unsigned *attrs)
{
	for (size_t i = 0; i < NINES_COUNT(attr_names); i++) {
		if (strcmp(word, attr_names[i]) != 0)
			continue;
		*attrs |= 1u << i;
		return true;
	}
	return false;
}

/* Copies the next word; false at the end of the text. */
static bool next_word(const char **text, char *word, size_t size)
{
	size_t len;

	*text += strspn(*text, " \t");
	len = strcspn(*text, " \t");
	if (len == 0)
		return false;
	snprintf(word, size, "%.*s", (int)(len < size ? len : size - 1), *text);
	*text += len;
	return true;
}

bool style_parse(const char *text, struct style *style, struct err *err)
{
	struct style parsed = {.fg = COLOR_UNSET, .bg = COLOR_UNSET};
	char word[32];
	int colors = 0;

	while (next_word(&text, word, sizeof(word))) {
		if (parse_attr(word, &parsed.attrs))
			continue;
		if (colors < 2 && parse_color(word, colors == 0 ? &parsed.fg : &parsed.bg)) {
			colors++;
			continue;
		}
		return err_set(err, ERR_CONFIG,
			       "\"%s\" is no color (default, red, bright-red, 0-255, #rrggbb) and "
			       "no attribute (bold, dim, reverse, underline, italic)",
			       word);
	}
	*style = parsed;
	return true;
}

static uint32_t cube_rgb(int index)
{
	static const uint32_t steps[6] = {0, 95, 135, 175, 215, 255};

	index -= 16;
	return steps[index / 36] << 16 | steps[index / 6 % 6] << 8 | steps[index % 6];
}

static uint32_t palette_rgb(int index)
{
	if (index < 16)
		return ansi_rgb[index];
	if (index < 232)
		return cube_rgb(index);
	return (uint32_t)(8 + (index - 232) * 10) * 0x010101u;
}

uint32_t color_rgb(theme_color color)
{
	return color & COLOR_RGB ? (uint32_t)color & 0xffffff : palette_rgb(color & 0xff);
}

static long distance(uint32_t a, uint32_t b)
{
	long red = (long)(a >> 16 & 0xff) - (long)(b >> 16 & 0xff);
	long green = (long)(a >> 8 & 0xff) - (long)(b >> 8 & 0xff);
	long blue = (long)(a & 0xff) - (long)(b & 0xff);

	return 3 * red * red + 6 * green * green + blue * blue;
}

static int nearest(uint32_t rgb, int from, int to)
{
	int best = from;

	for (int i = from + 1; i < to; i++)
		if (distance(rgb, palette_rgb(i)) < distance(rgb, palette_rgb(best)))
			best = i;
	return best;
}

/* A dark gray must not get lost in black: it is dark gray, or no color where there is none. */
static int nearest_of_few(uint32_t rgb, int colors)
{
	int found = nearest(rgb, 0, colors);

	if (found != 0 || rgb == 0)
		return found;
	return colors >= 16 ? 8 : COLOR_UNSET;
}

int color_degrade(theme_color color, int colors)
{
	if (color == COLOR_UNSET)
		return COLOR_UNSET;
	if (!(color & COLOR_RGB) && color < colors)
		return color;
	/* the first 16 of 256 are the user's own and may be anything */
	if (colors >= 256)
		return nearest(color_rgb(color), 16, 256);
	if (!(color & COLOR_RGB) && color < 16)
		return color % 8;
	return nearest_of_few(color_rgb(color), colors >= 16 ? 16 : 8);
}
