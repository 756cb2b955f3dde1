/* SPDX-License-Identifier: MIT
 * A collector over help desks, for tests: starting it, waiting for what it publishes. */
#ifndef NINES_TESTS_COLLECT_SUPPORT_H
#define NINES_TESTS_COLLECT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "nines/base/clock.h"
#include "nines/collect/collector.h"
#include "../stub/desk.h"
#include "state_support.h"

enum { PATIENCE_MS = 60000 };

struct watch {
	struct settings *settings;
	struct conf_errors errors;
	struct source *sources[4];
	size_t source_count;
	bool sends_nothing, is_dry_run;
	struct collector *collector;
	const struct snapshot *newest;
	size_t published;
};

static inline void watch_init(struct watch *watch)
{
	memset(watch, 0, sizeof(*watch));
	watch->settings = settings_load_text("test", "", &watch->errors);
	assert_non_null(watch->settings);
}

static inline void watch_add(struct watch *watch, const char *name, const char *url,
			     int64_t refresh_ms, const struct desk_plan *plan)
{
	watch->sources[watch->source_count++] =
		desk_source(name, url, refresh_ms, plan, &watch->settings->core);
}

static inline void watch_start(struct watch *watch, const char *state_path)
{
	struct collector_config config = {
		.settings = watch->settings,
		.sources = watch->sources,
		.source_count = watch->source_count,
		.state_path = state_path,
		.sends_nothing = watch->sends_nothing,
		.is_dry_run = watch->is_dry_run,
	};
	struct err err = {0};

	watch->collector = collector_new(&config, &err);
	assert_non_null(watch->collector);
	assert_true(collector_start(watch->collector, &err));
}

/* Stops the collector, not the sources. */
static inline void watch_stop(struct watch *watch)
{
	snapshot_unref(watch->newest);
	watch->newest = NULL;
	collector_free(watch->collector);
	watch->collector = NULL;
}

static inline void watch_release(struct watch *watch)
{
	watch_stop(watch);
	for (size_t i = 0; i < watch->source_count; i++)
		desk_source_free(watch->sources[i]);
	settings_free(watch->settings);
	conf_errors_release(&watch->errors);
}

/* The next snapshot within `timeout_ms`; false when there is none. */
static inline bool watch_next(struct watch *watch, int timeout_ms)
{
	struct slot *slot = collector_slot(watch->collector);
	struct pollfd fd = {.fd = slot_fd(slot), .events = POLLIN};

	if (poll(&fd, 1, timeout_ms) != 1)
		return false;
	snapshot_unref(watch->newest);
	watch->newest = slot_acquire(slot);
	watch->published++;
	return true;
}

typedef bool watch_test(const struct snapshot *snapshot, const void *context);

/* Waits until a snapshot passes the test. */
static inline void watch_until(struct watch *watch, watch_test *test, const void *context)
{
	int64_t deadline_ms = clock_mono_ms() + PATIENCE_MS;

	while (!watch->newest || !test(watch->newest, context)) {
		int64_t left_ms = deadline_ms - clock_mono_ms();

		if (left_ms <= 0 || !watch_next(watch, (int)left_ms))
			fail_msg("what was waited for did not come");
	}
}

static inline bool is_live(const struct snapshot *snapshot, const void *name)
{
	for (size_t i = 0; i < snapshot->source_count; i++) {
		const struct source_view *source = &snapshot->sources[i];

		if (strcmp(source->name, name) == 0)
			return source->state == SOURCE_LIVE && source->loaded >= source->to_load;
	}
	return false;
}

static inline void watch_push(struct watch *watch, enum command_kind kind, const char *id,
			      const char *uuid)
{
	struct command command = {.kind = kind, .verb = VERB_ACK, .title = "made up"};

	command.pressed_ms = clock_wall_ms();
	if (id)
		snprintf(command.incident_id, sizeof(command.incident_id), "%s", id);
	if (uuid)
		snprintf(command.uuid, sizeof(command.uuid), "%s", uuid);
	assert_true(queue_push(collector_queue(watch->collector), &command));
}

/* A write in a state, as a test for watch_until. */
struct wanted_write {
	const char *uuid;
	enum write_state state;
};

static inline bool has_write(const struct snapshot *snapshot, const void *context)
{
	const struct wanted_write *wanted = context;
	const struct write_view *write = snapshot_write(snapshot, wanted->uuid);

	return write && write->state == wanted->state;
}

static inline void watch_write(struct watch *watch, const char *uuid, enum write_state state)
{
	struct wanted_write wanted = {uuid, state};

	watch_until(watch, has_write, &wanted);
}

#endif
