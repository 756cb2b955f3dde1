/* SPDX-License-Identifier: MIT
 * The fields of the filter language. */
#include "config.h"

#include <string.h>

#include "nines/base/str.h"

#include "query_term.h"

const struct query_field_row query_field_rows[] = {
#define FIELD(id, name, others, kind, help) {(name), (others), QUERY_##kind, (help)},
#include "nines/model/fields.def"
#undef FIELD
	{NULL, NULL, QUERY_TEXT, NULL},
};

const struct query_field_row *query_field_row(enum query_field field)
{
	return &query_field_rows[field - 1];
}

/* True when `name` is one of the words between blanks. */
static bool is_among(const char *words, const char *name)
{
	char word[32];

	while (*words) {
		size_t len = strcspn(words, " ");

		if (len < sizeof(word)) {
			memcpy(word, words, len);
			word[len] = '\0';
			if (text_equal_nocase(word, name))
				return true;
		}
		words += len + strspn(words + len, " ");
	}
	return false;
}

enum query_field query_field_find(const char *name)
{
	for (size_t i = 0; query_field_rows[i].name; i++)
		if (text_equal_nocase(query_field_rows[i].name, name) ||
		    is_among(query_field_rows[i].others, name))
			return (enum query_field)(i + 1);
	return FIELD_ANY;
}
