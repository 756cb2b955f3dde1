/* SPDX-License-Identifier: MIT
 * The orders of texts and numbers that sorted lists of the model are made of. Any thread. */
#ifndef NINES_MODEL_ORDER_H
#define NINES_MODEL_ORDER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* By bytes; NULL comes first. */
static inline int compare_texts(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static inline int compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

#endif
