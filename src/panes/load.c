/* SPDX-License-Identifier: MIT
 * Who carries the pages: each team and its people. By team and name: it is no ranking. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "panes/list.h"
#include "panes/stats_lines.h"

enum { LOAD_WEEKS = 12 };

/* A team, or one of its people. */
struct load_row {
	size_t place;
	const struct team_load *team;
	const struct person_load *person; /* NULL = the row of the team */
	double weeks[LOAD_WEEKS];
};

struct load {
	struct list list;
	struct arena arena;
};

static const struct load_row *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static int compare_places(const void *a, const void *b)
{
	size_t x = record(a)->place, y = record(b)->place;

	return (x > y) - (x < y);
}

static void cell_who(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		     struct table_cell *cell)
{
	const struct load_row *own = record(row);

	cell->role = own->person ? ROLE_TEXT : ROLE_STRONG;
	if (!own->person)
		cell->text = *own->team->name ? own->team->name : _("no team");
	else if (*own->person->name)
		snprintf(cell->buffer, sizeof(cell->buffer), "  %s", own->person->name);
	else
		snprintf(cell->buffer, sizeof(cell->buffer), _("  not known whom"));
	if (own->person)
		cell->text = cell->buffer;
	if (own->person && !*own->person->name)
		cell->role = ROLE_UNKNOWN;
}

static void cell_pages(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	const struct load_row *own = record(row);

	stats_number_cell(cell, own->person ? own->person->pages : own->team->pages);
}

static void cell_out(const struct table_row *row, const struct table_scene *scene,
		     struct table_cell *cell)
{
	const struct load_row *own = record(row);

	stats_number_cell(cell, own->person ? own->person->out_of_hours : own->team->out_of_hours);
	if (!scene->snapshot->stats->has_work_hours)
		cell->text = "?";
}

static void cell_asleep(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell)
{
	const struct load_row *own = record(row);

	stats_number_cell(cell, own->person ? own->person->asleep : own->team->asleep);
	if (!scene->snapshot->stats->has_sleep_hours)
		cell->text = "?";
}

static void cell_nights(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell)
{
	if (!record(row)->person)
		return;
	stats_number_cell(cell, record(row)->person->nights);
	if (!scene->snapshot->stats->has_sleep_hours)
		cell->text = "?";
}

/* Where no shift is known, none is counted. */
static void cell_shifts(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell)
{
	const struct load_row *own = record(row);

	stats_number_cell(cell, own->person ? own->person->shifts : own->team->shifts);
	if (scene->snapshot->stats->has_shifts)
		return;
	cell->text = "?";
	cell->role = ROLE_UNKNOWN;
}

static void cell_busy(const struct table_row *row, const struct table_scene *scene,
		      struct table_cell *cell)
{
	const struct load_row *own = record(row);
	size_t busy = own->person ? own->person->busy_shifts : own->team->busy_shifts;

	stats_number_cell(cell, busy);
	if (busy > 0)
		cell->role = ROLE_WARNING;
	if (scene->snapshot->stats->has_shifts)
		return;
	cell->text = "?";
	cell->role = ROLE_UNKNOWN;
}

static void cell_rate(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct load_row *own = record(row);

	if (!own->person)
		return;
	if (isnan(own->person->pages_per_week)) {
		cell->text = "?";
		cell->role = ROLE_UNKNOWN;
		return;
	}
	snprintf(cell->buffer, sizeof(cell->buffer), "%.1f", own->person->pages_per_week);
	cell->text = cell->buffer;
}

/* Of a team: pages of the middle shift and of the fullest. */
static void cell_per_shift(const struct table_row *row,
			   const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	const struct load_row *own = record(row);

	if (own->person)
		return;
	cell->text = "?";
	cell->role = ROLE_UNKNOWN;
	if (isnan(own->team->pages_per_shift_median))
		return;
	snprintf(cell->buffer, sizeof(cell->buffer), "%.0f/%.0f", own->team->pages_per_shift_median,
		 own->team->pages_per_shift_max);
	cell->text = cell->buffer;
	cell->role = ROLE_TEXT;
}

/* Jain's index: cut, so that only equal shares read 1.00. */
static void cell_fairness(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	const struct load_row *own = record(row);

	if (own->person)
		return;
	cell->text = "?";
	cell->role = ROLE_UNKNOWN;
	if (isnan(own->team->fairness))
		return;
	snprintf(cell->buffer, sizeof(cell->buffer), "%.2f",
		 floor(own->team->fairness * 100 + 1e-9) / 100);
	cell->text = cell->buffer;
	cell->role = ROLE_TEXT;
}

static void cell_hours(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	if (!record(row)->person)
		return;
	cell->text = "-";
	cell->role = ROLE_DIM;
	if (record(row)->person->pages == 0)
		return;
	label_seconds(record(row)->person->handling_hours * HOUR_MS / SECOND_MS, cell->buffer);
	cell->text = cell->buffer;
	cell->role = ROLE_TEXT;
}

static void cell_trend(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	const struct load_row *own = record(row);

	if (!own->person || !*own->person->name)
		return;
	cell->is_spark = true;
	cell->spark = (struct spark){
		.values = own->weeks, .count = LOAD_WEEKS, .low = 0, .high = NAN, .target = NAN};
}

static const struct table_column columns[] = {
	{.cell = cell_who,
	 .name = N_("who"),
	 .min = 14,
	 .want = 20,
	 .max = 28,
	 .keep = 1,
	 .is_flexible = true},
	{.cell = cell_pages, .name = N_("pages"), .min = 5, .keep = 2, .align = TABLE_RIGHT},
	{.cell = cell_out, .name = N_("off-hours"), .min = 9, .keep = 3, .align = TABLE_RIGHT},
	{.cell = cell_asleep, .name = N_("asleep"), .min = 6, .keep = 4, .align = TABLE_RIGHT},
	{.cell = cell_nights, .name = N_("nights"), .min = 6, .keep = 10, .align = TABLE_RIGHT},
	{.cell = cell_shifts, .name = N_("shifts"), .min = 6, .keep = 9, .align = TABLE_RIGHT},
	{.cell = cell_busy, .name = N_("over 2"), .min = 6, .keep = 5, .align = TABLE_RIGHT},
	{.cell = cell_rate, .name = N_("a week"), .min = 6, .keep = 7, .align = TABLE_DECIMAL},
	{.cell = cell_per_shift, .name = N_("shift"), .min = 5, .keep = 8, .align = TABLE_RIGHT},
	{.cell = cell_fairness, .name = N_("fair"), .min = 4, .keep = 6, .align = TABLE_RIGHT},
	{.cell = cell_hours, .name = N_("handling"), .min = 8, .keep = 12, .align = TABLE_RIGHT},
	{.cell = cell_trend, .name = N_("12 weeks"), .min = 12, .max = 12, .keep = 11},
};

static const struct table_ops load_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_places,
};

static void add_row(struct pane *pane, struct table *table, const struct team_load *team,
		    const struct person_load *person)
{
	struct load *own = pane->priv;
	struct load_row *row = arena_alloc(&own->arena, sizeof(*row));

	row->place = table->rows.len;
	row->team = team;
	row->person = person;
	for (size_t i = 0; person && i < LOAD_WEEKS; i++)
		row->weeks[i] = person->weeks[i];
	table_add(table,
		  arena_printf(&own->arena, "%s:%s", team->name,
			       person ? *person->name ? person->name : "?" : ""),
		  row);
}

/* The rows of a team, from the first of its people on; returns where the next begins. */
static size_t add_team(struct pane *pane, struct table *table, const struct team_load *team,
		       size_t first)
{
	const struct incident_stats *stats = pane->snapshot->stats;
	size_t i;

	if (stats_matches(pane, NULL, team->name, team->name))
		add_row(pane, table, team, NULL);
	else
		table->hidden++;
	for (i = first; i < stats->person_count; i++) {
		const struct person_load *person = &stats->people[i];

		if (strcmp(person->team, team->name) != 0)
			break;
		if (stats_matches(pane, NULL, person->name, team->name))
			add_row(pane, table, team, person);
		else
			table->hidden++;
	}
	return i;
}

static void load_update(struct pane *pane)
{
	const char *why;
	const struct incident_stats *stats = stats_of_snapshot(pane->snapshot, &why);
	const struct list_words words = {
		.subject = SUBJECT_HISTORY,
		.none = why ? stats_bare(why) : N_("nobody was paged or on call"),
		.not_asked = N_("no source of incidents is configured"),
	};
	struct table *table = list_begin(pane, &load_table);
	size_t next = 0;

	arena_clear(&((struct load *)pane->priv)->arena);
	for (size_t i = 0; stats && i < stats->team_load_count; i++)
		next = add_team(pane, table, &stats->teams_load[i], next);
	list_end(pane, &words);
	pane->rows_wanted += stats ? stats_history_rows(pane->snapshot, stats->is_complete) : 0;
}

static void load_draw(struct pane *pane, struct region region, const struct pane_context *context)
{
	const char *why;
	const struct incident_stats *stats = stats_of_snapshot(pane->snapshot, &why);
	int row = stats ? stats_history_line(region, 0, pane->snapshot, stats->is_complete) : 0;

	list_draw(pane, region_part(region, row, 0, region.rows - row, region.cols), context);
}

static void load_status(const struct pane *pane, struct str *out)
{
	const char *why;
	const struct incident_stats *stats = stats_of_snapshot(pane->snapshot, &why);
	char window[TIME_TEXT_MAX];
	size_t people = 0;

	if (!stats) {
		str_append(out, "?");
		return;
	}
	for (size_t i = 0; i < stats->person_count; i++)
		people += *stats->people[i].name != '\0';
	duration_format_exact(stats->to_ms - stats->from_ms, window);
	list_status_of_all(pane, out);
	str_printf(out, _("%zu people, %zu pages, %s; over 2: shifts of more than 2 incidents"),
		   people, stats->pages, window);
}

static void load_release(struct pane *pane)
{
	arena_release(&((struct load *)pane->priv)->arena);
	list_release(pane);
}

const struct pane_ops load_pane = {
	.name = "load",
	.title = N_("on-call load"),
	.about = N_(
		"pages per person and shift, out of hours and asleep, and how even they are shared"),
	.priv_size = sizeof(struct load),
	.rows_min = 2,
	.cols_min = 20,
	.update = load_update,
	.draw = load_draw,
	.act = list_act,
	.rows = &load_table,
	.table = list_table,
	.status = load_status,
	.release = load_release,
};
