/* SPDX-License-Identifier: MIT
 * Times to acknowledge, to resolve and to the first note: by week against the target, by
 * month, severity, team and service. Medians first: such durations are skewed. */
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

enum { HEAD_ROWS = 5, NARROW_WEEKS = 12, WIDE_COLUMNS = 100, FEW = 10 };

/* What a row is about, in the order of the sections. */
enum kind { KIND_MONTH, KIND_SEVERITY, KIND_TEAM, KIND_SERVICE };

static const char *const kind_names[] = {N_("month"), N_("severity"), N_("team"), N_("service")};

struct times_row {
	enum kind kind;
	size_t place; /* in its section */
	const char *name;
	const struct incident_tally *tally;
	int64_t mtta_target_ms, mttr_target_ms;
};

struct times {
	struct list list;
	struct arena arena; /* rows and ids */
};

static const struct times_row *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static int compare_sections(const void *a, const void *b)
{
	const struct times_row *x = record(a), *y = record(b);

	if (x->kind != y->kind)
		return (int)x->kind - (int)y->kind;
	return (x->place > y->place) - (x->place < y->place);
}

static int compare_counts(const void *a, const void *b)
{
	size_t x = record(a)->tally->incidents, y = record(b)->tally->incidents;

	return x != y ? (x < y ? 1 : -1) : compare_sections(a, b);
}

/* The longest first, unknown ones last. */
static int compare_medians(double x, double y, const void *a, const void *b)
{
	if (isnan(x) || isnan(y))
		return isnan(x) == isnan(y) ? compare_sections(a, b) : isnan(x) ? 1 : -1;
	return x != y ? (x < y ? 1 : -1) : compare_sections(a, b);
}

static int compare_mtta(const void *a, const void *b)
{
	return compare_medians(record(a)->tally->mtta.median, record(b)->tally->mtta.median, a, b);
}

static int compare_mttr(const void *a, const void *b)
{
	return compare_medians(record(a)->tally->mttr.median, record(b)->tally->mttr.median, a, b);
}

static void cell_kind(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	cell->text = _(kind_names[record(row)->kind]);
	cell->role = ROLE_DIM;
}

static void cell_name(const struct table_row *row, const struct table_scene *scene,
		      struct table_cell *cell)
{
	const struct times_row *own = record(row);
	const struct service *service =
		own->kind == KIND_SERVICE ? snapshot_service(scene->snapshot, own->name) : NULL;

	cell->text = service ? service->title : *own->name ? own->name : _("not said");
	if (own->kind == KIND_SEVERITY && *own->name)
		cell->text = own->name + sizeof("severity ") - 1;
}

/* A month that history doesn't reach may have had more. */
static void cell_count(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	const struct incident_tally *tally = record(row)->tally;

	snprintf(cell->buffer, sizeof(cell->buffer), "%zu%s", tally->incidents,
		 tally->is_known ? "" : "+");
	cell->text = cell->buffer;
	if (tally->is_known || tally->incidents > 0)
		return;
	cell->text = "?";
	cell->role = ROLE_UNKNOWN;
}

static void cell_few(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		     struct table_cell *cell)
{
	const struct incident_tally *tally = record(row)->tally;

	if (tally->incidents > 0 && (tally->mtta.count < FEW || tally->mttr.count < FEW))
		cell->text = _("few");
	cell->role = ROLE_WARNING;
}

static void cell_severe(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	const struct incident_tally *tally = record(row)->tally;

	if (tally->is_known || tally->incidents > 0)
		stats_number_cell(cell, tally->severe);
}

static void put_seconds(struct table_cell *cell, double seconds, int64_t target_ms)
{
	bool is_over = target_ms > 0 && seconds * SECOND_MS > (double)target_ms;
	char text[LABEL_MAX];

	label_seconds(seconds, text);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s%s", isnan(seconds) ? "-" : text,
		 is_over ? "!" : "");
	cell->text = cell->buffer;
	cell->role = isnan(seconds) ? ROLE_DIM : is_over ? ROLE_CRITICAL : ROLE_TEXT;
}

static void cell_mtta(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	put_seconds(cell, record(row)->tally->mtta.median, record(row)->mtta_target_ms);
}

static void cell_mttr(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	put_seconds(cell, record(row)->tally->mttr.median, record(row)->mttr_target_ms);
}

static void cell_mtta_p90(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	put_seconds(cell, record(row)->tally->mtta.p90, 0);
}

static void cell_mttr_p90(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	put_seconds(cell, record(row)->tally->mttr.p90, 0);
}

static void cell_mttr_mean(const struct table_row *row,
			   const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	put_seconds(cell, record(row)->tally->mttr.mean, 0);
	cell->role = ROLE_DIM;
}

static void cell_note(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	put_seconds(cell, record(row)->tally->mttn.median, 0);
}

static void cell_out(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		     struct table_cell *cell)
{
	const struct incident_tally *tally = record(row)->tally;

	stats_number_cell(cell, tally->incidents - tally->mtta.count);
}

static const struct table_column columns[] = {
	{.cell = cell_kind, .name = N_("by"), .min = 5, .max = 8, .keep = 8},
	{.cell = cell_name,
	 .name = "",
	 .min = 8,
	 .want = 14,
	 .max = 26,
	 .keep = 1,
	 .is_flexible = true},
	{.cell = cell_count,
	 .name = N_("n"),
	 .min = 3,
	 .keep = 3,
	 .align = TABLE_RIGHT,
	 .compare = compare_counts},
	{.cell = cell_few, .name = "", .min = 3, .keep = 4, .is_optional = true},
	{.cell = cell_severe, .name = N_("severe"), .min = 6, .keep = 9, .align = TABLE_RIGHT},
	{.cell = cell_mtta,
	 .name = N_("MTTA"),
	 .min = 7,
	 .keep = 2,
	 .align = TABLE_DECIMAL,
	 .compare = compare_mtta},
	{.cell = cell_mtta_p90, .name = N_("p90"), .min = 7, .keep = 6, .align = TABLE_DECIMAL},
	{.cell = cell_mttr,
	 .name = N_("MTTR"),
	 .min = 7,
	 .keep = 3,
	 .align = TABLE_DECIMAL,
	 .compare = compare_mttr},
	{.cell = cell_mttr_p90, .name = N_("p90"), .min = 7, .keep = 7, .align = TABLE_DECIMAL},
	{.cell = cell_mttr_mean, .name = N_("mean"), .min = 7, .keep = 11, .align = TABLE_DECIMAL},
	{.cell = cell_note, .name = N_("1st note"), .min = 8, .keep = 10, .align = TABLE_DECIMAL},
	{.cell = cell_out, .name = N_("no MTTA"), .min = 7, .keep = 12, .align = TABLE_RIGHT},
};

static const struct table_ops times_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_sections,
};

static const struct list_words words = {
	.subject = SUBJECT_HISTORY,
	.none = N_("no incident to count"),
	.not_asked = N_("no source of incidents is configured"),
};

/* Against the targets of the platform: a service's own are in its detail. */
static void add_row(struct pane *pane, struct table *table, const struct times_row *row)
{
	struct times *times = pane->priv;
	struct times_row *own = arena_alloc(&times->arena, sizeof(*own));

	*own = *row;
	own->mtta_target_ms = pane->snapshot->kpi.mtta_target_ms;
	own->mttr_target_ms = pane->snapshot->kpi.mttr_target_ms;
	table_add(table, arena_printf(&times->arena, "%s:%s", kind_names[row->kind], row->name),
		  own);
}

static void add_groups(struct pane *pane, struct table *table, enum kind kind,
		       const struct group_tally *groups, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *name = groups[i].name;
		bool is_shown = kind == KIND_SERVICE ? stats_matches(pane, name, NULL, NULL)
				: kind == KIND_TEAM  ? stats_matches(pane, NULL, name, name)
						     : stats_matches(pane, NULL, name, NULL);

		if (is_shown)
			add_row(pane, table,
				&(struct times_row){.kind = kind,
						    .place = i,
						    .name = name,
						    .tally = &groups[i].tally});
		else
			table->hidden++;
	}
}

static void add_months(struct pane *pane, struct table *table, const struct incident_stats *stats)
{
	for (size_t i = 0; i < STATS_MONTHS; i++) {
		const struct period_tally *month = &stats->months[STATS_MONTHS - 1 - i];

		if (stats_matches(pane, NULL, month->name, NULL))
			add_row(pane, table,
				&(struct times_row){.kind = KIND_MONTH,
						    .place = i,
						    .name = month->name,
						    .tally = &month->tally});
		else
			table->hidden++;
	}
}

static void times_update(struct pane *pane)
{
	const char *why;
	const struct incident_stats *stats = stats_of_snapshot(pane->snapshot, &why);
	struct table *table = list_begin(pane, &times_table);

	arena_clear(&((struct times *)pane->priv)->arena);
	if (stats) {
		add_months(pane, table, stats);
		add_groups(pane, table, KIND_SEVERITY, stats->severities, stats->severity_count);
		add_groups(pane, table, KIND_TEAM, stats->teams, stats->team_count);
		add_groups(pane, table, KIND_SERVICE, stats->services, stats->service_count);
	}
	list_end(pane, &words);
	pane->rows_wanted +=
		stats ? HEAD_ROWS + stats_history_rows(pane->snapshot, stats->is_complete) : 0;
}

/* One measure: its weeks, and what the stretch comes to. */
struct headline {
	const char *name;
	struct duration_stat stat;
	int64_t target_ms;
	double weeks[STATS_WEEKS];
};

static void describe(const struct headline *line, bool is_wide, char out[STATS_TEXT_MAX])
{
	char median[LABEL_MAX], p90[LABEL_MAX], mean[LABEL_MAX], target[TIME_TEXT_MAX];
	bool is_over =
		line->target_ms > 0 && line->stat.median * SECOND_MS > (double)line->target_ms;

	if (line->stat.count == 0) {
		snprintf(out, STATS_TEXT_MAX, _("? none known"));
		return;
	}
	label_seconds(line->stat.median, median);
	label_seconds(line->stat.p90, p90);
	label_seconds(line->stat.mean, mean);
	duration_format_exact(line->target_ms, target);
	snprintf(out, STATS_TEXT_MAX, _("median %s  n %zu%s%s%s  p90 %s%s%s"), median,
		 line->stat.count, line->stat.count < FEW ? _(" few") : "",
		 line->target_ms > 0 ? (is_over ? _("  OVER ") : _("  under ")) : "",
		 line->target_ms > 0 ? target : "", p90, is_wide ? _("  mean ") : "",
		 is_wide ? mean : "");
}

static int draw_headline(struct region region, int row, const struct headline *line,
			 const char *window)
{
	size_t count = region.cols >= WIDE_COLUMNS ? STATS_WEEKS : NARROW_WEEKS;
	struct spark spark = {
		.values = line->weeks + STATS_WEEKS - count,
		.count = count,
		.low = 0,
		.high = NAN,
		.target = line->target_ms > 0 ? (double)line->target_ms / SECOND_MS : NAN,
	};
	char label[STATS_LABEL_COLUMNS + TIME_TEXT_MAX], text[STATS_TEXT_MAX];
	bool is_over =
		line->target_ms > 0 && line->stat.median * SECOND_MS > (double)line->target_ms;
	int col = STATS_LABEL_COLUMNS;

	snprintf(label, sizeof(label), "%s %s", _(line->name), window);
	draw_text(region, at(row, 1, STATS_LABEL_COLUMNS - 2), ROLE_DIM, label);
	col += draw_sparkline(region, at(row, col, (int)count), &spark) + 1;
	describe(line, region.cols >= WIDE_COLUMNS, text);
	draw_text(region, at(row, col, -1),
		  line->stat.count == 0 ? ROLE_UNKNOWN
		  : is_over             ? ROLE_CRITICAL
					: ROLE_TEXT,
		  text);
	return row + 1;
}

static int draw_headlines(struct region region, int row, const struct snapshot *snapshot)
{
	const struct incident_stats *stats = snapshot->stats;
	struct headline mtta = {
		.name = "MTTA", .stat = stats->all.mtta, .target_ms = snapshot->kpi.mtta_target_ms};
	struct headline mttr = {
		.name = "MTTR", .stat = stats->all.mttr, .target_ms = snapshot->kpi.mttr_target_ms};
	struct headline note = {.name = N_("note"), .stat = stats->all.mttn};
	char window[TIME_TEXT_MAX];

	for (size_t i = 0; i < STATS_WEEKS; i++) {
		mtta.weeks[i] = stats->weeks[i].tally.mtta.median;
		mttr.weeks[i] = stats->weeks[i].tally.mttr.median;
		note.weeks[i] = stats->weeks[i].tally.mttn.median;
	}
	duration_format_exact(stats->to_ms - stats->from_ms, window);
	row = draw_headline(region, row, &mtta, window);
	row = draw_headline(region, row, &mttr, window);
	return draw_headline(region, row, &note, window);
}

static int draw_counted(struct region region, int row, const struct incident_tally *all)
{
	char text[STATS_TEXT_MAX], out[STATS_TEXT_MAX];

	stats_no_mtta(all, out);
	snprintf(text, sizeof(text), _("%zu, %.160s; MTTR: all closed; reopened %zu"),
		 all->incidents, out, all->reopened);
	row = stats_line(region, row, _("counted"), ROLE_DIM, text);
	return stats_line(region, row, _("read"), ROLE_DIM,
			  _("the median: times are skewed; few = n < 10: no trend"));
}

static void times_draw(struct pane *pane, struct region region, const struct pane_context *context)
{
	const char *why;
	const struct incident_stats *stats = stats_of_snapshot(pane->snapshot, &why);
	int row = 0;

	if (!stats) {
		stats_draw_none(region, pane->snapshot);
		return;
	}
	row = draw_headlines(region, row, pane->snapshot);
	row = draw_counted(region, row, &stats->all);
	row = stats_history_line(region, row, pane->snapshot, stats->is_complete);
	if (region.rows - row >= 2)
		list_draw(pane, region_part(region, row, 0, region.rows - row, region.cols),
			  context);
}

static void times_status(const struct pane *pane, struct str *out)
{
	const struct table *table = &((const struct list *)pane->priv)->table;
	const char *sort = table->ops ? table_sort_name(table) : NULL;

	if (table->hidden > 0)
		str_printf(out, _("%zu of %zu; head: all, "), table->rows.len,
			   table->rows.len + table->hidden);
	str_append(out, _("to acknowledge, resolve, first note"));
	if (sort)
		str_printf(out, _(", by %s"), _(sort));
}

static void times_release(struct pane *pane)
{
	arena_release(&((struct times *)pane->priv)->arena);
	list_release(pane);
}

const struct pane_ops times_pane = {
	.name = "times",
	.title = N_("times"),
	.about = N_(
		"time to acknowledge, resolve and first note: by week, month, severity, team and "
		"service"),
	.priv_size = sizeof(struct times),
	.rows_min = 2,
	.cols_min = 20,
	.update = times_update,
	.draw = times_draw,
	.act = list_act,
	.rows = &times_table,
	.table = list_table,
	.status = times_status,
	.release = times_release,
};
