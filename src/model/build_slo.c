/* SPDX-License-Identifier: MIT
 * Objectives: the burn-rate rules, the burn-down line, what is left, and who has none. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "nines/base/timefmt.h"

#include "builder.h"
#include "days.h"

/* The longest burn-down line. */
enum { LINE_DAYS_MAX = 92 };

/* The budget as it went down over the days of the window: 1 before the first, and after each
 * day less what it ate, as a share of what the days that are known allow. So the last point
 * is 1 - e / budget of those days. A day that is not known is a gap. */
static void fill_line(struct builder *builder, struct service *service)
{
	int64_t now_ms = builder->input->now_ms, today_ms = now_ms / DAY_MS * DAY_MS;
	int64_t count = service->window_ms / DAY_MS;
	double budget = 1 - service->objective, eaten = 0, allowed;
	struct day_sum all;
	double *line;

	count = count > LINE_DAYS_MAX ? LINE_DAYS_MAX : count;
	if (count < 1 || service->day_count == 0)
		return;
	all = days_sum(service, today_ms - (count - 1) * DAY_MS, now_ms, now_ms);
	allowed = budget * (all.do_all_count ? all.total : all.observed_s);
	if (all.known == 0 || !(allowed > 0))
		return;
	line = arena_calloc(builder->arena, (size_t)count, sizeof(*line));
	for (int64_t i = 0; i < count; i++) {
		int64_t day_ms = today_ms - (count - 1 - i) * DAY_MS;
		struct day_sum day = days_sum(service, day_ms, day_ms + DAY_MS, now_ms);

		eaten += all.do_all_count ? day.total - day.good : day.down_s;
		line[i] = day.known > 0 ? 1 - eaten / allowed : NAN;
	}
	service->budget_line = line;
	service->budget_count = (size_t)count;
}

/* Seconds until the budget is spent when it goes on burning as in the last hour. */
static double exhausted_s(const struct service *service)
{
	double remaining = service->budget_remaining;
	double window_s = (double)service->window_ms / SECOND_MS;

	if (isnan(remaining) || isnan(service->burn[BURN_1H]))
		return NAN;
	if (remaining <= 0)
		return 0;
	return remaining * burn_exhaustion_s(service->burn[BURN_1H], window_s);
}

static void fill_objective(struct builder *builder, struct service *service)
{
	service->budget_exhausted_s = service->budget_amount = NAN;
	if (isnan(service->objective)) {
		service->lacks |= LACK_SLO;
		return;
	}
	burn_states(service->burn, service->objective, (double)service->window_ms / SECOND_MS,
		    service->rules);
	service->rule_count = BURN_RULE_COUNT;
	service->budget_exhausted_s = exhausted_s(service);
	service->budget_amount =
		service->budget_remaining * service->budget_seconds / 60 * service->cost_per_minute;
	fill_line(builder, service);
}

/* How much is known of alert rules: a source that tells of them, is live and gave all of its
 * own counts. */
static enum known rules_known(const struct builder *builder)
{
	const struct build_input *input = builder->input;
	enum known known = snapshot_knows(builder->snapshot, SUBJECT_RULES);
	bool has_any = false;

	for (size_t i = 0; i < input->source_count; i++) {
		for (size_t k = 0; k < input->sources[i].fact_count; k++)
			has_any |= input->sources[i].facts[k]->has_rules &&
				   builder_is_live(builder, i);
	}
	return known >= KNOWN_PART && !has_any ? KNOWN_NOTHING : known;
}

/* Gives each service the first of the rules, by name, that watch its objective. */
static void attach_rules(struct builder *builder)
{
	const struct build_input *input = builder->input;

	for (size_t i = 0; i < input->source_count; i++) {
		for (size_t k = 0; k < input->sources[i].fact_count; k++) {
			const struct facts *facts = input->sources[i].facts[k];

			for (size_t n = 0; n < facts->rules.len; n++) {
				const struct fact_rule *rule = &facts->rules.items[n];
				size_t place = rule->is_budget ? builder_place(builder, i, NULL,
									       rule->service)
							       : BUILDER_NONE;

				if (place == BUILDER_NONE || !rule->name)
					continue;
				if (!builder->services[place].alert_rule ||
				    strcmp(rule->name, builder->services[place].alert_rule) < 0)
					builder->services[place].alert_rule = rule->name;
			}
		}
	}
}

void build_slos(struct builder *builder)
{
	enum known known = rules_known(builder);

	attach_rules(builder);
	for (size_t i = 0; i < builder->snapshot->service_count; i++) {
		struct service *service = &builder->services[i];

		fill_objective(builder, service);
		service->alert_known = known;
		if (!isnan(service->objective) && known == KNOWN_ALL && !service->alert_rule)
			service->lacks |= LACK_SLO_ALERT;
	}
}
