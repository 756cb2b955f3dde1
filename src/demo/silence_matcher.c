/* SPDX-License-Identifier: MIT
 * Matchers of silences and of the filter parameter. */
#include "config.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"

#include "silences.h"

/* Anchored at both ends; what is no regular expression matches nothing. */
static bool regex_accepts(const char *pattern, const char *value)
{
	char *anchored = xasprintf("^(%s)$", pattern);
	regex_t regex;
	int failed = regcomp(&regex, anchored, REG_EXTENDED | REG_NOSUB);
	bool is_match;

	free(anchored);
	if (failed)
		return false;
	is_match = regexec(&regex, value, 0, NULL, 0) == 0;
	regfree(&regex);
	return is_match;
}

bool silence_matcher_accepts(const struct silence_matcher *matcher,
			     const struct prom_labels *labels)
{
	const char *value = prom_label_get(labels, matcher->name);
	bool is_match = matcher->is_regex ? regex_accepts(matcher->value, value)
					  : strcmp(matcher->value, value) == 0;

	return is_match == matcher->is_equal;
}

bool silence_matches(const struct silence *silence, const struct prom_labels *labels)
{
	for (size_t i = 0; i < silence->matcher_count; i++) {
		if (!silence_matcher_accepts(&silence->matchers[i], labels))
			return false;
	}
	return true;
}

static bool equal_matchers(const struct silence_matcher *a, const struct silence_matcher *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->value, b->value) == 0 &&
	       a->is_regex == b->is_regex && a->is_equal == b->is_equal;
}

bool silence_has_matcher(const struct silence *silence, const struct silence_matcher *matcher)
{
	for (size_t i = 0; i < silence->matcher_count; i++) {
		if (equal_matchers(&silence->matchers[i], matcher))
			return true;
	}
	return false;
}

/* Text up to one of `ends`, or quoted with escapes; `*text` moves behind it. */
static const char *take_word(const char **text, const char *ends, struct arena *arena)
{
	const char *at = *text + strspn(*text, " \t");
	char *word = arena_alloc(arena, strlen(at) + 1);
	size_t len = 0;

	if (*at != '"') {
		len = strcspn(at, ends);
		memcpy(word, at, len);
		at += len;
		while (len > 0 && word[len - 1] == ' ')
			word[--len] = '\0';
		*text = at;
		return word;
	}
	for (at++; *at && *at != '"'; at++) {
		if (*at == '\\' && at[1])
			at++;
		word[len++] = *at == 'n' && at[-1] == '\\' ? '\n' : *at;
	}
	if (*at != '"')
		return NULL;
	at++;
	*text = at + strspn(at, " \t");
	return word;
}

bool silence_matcher_parse(const char *text, struct arena *arena, struct silence_matcher *matcher,
			   struct err *err)
{
	static const struct {
		const char *sign;
		bool is_regex, is_equal;
	} signs[] = {
		{"=~", true, true}, {"!~", true, false}, {"!=", false, false}, {"=", false, true}};
	const char *at = text;
	size_t i = 0;

	matcher->name = take_word(&at, "=!~", arena);
	while (i < NINES_COUNT(signs) && strncmp(at, signs[i].sign, strlen(signs[i].sign)) != 0)
		i++;
	if (!matcher->name || !*matcher->name || i == NINES_COUNT(signs))
		return err_set(err, ERR_PROTOCOL, "bad matcher format: %s", text);
	at += strlen(signs[i].sign);
	matcher->is_regex = signs[i].is_regex;
	matcher->is_equal = signs[i].is_equal;
	matcher->value = take_word(&at, "", arena);
	if (!matcher->value || *at)
		return err_set(err, ERR_PROTOCOL, "bad matcher format: %s", text);
	return true;
}
