/* SPDX-License-Identifier: MIT
 * The write commands: a row for each verb of verbs.def, and what they are told by options. */
#include "config.h"

#include <string.h>

#include "nines/base/arena.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"
#include "writes.h"

static int run(struct cli *cli)
{
	return writes_run(cli, cli->command->verb);
}

const struct cli_command cli_write_commands[VERB_COUNT] = {
#define VERB(id, word, phrase, needs, may, inverse, asks)                                          \
	[VERB_##id] = {.name = (word),                                                             \
		       .synopsis = "ID...",                                                        \
		       .about = phrase " the given incidents",                                     \
		       .notes = N_("An ID is SOURCE:NATIVE as `nines incidents` prints it; "       \
				   "- reads ids from standard input."),                            \
		       .options = "json dry-run",                                                  \
		       .verb = VERB_##id,                                                          \
		       .args_min = 1,                                                              \
		       .args_max = -1,                                                             \
		       .run = run},
#include "nines/model/verbs.def"
#undef VERB
};

bool writes_is_id(const char *id)
{
	const char *colon = strchr(id, ':');
	struct arena arena = {0};
	bool is_clean = strcmp(id, text_clean(&arena, id, strlen(id), INCIDENT_ID_MAX)) == 0;

	arena_release(&arena);
	return is_clean && strlen(id) < INCIDENT_ID_MAX && colon && colon != id && colon[1];
}

/* True for a C0 or C1 control, or what is no UTF-8. */
static bool has_control(const char *text)
{
	size_t len = strlen(text);

	if (!utf8_is_valid(text, len))
		return true;
	for (size_t at = 0; at < len;) {
		uint32_t rune;

		at += utf8_decode(text + at, len - at, &rune);
		if (rune < 0x20 || (rune >= 0x7f && rune < 0xa0))
			return true;
	}
	return false;
}

/* Copies what was typed after `option`; words that can't be sent as typed are refused. */
static bool take_words(const char *option, const char *typed, char *out, size_t size,
		       struct err *err)
{
	struct arena arena = {0};
	const char *clean;
	bool is_good = false;

	if (!typed)
		return true;
	clean = text_clean(&arena, typed, strlen(typed), size);
	if (has_control(typed))
		err_set(err, ERR_CONFIG,
			"%s: line breaks and control characters can't be sent: leave them out",
			option);
	else if (!clean[0])
		err_set(err, ERR_CONFIG, "%s: wanted a few words, got none", option);
	else if (strlen(clean) >= size)
		err_set(err, ERR_CONFIG, "%s: too long: %zu bytes, at most %zu", option,
			strlen(typed), size - 1);
	else
		is_good = true;
	if (is_good)
		memcpy(out, clean, strlen(clean) + 1);
	arena_release(&arena);
	return is_good;
}

static bool take_span(const char *typed, int64_t *span_ms, struct err *err)
{
	if (!typed || (duration_parse(typed, span_ms) && *span_ms >= SECOND_MS &&
		       *span_ms <= TOLD_FOR_MAX_MS))
		return true;
	return err_set(err, ERR_CONFIG, "--for %s: wanted a duration from 1s to 365d, such as 4h",
		       typed);
}

bool writes_read_told(struct cli *cli, struct err *err)
{
	struct verb_args *told = &cli->told;
	const struct cli_command *command = cli->command;
	const char *why;

	if (!command || command->verb == VERB_NONE)
		return true;
	if (!take_span(cli->duration, &told->for_ms, err) ||
	    !take_words("-m", cli->message, told->text, sizeof(told->text), err) ||
	    !take_words("--to", cli->to, told->to, sizeof(told->to), err))
		return false;
	if (!verb_args_check(command->verb, told, &why))
		return err_set(err, ERR_CONFIG, "%s: %s: see nines %s --help", command->name, why,
			       command->name);
	if (command->verb == VERB_MERGE && !writes_is_id(told->to))
		return err_set(err, ERR_CONFIG,
			       "--to %.64s: not an id: wanted SOURCE:NATIVE of the incident to "
			       "merge into",
			       told->to);
	return true;
}
