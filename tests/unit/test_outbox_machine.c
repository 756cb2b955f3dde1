/* SPDX-License-Identifier: MIT
 * All orders of events of one write: alone, and against a server that applies or loses it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/collect/outbox_machine.h"

static bool is_final(enum outbox_state state)
{
	return !outbox_state_is_open(state);
}

static void finished_rows_never_change(void **state)
{
	(void)state;
	for (int from = 0; from < OUTBOX_STATE_COUNT; from++) {
		for (int event = 0; event < OUTBOX_EVENT_COUNT; event++) {
			struct outbox_step step = outbox_machine_step((enum outbox_state)from,
								      (enum outbox_event)event);

			if (!is_final((enum outbox_state)from))
				continue;
			assert_int_equal(step.state, from);
			assert_int_equal(step.effect, OUTBOX_DO_NOTHING);
		}
	}
}

static void each_step_is_consistent(void **state)
{
	(void)state;
	for (int from = 0; from < OUTBOX_STATE_COUNT; from++) {
		for (int event = 0; event < OUTBOX_EVENT_COUNT; event++) {
			struct outbox_step step = outbox_machine_step((enum outbox_state)from,
								      (enum outbox_event)event);

			if (step.effect == OUTBOX_DO_NOTHING)
				assert_int_equal(step.state, from);
			if (step.effect == OUTBOX_DO_FINISH)
				assert_true(is_final(step.state));
			if (step.effect == OUTBOX_DO_WAIT || step.effect == OUTBOX_DO_READ)
				assert_false(is_final(step.state));
			/* a write only from "queued", after a reading, and SENT is stored first */
			if (step.effect == OUTBOX_DO_WRITE) {
				assert_int_equal(from, OUTBOX_QUEUED);
				assert_int_equal(event, OUTBOX_EVENT_READ_NEEDED);
				assert_int_equal(step.state, OUTBOX_SENT);
			}
		}
	}
}

/* What a row went through, whatever the order of events. */
struct past {
	enum outbox_state state;
	bool was_read_needed; /* the last reading said "needed", and nothing was sent since */
};

static void walk_all(struct past past, int depth)
{
	if (depth == 0)
		return;
	for (int event = 0; event < OUTBOX_EVENT_COUNT; event++) {
		struct outbox_step step = outbox_machine_step(past.state, (enum outbox_event)event);
		struct past next = {step.state, past.was_read_needed};

		if (event == OUTBOX_EVENT_READ_NEEDED)
			next.was_read_needed = true;
		if (step.effect == OUTBOX_DO_WRITE) {
			assert_true(next.was_read_needed);
			next.was_read_needed = false;
		}
		if (!is_final(step.state) || step.state != past.state)
			walk_all(next, depth - 1);
	}
}

static void no_order_of_events_writes_without_a_reading(void **state)
{
	(void)state;
	walk_all((struct past){OUTBOX_QUEUED, false}, 6);
	walk_all((struct past){OUTBOX_SENT, false}, 6);
}

/* A row and its server. `doing` is what is under way. */
struct world {
	enum outbox_state state;
	enum outbox_effect doing;
	int applied;
};

static void explore(struct world world, int depth);

static void happen(struct world world, enum outbox_event event, int depth)
{
	struct outbox_step step = outbox_machine_step(world.state, event);

	if (step.effect == OUTBOX_DO_NOTHING)
		return;
	world.state = step.state;
	world.doing = step.effect;
	explore(world, depth - 1);
}

static void check(const struct world *world)
{
	assert_true(world->applied <= 1);
	if (world->state == OUTBOX_QUEUED || world->state == OUTBOX_WITHDRAWN)
		assert_int_equal(world->applied, 0);
	if (world->state == OUTBOX_CONFIRMED)
		assert_int_equal(world->applied, 1);
}

static void explore_write(struct world world, int depth)
{
	struct world applied = {world.state, world.doing, world.applied + 1};

	happen(world, OUTBOX_EVENT_WRITE_NOT_SENT, depth);
	happen(world, OUTBOX_EVENT_WRITE_REFUSED, depth);
	happen(world, OUTBOX_EVENT_WRITE_LOST, depth);
	check(&applied);
	happen(applied, OUTBOX_EVENT_WRITE_LOST, depth);
	happen(applied, OUTBOX_EVENT_WRITE_ACCEPTED, depth);
	happen(applied, OUTBOX_EVENT_WRITE_DONE, depth);
	applied.doing = OUTBOX_DO_WAIT; /* killed after it was applied */
	explore(applied, depth - 1);
}

static void explore(struct world world, int depth)
{
	check(&world);
	if (depth <= 0 || is_final(world.state))
		return;
	if (world.doing == OUTBOX_DO_WRITE)
		explore_write(world, depth);
	if (world.doing == OUTBOX_DO_READ) {
		happen(world, world.applied ? OUTBOX_EVENT_READ_DONE : OUTBOX_EVENT_READ_NEEDED,
		       depth);
		happen(world, OUTBOX_EVENT_READ_FAILED, depth);
		happen(world, OUTBOX_EVENT_READ_REFUSED, depth);
	}
	if (world.doing == OUTBOX_DO_WAIT) {
		happen(world, OUTBOX_EVENT_DUE, depth);
		happen(world, OUTBOX_EVENT_TOO_OLD, depth);
		happen(world, OUTBOX_EVENT_RELEASED, depth);
		happen(world, OUTBOX_EVENT_WITHDRAWN, depth);
	} else {
		world.doing = OUTBOX_DO_WAIT; /* killed and started again */
		explore(world, depth - 1);
	}
}

static void a_write_is_applied_at_most_once(void **state)
{
	(void)state;
	explore((struct world){OUTBOX_QUEUED, OUTBOX_DO_WAIT, 0}, 12);
}

static void foreign_numbers_do_nothing(void **state)
{
	struct outbox_step step =
		outbox_machine_step(OUTBOX_STATE_COUNT, (enum outbox_event)OUTBOX_EVENT_DUE);

	(void)state;
	assert_int_equal(step.effect, OUTBOX_DO_NOTHING);
	step = outbox_machine_step(OUTBOX_QUEUED, OUTBOX_EVENT_COUNT);
	assert_int_equal(step.effect, OUTBOX_DO_NOTHING);
	assert_int_equal(step.state, OUTBOX_QUEUED);
}

static void the_next_look_is_the_first_that_is_due(void **state)
{
	const struct {
		struct outbox_waits waits;
		int64_t wait_ms;
	} cases[] = {
		{{4000, INT64_MAX, INT64_MAX}, 4000},
		{{300000, INT64_MAX, INT64_MAX}, 60000},
		{{4000, 1500, INT64_MAX}, 1501},
		{{4000, -7, INT64_MAX}, 0},
		{{60000, INT64_MAX, 2500}, 2501},
		{{60000, INT64_MAX, -1}, 0},
		{{60000, 900, 2500}, 901},
		{{60000, 2500, 900}, 901},
		{{1000, INT64_MAX, 900000}, 1000},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(outbox_machine_wait_ms(&cases[i].waits), cases[i].wait_ms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finished_rows_never_change),
		cmocka_unit_test(each_step_is_consistent),
		cmocka_unit_test(no_order_of_events_writes_without_a_reading),
		cmocka_unit_test(a_write_is_applied_at_most_once),
		cmocka_unit_test(foreign_numbers_do_nothing),
		cmocka_unit_test(the_next_look_is_the_first_that_is_due),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
