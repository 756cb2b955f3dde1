/* SPDX-License-Identifier: MIT
 * The time line of an open incident, from all that is known: what its source tells, alerts
 * that joined it, pages, writes made from here, and deploys of its service from an hour before
 * it began. Pure; any thread. */
#ifndef NINES_MODEL_TIMELINE_H
#define NINES_MODEL_TIMELINE_H

#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/model/snapshot.h"

/* The order of what happened at the same time. */
enum moment_kind {
	MOMENT_DEPLOY, /* text: version; who made it */
	MOMENT_ALERT,  /* text: its title */
	MOMENT_EVENT,  /* what, who, text as the source says */
	MOMENT_PAGED,  /* who was notified first */
	MOMENT_WRITE   /* see write */
};

struct moment {
	int64_t at_ms;
	enum moment_kind kind;
	const char *what, *who, *text;  /* NULL = not said */
	const struct write_view *write; /* WRITE only */
};

/* Fills `moments`, newest first, made in `arena`; returns how many. What two answers tell of the
 * same, within two seconds, is told once. */
size_t timeline_build(const struct snapshot *snapshot, const struct incident *incident,
		      struct arena *arena, const struct moment **moments);

#endif
