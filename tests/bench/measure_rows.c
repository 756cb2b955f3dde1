/* SPDX-License-Identifier: MIT
 * From a key to its frame over 100,000 open incidents, the slowest of those that look at all
 * of them. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/clock.h"
#include "nines/base/timefmt.h"
#include "nines/model/build.h"
#include "nines/ui/view.h"

#include "bench_facts.h"
#include "report.h"
#include "site.h"

enum { ROWS = 100000, LINES = 50, COLUMNS = 160, RUNS = 5, KEYS_MAX = 24 };

struct rows {
	const struct snapshot *snapshots[2];
	struct view *view;
	struct canvas canvas;
	int64_t now_ms;
};

static const struct snapshot *make_snapshot(const struct facts *facts, struct catalog *catalog,
					    int64_t now_ms, uint64_t generation)
{
	const struct source_input source = {
		.view = {.name = "pager", .type = "pagerduty", .state = SOURCE_LIVE},
		.facts = &facts,
		.fact_count = 1};
	const struct build_input input = {.now_ms = now_ms,
					  .generation = generation,
					  .catalog = catalog,
					  .sources = &source,
					  .source_count = 1};

	return snapshot_build(&input);
}

static void draw(struct rows *rows)
{
	canvas_reset(&rows->canvas, LINES, COLUMNS);
	view_draw(rows->view, &rows->canvas, rows->now_ms);
}

static double key_ms(struct rows *rows, const char *key)
{
	int64_t begun_us = bench_cpu_us();

	view_key(rows->view, key, false);
	draw(rows);
	return (double)(bench_cpu_us() - begun_us) / 1000;
}

static double new_snapshot_ms(struct rows *rows, int run)
{
	int64_t begun_us = bench_cpu_us();

	view_set_snapshot(rows->view, rows->snapshots[run % 2]);
	draw(rows);
	return (double)(bench_cpu_us() - begun_us) / 1000;
}

/* The slowest of the keys, one after the other. */
static double slowest_ms(struct rows *rows, const char *const *keys)
{
	double worst = 0;

	for (size_t i = 0; keys[i]; i++) {
		double ms = key_ms(rows, keys[i]);

		worst = ms > worst ? ms : worst;
	}
	return worst;
}

/* The least that a filter needs: to look into each title once. */
static double find_floor_ms(const struct snapshot *snapshot)
{
	int64_t begun_us = bench_cpu_us();
	size_t found = 0;

	for (size_t i = 0; i < snapshot->incident_count; i++)
		found += strstr(snapshot->incidents[i].title, "fail") != NULL;
	if (found != snapshot->incident_count)
		exit(1);
	return (double)(bench_cpu_us() - begun_us) / 1000;
}

static int compare_services(const void *a, const void *b)
{
	const struct incident *left = *(const struct incident *const *)a;
	const struct incident *right = *(const struct incident *const *)b;

	return strcmp(left->service, right->service);
}

/* The least that a sort needs: to sort pointers to the rows by a text. */
static double sort_floor_ms(const struct snapshot *snapshot)
{
	int64_t begun_us = bench_cpu_us();
	const struct incident **sorted = xcalloc(snapshot->incident_count, sizeof(*sorted));

	for (size_t i = 0; i < snapshot->incident_count; i++)
		sorted[i] = &snapshot->incidents[i];
	qsort(sorted, snapshot->incident_count, sizeof(sorted[0]), compare_services);
	free(sorted);
	return (double)(bench_cpu_us() - begun_us) / 1000;
}

static void open_view(struct rows *rows, const struct keymap *keymap)
{
	const struct view_config config = {.keymap = keymap, .layout = "incidents"};

	canvas_init(&rows->canvas, LINES, COLUMNS);
	rows->view = view_new(&config);
	view_set_snapshot(rows->view, rows->snapshots[0]);
	draw(rows);
}

static void report(const char *what, double *values, double *floors, double ratio, const char *note)
{
	double floor = report_quantile(floors, RUNS, 0.5);
	char name[64];

	snprintf(name, sizeof(name), "100,000 rows: %s", what);
	report_row(&(struct report_row){name, "ms CPU", report_quantile(values, RUNS, 0.5), floor,
					ratio * floor, note});
}

static void measure_keys_over(struct rows *rows)
{
	static const struct {
		const char *name;
		const char *keys[KEYS_MAX];
		bool sorts;
		double ratio; /* of the goal to the floor */
	} cases[] = {
		{"move, page, end", {"j", "PageDown", "G", "k", "Home"}, false, 1},
		{"a letter of a filter",
		 {"/", "f", "a", "i", "l", "s", "Backspace", "Esc"},
		 false,
		 10},
		{"a letter of a filter with fields",
		 {"/", "s", "e", "v", ":", "<", "=", "2", " ", "!", "f", "o", "o", "Esc"},
		 false,
		 10},
		{"sort by each column", {"s", "s", "s", "s", "s", "s", "s", "s"}, true, 10},
		{"reverse the sort", {"I", "I"}, true, 4},
		{"group by each field", {"B", "B", "B", "B"}, true, 4},
	};
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		double values[RUNS], floors[RUNS];

		for (int run = 0; run < RUNS; run++) {
			values[run] = slowest_ms(rows, cases[i].keys);
			floors[run] = cases[i].sorts ? sort_floor_ms(rows->snapshots[0])
						     : find_floor_ms(rows->snapshots[0]);
		}
		report(cases[i].name, values, floors, cases[i].ratio,
		       cases[i].sorts ? "floor: one sort of the rows by a text"
				      : "floor: one look into each title");
	}
}

static void measure_snapshots_over(struct rows *rows)
{
	double values[RUNS], floors[RUNS];

	for (int run = 0; run < RUNS; run++) {
		values[run] = new_snapshot_ms(rows, run + 1);
		floors[run] = sort_floor_ms(rows->snapshots[0]);
	}
	report("first frame of a new snapshot", values, floors, 10,
	       "floor: one sort of the rows by a text");
}

void measure_rows(void)
{
	struct rows rows = {.now_ms = clock_wall_ms()};
	struct keymap *keymap = keymap_new(NULL, NULL);
	struct catalog *catalog = catalog_new(BENCH_DAYS * (int64_t)DAY_MS);
	struct facts *facts = bench_incidents(ROWS, true, rows.now_ms);

	for (int i = 0; i < 2; i++)
		rows.snapshots[i] = make_snapshot(facts, catalog, rows.now_ms, (uint64_t)i + 1);
	open_view(&rows, keymap);
	measure_keys_over(&rows);
	measure_snapshots_over(&rows);
	view_free(rows.view);
	canvas_release(&rows.canvas);
	for (int i = 0; i < 2; i++)
		snapshot_unref(rows.snapshots[i]);
	facts_unref(facts);
	catalog_free(catalog);
	keymap_free(keymap);
}
