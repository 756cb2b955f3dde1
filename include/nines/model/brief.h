/* SPDX-License-Identifier: MIT
 * A snapshot in a few words, the worst first: for a terminal's title and for the status line of
 * tmux. Never green when something can't be seen. Pure; any thread. */
#ifndef NINES_MODEL_BRIEF_H
#define NINES_MODEL_BRIEF_H

#include "nines/model/snapshot.h"

enum brief_level { BRIEF_WELL, BRIEF_WARNING, BRIEF_CRITICAL, BRIEF_UNKNOWN, BRIEF_LEVEL_COUNT };

enum { BRIEF_TEXT_MAX = 64, BRIEF_PARTS_MAX = 8 };

/* A part: "2 severe", "1 service down", "pagerduty stale 4m". */
struct brief_part {
	enum brief_level level;
	char text[BRIEF_TEXT_MAX];
};

struct brief {
	struct brief_part parts[BRIEF_PARTS_MAX];
	size_t count; /* at least 1 */
};

/* Fills `brief`; `snapshot` NULL = nothing is known yet. */
void brief_make(const struct snapshot *snapshot, int64_t now_ms, struct brief *brief);

#endif
