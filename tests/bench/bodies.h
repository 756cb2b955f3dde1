/* SPDX-License-Identifier: MIT
 * Bodies of any size, as the servers would send them. All times are whole minutes before
 * `now_ms`. */
#ifndef NINES_BENCH_BODIES_H
#define NINES_BENCH_BODIES_H

#include <stddef.h>
#include <stdint.h>

#include "nines/base/str.h"

/* Where a body may be changed without changing its length: so many digits. */
enum { BODY_DIGITS = 9 };

/* Alertmanager's list of alerts, `count` of them or as many as fit into `size` bytes (0 = no
 * limit), of `services` services. The result is the offset of the digits. */
size_t body_alerts(struct str *out, size_t count, size_t size, size_t services, int64_t now_ms);
/* A Prometheus vector with one number for each service. */
void body_vector(struct str *out, size_t services, int64_t now_ms);
/* One page of PagerDuty's analytics: `count` closed incidents of `services` services, spread
 * over `days` before `now_ms`. */
void body_analytics(struct str *out, size_t count, size_t services, int days, int64_t now_ms);

#endif
