/* SPDX-License-Identifier: MIT
 * Themes: what each role looks like. An INI file with one section:
 *
 *     [roles]
 *     severity.1 = #ff5f5f default bold
 *
 * A value is foreground, background (may be left out) and attributes. Colors: default,
 * a name (red, bright-red ...), 0-255, #rrggbb. Attributes: bold dim reverse underline
 * italic. A role that is not named looks like its parent. */
#ifndef NINES_UI_THEME_H
#define NINES_UI_THEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/err.h"
#include "nines/conf/ini.h"
#include "nines/ui/canvas.h"

enum style_attr {
	STYLE_BOLD = 1,
	STYLE_DIM = 2,
	STYLE_REVERSE = 4,
	STYLE_UNDERLINE = 8,
	STYLE_ITALIC = 16
};

/* COLOR_UNSET, a palette index 0..255, or COLOR_RGB | 0xrrggbb. */
typedef int32_t theme_color;
enum { COLOR_UNSET = -1, COLOR_RGB = 0x1000000 };

struct style {
	theme_color fg, bg;
	unsigned attrs;
};

struct theme {
	char name[64];
	struct style styles[ROLE_COUNT];
};

/* Parses "fg [bg] [attrs...]". */
bool style_parse(const char *text, struct style *style, struct err *err);
/* Reads a theme from the text of its file (the name stays empty); unknown roles and bad values are complaints and
 * are left out. */
void theme_parse(const char *path, const char *text, size_t len, struct theme *theme,
		 struct conf_errors *errors);
/* Finds `name` among the user's themes, the installed and the compiled-in ones. False with
 * `err`, and the default theme, when there is none or its file has mistakes. */
bool theme_load(const char *name, struct theme *theme, struct err *err);
/* The name after `name` in the list of compiled-in themes, which begins anew at the end. */
const char *theme_next_name(const char *name);
/* Compiled-in themes: name and text of number `index`; false past the end. */
bool theme_builtin(size_t index, const char **name, const char **text);
/* The nearest palette index below `colors` (8, 16 or 256) of a color; COLOR_UNSET when that
 * could not be told from black. */
int color_degrade(theme_color color, int colors);
/* 0xrrggbb of a color; the first 16 as xterm has them. */
uint32_t color_rgb(theme_color color);
/* The name of a role in theme files. */
const char *role_name(enum role role);
/* What it is for, in a few words. */
const char *role_help(enum role role);
/* The role of that name; ROLE_COUNT when there is none. */
enum role role_find(const char *name);
/* What a role looks like when the theme doesn't say. */
enum role role_parent(enum role role);

#endif
