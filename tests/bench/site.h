/* SPDX-License-Identifier: MIT
 * Where the measured programs live: a folder of their own, and a server on loopback that
 * gives the same small bodies again and again, or a large one that is new at each poll. */
#ifndef NINES_BENCH_SITE_H
#define NINES_BENCH_SITE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/str.h"

#include "terminal.h"

enum { SITE_BIG_BYTES = 50 * 1000 * 1000, SITE_SERVICES = 200 };

/* The service name that a picture with data shows. */
#define SITE_MARKER "svc-00001"

struct site {
	const char *folder;   /* HOME of the programs */
	const char *programs; /* the build folder */
	struct stub *stub;
	struct str small, big, calm;
	size_t digits;            /* offset in `big` */
	_Atomic size_t big_polls; /* how often the large body was sent */
	_Atomic bool is_calm;     /* the large body has gone */
};

/* Starts the server; `programs` and `folder` are kept. */
void site_start(struct site *site, const char *programs, const char *folder);
/* Stops it and frees the bodies. */
void site_stop(struct site *site);
/* Writes NAME.ini with `count` Alertmanagers below `path` of the server ("small", "big"),
 * each polled every `refresh`, and starts nines with it. */
void site_run(struct site *site, struct terminal *terminal, const char *path, int count,
	      const char *refresh);
/* Starts nines with the configuration in `file`. */
void site_run_file(const struct site *site, struct terminal *terminal, const char *file);
/* Starts one of the floors. */
void site_run_floor(const struct site *site, struct terminal *terminal, const char *name);

/* The measurements, each prints its rows. */
void measure_start(struct site *site);
void measure_keys(struct site *site);
void measure_quiet(struct site *site);
void measure_parse(void);
void measure_model(void);
void measure_rows(void);
void measure_history(const char *folder);

#endif
