/* SPDX-License-Identifier: MIT
 * The machine of an indicator. */
#include "config.h"

#include "nines/model/indicator.h"

#include <math.h>
#include <string.h>

#include "nines/model/stat.h"

/* Nagios' limits of flapping, in per cent. */
static const double flap_start = 30, flap_stop = 20;

/* Fewer samples than this are never a run: a single one raises and clears nothing. */
enum { RUN_MIN = 2 };

const char *indicator_category_name(enum indicator_category category)
{
	static const char *const names[INDICATOR_CATEGORY_COUNT] = {"resource", "performance",
								    "business", "operational"};

	return names[category];
}

const char *indicator_level_name(enum indicator_level level)
{
	static const char *const names[INDICATOR_LEVEL_COUNT] = {"unknown", "ok", "warn", "crit"};

	return names[level];
}

bool indicator_is_beyond(const struct indicator_limit *limit, double value)
{
	if (!limit->is_set)
		return false;
	return limit->is_below ? value < limit->value : value > limit->value;
}

/* The limit that parts healthy from not. */
static const struct indicator_limit *first_limit(const struct indicator_rule *rule)
{
	return rule->warn.is_set ? &rule->warn : &rule->crit;
}

static bool is_healthy(const struct indicator_rule *rule, double value)
{
	if (rule->clear.is_set)
		return indicator_is_beyond(&rule->clear, value);
	return !indicator_is_beyond(first_limit(rule), value);
}

/* One more sample of a run, or its end. */
static void run_step(bool goes_on, int64_t at_ms, int64_t *since_ms, int *count)
{
	if (!goes_on) {
		*since_ms = 0;
		*count = 0;
		return;
	}
	if (*count == 0)
		*since_ms = at_ms;
	if (*count < RUN_MIN)
		++*count;
}

static bool is_held(int64_t since_ms, int count, int64_t at_ms, int64_t hold_ms)
{
	return count >= RUN_MIN && at_ms - since_ms >= hold_ms;
}

static void note_runs(struct indicator_state *state, const struct indicator_rule *rule,
		      double value, int64_t at_ms)
{
	bool is_crit = indicator_is_beyond(&rule->crit, value);

	run_step(indicator_is_beyond(&rule->warn, value), at_ms, &state->warn_since_ms,
		 &state->warn_count);
	run_step(is_crit, at_ms, &state->crit_since_ms, &state->crit_count);
	run_step(!is_crit, at_ms, &state->calm_since_ms, &state->calm_count);
	run_step(is_healthy(rule, value), at_ms, &state->clear_since_ms, &state->clear_count);
}

/* Whether this sample is on another side of the limits than the one before it. */
static void note_flapping(struct indicator_state *state, bool has_changed)
{
	double percent;

	memmove(state->changed, state->changed + 1, sizeof(state->changed) - sizeof(bool));
	state->changed[INDICATOR_CHANGES - 1] = has_changed;
	percent = flap_percent_nagios(state->changed);
	if (percent >= flap_start)
		state->is_flapping = true;
	else if (percent < flap_stop)
		state->is_flapping = false;
}

/* The level after a sample that was noted already. */
static enum indicator_level next_level(const struct indicator_state *state,
				       const struct indicator_rule *rule, double value,
				       int64_t at_ms)
{
	const struct indicator_limit *clear = rule->clear.is_set ? &rule->clear : first_limit(rule);
	bool is_raised = state->level == INDICATOR_WARN || state->level == INDICATOR_CRIT;

	if (is_held(state->crit_since_ms, state->crit_count, at_ms, rule->crit.hold_ms))
		return INDICATOR_CRIT;
	if (is_raised && is_held(state->clear_since_ms, state->clear_count, at_ms, clear->hold_ms))
		return INDICATOR_OK;
	if (state->level == INDICATOR_CRIT) {
		bool is_calm =
			is_held(state->calm_since_ms, state->calm_count, at_ms, rule->crit.hold_ms);

		return rule->warn.is_set && is_calm ? INDICATOR_WARN : INDICATOR_CRIT;
	}
	if (is_held(state->warn_since_ms, state->warn_count, at_ms, rule->warn.hold_ms))
		return INDICATOR_WARN;
	if (is_raised)
		return state->level;
	/* What is beyond a limit and not yet raised is not said to be well after a silence. */
	if (state->level == INDICATOR_UNKNOWN && indicator_is_beyond(first_limit(rule), value))
		return INDICATOR_UNKNOWN;
	return INDICATOR_OK;
}

bool indicator_step(struct indicator_state *state, const struct indicator_rule *rule, double value,
		    int64_t at_ms)
{
	const struct indicator_limit *first = first_limit(rule);
	enum indicator_level before = state->level, level;
	bool has_changed;

	if (!isfinite(value) || at_ms <= state->at_ms)
		return false;
	indicator_wait(state, rule, at_ms);
	has_changed = state->calm_count + state->crit_count > 0 &&
		      indicator_is_beyond(first, value) != indicator_is_beyond(first, state->value);
	note_runs(state, rule, value, at_ms);
	note_flapping(state, has_changed);
	level = next_level(state, rule, value, at_ms);
	state->value = value;
	state->at_ms = at_ms;
	if (level != state->level) {
		state->level = level;
		state->since_ms = at_ms;
	}
	return level != before;
}

bool indicator_wait(struct indicator_state *state, const struct indicator_rule *rule,
		    int64_t now_ms)
{
	bool has_changed = state->level != INDICATOR_UNKNOWN;
	int64_t since_ms = has_changed ? state->at_ms + rule->gap_ms : state->since_ms;

	if (rule->gap_ms <= 0 || state->at_ms == 0 || now_ms - state->at_ms <= rule->gap_ms)
		return false;
	*state = (struct indicator_state){
		.level = INDICATOR_UNKNOWN,
		.since_ms = since_ms,
		.value = state->value,
		.at_ms = state->at_ms,
	};
	return has_changed;
}
