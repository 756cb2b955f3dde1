/* SPDX-License-Identifier: MIT
 * Objectives, the worst first: budget, burn rates, which rules fire and which never can;
 * then the services that have none. */
#include "config.h"

#include <math.h>
#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "panes/figure_cells.h"
#include "panes/list.h"
#include "panes/service_cells.h"

/* How an objective stands, the worst first. */
enum standing {
	STANDING_PAGE,
	STANDING_TICKET,
	STANDING_SPENT,
	STANDING_LOW,
	STANDING_OK,
	STANDING_UNKNOWN,
	STANDING_NONE
};

/* Less of the budget than this is worth a warning. */
static const double BUDGET_LOW = 0.25;

static const struct service *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static enum standing standing(const struct service *service)
{
	if (isnan(service->objective))
		return STANDING_NONE;
	if (service->burn_alarm != BURN_ALARM_NONE)
		return service->burn_alarm == BURN_ALARM_PAGE ? STANDING_PAGE : STANDING_TICKET;
	if (isnan(service->budget_remaining))
		return STANDING_UNKNOWN;
	if (service->budget_remaining <= 0)
		return STANDING_SPENT;
	return service->budget_remaining < BUDGET_LOW ? STANDING_LOW : STANDING_OK;
}

static void cell_standing(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	static const struct {
		const char *word;
		enum role role;
	} words[] = {
		[STANDING_PAGE] = {N_("PAGE"), ROLE_CRITICAL},
		[STANDING_TICKET] = {N_("ticket"), ROLE_WARNING},
		[STANDING_SPENT] = {N_("spent"), ROLE_CRITICAL},
		[STANDING_LOW] = {N_("low"), ROLE_WARNING},
		[STANDING_OK] = {N_("ok"), ROLE_OK},
		[STANDING_UNKNOWN] = {"?", ROLE_UNKNOWN},
		[STANDING_NONE] = {N_("no SLO"), ROLE_DIM},
	};
	enum standing which = standing(record(row));

	cell->text = _(words[which].word);
	cell->role = words[which].role;
}

/* "99.95 % 30d" */
static void cell_objective(const struct table_row *row,
			   const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	const struct service *service = row->record;
	char percent[16], window[TIME_TEXT_MAX];

	cell->role = ROLE_TARGET;
	if (isnan(service->objective)) {
		cell->text = "-";
		return;
	}
	percent_format(service->objective, percent_decimals(service->objective), percent);
	duration_format_exact(service->window_ms, window);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s %% %s", percent, window);
	cell->text = cell->buffer;
}

static void cell_uptime(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	figure_percent_cell(record(row)->window_uptime.ratio, record(row)->objective, cell);
}

/* "12.3/43.2": minutes that are left of those allowed. */
static void cell_left(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct service *service = row->record;
	char left[LABEL_MAX], all[LABEL_MAX];

	if (isnan(service->objective))
		return;
	figure_minutes(service->budget_remaining * service->budget_seconds, left);
	figure_minutes(service->budget_seconds, all);
	snprintf(cell->buffer, sizeof(cell->buffer), "%.40s/%.40s", left, all);
	cell->text = cell->buffer;
	if (isnan(service->budget_remaining))
		cell->role = ROLE_UNKNOWN;
	else if (service->budget_remaining <= 0)
		cell->role = ROLE_CRITICAL;
}

static void cell_money(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	if (!isnan(record(row)->objective) && !isnan(record(row)->cost_per_minute))
		figure_money_cell(record(row)->budget_amount, record(row), cell);
}

static void burn_cell(const struct service *service, enum burn_window window,
		      struct table_cell *cell)
{
	double burn = service->burn[window];

	if (isnan(service->objective))
		return;
	cell->text = cell->buffer;
	cell->role = isnan(burn) ? ROLE_UNKNOWN : burn > 1 ? ROLE_WARNING : ROLE_TEXT;
	if (isnan(burn))
		snprintf(cell->buffer, sizeof(cell->buffer), "?");
	else
		snprintf(cell->buffer, sizeof(cell->buffer), "%.1fx", burn);
}

static void cell_1h(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		    struct table_cell *cell)
{
	burn_cell(row->record, BURN_1H, cell);
}

static void cell_6h(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		    struct table_cell *cell)
{
	burn_cell(row->record, BURN_6H, cell);
}

static void cell_3d(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		    struct table_cell *cell)
{
	burn_cell(row->record, BURN_3D, cell);
}

/* The names of some rules: "1h/5m 6h/30m". */
static void list_rules(const struct service *service, bool are_firing, struct table_cell *cell)
{
	size_t at = 0;

	for (size_t i = 0; i < service->rule_count && at < sizeof(cell->buffer); i++) {
		const struct burn_state *rule = &service->rules[i];

		if (are_firing ? !rule->is_firing : rule->can_fire)
			continue;
		at += (size_t)snprintf(cell->buffer + at, sizeof(cell->buffer) - at, "%s%s/%s",
				       at > 0 ? " " : "", burn_window_name[rule->long_window],
				       burn_window_name[rule->short_window]);
	}
	cell->text = at > 0 ? cell->buffer : NULL;
}

static void cell_firing(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	list_rules(row->record, true, cell);
	cell->role = record(row)->burn_alarm == BURN_ALARM_PAGE ? ROLE_CRITICAL : ROLE_WARNING;
}

static void cell_never(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	list_rules(row->record, false, cell);
	cell->role = ROLE_WARNING;
}

static void cell_exhausted(const struct table_row *row,
			   const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	const struct service *service = row->record;
	double seconds = service->budget_exhausted_s;

	if (isnan(service->objective))
		return;
	cell->text = cell->buffer;
	cell->role = ROLE_TEXT;
	if (isnan(seconds))
		cell->role = ROLE_UNKNOWN;
	if (isinf(seconds))
		snprintf(cell->buffer, sizeof(cell->buffer), _("never"));
	else if (seconds <= 0)
		snprintf(cell->buffer, sizeof(cell->buffer), _("spent"));
	else
		label_seconds(seconds, cell->buffer);
}

static void cell_line(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct service *service = row->record;

	if (service->budget_count == 0)
		return;
	cell->is_spark = true;
	cell->spark = (struct spark){.values = service->budget_line,
				     .count = service->budget_count,
				     .low = 0,
				     .high = 1,
				     .target = BUDGET_LOW,
				     .is_low_bad = true};
}

static void cell_alert(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	const struct service *service = row->record;

	if (isnan(service->objective))
		return;
	cell->text = service->alert_rule               ? service->alert_rule
		     : service->lacks & LACK_SLO_ALERT ? _("NO ALERT")
						       : "?";
	cell->role = service->alert_rule               ? ROLE_TEXT
		     : service->lacks & LACK_SLO_ALERT ? ROLE_WARNING
						       : ROLE_UNKNOWN;
}

static int compare_title(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->title, record(b)->title);

	return order ? order : list_compare_id(a, b);
}

static int compare_budget(const void *a, const void *b)
{
	int order = list_compare_number(record(a)->budget_remaining, record(b)->budget_remaining);

	return order ? order : compare_title(a, b);
}

/* What burns first, then the least budget. */
static int compare_standing(const void *a, const void *b)
{
	int order = (int)standing(record(a)) - (int)standing(record(b));

	return order ? order : compare_budget(a, b);
}

static const struct table_column columns[] = {
	{.cell = cell_standing,
	 .name = N_("burns"),
	 .min = 6,
	 .keep = 2,
	 .compare = compare_standing},
	{.cell = service_cell_title,
	 .name = N_("service"),
	 .min = 10,
	 .want = 14,
	 .max = 26,
	 .is_flexible = true,
	 .keep = 1,
	 .compare = compare_title},
	{.cell = cell_objective,
	 .name = N_("objective"),
	 .min = 9,
	 .keep = 5,
	 .align = TABLE_DECIMAL},
	{.cell = cell_uptime, .name = N_("uptime"), .min = 6, .keep = 8, .align = TABLE_DECIMAL},
	{.cell = figure_cell_seen,
	 .name = N_("seen"),
	 .min = 4,
	 .keep = 5,
	 .align = TABLE_RIGHT,
	 .is_optional = true},
	{.cell = service_cell_budget,
	 .name = N_("budget left"),
	 .min = 11,
	 .keep = 3,
	 .align = TABLE_RIGHT,
	 .compare = compare_budget},
	{.cell = cell_left, .name = N_("min left"), .min = 8, .keep = 7, .align = TABLE_RIGHT},
	{.cell = cell_money,
	 .name = N_("worth"),
	 .min = 5,
	 .keep = 13,
	 .align = TABLE_RIGHT,
	 .is_optional = true},
	{.cell = cell_1h, .name = N_("1h"), .min = 4, .keep = 4, .align = TABLE_DECIMAL},
	{.cell = cell_6h, .name = N_("6h"), .min = 4, .keep = 14, .align = TABLE_DECIMAL},
	{.cell = cell_3d, .name = N_("3d"), .min = 4, .keep = 15, .align = TABLE_DECIMAL},
	{.cell = cell_firing, .name = N_("fires"), .min = 5, .keep = 10, .is_optional = true},
	{.cell = cell_exhausted, .name = N_("spent in"), .min = 8, .keep = 6},
	{.cell = cell_line,
	 .name = N_("burn-down"),
	 .min = 10,
	 .max = 30,
	 .keep = 11,
	 .is_flexible = true,
	 .is_optional = true},
	{.cell = cell_alert, .name = N_("alert"), .min = 5, .max = 20, .keep = 12},
	{.cell = cell_never, .name = N_("can't fire"), .min = 10, .keep = 9, .is_optional = true},
	{.cell = figure_cell_method, .name = N_("counted as"), .min = 10, .max = 24, .keep = 16},
};

static const struct table_ops slo_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_standing,
	.is_stale = service_row_is_stale,
};

static const struct list_words words = {
	.subject = SUBJECT_SERVICES,
	.none = N_("no services"),
	.not_asked = N_("no source tells of services"),
};

static void slo_update(struct pane *pane)
{
	service_rows(pane, &slo_table, &words);
}

/* How many have no objective, and how many of those that have one no alert. */
static void slo_status(const struct pane *pane, struct str *out)
{
	const struct table *table = &((const struct list *)pane->priv)->table;
	size_t without = 0, silent = 0;

	figure_status(pane, out);
	for (size_t i = 0; pane->snapshot && i < table->rows.len; i++) {
		const struct service *service = table->rows.items[i].record;

		without += isnan(service->objective);
		silent += (service->lacks & LACK_SLO_ALERT) != 0;
	}
	if (without > 0)
		str_printf(out, _(", %zu without SLO"), without);
	if (silent > 0)
		str_printf(out, _(", %zu without alert"), silent);
}

const struct pane_ops slo_pane = {
	.name = "slo",
	.title = N_("SLO"),
	.about = N_("objectives, the worst first: error budget, burn rates and what they raise"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.detail = "service",
	.update = slo_update,
	.draw = list_draw,
	.act = list_act,
	.targets = list_targets,
	.rows = &slo_table,
	.table = list_table,
	.status = slo_status,
	.release = list_release,
};
