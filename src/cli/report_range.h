/* SPDX-License-Identifier: MIT
 * Which stretch of time a report is about, from what was typed. Any thread. */
#ifndef NINES_CLI_REPORT_RANGE_H
#define NINES_CLI_REPORT_RANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "nines/base/err.h"

/* `what`: "day", "week", "month", "quarter" (the last whole one, UTC), "2026", "2026-Q3",
 * "2026-10", "2026-W40", "2026-10-05", or NULL; else `since` (a duration before the end, or a
 * time) and `until` (a time). NULL everywhere: `window_ms` until now. What ends later than
 * now ends now. False with `err` that says what is wanted. */
struct time_range {
	int64_t from_ms, to_ms; /* to 0 = now, which goes on */
};
bool time_range_parse(const char *what, const char *since, const char *until, int64_t now_ms,
		      struct time_range *range, struct err *err);

#endif
