/* SPDX-License-Identifier: MIT
 * From exec to the first frame, and to the first frame with data. */
#include "config.h"

#include "report.h"
#include "site.h"

enum { RUNS = 9, PATIENCE_MS = 10000 };

/* The last word of the floor's footer, and of ours at this width: the frame is complete. */
#define FLOOR_FOOTER "refresh"
#define FOOTER       "pane"

/* Milliseconds until `marker`, after `before` when that isn't NULL. */
static double time_ms(struct terminal *terminal, const char *before, const char *marker)
{
	int64_t us;

	if (before)
		terminal_until(terminal, before, PATIENCE_MS);
	us = terminal_until(terminal, marker, PATIENCE_MS);
	return us < 0 ? 1e9 : (double)us / 1000;
}

void measure_start(struct site *site)
{
	double floors[RUNS], frames[RUNS], data[RUNS];
	double floor;

	for (int i = 0; i < RUNS; i++) {
		struct terminal terminal;

		site_run_floor(site, &terminal, "floor_start");
		floors[i] = time_ms(&terminal, NULL, FLOOR_FOOTER);
		terminal_stop(&terminal);
		site_run(site, &terminal, "small", 3, "15s");
		frames[i] = time_ms(&terminal, NULL, FOOTER);
		data[i] = time_ms(&terminal, NULL, SITE_MARKER);
		terminal_stop(&terminal);
	}
	floor = report_quantile(floors, RUNS, 0.5);
	report_row(&(struct report_row){"exec to first frame", "ms",
					report_quantile(frames, RUNS, 0.5), floor, -1,
					"median of 9"});
	report_row(&(struct report_row){"exec to first frame with data", "ms",
					report_quantile(data, RUNS, 0.5), floor, -1,
					"3 sources on loopback"});
}
