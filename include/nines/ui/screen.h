/* SPDX-License-Identifier: MIT
 * The dashboard: terminal, panes and keys in one loop over poll(2). Runs on the thread
 * that calls it (the main thread); the only ui file that knows the collector's slot and
 * queue. */
#ifndef NINES_UI_SCREEN_H
#define NINES_UI_SCREEN_H

#include <stdbool.h>

#include "nines/base/err.h"
#include "nines/base/str.h"
#include "nines/collect/queue.h"
#include "nines/collect/slot.h"
#include "nines/conf/settings.h"
#include "nines/model/snapshot.h"

struct screen_config {
	const struct settings *settings;
	struct slot *slot;
	struct queue *queue;
	const char *theme; /* NULL = the settings' theme */
	bool is_ascii, is_color, is_read_only, is_dry_run;
	const char *banner; /* "demonstration", NULL = none; stays in the header */
};

/* Runs until the user quits or a signal ends it; the terminal is restored on every way out.
 * False with `err` when the terminal can't be used. */
bool screen_run(const struct screen_config *config, struct err *err);
/* Appends the overview as lines of text, for terminals that can't move the cursor. */
void screen_plain(const struct snapshot *snapshot, struct str *out);

#endif
