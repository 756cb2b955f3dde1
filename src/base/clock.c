/* SPDX-License-Identifier: MIT
 * The only way to ask for the time. */
#include "config.h"

#include "nines/base/clock.h"

#include <stdatomic.h>
#include <time.h>

/* What tests have set; negative: the real clock. */
static _Atomic int64_t fake_wall_ms = -1;
static _Atomic int64_t fake_mono_ms = -1;

static int64_t read_clock(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_wall_ms(void)
{
	int64_t fake = atomic_load(&fake_wall_ms);

	return fake >= 0 ? fake : read_clock(CLOCK_REALTIME);
}

int64_t clock_mono_ms(void)
{
	int64_t fake = atomic_load(&fake_mono_ms);

	return fake >= 0 ? fake : read_clock(CLOCK_MONOTONIC);
}

void clock_set_fake(int64_t wall_ms, int64_t mono_ms)
{
	atomic_store(&fake_wall_ms, wall_ms);
	atomic_store(&fake_mono_ms, mono_ms);
}
