/* SPDX-License-Identifier: MIT
 * The nearest of several words, for "did you mean". */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "nines/base/ident.h"
#include "nines/base/str.h"

enum { WORD_MAX = 64, START_MIN = 3 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to insert, delete, change or swap with the next to get from `a` to `b`. */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *row = rows[2];
	size_t len_b = strlen(b);

	for (size_t j = 0; j <= len_b; j++)
		last[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t *reused = before;

		row[0] = i;
		for (size_t j = 1; j <= len_b; j++) {
			size_t changed = text_lower(a[i - 1]) != text_lower(b[j - 1]);

			row[j] = least(least(row[j - 1], last[j]) + 1, last[j - 1] + changed);
			if (i > 1 && j > 1 && text_lower(a[i - 1]) == text_lower(b[j - 2]) &&
			    text_lower(a[i - 2]) == text_lower(b[j - 1]))
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = last;
		last = row;
		row = reused;
	}
	return last[len_b];
}

/* The longest candidate that the word begins with: "acknowledge" for "ack". */
static const char *longest_start(const char *word, const char *const *candidates, size_t count)
{
	const char *best = NULL;
	size_t best_len = START_MIN - 1;

	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(candidates[i]);

		if (len <= best_len || strncasecmp(word, candidates[i], len) != 0)
			continue;
		best = candidates[i];
		best_len = len;
	}
	return best;
}

const char *nearest_word(const char *word, const char *const *candidates, size_t count)
{
	const char *best = NULL;
	size_t len = strlen(word);
	size_t best_distance = len / 3 + 1;

	if (len > WORD_MAX)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t d;

		if (strlen(candidates[i]) > WORD_MAX)
			continue;
		d = distance(word, candidates[i]);
		if (d >= best_distance)
			continue;
		best = candidates[i];
		best_distance = d;
	}
	return best ? best : longest_start(word, candidates, count);
}
