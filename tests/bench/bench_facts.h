/* SPDX-License-Identifier: MIT
 * Facts in bulk. */
#ifndef NINES_BENCH_BENCH_FACTS_H
#define NINES_BENCH_BENCH_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/model/fact.h"

enum { BENCH_SERVICES = 10000, BENCH_DAYS = 30 };

/* The name of a service, in the arena of `facts`. */
const char *bench_service_name(struct facts *facts, size_t number);
/* `count` incidents of the last BENCH_DAYS, of all services. */
struct facts *bench_incidents(size_t count, bool is_open, int64_t now_ms);

#endif
