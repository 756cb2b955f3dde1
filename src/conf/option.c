/* SPDX-License-Identifier: MIT
 * Option tables against a section of a file: defaults, parsing, unknown keys. */
#include "config.h"

#include "nines/conf/option.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/file.h"
#include "nines/base/i18n.h"
#include "nines/base/ident.h"
#include "nines/base/text.h"

#include "errors.h"
#include "value.h"

enum { KEY_TEXT_MAX = 128, SHOWN_VALUE_MAX = 60, LISTED_KEYS_MAX = 400 };

/* The keys of a secret are its name with these endings. */
static const struct {
	enum secret_kind kind;
	const char *ending;
} secret_keys[] = {
	{SECRET_ENV, "_env"},
	{SECRET_FILE, "_file"},
	{SECRET_COMMAND, "_command"},
	{SECRET_INLINE, ""},
};

/* One section while a table reads it. */
struct parse {
	struct ini_section *section;
	const struct option_file *file;
	struct conf_errors *errors;
};

static void *field_of(const struct option *row, void *target)
{
	return (char *)target + row->offset;
}

void options_default(const struct option *table, void *target)
{
	for (const struct option *row = table; row->key; row++) {
		value_reset(row, field_of(row, target));
		if (row->fallback && !option_parse_value(row, row->fallback, target, NULL))
			BUG("the fallback of an option does not parse");
	}
}

void options_release(const struct option *table, void *target)
{
	for (const struct option *row = table; row->key; row++)
		value_release(row, field_of(row, target));
}

bool option_parse_value(const struct option *row, const char *value, void *target, struct err *err)
{
	return value_parse(row, value, field_of(row, target), err);
}

/* The value as it may be shown: cut, and nothing that may hold a password. */
static const char *shown_value(const struct option *row, const char *value,
			       struct conf_errors *errors)
{
	if (row->type == OPTION_SECRET || row->type == OPTION_PAIRS || strchr(value, '@'))
		return "...";
	return text_clean(&errors->arena, value, strlen(value), SHOWN_VALUE_MAX);
}

bool conf_complain_swallowed(struct conf_errors *errors, const char *file,
			     const struct ini_entry *entry)
{
	if (entry->swallowed == 0)
		return false;
	conf_error_add(
		errors, file, entry->swallowed,
		"the blanks before it make this line a part of %s in line %d: take them away",
		entry->key, entry->line);
	return true;
}

static void complain(struct parse *parse, const struct option *row, const struct ini_entry *entry,
		     const char *reason)
{
	if (conf_complain_swallowed(parse->errors, parse->file->path, entry))
		return;
	conf_error_add(parse->errors, parse->file->path, entry->line, "%s = %s: %s", entry->key,
		       shown_value(row, entry->value, parse->errors), reason);
}

/* True when the key was there, right or wrong. */
static bool parse_plain(struct parse *parse, const struct option *row, void *field)
{
	struct ini_entry *entry = ini_find(parse->section, row->key);
	struct err err = {0};

	if (!entry)
		return false;
	if (!value_parse(row, entry->value, field, &err))
		complain(parse, row, entry, err.text);
	return true;
}

static bool is_variable_name(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789_");

	return len > 0 && text[len] == '\0' && (*text < '0' || *text > '9');
}

/* Says where a secret comes from; the secret itself is never looked at. */
static char *secret_where(enum secret_kind kind, const char *value, struct err *err)
{
	char **argv;

	if (kind == SECRET_ENV && !is_variable_name(value)) {
		err_set(err, ERR_CONFIG, "expected the name of an environment variable");
		return NULL;
	}
	if (*value == '\0') {
		err_set(err, ERR_CONFIG, "the value is empty");
		return NULL;
	}
	if (kind == SECRET_FILE)
		return path_expand(value, err);
	if (kind == SECRET_COMMAND) {
		argv = argv_split(value, err);
		if (!argv)
			return NULL;
		argv_free(argv);
	}
	return xstrdup(value);
}

/* The copy in the section stays, since a section may be parsed again; ini_release wipes
 * it. */
static void take_inline(struct parse *parse, const struct option *row, struct ini_entry *entry,
			void *field)
{
	struct err err = {0};

	if (!parse->file->is_private)
		err_set(&err, ERR_CONFIG,
			"a secret in the file itself needs a file that is yours and of mode 0600 "
			"(chmod 600 FILE); or use %s_env, %s_file or %s_command",
			row->key, row->key, row->key);
	else
		value_parse(row, entry->value, field, &err);
	if (err.code != ERR_NONE)
		complain(parse, row, entry, err.text);
}

static void parse_secret_entry(struct parse *parse, const struct option *row,
			       struct ini_entry *entry, enum secret_kind kind, void *field)
{
	struct secret_source *source = field;
	struct err err = {0};
	char *where;

	if (kind == SECRET_INLINE) {
		take_inline(parse, row, entry, field);
		return;
	}
	where = secret_where(kind, entry->value, &err);
	if (!where) {
		complain(parse, row, entry, err.text);
		return;
	}
	value_release(row, field);
	source->kind = kind;
	source->where = where;
}

static bool parse_secret(struct parse *parse, const struct option *row, void *field)
{
	const struct ini_entry *first = NULL;

	for (size_t i = 0; i < NINES_COUNT(secret_keys); i++) {
		char key[KEY_TEXT_MAX];
		struct ini_entry *entry;

		snprintf(key, sizeof(key), "%s%s", row->key, secret_keys[i].ending);
		entry = ini_find(parse->section, key);
		if (!entry)
			continue;
		if (first)
			conf_error_add(parse->errors, parse->file->path, entry->line,
				       "%s: %s is given already in line %d: keep exactly one",
				       entry->key, first->key, first->line);
		else
			parse_secret_entry(parse, row, entry, secret_keys[i].kind, field);
		first = first ? first : entry;
	}
	return first != NULL;
}

/* What "header." leaves of a key, or NULL. */
static const char *pair_name(const struct option *row, const char *key)
{
	size_t len = strlen(row->key);

	if (strncmp(key, row->key, len) != 0 || key[len] != '.' || key[len + 1] == '\0')
		return NULL;
	return key + len + 1;
}

static bool parse_pairs(struct parse *parse, const struct option *row, void *field)
{
	struct text_pairs *pairs = field;
	VEC(struct text_pair) items = {0};

	for (size_t i = 0; i < parse->section->entries.len; i++) {
		struct ini_entry *entry = &parse->section->entries.items[i];
		const char *name = pair_name(row, entry->key);

		if (!name)
			continue;
		entry->is_used = true;
		VEC_PUSH(&items, (struct text_pair){xstrdup(name), xstrdup(entry->value)});
	}
	if (items.len == 0)
		return false;
	value_release(row, pairs);
	pairs->items = items.items;
	pairs->len = items.len;
	return true;
}

static void complain_missing(struct parse *parse, const struct option *row)
{
	struct str wanted;

	str_init(&wanted, 0);
	option_describe(row, &wanted);
	conf_error_add(parse->errors, parse->file->path, parse->section->line,
		       "[%s%s%s] needs %s: %s", parse->section->kind,
		       *parse->section->name ? " " : "", parse->section->name, row->key,
		       wanted.text);
	str_release(&wanted);
}

void options_parse(const struct option *table, struct ini_section *section, void *target,
		   const struct option_file *file, struct conf_errors *errors)
{
	struct parse parse = {section, file, errors};

	for (const struct option *row = table; row->key; row++) {
		void *field = field_of(row, target);
		bool is_there;

		if (row->type == OPTION_SECRET)
			is_there = parse_secret(&parse, row, field);
		else if (row->type == OPTION_PAIRS)
			is_there = parse_pairs(&parse, row, field);
		else
			is_there = parse_plain(&parse, row, field);
		if (!is_there && row->is_required)
			complain_missing(&parse, row);
	}
}

/* Every key that the tables know, for suggestions. */
struct known_keys {
	struct arena arena;
	VEC(const char *) words;
};

static void known_add(struct known_keys *known, const struct option *row)
{
	if (row->type == OPTION_PAIRS)
		VEC_PUSH(&known->words, arena_printf(&known->arena, "%s.NAME", row->key));
	else if (row->type != OPTION_SECRET)
		VEC_PUSH(&known->words, row->key);
	else
		for (size_t i = 0; i < NINES_COUNT(secret_keys); i++)
			VEC_PUSH(&known->words, arena_printf(&known->arena, "%s%s", row->key,
							     secret_keys[i].ending));
}

/* A key of pairs without its name: "repo" for "repo.NAME". */
static const char *nearest_key(const struct known_keys *known, const char *key)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < known->words.len; i++) {
		const char *word = known->words.items[i];

		if (strncmp(word, key, len) == 0 && strcmp(word + len, ".NAME") == 0)
			return word;
	}
	return nearest_word(key, known->words.items, known->words.len);
}

static void append_known(const struct known_keys *known, struct str *out)
{
	for (size_t i = 0; i < known->words.len && out->len < LISTED_KEYS_MAX; i++)
		str_printf(out, "%s%s", i == 0 ? _("known are ") : ", ", known->words.items[i]);
}

/* The value is not shown: under a misspelled key it may be a secret. */
static void reject(const struct ini_section *section, const struct ini_entry *entry,
		   const struct known_keys *known, const char *file, struct conf_errors *errors)
{
	const char *nearest = nearest_key(known, entry->key);
	struct str hint;

	str_init(&hint, 0);
	if (nearest)
		str_printf(&hint, _("did you mean %s?"), nearest);
	else
		append_known(known, &hint);
	conf_error_add(errors, file, entry->line, "unknown key %s in [%s%s%s]: %s", entry->key,
		       section->kind, *section->name ? " " : "", section->name, hint.text);
	str_release(&hint);
}

void options_reject_unknown(struct ini_section *section, const struct option *const *tables,
			    size_t count, const char *file, struct conf_errors *errors)
{
	struct known_keys known = {0};

	for (size_t i = 0; i < count; i++)
		for (const struct option *row = tables[i]; row->key; row++)
			known_add(&known, row);
	for (size_t i = 0; i < section->entries.len && !conf_errors_are_full(errors); i++) {
		if (!section->entries.items[i].is_used)
			reject(section, &section->entries.items[i], &known, file, errors);
	}
	VEC_RELEASE(&known.words);
	arena_release(&known.arena);
}
