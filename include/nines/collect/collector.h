/* SPDX-License-Identifier: MIT
 * The collector thread: drains commands, starts due polls, drives the network, parses,
 * works the outbox, and publishes a snapshot when something changed. */
#ifndef NINES_COLLECT_COLLECTOR_H
#define NINES_COLLECT_COLLECTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/base/err.h"
#include "nines/collect/queue.h"
#include "nines/collect/slot.h"
#include "nines/conf/settings.h"
#include "nines/model/catalog.h"
#include "nines/sources/source.h"

struct collector;

struct collector_config {
	const struct settings *settings;
	struct source *const *sources; /* borrowed; live longer than the collector */
	size_t source_count;
	const char *state_path; /* the SQLite file; NULL = keep nothing (then writes are refused) */
	bool is_read_only;
	bool asks_login;    /* what each login may do is asked, too */
	bool skips_history; /* one-shot commands: no incident history is loaded */
	bool is_dry_run;    /* writes are read for and shown, but neither kept nor sent */
	bool sends_nothing; /* reading commands: writes that wait are shown, not sent */
};

/* The catalog that the settings declare. The caller frees it. */
struct catalog *catalog_from_settings(const struct settings *settings);

/* Complains about indicators whose source isn't one that can be asked for them. Start-up. */
void indicators_check(const struct settings *settings, struct source *const *sources, size_t count,
		      struct conf_errors *errors);

/* Makes a collector; nothing runs yet. NULL with `err` when libcurl or pipes fail. A state
 * file that can't be opened is a notice in the snapshots, not a failure. */
struct collector *collector_new(const struct collector_config *config, struct err *err);
/* Starts the thread (all signals blocked in it). */
bool collector_start(struct collector *collector, struct err *err);
/* Stops the thread, waits for it (running requests are cut, nothing is lost: the outbox
 * is on disk) and frees everything. Accepts NULL. */
void collector_free(struct collector *collector);
/* Where its snapshots come out, and where its commands go in. Owned by the collector. */
struct slot *collector_slot(struct collector *collector);
struct queue *collector_queue(struct collector *collector);

#endif
