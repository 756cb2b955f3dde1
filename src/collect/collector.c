/* SPDX-License-Identifier: MIT
 * The collector's life and its loop. */
#include "config.h"

#include "nines/collect/collector.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/log.h"
#include "nines/base/str.h"
#include "nines/model/incident_stats.h"

#include "collect.h"

enum { WAIT_MAX_MS = 60000, PRIORITY_STEP = 5 };

void collector_changed(struct collector *collector, bool is_closed)
{
	collector->is_changed = true;
	collector->is_view_changed |= is_closed;
}

void collector_history_state(struct collector *collector, const struct err *err)
{
	char *notice =
		err ? xasprintf(_("history: %s: incidents are not recorded, writes are refused"),
				err->text)
		    : NULL;

	if (!text_equal(notice, collector->history_error)) {
		collector_changed(collector, false);
		if (err)
			log_write(LOG_LEVEL_ERROR, "history", "%s", err->text);
	}
	free(collector->history_error);
	collector->history_error = notice;
}

struct poller *collector_poller(struct collector *collector, const char *name)
{
	for (size_t i = 0; i < collector->poller_count; i++) {
		if (strcmp(collector->pollers[i].source->name, name) == 0)
			return &collector->pollers[i];
	}
	return NULL;
}

static void wake(void *context)
{
	http_wake(context);
}

static int compare_windows(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Every window that some figure needs, each once. */
static void collect_windows(struct collector *collector)
{
	const struct settings *settings = collector->config.settings;
	size_t kept = 0;

	for (size_t i = 0; i < UPTIME_WINDOW_COUNT; i++)
		VEC_PUSH(&collector->windows, uptime_window_ms[i]);
	for (size_t i = 0; i < BURN_WINDOW_COUNT; i++)
		VEC_PUSH(&collector->windows, burn_window_ms[i]);
	VEC_PUSH(&collector->windows, settings->core.window_ms);
	for (size_t i = 0; i < settings->services.len; i++) {
		if (settings->services.items[i].slo.window_ms > 0)
			VEC_PUSH(&collector->windows, settings->services.items[i].slo.window_ms);
	}
	qsort(collector->windows.items, collector->windows.len, sizeof(int64_t), compare_windows);
	for (size_t i = 0; i < collector->windows.len; i++) {
		if (kept == 0 || collector->windows.items[kept - 1] != collector->windows.items[i])
			collector->windows.items[kept++] = collector->windows.items[i];
	}
	collector->windows.len = kept;
}

struct collector *collector_new(const struct collector_config *config, struct err *err)
{
	struct collector *collector = xcalloc(1, sizeof(*collector));

	collector->config = *config;
	atomic_init(&collector->must_stop, false);
	collector->slot = slot_new(err);
	collector->http = collector->slot ? http_new(err) : NULL;
	if (!collector->http) {
		collector_free(collector);
		return NULL;
	}
	collector->queue = queue_new(wake, collector->http);
	collector->catalog = catalog_from_settings(config->settings);
	collect_windows(collector);
	outbox_init(&collector->outbox);
	collector->pollers = xcalloc(config->source_count, sizeof(*collector->pollers));
	collector->poller_count = config->source_count;
	for (size_t i = 0; i < config->source_count; i++)
		poller_init(&collector->pollers[i], collector, config->sources[i]);
	indicators_init(collector);
	return collector;
}

static void refresh_all(struct collector *collector)
{
	for (size_t i = 0; i < collector->poller_count; i++)
		poller_poll_soon(&collector->pollers[i], FORCE_ALL);
	past_refresh(collector);
}

static void obey(struct collector *collector, const struct command *command)
{
	switch (command->kind) {
	case COMMAND_REFRESH:
		refresh_all(collector);
		break;
	case COMMAND_PAUSE:
	case COMMAND_RESUME:
		collector->is_paused = command->kind == COMMAND_PAUSE;
		break;
	case COMMAND_WRITE:
		outbox_write(collector, command);
		break;
	case COMMAND_UNDO:
		outbox_undo(collector, command);
		break;
	case COMMAND_WITHDRAW:
		outbox_undo_unsent(collector, command);
		break;
	case COMMAND_HURRY:
		outbox_hurry(collector, command);
		break;
	case COMMAND_RELEASE:
		outbox_release_held(collector, command);
		break;
	case COMMAND_DISMISS:
		outbox_dismiss(collector, command->incident_id);
		break;
	case COMMAND_TRAVEL:
		past_travel(collector, command->at_ms);
		break;
	case COMMAND_QUIT:
		atomic_store(&collector->must_stop, true);
		break;
	}
}

static int64_t wait_ms(const struct collector *collector)
{
	int64_t now_ms = clock_mono_ms();
	int64_t deadline_ms = now_ms + WAIT_MAX_MS;
	int64_t next_ms = publish_deadline(collector);

	for (size_t i = 0; i < collector->poller_count; i++) {
		int64_t poll_ms = poller_deadline(&collector->pollers[i]);

		next_ms = poll_ms < next_ms ? poll_ms : next_ms;
	}
	if (outbox_deadline(collector) < next_ms)
		next_ms = outbox_deadline(collector);
	if (past_deadline(collector) < next_ms)
		next_ms = past_deadline(collector);
	if (next_ms < deadline_ms)
		deadline_ms = next_ms;
	return deadline_ms > now_ms ? deadline_ms - now_ms : 0;
}

/* Behind the screen's thread when both want the processor: a large reply must not delay a
 * key. Elsewhere than on Linux this would be for the whole process. */
static void give_way(void)
{
#ifdef __linux__
	(void)setpriority(PRIO_PROCESS, 0, PRIORITY_STEP);
#endif
}

static void *run(void *context)
{
	struct collector *collector = context;
	struct command command;

	give_way();
	record_open(collector);
	indicators_open(collector);
	while (!atomic_load(&collector->must_stop)) {
		while (queue_pop(collector->queue, &command))
			obey(collector, &command);
		for (size_t i = 0; i < collector->poller_count; i++) {
			poller_tick(&collector->pollers[i]);
			record_tick(&collector->pollers[i]);
			samples_tick(&collector->pollers[i]);
		}
		past_tick(collector);
		indicators_tick(collector);
		outbox_tick(collector);
		slot_sweep(collector->slot);
		publish_tick(collector);
		http_run(collector->http, wait_ms(collector));
	}
	indicators_close(collector);
	record_close(collector);
	return NULL;
}

bool collector_start(struct collector *collector, struct err *err)
{
	sigset_t all, old;
	int code;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	code = pthread_create(&collector->thread, NULL, run, collector);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	collector->is_started = code == 0;
	return code == 0 || err_set(err, ERR_IO, "no thread: %s", strerror(code));
}

void collector_free(struct collector *collector)
{
	if (!collector)
		return;
	if (collector->is_started) {
		atomic_store(&collector->must_stop, true);
		http_wake(collector->http);
		pthread_join(collector->thread, NULL);
	}
	http_free(collector->http);
	for (size_t i = 0; i < collector->poller_count; i++)
		poller_release(&collector->pollers[i]);
	past_release(collector);
	free(collector->pollers);
	outbox_release(&collector->outbox);
	indicators_release(collector);
	incident_stats_unref(collector->stats);
	history_view_unref(collector->view);
	free(collector->history_error);
	VEC_RELEASE(&collector->windows);
	catalog_free(collector->catalog);
	queue_free(collector->queue);
	slot_free(collector->slot);
	free(collector);
}

struct slot *collector_slot(struct collector *collector)
{
	return collector->slot;
}

struct queue *collector_queue(struct collector *collector)
{
	return collector->queue;
}
