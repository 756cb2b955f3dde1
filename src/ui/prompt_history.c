/* SPDX-License-Identifier: MIT
 * What was typed into a prompt before. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/ui/prompt.h"

void prompt_history_begin(struct prompt_history *history)
{
	history->at = 0;
}

void prompt_history_add(struct prompt_history *history, const char *text)
{
	size_t at = 0;

	if (!text[strspn(text, " ")])
		return;
	while (at < history->count && strcmp(history->texts[at], text) != 0)
		at++;
	if (at == history->count && history->count < PROMPT_HISTORY_MAX)
		history->count++;
	if (at == PROMPT_HISTORY_MAX)
		at--;
	memmove(history->texts[1], history->texts[0], at * sizeof(history->texts[0]));
	snprintf(history->texts[0], sizeof(history->texts[0]), "%s", text);
}

static void step(struct prompt_history *history, struct prompt *prompt, int by)
{
	if ((by < 0 && history->at == 0) || (by > 0 && history->at == history->count))
		return;
	if (history->at == 0)
		snprintf(history->draft, sizeof(history->draft), "%s", prompt->text);
	history->at = by < 0 ? history->at - 1 : history->at + 1;
	prompt_set(prompt, history->at > 0 ? history->texts[history->at - 1] : history->draft);
}

bool prompt_history_key(struct prompt_history *history, struct prompt *prompt, const char *key)
{
	static const struct {
		const char *key;
		int by; /* 1 = older */
	} keys[] = {{"Up", 1}, {"ctrl-p", 1}, {"Down", -1}, {"ctrl-n", -1}};

	for (size_t i = 0; i < NINES_COUNT(keys); i++) {
		if (strcmp(keys[i].key, key) != 0)
			continue;
		step(history, prompt, keys[i].by);
		return true;
	}
	return false;
}
