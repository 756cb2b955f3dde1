/* SPDX-License-Identifier: MIT
 * Finding and reading themes. */
#include "config.h"

#include "nines/ui/theme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/file.h"
#include "ui/theme_promise.h"

#ifndef DATADIR
#define DATADIR "/usr/local/share/nines"
#endif

enum { THEME_FILE_MAX = 64 * 1024 };

struct builtin {
	const char *name, *text;
};

/* One row { .name, .text } per file of themes.mk. */
static const struct builtin builtins[] = {
#include "ui/themes_gen.h"
};

bool theme_builtin(size_t index, const char **name, const char **text)
{
	if (index >= NINES_COUNT(builtins))
		return false;
	*name = builtins[index].name;
	*text = builtins[index].text;
	return true;
}

static const struct builtin *find_builtin(const char *name)
{
	for (size_t i = 0; i < NINES_COUNT(builtins); i++)
		if (strcmp(builtins[i].name, name) == 0)
			return &builtins[i];
	return NULL;
}

static void read_role(const char *path, struct ini_entry *entry, struct theme *theme, bool *is_set,
		      struct conf_errors *errors)
{
	enum role role = role_find(entry->key);
	struct err err = {0};

	entry->is_used = true;
	if (role == ROLE_COUNT) {
		conf_error_add(errors, path, entry->line, "%s: no role is called that", entry->key);
		return;
	}
	if (style_parse(entry->value, &theme->styles[role], &err))
		is_set[role] = true;
	else
		conf_error_add(errors, path, entry->line, "%s: %s", entry->key, err.text);
}

static void inherit_color(theme_color *color, theme_color from)
{
	if (*color == COLOR_UNSET)
		*color = from;
}

/* Parents stand before their children in roles.def. */
static void inherit(struct theme *theme, const bool *is_set)
{
	const struct style *text = &theme->styles[ROLE_TEXT];

	for (int i = 0; i < ROLE_COUNT; i++) {
		struct style *style = &theme->styles[i];

		if (!is_set[i] && role_parent((enum role)i) != (enum role)i)
			*style = theme->styles[role_parent((enum role)i)];
		inherit_color(&style->fg, text->fg);
		inherit_color(&style->bg, text->bg);
	}
}

static void read_section(const char *path, struct ini_section *section, struct theme *theme,
			 bool *is_set, struct conf_errors *errors)
{
	bool is_roles = strcmp(section->kind, "roles") == 0;

	if (!is_roles && strcmp(section->kind, "theme") != 0) {
		conf_error_add(errors, path, section->line,
			       "[%s]: a theme has the sections [theme] and [roles]", section->kind);
		return;
	}
	for (size_t i = 0; i < section->entries.len; i++) {
		if (is_roles)
			read_role(path, &section->entries.items[i], theme, is_set, errors);
		else
			theme_read_promise(path, &section->entries.items[i], theme, errors);
	}
}

void theme_parse(const char *path, const char *text, size_t len, struct theme *theme,
		 struct conf_errors *errors)
{
	bool is_set[ROLE_COUNT] = {false};
	struct ini ini = {0};

	memset(theme, 0, sizeof(*theme));
	theme->contrast = THEME_CONTRAST;
	for (int i = 0; i < ROLE_COUNT; i++)
		theme->styles[i] = (struct style){.fg = COLOR_UNSET, .bg = COLOR_UNSET};
	ini_read_text(path, text, len, &ini, errors);
	for (size_t i = 0; i < ini.sections.len; i++)
		read_section(path, &ini.sections.items[i], theme, is_set, errors);
	inherit(theme, is_set);
	ini_release(&ini);
}

bool theme_name_is_good(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-_.";
	size_t len = strlen(name);

	return len > 0 && len < THEME_NAME_MAX && name[0] != '.' && strspn(name, letters) == len;
}

const char *theme_resolve(const char *name)
{
	/* "15;0", and "15;default;0" of some: the last is the background of the first 16 */
	const char *colors = getenv("COLORFGBG");
	const char *ground = colors ? strrchr(colors, ';') : NULL;

	if (strcmp(name, "auto") != 0)
		return name;
	return ground && (strcmp(ground, ";7") == 0 || strcmp(ground, ";15") == 0) ? "light"
										   : "default";
}

char *theme_user_folder(void)
{
	const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (folder && folder[0] == '/')
		return xasprintf("%s/nines/themes", folder);
	return home ? xasprintf("%s/.config/nines/themes", home) : NULL;
}

char *theme_installed_folder(void)
{
	return xstrdup(DATADIR "/themes");
}

/* Takes over `folder`. */
static char *file_in(char *folder, const char *name)
{
	char *path = folder ? xasprintf("%s/%s.theme", folder, name) : NULL;

	free(folder);
	return path;
}

/* Takes over `path`. False when there is no such file. */
static bool load_file(char *path, struct theme *theme, struct conf_errors *errors)
{
	struct str text;
	struct err err = {0};
	bool is_there = path && access(path, F_OK) == 0;

	str_init(&text, THEME_FILE_MAX);
	if (is_there && file_read(path, THEME_FILE_MAX, &text, &err))
		theme_parse(path, text.text, text.len, theme, errors);
	else if (is_there)
		conf_error_add(errors, path, 0, "%s", err.text);
	str_release(&text);
	free(path);
	return is_there;
}

static void load_builtin(const struct builtin *builtin, struct theme *theme,
			 struct conf_errors *errors)
{
	if (!builtin)
		return;
	theme_parse(builtin->name, builtin->text, strlen(builtin->text), theme, errors);
}

static bool find_theme(const char *name, struct theme *theme, struct conf_errors *errors)
{
	const struct builtin *builtin = find_builtin(name);

	if (!theme_name_is_good(name))
		return false;
	if (load_file(file_in(theme_user_folder(), name), theme, errors) ||
	    load_file(file_in(theme_installed_folder(), name), theme, errors))
		return true;
	if (builtin)
		load_builtin(builtin, theme, errors);
	return builtin != NULL;
}

static bool report(const struct conf_errors *errors, struct err *err)
{
	const struct conf_error *first;

	if (errors->list.len == 0)
		return true;
	first = &errors->list.items[0];
	return err_set(err, ERR_CONFIG, "%s:%d: %s", first->file, first->line, first->text);
}

bool theme_load_builtin(const char *name, struct theme *theme)
{
	const struct builtin *builtin = find_builtin(name);
	struct conf_errors errors = {0};

	load_builtin(builtin, theme, &errors);
	conf_errors_release(&errors);
	if (builtin)
		snprintf(theme->name, sizeof(theme->name), "%s", name);
	return builtin != NULL;
}

bool theme_load(const char *name, struct theme *theme, struct err *err)
{
	struct conf_errors errors = {0};
	bool is_good;

	if (!find_theme(name, theme, &errors))
		is_good = err_set(err, ERR_CONFIG,
				  "theme \"%.80s\" not found: T goes through those that there are, "
				  "nines.conf(5) says where your own belong",
				  name);
	else
		is_good = report(&errors, err);
	if (!is_good)
		load_builtin(find_builtin("default"), theme, &errors);
	snprintf(theme->name, sizeof(theme->name), "%s", is_good ? name : "default");
	conf_errors_release(&errors);
	return is_good;
}
