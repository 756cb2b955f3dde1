/* SPDX-License-Identifier: MIT
 * Text as mdoc(7). */
#include "config.h"

#include "roff.h"

#include <string.h>

/* A word may not begin with a control character or a delimiter; a backslash is roff's. */
void roff_words(struct str *out, const char *text)
{
	if (*text && strchr(".'?!:;,()[]|", *text))
		str_append(out, "\\&");
	for (; *text; text++) {
		if (*text == '\\')
			str_append(out, "\\e");
		else if (*text == '-')
			str_append(out, "\\-");
		else
			str_append_char(out, *text);
	}
}

void roff_text(struct str *out, const char *text)
{
	const char *end;
	struct str sentence;

	str_init(&sentence, 0);
	while ((end = strstr(text, ". "))) {
		str_clear(&sentence);
		str_append_n(&sentence, text, (size_t)(end - text) + 1);
		roff_words(out, sentence.text);
		str_append(out, "\n");
		text = end + 2;
	}
	roff_words(out, text);
	str_release(&sentence);
}

static void append_capital(struct str *out, const char *text, const char *end)
{
	struct str line;

	str_init(&line, 0);
	str_append(&line, text);
	if (line.len > 0 && line.text[0] >= 'a' && line.text[0] <= 'z')
		line.text[0] = (char)(line.text[0] - 'a' + 'A');
	roff_words(out, line.text);
	str_append(out, end);
	str_release(&line);
}

void roff_sentence(struct str *out, const char *text)
{
	append_capital(out, text, ".\n");
}

void roff_heading(struct str *out, const char *text)
{
	append_capital(out, text, "\n");
}

void roff_display(struct str *out, const char *text)
{
	str_append(out, ".Bd -literal -offset indent\n");
	while (*text) {
		size_t len = strcspn(text, "\n");
		struct str line;

		str_init(&line, 0);
		str_append_n(&line, text, len);
		roff_words(out, line.text);
		str_append(out, "\n");
		str_release(&line);
		text += len + (text[len] == '\n');
	}
	str_append(out, ".Ed\n");
}
