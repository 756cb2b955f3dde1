/* SPDX-License-Identifier: MIT
 * Soft and hard states of a target. */
#include "config.h"

#include "nines/model/check_state.h"

#include <stdio.h>

/* How many of the newest `looks` failed. */
static unsigned failures_of(const struct check_state *state, unsigned looks)
{
	unsigned failures = 0;

	for (unsigned i = 0; i < looks && i < state->count; i++)
		failures += (state->failed >> i) & 1;
	return failures;
}

/* How many good looks there were in a row, the newest last. */
static unsigned successes_of(const struct check_state *state)
{
	unsigned successes = 0;

	while (successes < state->count && !((state->failed >> successes) & 1))
		successes++;
	return successes;
}

void check_state_look(struct check_state *state, const struct check_rule *rule, int64_t at_ms,
		      bool is_up)
{
	bool is_turn = state->count == 0 || check_state_failed(state) == is_up;

	if (at_ms <= state->at_ms)
		return;
	state->at_ms = at_ms;
	if (is_turn)
		state->since_ms = at_ms;
	state->failed = ((state->failed << 1) | !is_up) & ((1u << CHECK_LOOKS_MAX) - 1);
	if (state->count < CHECK_LOOKS_MAX)
		state->count++;
	if (!state->is_down)
		state->is_down = !is_up && failures_of(state, rule->looks) >= rule->failures;
	else if (is_up && successes_of(state) >= rule->successes)
		state->is_down = false;
}

bool check_state_failed(const struct check_state *state)
{
	return state->count > 0 && (state->failed & 1);
}

bool check_state_is_soft(const struct check_state *state)
{
	return state->count > 0 && check_state_failed(state) != state->is_down;
}

void check_state_text(const struct check_state *state, const struct check_rule *rule, char *out,
		      size_t size)
{
	if (state->count == 0)
		snprintf(out, size, "not looked at");
	else if (!check_state_is_soft(state))
		snprintf(out, size, "%s", state->is_down ? "down" : "up");
	else if (state->is_down)
		snprintf(out, size, "up? %u of %u", successes_of(state), rule->successes);
	else
		snprintf(out, size, "down? %u of %u", failures_of(state, rule->looks),
			 rule->failures);
}
