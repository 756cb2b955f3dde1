/* SPDX-License-Identifier: MIT
 * The hand-over of snapshots. The life of a snapshot is replaced by a counter here. */
#include "config.h"

#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "nines/base/alloc.h"
#include "nines/collect/slot.h"

enum { ROUNDS = 2000 };

static atomic_int alive;

const struct snapshot *snapshot_ref(const struct snapshot *snapshot)
{
	atomic_fetch_add(&((struct snapshot *)snapshot)->refs, 1);
	return snapshot;
}

void snapshot_unref(const struct snapshot *snapshot)
{
	if (!snapshot || atomic_fetch_sub(&((struct snapshot *)snapshot)->refs, 1) != 1)
		return;
	atomic_fetch_sub(&alive, 1);
	free((struct snapshot *)snapshot);
}

static const struct snapshot *snapshot_numbered(uint64_t generation)
{
	struct snapshot *snapshot = xcalloc(1, sizeof(*snapshot));

	atomic_init(&snapshot->refs, 1);
	snapshot->generation = generation;
	atomic_fetch_add(&alive, 1);
	return snapshot;
}

static bool is_readable(const struct slot *slot)
{
	struct pollfd fd = {.fd = slot_fd(slot), .events = POLLIN};

	return poll(&fd, 1, 0) == 1;
}

static void newest_snapshot_wins(void **state)
{
	struct err err = {0};
	struct slot *slot = slot_new(&err);
	const struct snapshot *got;

	(void)state;
	assert_non_null(slot);
	assert_null(slot_acquire(slot));
	for (uint64_t i = 1; i <= 100; i++)
		slot_publish(slot, snapshot_numbered(i));
	assert_int_equal(atomic_load(&alive), 1);
	assert_true(is_readable(slot));
	got = slot_acquire(slot);
	assert_int_equal(got->generation, 100);
	assert_false(is_readable(slot));
	snapshot_unref(got);
	slot_free(slot);
	slot_free(NULL);
	assert_int_equal(atomic_load(&alive), 0);
}

static void *publish_many(void *context)
{
	for (uint64_t i = 1; i <= ROUNDS; i++)
		slot_publish(context, snapshot_numbered(i));
	return NULL;
}

static void reader_sees_the_last_one_in_order(void **state)
{
	struct err err = {0};
	struct slot *slot = slot_new(&err);
	uint64_t last = 0;
	pthread_t thread;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, publish_many, slot), 0);
	while (last < ROUNDS) {
		struct pollfd fd = {.fd = slot_fd(slot), .events = POLLIN};
		const struct snapshot *got;

		assert_int_equal(poll(&fd, 1, 10000), 1);
		got = slot_acquire(slot);
		assert_non_null(got);
		assert_true(got->generation >= last);
		last = got->generation;
		snapshot_unref(got);
	}
	pthread_join(thread, NULL);
	assert_false(is_readable(slot));
	slot_free(slot);
	assert_int_equal(atomic_load(&alive), 0);
}

static void returned_snapshot_is_freed_by_the_sweep(void **state)
{
	struct err err = {0};
	struct slot *slot = slot_new(&err);

	(void)state;
	for (uint64_t i = 1; i <= 20; i++) {
		slot_publish(slot, snapshot_numbered(i));
		slot_return(slot, slot_acquire(slot));
	}
	assert_true(atomic_load(&alive) > 1);
	assert_true(atomic_load(&alive) < 20); /* what waits is bounded */
	slot_sweep(slot);
	assert_int_equal(atomic_load(&alive), 1);
	slot_return(slot, slot_acquire(slot));
	slot_return(slot, NULL);
	slot_free(slot);
	assert_int_equal(atomic_load(&alive), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(newest_snapshot_wins),
		cmocka_unit_test(reader_sees_the_last_one_in_order),
		cmocka_unit_test(returned_snapshot_is_freed_by_the_sweep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
