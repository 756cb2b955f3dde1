/* SPDX-License-Identifier: MIT
 * Default keys, the user's keys over them, and the conflicts between both. */
#include "config.h"

#include "nines/ui/keymap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/arena.h"
#include "nines/base/ident.h"
#include "nines/base/map.h"
#include "nines/base/str.h"

struct keymap {
	struct arena arena;
	struct map by_key;                 /* key -> its row of action_rows */
	const char *first[ACTION_COUNT];   /* NULL = no key */
	const char *keys[ACTION_COUNT];    /* in their one spelling, between blanks */
	const char *written[ACTION_COUNT]; /* as the user wrote, NULL = default */
	int line[ACTION_COUNT];
};

/* Where complaints go. */
struct complaints {
	struct conf_errors *errors; /* NULL = nobody wants them */
	const char *file;
};

static enum action_id nearest_action(const char *name)
{
	const char *names[ACTION_COUNT];
	size_t count = 0;

	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		names[count++] = action_rows[i].name;
	return action_find(nearest_word(name, names, count));
}

static void complain_unknown(const struct complaints *to, const struct key_setting *setting)
{
	enum action_id near = nearest_action(setting->action);

	if (!to->errors)
		return;
	if (near != ACTION_NONE)
		conf_error_add(to->errors, to->file, setting->line,
			       "[keys] %s: no action is called that: did you mean \"%s\"?",
			       setting->action, action_rows[near].name);
	else
		conf_error_add(to->errors, to->file, setting->line,
			       "[keys] %s: no action is called that: `nines --help` and the manual "
			       "list them",
			       setting->action);
}

static void read_settings(struct keymap *keymap, const struct settings *settings,
			  const struct complaints *to)
{
	for (size_t i = 0; settings && i < settings->keys.len; i++) {
		const struct key_setting *setting = &settings->keys.items[i];
		enum action_id action = action_find(setting->action);

		if (action == ACTION_NONE) {
			complain_unknown(to, setting);
			continue;
		}
		keymap->written[action] = setting->keys;
		keymap->line[action] = setting->line;
	}
}

static void bind(struct keymap *keymap, enum action_id action, const char *key,
		 const struct complaints *to)
{
	const struct action_row *row = map_get(&keymap->by_key, key);
	enum action_id other = row ? (enum action_id)(row - action_rows) : ACTION_NONE;
	int line = keymap->line[action] ? keymap->line[action] : keymap->line[other];

	if (row && other != action) {
		if (to->errors)
			conf_error_add(to->errors, to->file, line,
				       "[keys] %s = %s: \"%s\" has this key too: give one of them "
				       "another",
				       action_rows[action].name, key, row->name);
		return;
	}
	map_set(&keymap->by_key, key, (void *)(uintptr_t)&action_rows[action]);
	if (!keymap->first[action])
		keymap->first[action] = arena_strdup(&keymap->arena, key);
	keymap->keys[action] = keymap->keys[action] ? arena_printf(&keymap->arena, "%s %s",
								   keymap->keys[action], key)
						    : keymap->first[action];
}

static void bind_words(struct keymap *keymap, enum action_id action, const char *words,
		       const struct complaints *to)
{
	char word[64], key[KEY_NAME_MAX];

	for (words += strspn(words, " \t"); *words; words += strspn(words, " \t")) {
		size_t len = strcspn(words, " \t");

		snprintf(word, sizeof(word), "%.*s", len < sizeof(word) ? (int)len : 63, words);
		words += len;
		if (key_canonical(word, key))
			bind(keymap, action, key, to);
		else if (to->errors)
			conf_error_add(to->errors, to->file, keymap->line[action],
				       "[keys] %s = %s: no key is called that: write a, A, ctrl-l, "
				       "Alt-x, Enter, Esc, Tab, Space, Up, PgDn or F1",
				       action_rows[action].name, word);
	}
}

/* The user's keys first, so that a default never takes a key from them. */
struct keymap *keymap_new(const struct settings *settings, struct conf_errors *errors)
{
	struct keymap *keymap = xcalloc(1, sizeof(*keymap));
	struct complaints to = {.errors = errors, .file = settings ? settings->path : "keys"};

	read_settings(keymap, settings, &to);
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		if (keymap->written[i])
			bind_words(keymap, (enum action_id)i, keymap->written[i], &to);
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		if (!keymap->written[i])
			bind_words(keymap, (enum action_id)i, action_rows[i].keys, &to);
	return keymap;
}

void keymap_free(struct keymap *keymap)
{
	if (!keymap)
		return;
	map_release(&keymap->by_key);
	arena_release(&keymap->arena);
	free(keymap);
}

void keymap_check(const struct settings *settings, struct conf_errors *errors)
{
	keymap_free(keymap_new(settings, errors));
}

enum action_id keymap_find(const struct keymap *keymap, const char *key)
{
	const struct action_row *row = map_get(&keymap->by_key, key);

	return row ? (enum action_id)(row - action_rows) : ACTION_NONE;
}

const char *keymap_key(const struct keymap *keymap, enum action_id action)
{
	return keymap->first[action] ? keymap->first[action] : "";
}

const char *keymap_keys(const struct keymap *keymap, enum action_id action)
{
	return keymap->keys[action] ? keymap->keys[action] : "";
}
