/* SPDX-License-Identifier: MIT
 * What downtime cost this month and year, and what the next nine would bring: by service, and
 * of the platform in the last lines. */
#include "config.h"

#include <math.h>
#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "panes/figure_cells.h"
#include "panes/list.h"
#include "panes/service_cells.h"

enum { SENTENCE_MAX = 320, TABLE_ROWS_MIN = 3 };

static const struct service *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static void cell_month(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	figure_minutes_cell(record(row)->cost_month.down_s, cell);
}

static void cell_month_money(const struct table_row *row,
			     const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	figure_money_cell(record(row)->cost_month.amount, record(row), cell);
}

static void cell_year(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	figure_minutes_cell(record(row)->cost_year.down_s, cell);
}

static void cell_year_money(const struct table_row *row,
			    const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	figure_money_cell(record(row)->cost_year.amount, record(row), cell);
}

/* How much of a stretch was seen, where that is not enough. */
static void seen_cell(const struct cost *cost, struct table_cell *cell)
{
	char percent[16];

	if (isnan(cost->coverage) || cost->coverage >= COVERAGE_ENOUGH)
		return;
	percent_format(cost->coverage, 0, percent);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s %%", percent);
	cell->text = cell->buffer;
	cell->role = ROLE_WARNING;
}

static void cell_month_seen(const struct table_row *row,
			    const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	seen_cell(&record(row)->cost_month, cell);
}

static void cell_year_seen(const struct table_row *row,
			   const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	seen_cell(&record(row)->cost_year, cell);
}

static void cell_price(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	figure_money_cell(record(row)->cost_per_minute, record(row), cell);
	cell->role = ROLE_DIM;
}

/* The ratio with ten times less unavailability: a digit more than the objective has. */
static void cell_next(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	char percent[16];

	figure_percent_cell(record(row)->next_nine.to, NAN, cell);
	if (isnan(record(row)->next_nine.to))
		return;
	percent_format(record(row)->next_nine.to, percent_decimals(record(row)->next_nine.to),
		       percent);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s %%", percent);
	cell->role = ROLE_TARGET;
}

static void cell_saves(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	figure_minutes_cell(record(row)->next_nine.saved_s, cell);
}

static void cell_saves_money(const struct table_row *row,
			     const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	figure_money_cell(record(row)->next_nine.saved_amount, record(row), cell);
}

static void cell_costs(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	double cost = record(row)->next_nine.cost_amount;

	if (isnan(cost))
		return;
	figure_money(cost, record(row)->currency, cell->buffer);
	cell->text = cell->buffer;
}

static void cell_pays(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct next_nine *next = &record(row)->next_nine;

	if (isnan(next->cost_amount) || isnan(next->saved_amount))
		return;
	cell->text = next->is_paid ? _("yes") : _("no");
	cell->role = next->is_paid ? ROLE_STRONG : ROLE_TEXT;
}

/* The most first; what is not known after what is. */
static int compare_number(double a, double b)
{
	if (isnan(a) || isnan(b))
		return (isnan(a) != 0) - (isnan(b) != 0);
	return (a < b) - (a > b);
}

static int compare_title(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->title, record(b)->title);

	return order ? order : list_compare_id(a, b);
}

static int compare_month(const void *a, const void *b)
{
	int order = compare_number(record(a)->cost_month.amount, record(b)->cost_month.amount);

	if (order == 0)
		order = compare_number(record(a)->cost_month.down_s, record(b)->cost_month.down_s);
	return order ? order : compare_title(a, b);
}

static int compare_year(const void *a, const void *b)
{
	int order = compare_number(record(a)->cost_year.amount, record(b)->cost_year.amount);

	return order ? order : compare_month(a, b);
}

static int compare_saves(const void *a, const void *b)
{
	int order = compare_number(record(a)->next_nine.saved_amount,
				   record(b)->next_nine.saved_amount);

	return order ? order : compare_month(a, b);
}

static const struct table_column columns[] = {
	{.cell = service_cell_title,
	 .name = N_("service"),
	 .min = 10,
	 .want = 14,
	 .max = 26,
	 .is_flexible = true,
	 .keep = 1,
	 .compare = compare_title},
	{.cell = cell_month,
	 .name = N_("month min"),
	 .min = 9,
	 .keep = 3,
	 .align = TABLE_DECIMAL,
	 .compare = compare_month},
	{.cell = cell_month_money, .name = N_("cost"), .min = 8, .keep = 2, .align = TABLE_DECIMAL},
	{.cell = cell_month_seen,
	 .name = N_("seen"),
	 .min = 4,
	 .keep = 4,
	 .align = TABLE_RIGHT,
	 .is_optional = true},
	{.cell = cell_year,
	 .name = N_("year min"),
	 .min = 8,
	 .keep = 7,
	 .align = TABLE_DECIMAL,
	 .compare = compare_year},
	{.cell = cell_year_money, .name = N_("cost"), .min = 8, .keep = 6, .align = TABLE_DECIMAL},
	{.cell = cell_year_seen,
	 .name = N_("seen"),
	 .min = 4,
	 .keep = 8,
	 .align = TABLE_RIGHT,
	 .is_optional = true},
	{.cell = cell_price, .name = N_("a minute"), .min = 8, .keep = 10, .align = TABLE_DECIMAL},
	{.cell = cell_next, .name = N_("next nine"), .min = 9, .keep = 9, .align = TABLE_DECIMAL},
	{.cell = cell_saves,
	 .name = N_("saves min"),
	 .min = 9,
	 .keep = 5,
	 .align = TABLE_DECIMAL,
	 .compare = compare_saves},
	{.cell = cell_saves_money,
	 .name = N_("saves"),
	 .min = 8,
	 .keep = 8,
	 .align = TABLE_DECIMAL},
	{.cell = cell_costs,
	 .name = N_("costs"),
	 .min = 8,
	 .keep = 11,
	 .align = TABLE_RIGHT,
	 .is_optional = true},
	{.cell = cell_pays, .name = N_("pays"), .min = 4, .keep = 12, .is_optional = true},
};

static const struct table_ops cost_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_month,
	.is_stale = service_row_is_stale,
};

static const struct list_words words = {
	.subject = SUBJECT_SERVICES,
	.none = N_("no services"),
	.not_asked = N_("no source tells of services"),
};

static void cost_update(struct pane *pane)
{
	service_rows(pane, &cost_table, &words);
	pane->rows_wanted += 3; /* the sentences below */
}

/* "platform: 38.8 min and 3,888 USD this month, ...; the next nine ..." */
static void describe_platform(const struct kpi *kpi, char *out, size_t size)
{
	char month_min[LABEL_MAX], month[LABEL_MAX], year[LABEL_MAX], next[SENTENCE_MAX];

	figure_minutes(kpi->cost_month.down_s, month_min);
	figure_money(kpi->cost_month.amount, kpi->currency, month);
	figure_money(kpi->cost_year.amount, kpi->currency, year);
	figure_next_nine(&kpi->next_nine, kpi->currency, next, sizeof(next));
	snprintf(out, size, _("platform: month %s min, %s; year %s; %.200s"), month_min, month,
		 year, next);
}

static void cost_draw(struct pane *pane, struct region region, const struct pane_context *context)
{
	const struct service *service = list_selected(pane);
	char platform[2 * SENTENCE_MAX], next[SENTENCE_MAX], sentence[2 * SENTENCE_MAX] = "";
	enum role role = ROLE_TEXT;
	int below, above;

	describe_platform(&pane->snapshot->kpi, platform, sizeof(platform));
	if (service) {
		role = figure_next_nine(&service->next_nine, service->currency, next, sizeof(next));
		snprintf(sentence, sizeof(sentence), "%.60s: %s", service->title, next);
	}
	below = figure_wrapped_rows(platform, region.cols) +
		figure_wrapped_rows(sentence, region.cols);
	above = region.rows - below;
	if (above < TABLE_ROWS_MIN)
		above = region.rows < TABLE_ROWS_MIN ? region.rows : TABLE_ROWS_MIN;
	list_draw(pane, region_part(region, 0, 0, above, region.cols), context);
	above += figure_wrapped(region, above, role, sentence);
	figure_wrapped(region, above, ROLE_STRONG, platform);
}

const struct pane_ops cost_pane = {
	.name = "cost",
	.title = N_("cost"),
	.about = N_("what downtime cost this month and year, and whether the next nine pays"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.detail = "service",
	.update = cost_update,
	.draw = cost_draw,
	.act = list_act,
	.targets = list_targets,
	.rows = &cost_table,
	.table = list_table,
	.status = list_status,
	.release = list_release,
};
