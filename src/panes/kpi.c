/* SPDX-License-Identifier: MIT
 * Key figures: MTTA and MTTR against their targets, incidents per week, severe incidents
 * this year and the year before. Every figure says its window and how many it counts. */
#include "config.h"

#include <math.h>
#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/panes/pane.h"
#include "nines/ui/label.h"
#include "nines/ui/sparkline.h"
#include "panes/figure_cells.h"
#include "panes/stats_lines.h"

enum { LABEL_COLUMNS = 11, KPI_ROWS = 7, TEXT_MAX = 256 };

/* One line: a label, the weeks, what they come to. */
struct figure {
	const char *label;
	struct spark spark;
	enum role role;
	char text[TEXT_MAX];
};

static int draw_figure(struct region region, int row, const struct figure *figure)
{
	int col = LABEL_COLUMNS;

	draw_text(region, at(row, 1, LABEL_COLUMNS - 2), ROLE_DIM, figure->label);
	if (figure->spark.count > 0)
		col += draw_sparkline(region, at(row, col, WEEK_COUNT), &figure->spark) + 1;
	draw_text(region, at(row, col, -1), figure->role, figure->text);
	return row + 1;
}

static void describe_duration(const struct duration_stat *stat, int64_t target_ms,
			      struct figure *figure)
{
	char median[LABEL_MAX], p90[LABEL_MAX], target[TIME_TEXT_MAX];

	label_seconds(stat->median, median);
	label_seconds(stat->p90, p90);
	duration_format_exact(target_ms, target);
	snprintf(figure->text, TEXT_MAX, _("median %s  n %zu  p90 %s  target %s"), median,
		 stat->count, p90, target_ms > 0 ? target : _("none"));
	figure->role = target_ms > 0 && stat->median * SECOND_MS > (double)target_ms ? ROLE_CRITICAL
										     : ROLE_TEXT;
}

static void describe_none(const struct snapshot *snapshot, struct figure *figure)
{
	figure->role = ROLE_UNKNOWN;
	snprintf(figure->text, TEXT_MAX, "%s",
		 snapshot->kpi.is_complete ? _("? no incident to count")
					   : _("? no incident to count in what is loaded"));
}

static int draw_duration(struct region region, int row, const struct snapshot *snapshot,
			 bool is_mtta)
{
	const struct kpi *kpi = &snapshot->kpi;
	const struct duration_stat *stat = is_mtta ? &kpi->mtta : &kpi->mttr;
	int64_t target_ms = is_mtta ? kpi->mtta_target_ms : kpi->mttr_target_ms;
	char window[TIME_TEXT_MAX], label[LABEL_COLUMNS + TIME_TEXT_MAX];
	double weeks[WEEK_COUNT];
	struct figure figure = {
		.label = label,
		.spark = {.values = weeks, .count = WEEK_COUNT, .low = 0, .high = NAN},
	};

	for (size_t i = 0; i < WEEK_COUNT; i++) {
		const struct week_view *week = &kpi->weeks[i];

		weeks[i] = is_mtta ? week->mtta.median : week->mttr.median;
	}
	figure.spark.target = target_ms > 0 ? (double)target_ms / SECOND_MS : NAN;
	duration_format_exact(kpi->window_ms, window);
	snprintf(label, sizeof(label), "%s %s", is_mtta ? _("MTTA") : _("MTTR"), window);
	if (stat->count > 0)
		describe_duration(stat, target_ms, &figure);
	else
		describe_none(snapshot, &figure);
	return draw_figure(region, row, &figure);
}

/* Weeks before the history begins are unknown, not quiet. */
static double week_count(const struct kpi *kpi, size_t index)
{
	const struct week_view *week = &kpi->weeks[index];
	int64_t end_ms = week->start_ms + 7 * (int64_t)DAY_MS;

	if (kpi->history_from_ms <= 0 || end_ms <= kpi->history_from_ms)
		return NAN;
	return (double)week->incidents;
}

/* NAN is drawn as '?'; figures of a history that is not complete may still grow. */
enum { COUNT_MAX = 24 };

static void count_text(double count, bool is_complete, char out[COUNT_MAX])
{
	if (isnan(count))
		snprintf(out, COUNT_MAX, "?");
	else
		snprintf(out, COUNT_MAX, "%.0f%s", count, is_complete ? "" : "+");
}

/* A week of which the history has only the end may have had more. */
static void week_text(const struct kpi *kpi, size_t index, char out[COUNT_MAX])
{
	count_text(week_count(kpi, index), kpi->history_from_ms <= kpi->weeks[index].start_ms, out);
}

static int draw_weeks(struct region region, int row, const struct snapshot *snapshot)
{
	const struct kpi *kpi = &snapshot->kpi;
	double weeks[WEEK_COUNT];
	char this_week[COUNT_MAX], last_week[COUNT_MAX];
	struct figure figure = {
		.label = _("incidents"),
		.spark = {.values = weeks,
			  .count = WEEK_COUNT,
			  .low = 0,
			  .high = NAN,
			  .target = NAN},
	};

	for (size_t i = 0; i < WEEK_COUNT; i++)
		weeks[i] = week_count(kpi, i);
	week_text(kpi, WEEK_COUNT - 1, this_week);
	week_text(kpi, WEEK_COUNT - 2, last_week);
	snprintf(figure.text, TEXT_MAX, _("this week %s, %zu severe  last week %s"), this_week,
		 kpi->weeks[WEEK_COUNT - 1].severe, last_week);
	return draw_figure(region, row, &figure);
}

static int draw_severe(struct region region, int row, const struct snapshot *snapshot)
{
	const struct kpi *kpi = &snapshot->kpi;
	struct figure figure = {.label = _("severe"), .role = ROLE_TEXT};
	char counts[4][COUNT_MAX];
	const double values[] = {kpi->severe_year, kpi->severe_last_year, kpi->severe_365d,
				 kpi->severe_previous_365d};

	for (size_t i = 0; i < NINES_COUNT(values); i++)
		count_text(values[i], kpi->is_complete, counts[i]);
	snprintf(figure.text, TEXT_MAX, _("this year %s, last year %s  365d %s, 365d before %s"),
		 counts[0], counts[1], counts[2], counts[3]);
	return draw_figure(region, row, &figure);
}

static int draw_history(struct region region, int row, const struct snapshot *snapshot)
{
	const struct kpi *kpi = &snapshot->kpi;
	const struct source_view *unwell = snapshot_unwell(snapshot, SUBJECT_HISTORY);
	struct figure figure = {.label = _("history"),
				.role = kpi->is_complete && !unwell ? ROLE_DIM : ROLE_WARNING};
	char since[TIME_TEXT_MAX];

	time_format_local(kpi->history_from_ms, "%Y-%m-%d", since);
	if (unwell)
		snprintf(figure.text, TEXT_MAX, _("since %s, but %s is %s: figures may change"),
			 since, unwell->name, _(source_state_name(unwell->state)));
	else
		snprintf(figure.text, TEXT_MAX,
			 kpi->is_complete ? _("since %s, complete")
					  : _("since %s, INCOMPLETE: figures may change"),
			 since);
	return draw_figure(region, row, &figure);
}

/* In the words and with the numbers of the pane of times. */
static int draw_method(struct region region, int row, const struct incident_tally *all)
{
	struct figure figure = {.label = _("counted"), .role = ROLE_DIM};
	char out[STATS_TEXT_MAX];

	stats_no_mtta(all, out);
	snprintf(figure.text, TEXT_MAX, _("%.160s; MTTR: all closed"), out);
	return draw_figure(region, row, &figure);
}

static int draw_cost(struct region region, int row, const struct kpi *kpi)
{
	struct figure figure = {.label = _("downtime"), .role = ROLE_TEXT};
	char window[TIME_TEXT_MAX], cost[LABEL_MAX];

	if (isnan(kpi->downtime_cost))
		return row;
	duration_format_exact(kpi->window_ms, window);
	figure_money(kpi->downtime_cost, kpi->currency, cost);
	snprintf(figure.text, TEXT_MAX, "%s %s", window, cost);
	return draw_figure(region, row, &figure);
}

static void kpi_update(struct pane *pane)
{
	pane->rows_wanted = KPI_ROWS;
}

static void kpi_draw(struct pane *pane, struct region region,
		     const struct pane_context *context NINES_UNUSED)
{
	const struct kpi *kpi = &pane->snapshot->kpi;
	int row = 0;

	if (kpi->history_from_ms <= 0) {
		row = stats_draw_none(region, pane->snapshot);
		draw_cost(region, row, kpi);
		return;
	}
	row = draw_duration(region, row, pane->snapshot, true);
	row = draw_duration(region, row, pane->snapshot, false);
	row = draw_weeks(region, row, pane->snapshot);
	row = draw_severe(region, row, pane->snapshot);
	row = draw_history(region, row, pane->snapshot);
	row = draw_cost(region, row, kpi);
	if (pane->snapshot->stats)
		draw_method(region, row, &pane->snapshot->stats->all);
}

static void append_median(const char *name, const struct duration_stat *stat, struct str *out)
{
	char median[LABEL_MAX];

	label_seconds(stat->median, median);
	str_printf(out, "%s %s  ", name, stat->count ? median : "?");
}

static void kpi_brief(const struct pane *pane, struct str *out)
{
	const struct kpi *kpi = &pane->snapshot->kpi;
	char window[TIME_TEXT_MAX];

	if (snapshot_knows(pane->snapshot, SUBJECT_HISTORY) == KNOWN_NOT_ASKED) {
		str_append(out, _("MTTA ?  MTTR ?  no source of incidents"));
		return;
	}
	append_median(_("MTTA"), &kpi->mtta, out);
	append_median(_("MTTR"), &kpi->mttr, out);
	duration_format_exact(kpi->window_ms, window);
	str_printf(out, "%s n %zu%s", window, kpi->mttr.count,
		   kpi->is_complete && !snapshot_unwell(pane->snapshot, SUBJECT_HISTORY)
			   ? ""
			   : _(" incomplete"));
}

const struct pane_ops kpi_pane = {
	.name = "kpi",
	.title = N_("key figures"),
	.about = N_("MTTA and MTTR by week against their targets, severe incidents by year"),
	.rows_min = 2,
	.cols_min = 20,
	.update = kpi_update,
	.draw = kpi_draw,
	.brief = kpi_brief,
};
