/* SPDX-License-Identifier: MIT
 * What a theme says about itself: its ground, its contrast, whom it is safe for. */
#include "config.h"

#include "ui/theme_promise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/attr.h"

static const char *const ground_names[GROUND_COUNT] = {
	[GROUND_ANY] = "any", [GROUND_DARK] = "dark", [GROUND_LIGHT] = "light"};

static const char *const safe_names[] = {"protanopia", "deuteranopia", "tritanopia"};

const char *theme_ground_name(enum theme_ground ground)
{
	return ground_names[ground < GROUND_COUNT ? ground : GROUND_ANY];
}

static bool read_about(const char *value, struct theme *theme)
{
	return snprintf(theme->about, THEME_ABOUT_MAX, "%s", value) < THEME_ABOUT_MAX;
}

static bool read_ground(const char *value, struct theme *theme)
{
	for (size_t i = 0; i < GROUND_COUNT; i++) {
		if (strcmp(value, ground_names[i]) != 0)
			continue;
		theme->ground = (enum theme_ground)i;
		return true;
	}
	return false;
}

static bool read_contrast(const char *value, struct theme *theme)
{
	char *end;

	theme->contrast = strtod(value, &end);
	return !*end && theme->contrast >= 1 && theme->contrast <= 21;
}

static unsigned find_safe(const char *word, size_t len)
{
	for (size_t i = 0; i < NINES_COUNT(safe_names); i++)
		if (strlen(safe_names[i]) == len && strncmp(word, safe_names[i], len) == 0)
			return 1u << i;
	return 0;
}

static bool read_safe(const char *value, struct theme *theme)
{
	for (size_t len; *value; value += len + strspn(value + len, " ")) {
		unsigned safe;

		len = strcspn(value, " ");
		safe = find_safe(value, len);
		if (!safe)
			return false;
		theme->safe |= safe;
	}
	return true;
}

static const struct {
	const char *key, *wanted;
	bool (*read)(const char *value, struct theme *theme);
} promises[] = {
	{"about", N_("a few words (up to 95 bytes)"), read_about},
	{"ground", N_("dark, light or any"), read_ground},
	{"contrast", N_("a ratio from 1 to 21"), read_contrast},
	{"safe", N_("some of protanopia, deuteranopia, tritanopia"), read_safe},
};

void theme_read_promise(const char *path, struct ini_entry *entry, struct theme *theme,
			struct conf_errors *errors)
{
	entry->is_used = true;
	for (size_t i = 0; i < NINES_COUNT(promises); i++) {
		if (strcmp(entry->key, promises[i].key) != 0)
			continue;
		if (!promises[i].read(entry->value, theme))
			conf_error_add(errors, path, entry->line, "%s: \"%.40s\" is not %s",
				       entry->key, entry->value, _(promises[i].wanted));
		return;
	}
	conf_error_add(errors, path, entry->line,
		       "%s: a theme says about, ground, contrast and safe", entry->key);
}
