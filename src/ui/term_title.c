/* SPDX-License-Identifier: MIT
 * The terminal's title: kept, set and brought back. */
#include "config.h"

#include "ui/term_title.h"

#include <stdlib.h>

#include "nines/base/alloc.h"
#include "nines/base/text.h"
#include "ui/term_write.h"

void term_title_keep(const struct term_title *title)
{
	struct str sequence;

	str_init(&sequence, 0);
	escape_title_keep(title->form, &sequence);
	term_write_str(&sequence);
}

void term_title_set(struct term_title *title, const char *text)
{
	struct str sequence;

	if (title->form == TITLE_NONE || text_equal(title->text, text))
		return;
	free(title->text);
	title->text = xstrdup(text);
	str_init(&sequence, 0);
	escape_title_set(title->form, text, &sequence);
	term_write_str(&sequence);
}

void term_title_restore(struct term_title *title)
{
	struct str sequence;

	str_init(&sequence, 0);
	escape_title_restore(title->form, &sequence);
	term_write_str(&sequence);
	free(title->text);
	title->text = NULL;
}
