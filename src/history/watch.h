/* SPDX-License-Identifier: MIT
 * What src/history asks about the spans in which a source was watched. */
#ifndef NINES_HISTORY_WATCH_H
#define NINES_HISTORY_WATCH_H

#include "db.h"

/* The first time a source was ever watched; 0 = never. */
int64_t watch_first_ms(struct history *history, const char *source);
/* When the newest span of a source began; 0 = never. */
int64_t watch_span_ms(struct history *history, const char *source);

#endif
