/* SPDX-License-Identifier: MIT
 * What a dashboard costs that nobody touches: memory, CPU, bytes written, at the real rate
 * of polls. Two run at once: over bodies that never change, and over the demonstration
 * world, which lives. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "nines/base/alloc.h"

#include "report.h"
#include "site.h"

enum {
	SOURCES = 10,
	PERIOD_MS = 15000,
	PERIODS = 3,
	SETTLE_MS = 6000,
	PATIENCE_MS = 20000,
	SLICE_MS = 100,
	HOUR_PERIODS = 3600000 / PERIOD_MS,
	MINUTE_EDGE_S = 2 /* the clock in the header is drawn then */
};

struct quiet {
	struct terminal terminal;
	int64_t cpu_us;
	size_t written;
	size_t off_minute; /* bytes that no change of the minute explains */
};

static void watch_slice(struct quiet *quiet)
{
	size_t before = quiet->terminal.written;
	bool is_edge;

	terminal_watch(&quiet->terminal, SLICE_MS);
	is_edge = time(NULL) % 60 < MINUTE_EDGE_S;
	quiet->written += quiet->terminal.written - before;
	if (!is_edge)
		quiet->off_minute += quiet->terminal.written - before;
}

static void begin(struct quiet *quiet)
{
	terminal_drain(&quiet->terminal, 0);
	quiet->cpu_us = terminal_cpu_us(&quiet->terminal);
}

static double cpu_per_hour(const struct quiet *quiet)
{
	int64_t now_us = terminal_cpu_us(&quiet->terminal);

	if (now_us < 0 || quiet->cpu_us < 0)
		return -1; /* it ended */
	return (double)(now_us - quiet->cpu_us) / 1e6 / PERIODS * HOUR_PERIODS;
}

static double memory_mb(const struct terminal *terminal)
{
	return (double)terminal_memory_kb(terminal, "VmRSS") / 1024;
}

static void report(const struct quiet *same, const struct quiet *lives, double floor_mb)
{
	report_row(&(struct report_row){"resident, 10 sources, same bodies", "MB",
					memory_mb(&same->terminal), floor_mb, -1, NULL});
	report_row(&(struct report_row){"CPU per hour, 10 sources, same bodies", "s",
					cpu_per_hour(same), -1, 1,
					"45 s at the real rate, times 80"});
	report_row(&(struct report_row){"written on an idle refresh", "bytes",
					(double)same->off_minute, 0, 0, "30 polls, nothing new"});
	report_row(&(struct report_row){"written when the minute changes", "bytes",
					(double)(same->written - same->off_minute), -1, -1,
					"in 45 s"});
	if (lives->terminal.pid == 0)
		return;
	report_row(&(struct report_row){"resident, 10 sources, living world", "MB",
					memory_mb(&lives->terminal), floor_mb, -1, NULL});
	report_row(&(struct report_row){"CPU per hour, 10 sources, living world", "s",
					cpu_per_hour(lives), -1, 1,
					"45 s at the real rate, times 80"});
}

/* The configuration of 10 sources over the demonstration, made by tests/bench/run; without
 * it only the other half is measured. */
static void start_living(struct site *site, struct quiet *lives)
{
	char *path = xasprintf("%s/living.ini", site->folder);
	FILE *file = fopen(path, "r");

	if (file) {
		fclose(file);
		site_run_file(site, &lives->terminal, path);
		terminal_until(&lives->terminal, "Payments", PATIENCE_MS);
	}
	free(path);
}

void measure_quiet(struct site *site)
{
	struct quiet same = {0}, lives = {0};
	struct terminal floor;
	double floor_mb;

	site_run_floor(site, &floor, "floor_start");
	terminal_until(&floor, "refresh", PATIENCE_MS);
	floor_mb = memory_mb(&floor);
	terminal_stop(&floor);
	start_living(site, &lives);
	site_run(site, &same.terminal, "small", SOURCES, "15s");
	terminal_until(&same.terminal, SITE_MARKER, PATIENCE_MS);
	terminal_watch(&same.terminal, SETTLE_MS);
	begin(&same);
	if (lives.terminal.pid)
		begin(&lives);
	for (int ms = 0; ms < PERIODS * PERIOD_MS; ms += SLICE_MS) {
		watch_slice(&same);
		if (lives.terminal.pid)
			terminal_drain(&lives.terminal, 0);
	}
	report(&same, &lives, floor_mb);
	terminal_stop(&same.terminal);
	if (lives.terminal.pid)
		terminal_stop(&lives.terminal);
}
