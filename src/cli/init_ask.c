/* SPDX-License-Identifier: MIT
 * The questions about kinds of sources and their options, from the tables. */
#include "config.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"

#include "ask.h"
#include "fold.h"
#include "init_dialog.h"

enum { LIST_COLUMNS = 60 };

#define NAME_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"

void init_set(struct init *init, struct init_source *source, const char *key, const char *value)
{
	struct setting_line line = {arena_strdup(&init->arena, key),
				    arena_strdup(&init->arena, value)};

	VEC_PUSH(&source->lines, line);
}

/* On a narrow terminal the names alone: the list would scroll away. */
static void list_names(void)
{
	struct str names;

	str_init(&names, 0);
	for (size_t i = 0; source_registry[i]; i++)
		str_printf(&names, "%s%zu:%s", i > 0 ? ", " : "", i + 1, source_registry[i]->type);
	fold_say("  ", names.text);
	str_release(&names);
}

static void list_kinds(void)
{
	for (size_t i = 0; source_registry[i]; i++) {
		const char *about = _(source_registry[i]->about);
		char lead[64], first[400];

		snprintf(lead, sizeof(lead), "  %2zu  %-13s ", i + 1, source_registry[i]->type);
		snprintf(first, sizeof(first), "%.*s", (int)strcspn(about, ";"), about);
		fold_say(lead, first);
	}
}

/* Cuts the next word off *rest; NULL at the end. */
static char *cut_word(char **rest)
{
	char *word = *rest + strspn(*rest, " ,");
	size_t len = strcspn(word, " ,");

	*rest = word + len;
	if (**rest)
		*(*rest)++ = '\0';
	return len > 0 ? word : NULL;
}

/* By its number in the list or its name. */
static const struct source_ops *find_kind(const char *word)
{
	char *end;
	unsigned long number = strtoul(word, &end, 10);

	if (*end != '\0' || !isdigit((unsigned char)*word))
		return source_ops_find(word);
	for (size_t i = 0; source_registry[i]; i++)
		if (i + 1 == number)
			return source_registry[i];
	return NULL;
}

/* False when a word of the answer is no kind, which is told. */
static bool take_kinds(struct init *init, char *answer)
{
	init->sources.len = 0;
	for (char *word; (word = cut_word(&answer)) != NULL;) {
		struct init_source source = {.ops = find_kind(word)};

		if (!source.ops) {
			printf(_("  %s: choose from the list, by number or name\n"), word);
			return false;
		}
		VEC_PUSH(&init->sources, source);
	}
	if (init->sources.len == 0)
		printf(_("  one at least: its number or name; several with blanks between\n"));
	return init->sources.len > 0;
}

bool init_ask_kinds(struct init *init)
{
	struct str answer;
	bool is_answered;

	printf(_("\nWhich systems do you have?\n\n"));
	if (fold_columns() < LIST_COLUMNS)
		list_names();
	else
		list_kinds();
	printf("\n");
	str_init(&answer, 0);
	do {
		is_answered = ask_line(_("Numbers or names, blanks between"), NULL, &answer);
	} while (is_answered && !take_kinds(init, answer.text));
	str_release(&answer);
	return is_answered;
}

static bool is_taken(const struct init *init, const struct init_source *source, const char *name)
{
	for (size_t i = 0; i < init->sources.len; i++) {
		const struct init_source *other = &init->sources.items[i];

		if (other != source && other->name && strcmp(other->name, name) == 0)
			return true;
	}
	return false;
}

static bool ask_name(struct init *init, struct init_source *source)
{
	const char *offered = source->ops->type;
	struct str answer;
	bool is_answered, is_good = false;

	for (int i = 2; is_taken(init, source, offered); i++)
		offered = arena_printf(&init->arena, "%s-%d", source->ops->type, i);
	str_init(&answer, 0);
	while (!is_good && (is_answered = ask_line(_("  name"), offered, &answer))) {
		is_good = answer.text[strspn(answer.text, NAME_CHARS)] == '\0' &&
			  !is_taken(init, source, answer.text);
		if (!is_good)
			printf(_("  %s: expected letters, digits, '.', '_', '-', and a name that "
				 "no other source has\n"),
			       answer.text);
	}
	source->name = arena_strdup(&init->arena, answer.text);
	str_release(&answer);
	return is_answered;
}

static const struct option *find_row(const struct source_ops *ops, const char *key)
{
	const struct option *const tables[] = {source_common_options, ops->options};

	for (size_t i = 0; i < NINES_COUNT(tables); i++)
		for (const struct option *row = tables[i]; row->key; row++)
			if (strcmp(row->key, key) == 0)
				return row;
	return NULL;
}

/* What is wrong with the value is told at once. */
static bool is_value(const struct option *row, const char *value)
{
	struct option alone[2] = {*row};
	union {
		char bytes[256];
		long double aligned;
	} field = {.bytes = {0}};
	struct err err = {0};
	bool is_good;

	alone[0].offset = 0;
	options_default(alone, &field);
	is_good = option_parse_value(alone, value, &field, &err);
	options_release(alone, &field);
	if (!is_good)
		printf("  %s: %s\n", row->key, err.text);
	return is_good;
}

static void explain(const struct option *row)
{
	struct str text;

	str_init(&text, 0);
	if (row->help)
		str_append(&text, _(row->help));
	if (row->type == OPTION_CHOICE)
		str_printf(&text, _("; one of %s"), row->choices);
	fold_say("  ; ", text.text);
	str_release(&text);
}

/* Lines "NAME = VALUE", until an empty one. */
static bool ask_pairs(struct init *init, struct init_source *source, const struct option *row)
{
	char question[256];
	struct str answer;
	bool is_answered;

	if (row->example)
		printf(_("  ; for example %s\n"), row->example);
	snprintf(question, sizeof(question), _("  NAME = VALUE after %s. (Enter: no more)"),
		 row->key);
	str_init(&answer, 0);
	while ((is_answered = ask_line(question, NULL, &answer)) && answer.len > 0) {
		const char *mark = strstr(answer.text, " = ");
		const char *name = answer.text;

		if (text_starts_with(name, row->key) && name[strlen(row->key)] == '.')
			name += strlen(row->key) + 1;
		if (!mark || mark <= name || name[strspn(name, NAME_CHARS)] != ' ')
			printf(_("  expected NAME = VALUE, blanks around the =\n"));
		else
			init_set(init, source,
				 arena_printf(&init->arena, "%s.%.*s", row->key, (int)(mark - name),
					      name),
				 mark + 3);
	}
	str_release(&answer);
	return is_answered;
}

static bool ask_value(struct init *init, struct init_source *source, const struct option *row,
		      const char *offered)
{
	char question[64];
	struct str answer;
	bool is_answered, is_good = false;

	if (!offered)
		offered = row->fallback;
	snprintf(question, sizeof(question), "  %s", row->key);
	str_init(&answer, 0);
	while (!is_good && (is_answered = ask_line(question, offered, &answer))) {
		is_good = answer.len == 0 ? !row->is_required : is_value(row, answer.text);
		if (answer.len == 0 && !is_good)
			printf(_("  %s is required\n"), row->key);
	}
	if (is_answered && answer.len > 0 && !text_equal(answer.text, row->fallback))
		init_set(init, source, row->key, answer.text);
	str_release(&answer);
	return is_answered;
}

static bool ask_login(struct init *init, struct init_source *source, const char *offered)
{
	bool is_answered = false, is_known, is_none, is_password, is_token;
	struct str answer;

	fold_say("  ; ",
		 _("how nines logs in there: with a token, or with a user name and password"));
	str_init(&answer, 0);
	do {
		is_answered = ask_line(_("  login: none, token or password"),
				       offered ? offered : "none", &answer);
		is_none = text_equal(answer.text, "none");
		is_token = text_equal(answer.text, "token");
		is_password = text_equal(answer.text, "password");
		is_known = is_none || is_token || is_password;
		if (is_answered && !is_known)
			printf(_("  %s: expected none, token or password\n"), answer.text);
	} while (is_answered && !is_known);
	str_release(&answer);
	if (!is_answered || is_none)
		return is_answered;
	if (is_token)
		return init_ask_secret(init, source, "token");
	return ask_value(init, source, find_row(source->ops, "username"), NULL) &&
	       init_ask_secret(init, source, "password");
}

/* One word of `asks`: KEY or KEY=OFFERED. */
static bool ask_word(struct init *init, struct init_source *source, const char *word)
{
	const char *mark = strchr(word, '=');
	const char *key = mark ? arena_strndup(&init->arena, word, (size_t)(mark - word)) : word;
	const char *offered = mark ? mark + 1 : NULL;
	const struct option *row;

	if (strcmp(key, "login") == 0)
		return ask_login(init, source, offered);
	row = find_row(source->ops, key);
	assert(row);
	explain(row);
	return row->type == OPTION_PAIRS ? ask_pairs(init, source, row)
					 : ask_value(init, source, row, offered);
}

bool init_ask_source(struct init *init, struct init_source *source)
{
	char *words = arena_strdup(&init->arena, source->ops->asks ? source->ops->asks : "");

	source->lines.len = 0;
	printf("\n%s\n", source->ops->title);
	if (!source->name && !ask_name(init, source))
		return false;
	for (char *word; (word = cut_word(&words)) != NULL;)
		if (!ask_word(init, source, word))
			return false;
	return true;
}
