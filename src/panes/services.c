/* SPDX-License-Identifier: MIT
 * The list of services: state, uptime against the SLO, budget, latency, incidents, on-call. */
#include "config.h"

#include <math.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/ui/label.h"
#include "panes/list.h"
#include "panes/row_groups.h"
#include "panes/service_cells.h"

/* The worst first. */
static int state_rank(const struct service *service)
{
	static const int ranks[SERVICE_STATE_COUNT] = {
		[SERVICE_DOWN] = 0,        [SERVICE_DEGRADED] = 1, [SERVICE_UNKNOWN] = 2,
		[SERVICE_MAINTENANCE] = 3, [SERVICE_OK] = 5,
	};

	return ranks[service->state] - (service_is_spent(service) ? 1 : 0);
}

static const struct service *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static int compare_title(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->title, record(b)->title);

	return order ? order : list_compare_id(a, b);
}

static int compare_tier(const void *a, const void *b)
{
	int left = record(a)->tier ? record(a)->tier : 99;
	int right = record(b)->tier ? record(b)->tier : 99;

	return left != right ? left - right : compare_title(a, b);
}

static int compare_state(const void *a, const void *b)
{
	int order = state_rank(record(a)) - state_rank(record(b));

	return order ? order : compare_tier(a, b);
}

static int compare_team(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->team, record(b)->team);

	return order ? order : compare_title(a, b);
}

static int compare_uptime(const void *a, const void *b)
{
	int order =
		list_compare_number(record(a)->window_uptime.ratio, record(b)->window_uptime.ratio);

	return order ? order : compare_title(a, b);
}

static int compare_budget(const void *a, const void *b)
{
	int order = list_compare_number(record(a)->budget_remaining, record(b)->budget_remaining);

	return order ? order : compare_title(a, b);
}

static int compare_latency(const void *a, const void *b)
{
	int order = list_compare_number(-record(a)->latency_p95_s, -record(b)->latency_p95_s);

	return order ? order : compare_title(a, b);
}

static int compare_open(const void *a, const void *b)
{
	size_t left = record(a)->open_incidents, right = record(b)->open_incidents;

	return left != right ? (left < right ? 1 : -1) : compare_title(a, b);
}

static const struct table_column columns[] = {
	{.cell = service_cell_sign, .name = "", .min = 1, .max = 1, .keep = 1},
	{.cell = service_cell_state,
	 .name = N_("state"),
	 .min = 8,
	 .max = 8,
	 .keep = 7,
	 .compare = compare_state},
	{.cell = service_cell_title,
	 .name = N_("service"),
	 .min = 14,
	 .want = 18,
	 .max = 32,
	 .is_flexible = true,
	 .keep = 2,
	 .compare = compare_title},
	{.cell = service_cell_team,
	 .name = N_("team"),
	 .min = 6,
	 .max = 14,
	 .keep = 10,
	 .compare = compare_team},
	{.cell = service_cell_tier,
	 .name = N_("tier"),
	 .min = 4,
	 .keep = 14,
	 .compare = compare_tier},
	{.cell = service_cell_uptime,
	 .name = N_("uptime"),
	 .min = 11,
	 .keep = 3,
	 .align = TABLE_DECIMAL,
	 .compare = compare_uptime},
	{.cell = service_cell_seen,
	 .name = N_("seen"),
	 .min = 4,
	 .keep = 6,
	 .align = TABLE_RIGHT,
	 .is_optional = true},
	{.cell = service_cell_objective,
	 .name = N_("SLO"),
	 .min = 6,
	 .keep = 9,
	 .align = TABLE_DECIMAL},
	{.cell = service_cell_budget,
	 .name = N_("budget left"),
	 .min = 11,
	 .keep = 6,
	 .align = TABLE_RIGHT,
	 .compare = compare_budget},
	{.cell = service_cell_burn,
	 .name = N_("burn 1h"),
	 .min = 7,
	 .keep = 12,
	 .align = TABLE_DECIMAL},
	{.cell = service_cell_latency,
	 .name = N_("p95"),
	 .min = 5,
	 .keep = 8,
	 .align = TABLE_RIGHT,
	 .compare = compare_latency},
	{.cell = service_cell_1d, .name = N_("1d"), .min = 7, .keep = 15, .align = TABLE_DECIMAL},
	{.cell = service_cell_7d, .name = N_("7d"), .min = 7, .keep = 16, .align = TABLE_DECIMAL},
	{.cell = service_cell_90d, .name = N_("90d"), .min = 7, .keep = 17, .align = TABLE_DECIMAL},
	{.cell = service_cell_open,
	 .name = N_("open"),
	 .min = 4,
	 .keep = 4,
	 .align = TABLE_RIGHT,
	 .compare = compare_open},
	{.cell = service_cell_oncall, .name = N_("on-call"), .min = 8, .max = 18, .keep = 5},
	{.cell = service_cell_trend,
	 .name = N_("trend"),
	 .min = 8,
	 .max = 24,
	 .keep = 11,
	 .is_flexible = true},
};

static const struct table_ops services_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_state,
	.groupings = service_groupings,
	.grouping_count = NINES_COUNT(service_groupings),
	.sum = service_group_sum,
	.is_stale = service_row_is_stale,
};

static const struct list_words words = {
	.subject = SUBJECT_SERVICES,
	.none = N_("no services"),
	.not_asked = N_("no source tells of services"),
};

static void services_update(struct pane *pane)
{
	service_rows(pane, &services_table, &words);
}

static void services_targets(const struct pane *pane, struct pane_targets *targets)
{
	const struct service *service = list_selected(pane);

	list_targets(pane, targets);
	if (!service)
		return;
	targets->url = service->url;
	targets->runbook = service->runbook;
}

const struct pane_ops services_pane = {
	.name = "services",
	.title = N_("services"),
	.about = N_("state, uptime against the SLO, budget, latency and on-call of each service"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.detail = "service",
	.update = services_update,
	.draw = list_draw,
	.act = list_act,
	.targets = services_targets,
	.rows = &services_table,
	.table = list_table,
	.status = list_status,
	.release = list_release,
};
