/* SPDX-License-Identifier: MIT
 * Default keys, the user's keys over them, and the conflicts between both. */
#include "config.h"

#include "nines/ui/keymap.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/arena.h"
#include "nines/base/attr.h"
#include "nines/base/i18n.h"
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
	bool has_sequences;
	bool has_counts; /* digits are counts; Alt with a digit chooses a pane */
};

/* Keys that never arrive, or not as what was written. */
static const struct {
	const char *key, *why;
} kept_keys[] = {
	{"ctrl-s", N_("the terminal keeps it for flow control")},
	{"ctrl-q", N_("the terminal keeps it for flow control")},
	{"ctrl-c", N_("it ends nines")},
	{"ctrl-\\", N_("it ends nines")},
	{"ctrl-z", N_("it suspends nines")},
};

/* Keys that arrive only outside of a program that most people run in between. */
static const struct {
	const char *key, *who;
} prefix_keys[] = {{"ctrl-a", "screen"}, {"ctrl-b", "tmux"}};

/* What ends, completes or corrects what is typed: one press too many must not act. */
static const char *const prompt_keys[] = {"Enter", "Esc", "Tab", "Shift-Tab", "Space", "Backspace"};

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
			       "[keys] %s: no action is called that: `man nines-keys` lists "
			       "them",
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

static const char *find_kept(enum action_id action, const char *key)
{
	for (size_t i = 0; i < NINES_COUNT(kept_keys); i++)
		if (strcmp(kept_keys[i].key, key) == 0 && action != ACTION_SUSPEND)
			return kept_keys[i].why;
	return NULL;
}

static bool is_prompt_key(const char *key)
{
	for (size_t i = 0; i < NINES_COUNT(prompt_keys); i++)
		if (strcmp(prompt_keys[i], key) == 0)
			return true;
	return false;
}

/* True for ctrl-m, which arrives as Enter. */
static bool is_other_key(const char *word, const char *key)
{
	char first = (char)tolower((unsigned char)word[0]);

	return text_starts_with(word, "^")
		       ? word[1] && !text_starts_with(key, "ctrl-")
		       : first == 'c' && strchr(word, '-') && !text_starts_with(key, "ctrl-");
}

/* Whether the user's key for the action can be had; complains when not. */
static bool can_have(const struct keymap *keymap, enum action_id action, const char *word,
		     const char *key, const struct complaints *to)
{
	const char *name = action_rows[action].name, *kept = find_kept(action, key);
	int line = keymap->line[action];

	if (!to->errors)
		return !kept && !is_other_key(word, key);
	if (kept)
		conf_error_add(to->errors, to->file, line,
			       "[keys] %s = %s: %s: give it another key", name, word, _(kept));
	else if (is_other_key(word, key))
		conf_error_add(to->errors, to->file, line,
			       "[keys] %s = %s: terminals send it as %s: write %s, or give it "
			       "another key",
			       name, word, key, key);
	else if (action_is_write(action) && is_prompt_key(key))
		conf_error_add(to->errors, to->file, line,
			       "[keys] %s = %s: what is typed is answered with that key, and one "
			       "press too many would act: give it another key",
			       name, word);
	else if (action_is_write(action) && strcmp(key, KEY_PREFIX) == 0)
		conf_error_add(to->errors, to->file, line,
			       "[keys] %s = %s: other keys begin with it (gt), and it would act "
			       "first: give it another key",
			       name, word);
	else if (keymap->has_counts && key[0] >= '1' && key[0] <= '9' && !key[1])
		conf_error_add(to->errors, to->file, line,
			       "[keys] %s = %s: digits are counts ([nines] digits = counts): give "
			       "it another key",
			       name, word);
	else
		return true;
	return false;
}

/* Two actions claim the key: told of the one that the user gave it to, and where. */
static void complain_twice(const struct keymap *keymap, enum action_id action, enum action_id other,
			   const char *key, const struct complaints *to)
{
	bool is_written = keymap->line[action] > 0;
	enum action_id user = is_written ? action : other;

	if (to->errors)
		conf_error_add(to->errors, to->file, keymap->line[user],
			       "[keys] %s = %s: \"%s\" has this key too: give one of them "
			       "another",
			       action_rows[user].name, key,
			       action_rows[is_written ? other : action].name);
}

static void bind(struct keymap *keymap, enum action_id action, const char *key,
		 const struct complaints *to)
{
	enum action_id other = keymap_find(keymap, key);

	if (other != ACTION_NONE && other != action) {
		complain_twice(keymap, action, other, key, to);
		return;
	}
	map_set(&keymap->by_key, key, (void *)(uintptr_t)&action_rows[action]);
	keymap->has_sequences |= text_starts_with(key, KEY_PREFIX) && key[1];
	if (!keymap->first[action])
		keymap->first[action] = arena_strdup(&keymap->arena, key);
	keymap->keys[action] = keymap->keys[action] ? arena_printf(&keymap->arena, "%s %s",
								   keymap->keys[action], key)
						    : keymap->first[action];
}

static void bind_word(struct keymap *keymap, enum action_id action, const char *word,
		      const struct complaints *to)
{
	char key[KEY_NAME_MAX];

	if (!key_canonical(word, key)) {
		if (to->errors)
			conf_error_add(to->errors, to->file, keymap->line[action],
				       "[keys] %s = %s: no key is called that: write a, A, ctrl-l, "
				       "Alt-x, gx, Enter, Esc, Tab, Space, Up, PgDn or F1",
				       action_rows[action].name, word);
	} else if (!keymap->written[action] || can_have(keymap, action, word, key, to)) {
		bind(keymap, action, key, to);
	}
}

/* A default that is a digit is its Alt key where digits count. */
static void default_word(const struct keymap *keymap, enum action_id action, char word[64])
{
	char digit = word[0];

	if (keymap->has_counts && !keymap->written[action] && digit >= '1' && digit <= '9' &&
	    !word[1])
		snprintf(word, 64, "Alt-%c", digit);
}

static void bind_words(struct keymap *keymap, enum action_id action, const char *words,
		       const struct complaints *to)
{
	char word[64];

	if (strcmp(words, "none") == 0)
		return;
	for (words += strspn(words, " \t"); *words; words += strspn(words, " \t")) {
		size_t len = strcspn(words, " \t");

		snprintf(word, sizeof(word), "%.*s", len < sizeof(word) ? (int)len : 63, words);
		words += len;
		default_word(keymap, action, word);
		bind_word(keymap, action, word, to);
	}
}

/* The user's keys first, so that a default never takes a key from them. */
struct keymap *keymap_new_for(const struct settings *settings, enum digits digits,
			      struct conf_errors *errors)
{
	struct keymap *keymap = xcalloc(1, sizeof(*keymap));
	struct complaints to = {.errors = errors, .file = settings ? settings->path : "keys"};

	keymap->has_counts = digits == DIGITS_COUNT;
	read_settings(keymap, settings, &to);
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		if (keymap->written[i])
			bind_words(keymap, (enum action_id)i, keymap->written[i], &to);
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		if (!keymap->written[i])
			bind_words(keymap, (enum action_id)i, action_rows[i].keys, &to);
	return keymap;
}

struct keymap *keymap_new(const struct settings *settings, struct conf_errors *errors)
{
	enum digits digits = settings ? (enum digits)settings->core.digits : DIGITS_PANES;

	return keymap_new_for(settings, digits, errors);
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

static void note_keys(const struct keymap *keymap, enum action_id action, struct str *out)
{
	const char *name = action_rows[action].name, *line = keymap->first[ACTION_COMMAND];

	if (!keymap->first[action] && !line)
		str_printf(out, _("notice: [keys] %s has no key, nor has the command line\n"),
			   name);
	else if (!keymap->first[action])
		str_printf(out, _("notice: [keys] %s has no key: %s%s%s calls it\n"), name, line,
			   line[1] ? " " : "", name);
	for (size_t i = 0; i < NINES_COUNT(prefix_keys); i++)
		if (keymap_find(keymap, prefix_keys[i].key) == action)
			str_printf(out, _("notice: [keys] %s = %s: %s takes that key for itself\n"),
				   name, prefix_keys[i].key, prefix_keys[i].who);
}

void keymap_notes(const struct settings *settings, struct str *out)
{
	struct keymap *keymap = keymap_new(settings, NULL);

	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		note_keys(keymap, (enum action_id)i, out);
	keymap_free(keymap);
}

bool keymap_is_prefix(const struct keymap *keymap, const char *key)
{
	return keymap->has_sequences && strcmp(key, KEY_PREFIX) == 0;
}

bool keymap_second(const char *keys, char out[KEY_NAME_MAX])
{
	size_t len;

	for (; *keys; keys += len + strspn(keys + len, " ")) {
		len = strcspn(keys, " ");
		if (len < 2 || len >= KEY_NAME_MAX || keys[0] != KEY_PREFIX[0])
			continue;
		snprintf(out, KEY_NAME_MAX, "%.*s", (int)len - 1, keys + 1);
		return true;
	}
	return false;
}

int keymap_digit(const struct keymap *keymap, const char *key, bool is_begun)
{
	bool is_plain = key[0] >= '0' && key[0] <= '9' && !key[1];
	bool is_alt = text_starts_with(key, "Alt-") && key[4] >= '1' && key[4] <= '9' && !key[5];

	if (is_plain && (is_begun || (keymap->has_counts && key[0] != '0')))
		return key[0] - '0';
	if (is_alt && !keymap->has_counts && keymap_find(keymap, key) == ACTION_NONE)
		return key[4] - '0';
	return -1;
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
