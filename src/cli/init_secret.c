/* SPDX-License-Identifier: MIT
 * How to get a secret: the configuration never holds it. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/attr.h"
#include "nines/base/file.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"

#include "ask.h"
#include "init_dialog.h"

/* What the questions about one secret share. */
struct secret_question {
	struct init *init;
	struct init_source *source;
	const char *key;
	bool was_left; /* the user wants no more */
};

/* "PAGERDUTY_TOKEN" */
static const char *offered_variable(const struct secret_question *question)
{
	char *name = arena_printf(&question->init->arena, "%s_%s", question->source->name,
				  question->key);

	for (char *c = name; *c; c++)
		*c = isalnum((unsigned char)*c) ? (char)toupper((unsigned char)*c) : '_';
	return name;
}

/* Beside the configuration. */
static const char *offered_file(const struct secret_question *question)
{
	const char *path = question->init->path, *slash = strrchr(path, '/');

	return arena_printf(&question->init->arena, "%.*s%s.%s",
			    slash ? (int)(slash - path + 1) : 0, path, question->source->name,
			    question->key);
}

static bool take_variable(struct secret_question *question, const char *name)
{
	(void)question;
	if (isdigit((unsigned char)*name) || !*name) {
		printf(_("  expected the name of a variable, such as MY_TOKEN\n"));
		return false;
	}
	for (const char *c = name; *c; c++) {
		if (isalnum((unsigned char)*c) || *c == '_')
			continue;
		printf(_("  expected the name of a variable: letters, digits and _\n"));
		return false;
	}
	if (!getenv(name))
		printf(_("  ; %s is not set here: export it before nines is started\n"), name);
	return true;
}

/* True when the file will be written for another source. */
static bool will_be_written(const struct init *init, const char *path)
{
	for (size_t i = 0; i < init->secrets.len; i++)
		if (strcmp(init->secrets.items[i].path, path) == 0)
			return true;
	return false;
}

/* A file that isn't there may be written, when all is answered. */
static bool take_file(struct secret_question *question, const char *path)
{
	struct init_secret secret = {.path = arena_strdup(&question->init->arena, path)};
	struct err err = {0};
	char text[256];

	if (*path != '/') {
		printf(_("  expected a path from the root, such as /home/me/token\n"));
		return false;
	}
	if (will_be_written(question->init, path))
		return true;
	if (access(path, F_OK) == 0) {
		if (file_is_private(path, &err))
			return true;
		printf("  %s\n", err.text);
		return false;
	}
	printf(_("  ; it isn't there: nines can write what you type into it, mode 0600\n"));
	snprintf(text, sizeof(text), _("  the %s, Enter: I write it myself"), question->key);
	question->was_left = !ask_secret(text, &secret.secret);
	if (!secret_is_empty(&secret.secret))
		VEC_PUSH(&question->init->secrets, secret);
	else
		secret_release(&secret.secret);
	return true;
}

static bool take_command(struct secret_question *question, const char *command)
{
	struct err err = {0};
	char **words = argv_split(command, &err);
	bool is_good = words && words[0];

	(void)question;
	if (!is_good)
		printf("  %s\n",
		       words ? _("expected a command, such as: pass show nines") : err.text);
	argv_free(words);
	return is_good;
}

static const struct secret_way {
	const char *word, *what;
	const char *(*offered)(const struct secret_question *question);
	bool (*take)(struct secret_question *question, const char *value);
} ways[] = {
	{"env", N_("variable"), offered_variable, take_variable},
	{"file", N_("path"), offered_file, take_file},
	{"command", N_("command that prints it"), NULL, take_command},
};

static const struct secret_way *find_way(const char *word)
{
	for (size_t i = 0; i < NINES_COUNT(ways); i++)
		if (strcmp(ways[i].word, word) == 0)
			return &ways[i];
	return NULL;
}

static bool ask_way(struct secret_question *question, const struct secret_way *way)
{
	const char *offered = way->offered ? way->offered(question) : NULL;
	struct str answer;
	char text[256];
	bool is_answered, is_good = false;

	snprintf(text, sizeof(text), "  %s", _(way->what));
	str_init(&answer, 0);
	while (!is_good && (is_answered = ask_line(text, offered, &answer)))
		is_good = way->take(question, answer.text);
	is_answered &= !question->was_left;
	if (is_answered)
		init_set(question->init, question->source,
			 arena_printf(&question->init->arena, "%s_%s", question->key, way->word),
			 answer.text);
	str_release(&answer);
	return is_answered;
}

bool init_ask_secret(struct init *init, struct init_source *source, const char *key)
{
	struct secret_question question = {.init = init, .source = source, .key = key};
	const struct secret_way *way = NULL;
	const char *offered = getenv(offered_variable(&question)) ? "env" : "file";
	struct str answer;
	char text[256];

	snprintf(text, sizeof(text), _("  where the %s comes from: env, file or command"), key);
	str_init(&answer, 0);
	while (!way && ask_line(text, offered, &answer)) {
		way = find_way(answer.text);
		if (!way)
			printf(_("  %s: expected env, file or command\n"), answer.text);
	}
	str_release(&answer);
	return way && ask_way(&question, way);
}
