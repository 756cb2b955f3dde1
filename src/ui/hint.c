/* SPDX-License-Identifier: MIT
 * A key and the word for what it does. */
#include "config.h"

#include "ui/hint.h"

#include "nines/base/i18n.h"
#include "nines/base/text.h"

bool hint_draw(struct region region, struct span *span, const char *key, const char *word)
{
	const char *told = _(word);

	if (span->col + text_columns(key) + 1 + text_columns(told) > region.cols)
		return false;
	span->col += draw_text(region, *span, ROLE_KEY, key) + 1;
	span->col += draw_text(region, *span, ROLE_FOOTER, told) + 2;
	return true;
}
