/* SPDX-License-Identifier: MIT
 * Lines of an issue's text that are meant for us. All results are cleaned, in `arena`, or
 * NULL; `body` may be NULL. */
#ifndef NINES_SOURCES_GITHUB_BODY_H
#define NINES_SOURCES_GITHUB_BODY_H

#include <stdint.h>

#include "nines/base/arena.h"

/* What stands after "`key`:" in the first line that begins so, in any case. */
char *github_body_line(const char *body, const char *key, struct arena *arena);
/* The incident of "incident: ID", in a line of the body or anywhere in the title: an id, a
 * number, or the last part of an address. */
const char *github_body_incident(const char *body, const char *title, struct arena *arena);
/* The time of "due: 2026-12-01": the end of that day, UTC; 0 = not said. */
int64_t github_body_due(const char *body, struct arena *arena);

#endif
