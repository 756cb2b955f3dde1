/* SPDX-License-Identifier: MIT
 * Collecting the complaints about a configuration. */
#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/text.h"

#include "errors.h"

enum { COMPLAINT_MAX = 1024 };

bool conf_errors_are_full(const struct conf_errors *errors)
{
	return errors->list.len >= CONF_ERRORS_MAX;
}

void conf_errors_release(struct conf_errors *errors)
{
	VEC_RELEASE(&errors->list);
	arena_release(&errors->arena);
}

/* All complaints of one file share the copy of its name. */
static const char *file_name(struct conf_errors *errors, const char *file)
{
	if (errors->list.len > 0) {
		const char *last = errors->list.items[errors->list.len - 1].file;

		if (text_equal(last, file))
			return last;
	}
	return arena_strdup(&errors->arena, file);
}

/* By insertion: lists are short, and complaints about one line keep their order. */
void conf_errors_sort(struct conf_errors *errors)
{
	struct conf_error *items = errors->list.items;

	for (size_t i = 1; i < errors->list.len; i++) {
		const struct conf_error error = items[i];
		size_t k = i;

		for (; k > 0 && items[k - 1].line > error.line &&
		       strcmp(items[k - 1].file, error.file) == 0;
		     k--)
			items[k] = items[k - 1];
		items[k] = error;
	}
}

void conf_error_add(struct conf_errors *errors, const char *file, int line, const char *format, ...)
{
	struct conf_error error = {.line = line};
	struct str text;
	va_list args;

	if (conf_errors_are_full(errors))
		return;
	str_init(&text, 0);
	va_start(args, format);
	str_vprintf(&text, _(format), args);
	va_end(args);
	if (errors->list.len == CONF_ERRORS_MAX - 1) {
		str_clear(&text);
		str_append(&text, _("more errors than can be shown: correct these first"));
	}
	error.file = file_name(errors, file);
	error.text = text_clean(&errors->arena, text.text, text.len, COMPLAINT_MAX);
	VEC_PUSH(&errors->list, error);
	str_release(&text);
}
