/* SPDX-License-Identifier: MIT
 * The only way to ask for the time. */
#include "config.h"

#include "nines/base/clock.h"

#include <stdatomic.h>
#include <time.h>

/* What tests have set; negative: the real clock. */
static _Atomic int64_t fake_wall_ms = -1;
static _Atomic int64_t fake_mono_ms = -1;
/* How fast the wall clock runs since `began_ms`; set before threads start. */
static double wall_speed = 1;
static int64_t began_ms;

static int64_t read_clock(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_wall_ms(void)
{
	int64_t fake = atomic_load(&fake_wall_ms);

	if (fake >= 0)
		return fake;
	if (wall_speed == 1)
		return read_clock(CLOCK_REALTIME);
	return began_ms + (int64_t)((double)(read_clock(CLOCK_REALTIME) - began_ms) * wall_speed);
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

void clock_set_speed(double speed)
{
	began_ms = read_clock(CLOCK_REALTIME);
	wall_speed = speed;
}
