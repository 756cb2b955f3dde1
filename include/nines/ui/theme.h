/* SPDX-License-Identifier: MIT
 * Themes: what each role looks like, and what the theme promises. An INI file:
 *
 *     [theme]
 *     about = Dark gray and a little blue
 *     ground = dark
 *     [roles]
 *     severity.1 = #ff5f5f default bold
 *
 * A value is foreground, background (may be left out) and attributes. Colors: default,
 * a name (red, bright-red ...), 0-255, #rrggbb. Attributes: bold dim reverse underline
 * italic. A role that is not named looks like its parent; `default` is what the role text
 * has, and there the terminal's own. Promises (ground, contrast, safe) are kept by a test
 * for the themes that come with nines. */
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

/* What the terminal's background must be, where the theme has none of its own. */
enum theme_ground { GROUND_ANY, GROUND_DARK, GROUND_LIGHT, GROUND_COUNT };

/* Kinds of color blindness, as bits. */
enum theme_safe { SAFE_PROTAN = 1, SAFE_DEUTAN = 2, SAFE_TRITAN = 4 };

enum { THEME_NAME_MAX = 64, THEME_ABOUT_MAX = 96 };

struct theme {
	char name[THEME_NAME_MAX];
	char about[THEME_ABOUT_MAX]; /* a few words, "" = none */
	enum theme_ground ground;
	double contrast; /* WCAG ratio that text with a meaning has at least */
	unsigned safe;   /* whom its states stay apart for */
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
/* The compiled-in theme of that name, whatever files there are; false when there is none. */
bool theme_load_builtin(const char *name, struct theme *theme);
/* The theme that "auto" means on this terminal, by what it says of its colors in COLORFGBG:
 * "light" on a light ground, else "default". Other names stay. */
const char *theme_resolve(const char *name);
/* True for letters, digits, '-', '_' and '.', the last not in front: the rest is no name. */
bool theme_name_is_good(const char *name);
/* Where the user's theme files are (NULL without a home), and the installed ones; the caller
 * frees. */
char *theme_user_folder(void);
char *theme_installed_folder(void);
/* Compiled-in themes: name and text of number `index`; false past the end. */
bool theme_builtin(size_t index, const char **name, const char **text);
/* What a role looks like on a terminal of so many colors (8, 16, 256; COLOR_RGB = all; 0 =
 * none): colors that it has, the selection's background where the row is selected, or
 * reversed where that could not be told apart. */
struct style theme_look(const struct theme *theme, enum role role, bool is_selected, int colors);
/* "any", "dark" or "light". */
const char *theme_ground_name(enum theme_ground ground);
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
