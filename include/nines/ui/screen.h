/* SPDX-License-Identifier: MIT
 * The dashboard: terminal, panes and keys in one loop over poll(2). Runs on the thread
 * that calls it (the main thread); the only ui file that knows the collector's slot and
 * queue. */
#ifndef NINES_UI_SCREEN_H
#define NINES_UI_SCREEN_H

#include <stdbool.h>

#include "nines/base/err.h"
#include "nines/base/ident.h"
#include "nines/collect/queue.h"
#include "nines/collect/slot.h"
#include "nines/conf/settings.h"
#include "nines/model/snapshot.h"

/* Writes that were asked for on the screen and were not through when it was left. */
struct screen_left {
	char uuids[256][UUID_TEXT_MAX];
	size_t count;
	bool was_ended; /* by a signal, not by the user */
};

struct screen_config {
	const struct settings *settings;
	struct slot *slot;
	struct queue *queue;
	const char *theme;  /* NULL = the settings' theme */
	const char *layout; /* the one that is shown first, NULL = overview */
	bool is_wall;       /* nobody sits in front of it: layouts in turn, no cursor */
	bool is_ascii, is_color, is_read_only, is_dry_run;
	const char *banner; /* "demonstration", NULL = none; stays in the header */
	/* Appends the record as one line of JSON; false when there is none with that id. */
	bool (*record_json)(const struct snapshot *snapshot, const char *id, struct str *out);
	struct screen_left *left; /* filled when the screen is left; may be NULL */
};

/* Runs until the user quits or a signal ends it; the terminal is restored on every way out.
 * False with `err` when the terminal can't be used. */
bool screen_run(const struct screen_config *config, struct err *err);

#endif
