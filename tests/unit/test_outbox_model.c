/* SPDX-License-Identifier: MIT
 * The outbox in every order of events of any length: crashes at each point, lost and late
 * requests, lost replies, refusals, throttling, a full disk, other people, the user's second
 * thoughts, and two processes that share the row. What is promised is in outbox_machine.h;
 * world_check and the rules in outbox_world.c say it in terms of the model.
 *
 * "Applied at most once" is counted between two times at which somebody else undid it: when a
 * colleague takes our acknowledgement back before we could read that it was there, it is
 * asked for once more. A write that can't be undone, such as a note, is applied once. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "../stub/outbox_world.h"

/* What the search goes through at the least: a smaller one has lost moves. */
enum { WORLDS_MIN = 200000, DEPTH_MIN = 30 };

static void print_way(const struct world_findings *findings)
{
	print_message("%s\n", findings->violation);
	for (int i = 0; findings->moves[i] >= 0; i++)
		print_message("  process %d: %s\n", findings->moves[i] / MOVE_COUNT,
			      world_move_name(findings->moves[i] % MOVE_COUNT));
}

static void every_order_of_events_keeps_the_promises(void **state)
{
	struct world_findings findings;

	(void)state;
	for (int processes = 1; processes <= WORLD_PROCESSES; processes++) {
		const struct world_rules rules = {outbox_machine_step, processes, 0};

		world_explore(&rules, &findings);
		print_message("%d processes: %zu worlds, the farthest after %d moves\n", processes,
			      findings.worlds, findings.depth);
		if (findings.violation)
			print_way(&findings);
		assert_null(findings.violation);
	}
	assert_true(findings.worlds >= WORLDS_MIN);
	assert_true(findings.depth >= DEPTH_MIN);
}

/* Each safeguard around the machine is needed: without it some order breaks a promise. */
static void safeguards_are_needed(void **state)
{
	static const struct {
		unsigned gap;
		int processes; /* that many show it */
	} gaps[] = {
		{GAP_CLAIM_ONLY, 2}, {GAP_UPDATE_ALL, 2},   {GAP_DECIDE_ALL, 2},
		{GAP_NO_QUIET, 1},   {GAP_LATE_NETWORK, 1},
	};
	struct world_findings findings;

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(gaps); i++) {
		const struct world_rules rules = {outbox_machine_step, gaps[i].processes,
						  gaps[i].gap};

		world_explore(&rules, &findings);
		assert_non_null(findings.violation);
	}
}

/* --- broken machines --- */

struct mutant {
	enum outbox_state from;
	enum outbox_event event;
	struct outbox_step step;
};

static struct mutant mutant;

static struct outbox_step mutated(enum outbox_state state, enum outbox_event event)
{
	if (state == mutant.from && event == mutant.event)
		return mutant.step;
	return outbox_machine_step(state, event);
}

/* What the search finds: one process shows nearly everything, and fast. */
static const char *explore(const struct mutant *wrong, unsigned gaps)
{
	struct world_rules rules = {mutated, 1, gaps};
	struct world_findings findings;

	mutant = *wrong;
	for (; rules.processes <= WORLD_PROCESSES; rules.processes++) {
		world_explore(&rules, &findings);
		if (findings.violation)
			break;
	}
	return findings.violation;
}

#define WRONG(from, event, to, effect)                                                             \
	{                                                                                          \
		OUTBOX_##from, OUTBOX_EVENT_##event,                                               \
		{                                                                                  \
			OUTBOX_##to, OUTBOX_DO_##effect                                            \
		}                                                                                  \
	}

/* Found by where they lead alone, without the rules of single steps. Some mistakes are caught
 * before they do harm, by a reading or by the store: those the rules must find, below. */
static void likely_mistakes_break_a_promise(void **state)
{
	static const struct mutant mistakes[] = {
		WRONG(SENT, READ_EARLY, QUEUED, WAIT),
		WRONG(SENT, READ_EARLY, SENT, WRITE),
		WRONG(QUEUED, DUE, SENT, WRITE),
		WRONG(QUEUED, READ_NEEDED, QUEUED, WRITE),
		WRONG(SENT, WITHDRAWN, WITHDRAWN, FINISH),
		WRONG(SENT, TOO_OLD, OFFERED, WAIT),
		WRONG(QUEUED, TOO_OLD, SENT, WRITE),
		WRONG(QUEUED, TOO_OLD, QUEUED, READ),
		WRONG(SENT, WRITE_LOST, QUEUED, WAIT),
		WRONG(SENT, WRITE_LOST, SENT, WRITE),
		WRONG(SENT, WRITE_ACCEPTED, CONFIRMED, FINISH),
		WRONG(SENT, READ_FAILED, QUEUED, WAIT),
		WRONG(SENT, DUE, SENT, WRITE),
		WRONG(SENT, DUE, SENT, NOTHING),
		WRONG(OFFERED, DUE, QUEUED, READ),
		WRONG(OFFERED, RELEASED, SENT, WRITE),
	};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(mistakes); i++) {
		const char *violation = explore(&mistakes[i], GAP_NO_RULES);

		if (!violation)
			fail_msg("mistake %zu was not found", i);
		print_message("mistake %zu: %s\n", i, violation);
	}
}

/* These keep every promise and are only slower: the reading that would follow at once comes
 * after a pause, or the row waits as "sent" for a reading that shows what is known already.
 * To release what is queued changes nothing but the time of the next try. */
static bool is_only_slower(const struct mutant *wrong)
{
	static const struct mutant slower[] = {
		WRONG(QUEUED, RELEASED, QUEUED, WAIT),
		WRONG(SENT, WRITE_ACCEPTED, SENT, WAIT),
		WRONG(SENT, WRITE_NOT_SENT, SENT, WAIT),
		WRONG(SENT, WRITE_LOST, SENT, WAIT),
	};

	for (size_t i = 0; i < NINES_COUNT(slower); i++) {
		if (wrong->from == slower[i].from && wrong->event == slower[i].event &&
		    wrong->step.state == slower[i].step.state &&
		    wrong->step.effect == slower[i].step.effect)
			return true;
	}
	return false;
}

/* By the rule of a single step, or by where it leads. */
static bool is_found(const struct mutant *wrong, size_t *explored)
{
	if (world_rule_of_safety(wrong->from, wrong->event, wrong->step) ||
	    world_rule_of_progress(wrong->from, wrong->event, wrong->step))
		return true;
	++*explored;
	return explore(wrong, 0) != NULL;
}

/* Every other entry in a cell of the table. */
static void try_cell(enum outbox_state from, enum outbox_event event, size_t *explored)
{
	const struct outbox_step right = outbox_machine_step(from, event);

	for (int i = 0; i < OUTBOX_STATE_COUNT * (OUTBOX_DO_FINISH + 1); i++) {
		const struct mutant wrong = {from,
					     event,
					     {(enum outbox_state)(i % OUTBOX_STATE_COUNT),
					      (enum outbox_effect)(i / OUTBOX_STATE_COUNT)}};

		if (wrong.step.state == right.state && wrong.step.effect == right.effect)
			continue;
		if (is_found(&wrong, explored) == is_only_slower(&wrong))
			fail_msg("state %d, event %d to state %d, effect %d: %s", from, event,
				 wrong.step.state, wrong.step.effect,
				 is_only_slower(&wrong) ? "found" : "not found");
	}
}

static void every_other_table_breaks_a_promise(void **state)
{
	const int cells = OUTBOX_STATE_COUNT * OUTBOX_EVENT_COUNT;
	const int entries = OUTBOX_STATE_COUNT * (OUTBOX_DO_FINISH + 1);
	size_t explored = 0;

	(void)state;
	for (int cell = 0; cell < cells; cell++)
		try_cell((enum outbox_state)(cell / OUTBOX_EVENT_COUNT),
			 (enum outbox_event)(cell % OUTBOX_EVENT_COUNT), &explored);
	print_message("%d other entries: all found but those that are only slower, %zu of them"
		      " by exploring\n",
		      cells * (entries - 1), explored);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_order_of_events_keeps_the_promises),
		cmocka_unit_test(safeguards_are_needed),
		cmocka_unit_test(likely_mistakes_break_a_promise),
		cmocka_unit_test(every_other_table_breaks_a_promise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
