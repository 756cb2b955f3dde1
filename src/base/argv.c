/* SPDX-License-Identifier: MIT
 * Splitting a command line into words, as a shell does without expanding anything. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/file.h"
#include "nines/base/vec.h"

/* Appends what stands between the quotes from *at on; false when they are not closed. */
static bool take_quoted(const char **at, struct str *word)
{
	char quote = *(*at)++;

	for (; **at && **at != quote; (*at)++) {
		bool is_escape =
			quote == '"' && **at == '\\' && (*at)[1] && strchr("\"\\$`", (*at)[1]);

		if (is_escape)
			(*at)++;
		str_append_char(word, **at);
	}
	if (!**at)
		return false;
	(*at)++;
	return true;
}

/* One word, which begins at *at; NULL when a quote is not closed. */
static char *take_word(const char **at)
{
	struct str word;

	str_init(&word, 0);
	while (**at && !strchr(" \t\r\n", **at)) {
		if (**at == '\'' || **at == '"') {
			if (!take_quoted(at, &word)) {
				str_release(&word);
				return NULL;
			}
			continue;
		}
		if (**at == '\\' && (*at)[1])
			(*at)++;
		str_append_char(&word, *(*at)++);
	}
	return word.text;
}

char **argv_split(const char *command, struct err *err)
{
	VEC(char *) words = {0};
	const char *at = command + strspn(command, " \t\r\n");

	while (*at) {
		char *word = take_word(&at);

		if (!word) {
			VEC_PUSH(&words, NULL);
			argv_free(words.items);
			err_set(err, ERR_CONFIG, "a quote is not closed");
			return NULL;
		}
		VEC_PUSH(&words, word);
		at += strspn(at, " \t\r\n");
	}
	VEC_PUSH(&words, NULL);
	return words.items;
}

void argv_free(char **argv)
{
	for (size_t i = 0; argv && argv[i]; i++)
		free(argv[i]);
	free(argv);
}
