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

const char *theme_next_name(const char *name)
{
	const struct builtin *found = find_builtin(name);

	if (!found)
		return builtins[0].name;
	return builtins[(size_t)(found - builtins + 1) % NINES_COUNT(builtins)].name;
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

/* Parents stand before their children in roles.def. */
static void inherit(struct theme *theme, const bool *is_set)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		if (!is_set[i] && role_parent((enum role)i) != (enum role)i)
			theme->styles[i] = theme->styles[role_parent((enum role)i)];
}

static void read_sections(const char *path, struct ini *ini, struct theme *theme, bool *is_set,
			  struct conf_errors *errors)
{
	for (size_t i = 0; i < ini->sections.len; i++) {
		struct ini_section *section = &ini->sections.items[i];

		if (strcmp(section->kind, "roles") != 0) {
			conf_error_add(errors, path, section->line,
				       "[%s]: a theme has only a section [roles]", section->kind);
			continue;
		}
		for (size_t j = 0; j < section->entries.len; j++)
			read_role(path, &section->entries.items[j], theme, is_set, errors);
	}
}

void theme_parse(const char *path, const char *text, size_t len, struct theme *theme,
		 struct conf_errors *errors)
{
	bool is_set[ROLE_COUNT] = {false};
	struct ini ini = {0};

	memset(theme, 0, sizeof(*theme));
	for (int i = 0; i < ROLE_COUNT; i++)
		theme->styles[i] = (struct style){.fg = COLOR_UNSET, .bg = COLOR_UNSET};
	ini_read_text(path, text, len, &ini, errors);
	read_sections(path, &ini, theme, is_set, errors);
	inherit(theme, is_set);
	ini_release(&ini);
}

static char *user_path(const char *name)
{
	const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (folder && folder[0] == '/')
		return xasprintf("%s/nines/themes/%s.theme", folder, name);
	return home ? xasprintf("%s/.config/nines/themes/%s.theme", home, name) : NULL;
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

	if (strchr(name, '/') || name[0] == '.')
		return false;
	if (load_file(user_path(name), theme, errors) ||
	    load_file(xasprintf("%s/themes/%s.theme", DATADIR, name), theme, errors))
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

bool theme_load(const char *name, struct theme *theme, struct err *err)
{
	struct conf_errors errors = {0};
	bool is_good;

	if (!find_theme(name, theme, &errors))
		is_good = err_set(err, ERR_CONFIG,
				  "theme \"%s\" not found: there are default, light, mono, "
				  "colorblind, and files NAME.theme in the themes folder",
				  name);
	else
		is_good = report(&errors, err);
	if (!is_good)
		load_builtin(find_builtin("default"), theme, &errors);
	snprintf(theme->name, sizeof(theme->name), "%s", is_good ? name : "default");
	conf_errors_release(&errors);
	return is_good;
}
