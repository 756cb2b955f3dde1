/* SPDX-License-Identifier: MIT
 * The clipboard sequence of terminals. */
#ifndef NINES_UI_CLIPBOARD_H
#define NINES_UI_CLIPBOARD_H

#include "nines/base/str.h"

/* Appends OSC 52 with `text` in base64. */
void clipboard_sequence(const char *text, struct str *out);

#endif
