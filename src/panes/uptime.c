/* SPDX-License-Identifier: MIT
 * Uptime of each service: by window, today and this week against the ones before, downtime
 * in minutes, what was seen and left out, and its days as status pages draw them. */
#include "config.h"

#include <math.h>
#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "panes/figure_cells.h"
#include "panes/list.h"
#include "panes/service_cells.h"

static const struct service *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static void cell_30d(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		     struct table_cell *cell)
{
	const struct service *service = row->record;

	figure_percent_cell(service->uptime[UPTIME_30D].ratio, service->objective, cell);
}

static void cell_count(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	figure_count(record(row)->window_uptime.total, cell->buffer);
	cell->text = cell->buffer;
	cell->role = ROLE_DIM;
}

/* "99.98 % -0.01": the running one, and the change in percentage points. */
static void change_cell(const struct service *service, const struct uptime *now,
			const struct uptime *before, struct table_cell *cell)
{
	int decimals = percent_decimals(service->objective);
	char percent[16], change[LABEL_MAX];

	percent_format(now->ratio, decimals, percent);
	figure_change(now->ratio, before->ratio, decimals, change);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s%s%s%s", percent,
		 isnan(now->ratio) ? "" : " %", change[0] ? " " : "", change);
	cell->text = cell->buffer;
	if (isnan(now->ratio))
		cell->role = ROLE_UNKNOWN;
	else if (!isnan(service->objective) && now->ratio < service->objective)
		cell->role = ROLE_CRITICAL;
}

static void cell_day(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		     struct table_cell *cell)
{
	const struct service *service = row->record;

	change_cell(service, &service->today, &service->yesterday, cell);
}

static void cell_week(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct service *service = row->record;

	change_cell(service, &service->this_week, &service->last_week, cell);
}

static void cell_down(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct service *service = row->record;
	char window[TIME_TEXT_MAX], minutes[LABEL_MAX];

	duration_format_exact(service->window_ms, window);
	figure_minutes(service->downtime_s, minutes);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s %.32s", window, minutes);
	cell->text = cell->buffer;
	if (isnan(service->downtime_s))
		cell->role = ROLE_UNKNOWN;
}

/* "90d 33 %": of the windows shown the one that was seen least, where that is not enough. */
static void cell_seen(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct service *service = row->record;
	double least = service->window_uptime.coverage;
	char window[TIME_TEXT_MAX], percent[16];

	duration_format_exact(service->window_ms, window);
	for (int i = 0; i < UPTIME_WINDOW_COUNT; i++) {
		double coverage = service->uptime[i].coverage;

		if (isnan(coverage) || (!isnan(least) && coverage >= least))
			continue;
		least = coverage;
		snprintf(window, sizeof(window), "%s", uptime_window_name[i]);
	}
	if (isnan(least) || least >= COVERAGE_ENOUGH)
		return;
	percent_format(least, 0, percent);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s %s %%", window, percent);
	cell->text = cell->buffer;
	cell->role = ROLE_WARNING;
}

static void cell_left_out(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	const struct service *service = row->record;

	if (service->maintenance_s <= 0)
		return;
	figure_minutes(service->maintenance_s, cell->buffer);
	cell->text = cell->buffer;
	cell->role = ROLE_MAINTENANCE;
}

static int compare_ratio(double a, double b)
{
	if (isnan(a) || isnan(b))
		return (isnan(a) != 0) - (isnan(b) != 0);
	return (a > b) - (a < b);
}

static int compare_title(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->title, record(b)->title);

	return order ? order : list_compare_id(a, b);
}

static int compare_30d(const void *a, const void *b)
{
	int order = compare_ratio(record(a)->uptime[UPTIME_30D].ratio,
				  record(b)->uptime[UPTIME_30D].ratio);

	return order ? order : compare_title(a, b);
}

static int compare_today(const void *a, const void *b)
{
	int order = compare_ratio(record(a)->today.ratio, record(b)->today.ratio);

	return order ? order : compare_title(a, b);
}

static int compare_down(const void *a, const void *b)
{
	int order = compare_ratio(-record(a)->downtime_s, -record(b)->downtime_s);

	return order ? order : compare_title(a, b);
}

static const struct table_column columns[] = {
	{.cell = service_cell_sign, .name = "", .min = 1, .max = 1, .keep = 2},
	{.cell = service_cell_title,
	 .name = N_("service"),
	 .min = 10,
	 .want = 20,
	 .max = 26,
	 .is_flexible = true,
	 .keep = 1,
	 .compare = compare_title},
	{.cell = service_cell_1d, .name = N_("1d"), .min = 6, .keep = 5, .align = TABLE_DECIMAL},
	{.cell = service_cell_7d, .name = N_("7d"), .min = 6, .keep = 8, .align = TABLE_DECIMAL},
	{.cell = cell_30d,
	 .name = N_("30d"),
	 .min = 6,
	 .keep = 3,
	 .align = TABLE_DECIMAL,
	 .compare = compare_30d},
	{.cell = service_cell_90d, .name = N_("90d"), .min = 6, .keep = 6, .align = TABLE_DECIMAL},
	{.cell = cell_seen,
	 .name = N_("seen"),
	 .min = 7,
	 .keep = 4,
	 .align = TABLE_RIGHT,
	 .is_optional = true},
	{.cell = cell_down,
	 .name = N_("down min"),
	 .min = 8,
	 .keep = 7,
	 .align = TABLE_DECIMAL,
	 .compare = compare_down},
	{.cell = cell_day,
	 .name = N_("today"),
	 .min = 7,
	 .keep = 10,
	 .align = TABLE_DECIMAL,
	 .compare = compare_today},
	{.cell = cell_week, .name = N_("this week"), .min = 9, .keep = 11, .align = TABLE_DECIMAL},
	{.cell = cell_left_out,
	 .name = N_("maint min"),
	 .min = 9,
	 .keep = 9,
	 .align = TABLE_DECIMAL,
	 .is_optional = true},
	{.cell = figure_cell_days,
	 .name = N_("days, to today"),
	 .min = 14,
	 .want = 30,
	 .max = 90,
	 .keep = 8,
	 .is_flexible = true},
	{.cell = cell_count, .name = N_("of"), .min = 5, .keep = 12, .align = TABLE_RIGHT},
	{.cell = figure_cell_method, .name = N_("counted as"), .min = 10, .max = 24, .keep = 13},
};

static const struct table_ops uptime_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_30d,
	.is_stale = service_row_is_stale,
};

static const struct list_words words = {
	.subject = SUBJECT_UPTIME,
	.none = N_("no services"),
	.not_asked = N_("no source tells of uptime"),
};

static void uptime_update(struct pane *pane)
{
	service_rows(pane, &uptime_table, &words);
}

const struct pane_ops uptime_pane = {
	.name = "uptime",
	.title = N_("uptime"),
	.about = N_("uptime of each service by window, day and week, with its last 90 days"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.detail = "service",
	.update = uptime_update,
	.draw = list_draw,
	.act = list_act,
	.targets = list_targets,
	.rows = &uptime_table,
	.table = list_table,
	.status = figure_status,
	.release = list_release,
};
