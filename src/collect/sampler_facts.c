/* SPDX-License-Identifier: MIT
 * What the states of targets say about their services now. */
#include "config.h"

#include "sampler.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"

enum { P95_LOOKS_MIN = 20, NOTICES_MAX = 5, STATE_TEXT_MAX = 40 };

/* One service while its targets are gone through. */
struct tally {
	const char *service;
	size_t targets, unknown, down, degraded;
	VEC(double) latencies_s;
};

typedef VEC(struct tally) tally_list;

/* What is made from what. */
struct making {
	const struct sampler *sampler;
	struct facts *facts;
	int64_t now_ms, stale_ms;
	tally_list tallies;
	struct map by_service; /* name -> index + 1 */
};

static size_t tally_index(struct making *making, const char *service)
{
	size_t index = (size_t)(uintptr_t)map_get(&making->by_service, service);
	struct tally tally = {.service = service};

	if (index > 0)
		return index - 1;
	VEC_PUSH(&making->tallies, tally);
	map_set(&making->by_service, service, (void *)(uintptr_t)making->tallies.len);
	return making->tallies.len - 1;
}

static void notice(const struct making *making, const struct target *target, const char *text)
{
	struct fact_notice item;

	if (making->facts->notices.len >= NOTICES_MAX)
		return;
	item.text = arena_printf(&making->facts->arena, "%s: %s: %s", target->service, target->name,
				 text);
	VEC_PUSH(&making->facts->notices, item);
}

static bool ends_soon(const struct making *making, const struct target *target)
{
	return target->cert_expires_ms > 0 && making->sampler->rule.cert_warn_ms > 0 &&
	       target->cert_expires_ms - making->now_ms < making->sampler->rule.cert_warn_ms;
}

static bool is_slow(const struct making *making, const struct target *target)
{
	double limit_s = making->sampler->rule.slow_s;

	return limit_s > 0 && target->last_s > limit_s;
}

static void say_failed(const struct making *making, const struct target *target)
{
	char state[STATE_TEXT_MAX];

	check_state_text(&target->state, &making->sampler->rule, state, sizeof(state));
	notice(making, target,
	       target->why ? arena_printf(&making->facts->arena, "%s: %s", state, target->why)
			   : state);
}

static void say_ends(const struct making *making, const struct target *target)
{
	int64_t left_ms = target->cert_expires_ms - making->now_ms;
	char left[TIME_TEXT_MAX];

	duration_format(left_ms > 0 ? left_ms : 0, left);
	notice(making, target,
	       left_ms > 0 ? arena_printf(&making->facts->arena, _("certificate ends in %s"), left)
			   : _("certificate has ended"));
}

static void add_target(struct making *making, struct tally *tally, const struct target *target)
{
	size_t kept = target->latencies < LATENCIES_KEPT ? target->latencies : LATENCIES_KEPT;

	if (making->now_ms - target->state.at_ms > making->stale_ms)
		return; /* counted as unknown: the tally has its target, but no word of it */
	tally->unknown--;
	for (size_t i = 0; i < kept; i++)
		VEC_PUSH(&tally->latencies_s, target->latencies_s[i]);
	if (check_state_failed(&target->state) || target->state.is_down)
		say_failed(making, target);
	if (ends_soon(making, target))
		say_ends(making, target);
	if (target->state.is_down)
		tally->down++;
	else if (check_state_failed(&target->state) || ends_soon(making, target) ||
		 is_slow(making, target))
		tally->degraded++;
}

/* A service is down when all its targets are: they stand for each other. */
static enum service_state state_of(const struct tally *tally)
{
	if (tally->down > 0 && tally->down == tally->targets)
		return SERVICE_DOWN;
	if (tally->down > 0 || tally->degraded > 0)
		return SERVICE_DEGRADED;
	return tally->unknown > 0 ? SERVICE_UNKNOWN : SERVICE_OK;
}

static int compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void push_latency(const struct making *making, const struct tally *tally,
			 enum measure_kind kind, double share)
{
	size_t rank = (size_t)ceil(share * (double)tally->latencies_s.len);
	const struct fact_measure measure = {
		.service = arena_strdup(&making->facts->arena, tally->service),
		.kind = kind,
		.value = tally->latencies_s.items[rank - 1],
		.at_ms = making->now_ms,
	};

	VEC_PUSH(&making->facts->measures, measure);
}

static void finish_tally(const struct making *making, struct tally *tally)
{
	const struct fact_service service = {
		.name = arena_strdup(&making->facts->arena, tally->service),
		.state = state_of(tally),
	};

	VEC_PUSH(&making->facts->services, service);
	if (tally->latencies_s.len == 0)
		return;
	qsort(tally->latencies_s.items, tally->latencies_s.len, sizeof(double), compare_numbers);
	push_latency(making, tally, MEASURE_LATENCY_P50, 0.5);
	if (tally->latencies_s.len >= P95_LOOKS_MIN)
		push_latency(making, tally, MEASURE_LATENCY_P95, 0.95);
}

const struct facts *sampler_facts(const struct sampler *sampler, const facts_list *list,
				  int64_t now_ms, int64_t stale_ms)
{
	struct making making = {sampler, facts_new(), now_ms, stale_ms, {0}, {0}};

	for (size_t i = 0; i < list->len; i++) {
		for (size_t k = 0; k < list->items[i]->services.len; k++) {
			const char *name = list->items[i]->services.items[k].name;
			size_t index = tally_index(&making, name);

			if (index >= making.tallies.len)
				continue;
			making.tallies.items[index].targets++;
			making.tallies.items[index].unknown++;
		}
	}
	for (size_t i = 0; i < sampler->targets.len; i++) {
		const struct target *target = sampler->targets.items[i];
		size_t index = (size_t)(uintptr_t)map_get(&making.by_service, target->service);

		if (index > 0)
			add_target(&making, &making.tallies.items[index - 1], target);
	}
	for (size_t i = 0; i < making.tallies.len; i++) {
		finish_tally(&making, &making.tallies.items[i]);
		VEC_RELEASE(&making.tallies.items[i].latencies_s);
	}
	if (sampler->is_cut_off)
		VEC_PUSH(&making.facts->notices,
			 (struct fact_notice){_("no host could be reached: not counted, for the "
						"network here may be gone")});
	making.facts->method = "probe";
	VEC_RELEASE(&making.tallies);
	map_release(&making.by_service);
	return making.facts;
}
