/* SPDX-License-Identifier: MIT
 * The only way to ask for the time. All times are int64_t milliseconds; names
 * end in `_ms`. Any thread. Tests set the clock before starting threads. */
#ifndef NINES_BASE_CLOCK_H
#define NINES_BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds since 1970-01-01 UTC. */
int64_t clock_wall_ms(void);
/* Milliseconds on a clock that never jumps; for deadlines and ages of polls. */
int64_t clock_mono_ms(void);
/* Fixes both clocks at these values until called again; a negative value gives
 * the real clock back. For tests. */
void clock_set_fake(int64_t wall_ms, int64_t mono_ms);
/* From now on the wall clock runs `speed` times as fast; the monotonic one doesn't. For
 * the demonstration: its world and the dashboard share the clock. Call it before any
 * thread is started. */
void clock_set_speed(double speed);

#endif
