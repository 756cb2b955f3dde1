/* SPDX-License-Identifier: MIT
 * Bytes for the terminal that are no cells. Screen thread only. */
#ifndef NINES_UI_TERM_WRITE_H
#define NINES_UI_TERM_WRITE_H

#include <stddef.h>

#include "nines/base/str.h"

/* Write all of them, after what stdio holds. */
void term_write(const char *bytes, size_t len);
void term_write_text(const char *text);
/* Writes the sequence and releases it. */
void term_write_str(struct str *sequence);

#endif
