/* SPDX-License-Identifier: MIT
 * Numbers as text, the same in every locale. Any thread. */
#ifndef NINES_SRC_BASE_NUMBER_H
#define NINES_SRC_BASE_NUMBER_H

#include <locale.h>

enum { NUMBER_TEXT_MAX = 32 };

/* Writes the fewest digits that read back as exactly `value`. */
void number_format(double value, char out[NUMBER_TEXT_MAX]);
/* Gives the calling thread the C locale until number_locale_leave gets the result. */
locale_t number_locale_enter(void);
/* Gives the calling thread its locale back. */
void number_locale_leave(locale_t old);

#endif
