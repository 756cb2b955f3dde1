/* SPDX-License-Identifier: MIT
 * The schedule: when a source is polled, and which of its parts are asked. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/ident.h"
#include "nines/base/log.h"
#include "nines/base/text.h"

#include "collect.h"
#include "holes.h"
#include "poller.h"

/* Between two polls that were asked for, e.g. by many acknowledgements at once. */
enum { POLL_GAP_MS = 250 };

/* How often a token command that is under way is looked at. */
enum { COMMAND_LOOK_MS = 20 };

void poller_init(struct poller *poller, struct collector *collector, const struct source *source)
{
	const struct source_common *common = &source->common;

	poller->collector = collector;
	poller->source = source;
	poller->health.latency_ms = -1;
	poller->health.state = SOURCE_CONNECTING;
	poller->endpoint = (struct endpoint){
		.url = common->url,
		.auth_header =
			source->ops->auth_header ? source->ops->auth_header : "Authorization",
		.auth_prefix = source->ops->auth_prefix ? source->ops->auth_prefix : "Bearer ",
		.username = common->username,
		.ca_file = common->ca_file,
		.client_cert = common->client_cert,
		.client_key = common->client_key,
		.proxy = common->proxy,
		.headers = &common->headers,
		.skips_verify = !common->verify,
		.timeout_ms = common->timeout_ms,
		.body_limit = collector->config.settings->core.body_limit,
	};
	poller->has_secret =
		common->token.kind == SECRET_NONE && common->password.kind == SECRET_NONE;
	poller->next_poll_ms = clock_mono_ms();
}

void poller_release(struct poller *poller)
{
	for (size_t i = 0; i < poller->parts.len; i++)
		part_free(poller->parts.items[i]);
	while (poller->runs.len > 0)
		run_free(poller->runs.items[poller->runs.len - 1]);
	VEC_RELEASE(&poller->parts);
	VEC_RELEASE(&poller->runs);
	map_release(&poller->by_key);
	process_free(poller->secret_command);
	secret_release(&poller->endpoint.token);
	secret_release(&poller->endpoint.password);
	samples_release(poller);
	facts_unref(poller->recorded);
	free(poller->health.error);
	free(poller->health.notice);
}

void poller_plan_init(const struct poller *poller, struct plan *plan)
{
	const struct collector *collector = poller->collector;

	memset(plan, 0, sizeof(*plan));
	plan->now_ms = poller->at_ms > 0 ? poller->at_ms : clock_wall_ms();
	plan->asks_login = collector->config.asks_login;
	plan->windows = collector->windows.items;
	plan->window_count = collector->windows.len;
	if (poller->at_ms == 0 && !collector->config.skips_history)
		plan->history_ms = collector->config.settings->core.history_ms;
}

/* One of the two; a source has a token or a password. */
static enum process_state fetch(struct poller *poller, const struct secret_source *source,
				struct secret *out)
{
	if (source->kind == SECRET_NONE)
		return PROCESS_DONE;
	return secret_fetch_step(source, &poller->secret_command, out, &poller->secret_err);
}

bool poller_secrets(struct poller *poller)
{
	const struct source_common *common = &poller->source->common;
	enum process_state state;

	if (poller->has_secret)
		return true;
	err_clear(&poller->secret_err);
	if (common->token.kind != SECRET_NONE)
		state = fetch(poller, &common->token, &poller->endpoint.token);
	else
		state = fetch(poller, &common->password, &poller->endpoint.password);
	poller->has_secret = state == PROCESS_DONE;
	return state != PROCESS_RUNS;
}

static struct part *part_of(struct poller *poller, const char *key)
{
	struct part *part = map_get(&poller->by_key, key);

	if (part)
		return part;
	part = part_new(key);
	VEC_PUSH(&poller->parts, part);
	map_set(&poller->by_key, key, part);
	return part;
}

static bool is_due(const struct part *part, enum poll_force force)
{
	int64_t age_ms = clock_mono_ms() - part->started_ms;

	if (part->run)
		return false;
	if (part->err.code != ERR_NONE)
		return clock_mono_ms() >= part->retry_ms;
	if (!part->is_loaded || age_ms >= part->every_ms)
		return true;
	if (force == FORCE_ALL)
		return !part->is_history;
	return force == FORCE_INCIDENTS && part->priority == 0 && !part->is_history;
}

static void part_plan(struct poller *poller, const struct plan_request *planned)
{
	struct part *part = part_of(poller, planned->key);
	struct run *run;

	if (part->is_planned)
		BUG("two requests of a plan have the same key");
	part->is_planned = true;
	part->is_history = planned->is_history;
	part->priority = planned->priority;
	part->every_ms = planned->every_ms;
	if (!is_due(part, poller->force))
		return;
	run = part_begin(part, poller, planned);
	poller->counted += run->is_counted;
	poller->health.to_load += run->is_first;
}

/* Parts that are no longer planned go, and their facts with them. */
static void drop_unplanned(struct poller *poller)
{
	size_t kept = 0;

	for (size_t i = 0; i < poller->parts.len; i++) {
		struct part *part = poller->parts.items[i];

		if (part->is_planned) {
			poller->parts.items[kept++] = part;
			continue;
		}
		collector_changed(poller->collector, part->is_history);
		map_remove(&poller->by_key, part->key);
		if (part->run)
			part->run->is_counted = false;
		part_free(part);
	}
	poller->parts.len = kept;
}

static bool plan_poll(struct poller *poller, struct err *err)
{
	const bool skips_history = poller->collector->config.skips_history;
	struct plan plan;

	if (!poller->has_secret) {
		*err = poller->secret_err;
		return false;
	}
	poller_plan_init(poller, &plan);
	indicators_plan(poller, &plan);
	holes_plan(poller, &plan);
	if (!poller->source->ops->plan(poller->source, &plan, err)) {
		plan_release(&plan);
		return false;
	}
	for (size_t i = 0; i < poller->parts.len; i++)
		poller->parts.items[i]->is_planned = false;
	for (size_t i = 0; i < plan.requests.len; i++) {
		if (!skips_history || !plan.requests.items[i].is_history)
			part_plan(poller, &plan.requests.items[i]);
	}
	drop_unplanned(poller);
	poller->history_asked_ms = plan.now_ms - plan.history_ms;
	plan_release(&plan);
	return true;
}

/* The wait after a poll that failed. */
static int64_t wait_after_failure(struct poller *poller)
{
	int64_t wait_ms =
		backoff_failed(&poller->backoff, poller->retry_after_ms, random_below(UINT64_MAX));
	bool is_denied = poller->health.state == SOURCE_FAILED && poller->poll_err.code == ERR_AUTH;

	poller->retry_after_ms = 0;
	if (!is_denied)
		return wait_ms;
	poller->has_secret = false; /* perhaps it was changed: fetch it again */
	return wait_ms > DENIED_POLL_MS ? wait_ms : DENIED_POLL_MS;
}

static const struct err *first_failure(const struct poller *poller)
{
	const struct part *first = NULL;

	for (size_t i = 0; i < poller->parts.len; i++) {
		const struct part *part = poller->parts.items[i];

		if (part->is_history || part->err.code == ERR_NONE)
			continue;
		if (part->err.code == ERR_AUTH)
			return &part->err;
		if (!first || part->priority < first->priority)
			first = part;
	}
	return first ? &first->err : NULL;
}

/* The last counted run of a poll ended, or it could not begin. */
static void poll_end(struct poller *poller)
{
	const struct err *failure = first_failure(poller);
	int64_t now_ms = clock_mono_ms();

	if (poller->poll_err.code == ERR_NONE && failure)
		poller->poll_err = *failure;
	poller->last_err = poller->poll_err;
	poller->is_polling = false;
	poller->has_polled = true;
	if (poller->poll_err.code == ERR_NONE) {
		backoff_reset(&poller->backoff);
		poller->polls++;
		poller->health.last_success_ms = clock_wall_ms();
		poller->health.success_mono_ms = now_ms;
		poller->next_poll_ms = poller->at_ms > 0
					       ? INT64_MAX
					       : poller->begun_ms + poller->source->refresh_ms;
	}
	health_update(poller);
	if (poller->poll_err.code != ERR_NONE) {
		log_write(LOG_LEVEL_WARNING, poller->source->name, "%s", poller->poll_err.text);
		poller->next_poll_ms = now_ms + wait_after_failure(poller);
	}
	poller->collector->is_fresher = true;
	if (poller->force != FORCE_NONE)
		poller_poll_soon(poller, poller->force);
}

static void poll_begin(struct poller *poller)
{
	struct err err = {0};

	err_clear(&poller->poll_err);
	poller->is_polling = true;
	poller->begun_ms = clock_mono_ms();
	poller->counted = 0;
	if (!plan_poll(poller, &err))
		poller->poll_err = err;
	poller->force = FORCE_NONE;
	if (poller->counted == 0)
		poll_end(poller);
}

void poller_run_ended(struct poller *poller)
{
	if (poller->counted > 0 && --poller->counted == 0 && poller->is_polling)
		poll_end(poller);
}

void poller_throttle(struct poller *poller, int64_t retry_after_ms)
{
	if (retry_after_ms <= 0)
		return;
	poller->retry_after_ms = retry_after_ms;
	poller->not_before_ms = clock_mono_ms() + retry_after_ms;
}

void poller_poll_soon(struct poller *poller, enum poll_force force)
{
	int64_t soon_ms = clock_mono_ms();

	if (force > poller->force)
		poller->force = force;
	if (poller->is_polling)
		return;
	if (soon_ms < poller->begun_ms + POLL_GAP_MS)
		soon_ms = poller->begun_ms + POLL_GAP_MS;
	if (poller->next_poll_ms > soon_ms)
		poller->next_poll_ms = soon_ms;
}

void poller_tick(struct poller *poller)
{
	int64_t now_ms = clock_mono_ms();
	bool is_paused = poller->collector->is_paused && poller->at_ms == 0;
	bool may_poll = !is_paused && now_ms >= poller->not_before_ms;

	if (may_poll && !poller->is_polling && now_ms >= poller->next_poll_ms &&
	    poller_secrets(poller))
		poll_begin(poller);
	poller_start_waiting(poller);
	if (poller->health.state == SOURCE_LIVE && poller->at_ms == 0 &&
	    now_ms >= poller->health.success_mono_ms + health_stale_after_ms(poller))
		health_update(poller);
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

size_t poller_requests_max(const struct poller *poller)
{
	size_t wanted = poller->source->ops->requests_max;

	return wanted ? wanted : REQUESTS_MAX;
}

int64_t poller_deadline(const struct poller *poller)
{
	const struct collector *collector = poller->collector;
	int64_t deadline_ms = INT64_MAX;

	if (poller_can_start(poller))
		deadline_ms = poller->not_before_ms;
	if (poller->health.state == SOURCE_LIVE && poller->at_ms == 0)
		deadline_ms = sooner(deadline_ms, poller->health.success_mono_ms +
							  health_stale_after_ms(poller));
	if (poller->secret_command)
		deadline_ms = sooner(deadline_ms, clock_mono_ms() + COMMAND_LOOK_MS);
	else if (!poller->is_polling && (poller->at_ms > 0 || !collector->is_paused))
		deadline_ms =
			sooner(deadline_ms, later(poller->next_poll_ms, poller->not_before_ms));
	return deadline_ms;
}
