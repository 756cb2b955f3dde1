/* SPDX-License-Identifier: MIT
 * The command queue: order, bound, wake-up, and several writers at once. */
#include "config.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "nines/collect/queue.h"

enum { WRITERS = 4, EACH = 500 };

static void commands_come_out_in_order(void **state)
{
	struct queue *queue = queue_new(NULL, NULL);
	struct command in = {.kind = COMMAND_WRITE, .verb = VERB_ACK};
	struct command out;

	(void)state;
	assert_false(queue_pop(queue, &out));
	for (int round = 0; round < 3 * QUEUE_MAX; round++) {
		in.pressed_ms = round;
		assert_true(queue_push(queue, &in));
		assert_true(queue_pop(queue, &out));
		assert_int_equal(out.pressed_ms, round);
	}
	memcpy(in.incident_id, "pd:Q1", 6);
	assert_true(queue_push(queue, &in));
	assert_true(queue_pop(queue, &out));
	assert_string_equal(out.incident_id, "pd:Q1");
	queue_free(queue);
}

static void full_queue_refuses(void **state)
{
	struct queue *queue = queue_new(NULL, NULL);
	struct command command = {.kind = COMMAND_REFRESH};

	(void)state;
	for (int i = 0; i < QUEUE_MAX; i++)
		assert_true(queue_push(queue, &command));
	assert_false(queue_push(queue, &command));
	assert_true(queue_pop(queue, &command));
	assert_true(queue_push(queue, &command));
	queue_free(queue);
	queue_free(NULL);
}

static void count_wake(void *context)
{
	atomic_fetch_add((atomic_int *)context, 1);
}

static void *write_many(void *context)
{
	struct command command = {.kind = COMMAND_WRITE};

	for (int i = 0; i < EACH;) {
		command.pressed_ms = i;
		i += queue_push(context, &command);
	}
	return NULL;
}

static void nothing_is_lost_between_threads(void **state)
{
	atomic_int wakes = 0;
	struct queue *queue = queue_new(count_wake, &wakes);
	pthread_t threads[WRITERS];
	struct command command;
	int64_t sum = 0;
	int count = 0;

	(void)state;
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_many, queue), 0);
	while (count < WRITERS * EACH) {
		if (!queue_pop(queue, &command))
			continue;
		count++;
		sum += command.pressed_ms;
	}
	for (int i = 0; i < WRITERS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(sum, (int64_t)WRITERS * EACH * (EACH - 1) / 2);
	assert_int_equal(atomic_load(&wakes), WRITERS * EACH);
	assert_false(queue_pop(queue, &command));
	queue_free(queue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_come_out_in_order),
		cmocka_unit_test(full_queue_refuses),
		cmocka_unit_test(nothing_is_lost_between_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
