/* SPDX-License-Identifier: MIT
 * From a key to the last byte of its frame. The floor gets the same keys in turn, so that
 * what else the machine does hits both. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "nines/base/alloc.h"
#include "nines/base/ident.h"

#include "report.h"
#include "site.h"

enum {
	KEYS = 300,
	WARM_UP = 10,
	PAUSE_MS = 15, /* at most, between two keys */
	PATIENCE_MS = 60000,
	CALM_MS = 6000
};

struct sample {
	double nines[KEYS], floor[KEYS];
	size_t nines_count, floor_count;
};

static void press(struct terminal *terminal, int number, double *values, size_t *count)
{
	int64_t us = terminal_key(terminal, number % 2 ? 'k' : 'j');

	if (us >= 0 && number >= WARM_UP)
		values[(*count)++] = (double)us / 1000;
}

static void press_all(struct terminal *nines, struct terminal *floor, struct sample *sample)
{
	for (int i = 0; i < WARM_UP + KEYS; i++) {
		press(floor, i, sample->floor, &sample->floor_count);
		press(nines, i, sample->nines, &sample->nines_count);
		terminal_watch(nines, (int)random_below(PAUSE_MS));
	}
}

static void report(struct sample *sample, const char *when, double goal, const char *note)
{
	char name[64];

	snprintf(name, sizeof(name), "key to frame, %s, median", when);
	report_row(&(struct report_row){
		name, "ms", report_quantile(sample->nines, sample->nines_count, 0.5),
		report_quantile(sample->floor, sample->floor_count, 0.5), -1, note});
	snprintf(name, sizeof(name), "key to frame, %s, p99", when);
	report_row(&(struct report_row){
		name, "ms", report_quantile(sample->nines, sample->nines_count, 0.99),
		report_quantile(sample->floor, sample->floor_count, 0.99), goal, note});
	snprintf(name, sizeof(name), "key to frame, %s, worst", when);
	report_row(&(struct report_row){
		name, "ms", report_quantile(sample->nines, sample->nines_count, 1),
		report_quantile(sample->floor, sample->floor_count, 1), -1, note});
}

static void measure_idle(struct site *site, struct terminal *floor)
{
	struct sample *sample = xcalloc(1, sizeof(*sample));
	struct terminal nines;

	site_run(site, &nines, "small", 3, "15s");
	terminal_until(&nines, SITE_MARKER, PATIENCE_MS);
	terminal_drain(&nines, 500);
	press_all(&nines, floor, sample);
	report(sample, "idle", 2, NULL);
	terminal_stop(&nines);
	free(sample);
}

static void report_memory(struct site *site, struct terminal *nines)
{
	long busy_kb = terminal_memory_kb(nines, "VmRSS");
	long peak_kb = terminal_memory_kb(nines, "VmHWM");

	report_row(&(struct report_row){"resident while 50 MB bodies are polled", "MB",
					(double)busy_kb / 1024, -1, -1, NULL});
	report_row(&(struct report_row){"the same, highest", "MB", (double)peak_kb / 1024, -1, -1,
					NULL});
	atomic_store(&site->is_calm, true);
	terminal_watch(nines, CALM_MS);
	report_row(&(struct report_row){"resident after the 50 MB bodies are gone", "MB",
					(double)terminal_memory_kb(nines, "VmRSS") / 1024, -1, -1,
					NULL});
}

static void measure_busy(struct site *site, struct terminal *floor)
{
	struct sample *sample = xcalloc(1, sizeof(*sample));
	struct terminal nines;
	char note[64];
	size_t polls;

	atomic_store(&site->is_calm, false);
	site_run(site, &nines, "big", 1, "1s");
	terminal_until(&nines, SITE_MARKER, PATIENCE_MS);
	polls = atomic_load(&site->big_polls);
	press_all(&nines, floor, sample);
	snprintf(note, sizeof(note), "%zu bodies of %d MB in that time",
		 atomic_load(&site->big_polls) - polls, SITE_BIG_BYTES / 1000000);
	report(sample, "50 MB polls", 6, note);
	report_memory(site, &nines);
	terminal_stop(&nines);
	free(sample);
}

void measure_keys(struct site *site)
{
	struct terminal floor;

	site_run_floor(site, &floor, "floor_screen");
	terminal_until(&floor, "refresh", PATIENCE_MS);
	measure_idle(site, &floor);
	measure_busy(site, &floor);
	terminal_stop(&floor);
}
