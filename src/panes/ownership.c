/* SPDX-License-Identifier: MIT
 * The services that lack an owner or what one needs, in words, the worst first. */
#include "config.h"

#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "panes/work_cells.h"

/* What may be missing, and how bad that is. */
static const struct lack {
	unsigned bit;
	int weight;
	const char *word;
} lacks[] = {
	{LACK_ONCALL, 8, N_("nobody on call")},  {LACK_TEAM, 4, N_("no team")},
	{LACK_RUNBOOK, 2, N_("no runbook")},     {LACK_SLO, 2, N_("no SLO")},
	{LACK_SLO_ALERT, 1, N_("no SLO alert")},
};

static const struct service *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static int weight_of(const struct service *service)
{
	int weight = 0;

	for (size_t i = 0; i < NINES_COUNT(lacks); i++)
		weight += service->lacks & lacks[i].bit ? lacks[i].weight : 0;
	return weight;
}

static int compare_title(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->title, record(b)->title);

	return order ? order : list_compare_id(a, b);
}

static int compare_worst(const void *a, const void *b)
{
	int order = weight_of(record(b)) - weight_of(record(a));
	int left = record(a)->tier ? record(a)->tier : 99;
	int right = record(b)->tier ? record(b)->tier : 99;

	if (order == 0)
		order = left - right;
	return order ? order : compare_title(a, b);
}

static int compare_team(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->team, record(b)->team);

	return order ? order : compare_worst(a, b);
}

static void cell_service(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			 struct table_cell *cell)
{
	cell->text = record(row)->title;
	cell->role = ROLE_STRONG;
}

static void cell_tier(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	if (record(row)->tier <= 0)
		return;
	snprintf(cell->buffer, sizeof(cell->buffer), "%d", record(row)->tier);
	cell->text = cell->buffer;
}

static void cell_team(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	cell->text = record(row)->team ? record(row)->team : _("none");
	cell->role = record(row)->team ? ROLE_TEXT : ROLE_WARNING;
}

static void cell_missing(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			 struct table_cell *cell)
{
	size_t len = 0;

	for (size_t i = 0; i < NINES_COUNT(lacks); i++) {
		if (!(record(row)->lacks & lacks[i].bit))
			continue;
		len += (size_t)snprintf(cell->buffer + len, sizeof(cell->buffer) - len, "%s%s",
					len > 0 ? ", " : "", _(lacks[i].word));
	}
	cell->text = cell->buffer;
	cell->role = record(row)->lacks & (LACK_TEAM | LACK_ONCALL) ? ROLE_CRITICAL : ROLE_WARNING;
}

static void cell_follow(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	cell->role = work_follow(&record(row)->follow, &cell->text);
	cell->text = _(cell->text);
}

static const struct table_column columns[] = {
	{.cell = cell_service,
	 .name = N_("service"),
	 .min = 8,
	 .is_flexible = true,
	 .max = 24,
	 .keep = 1,
	 .compare = compare_title},
	{.cell = cell_missing,
	 .name = N_("missing"),
	 .min = 20,
	 .is_flexible = true,
	 .keep = 2,
	 .compare = compare_worst},
	{.cell = cell_team,
	 .name = N_("team"),
	 .min = 6,
	 .max = 16,
	 .keep = 3,
	 .compare = compare_team},
	{.cell = cell_tier, .name = N_("tier"), .min = 4, .keep = 5, .align = TABLE_RIGHT},
	{.cell = cell_follow, .name = N_("follow-up"), .min = 9, .keep = 4},
};

static const struct table_ops ownership_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_worst,
};

static bool knows_oncall(const struct snapshot *snapshot)
{
	return snapshot_knows(snapshot, SUBJECT_ONCALL) >= KNOWN_PART;
}

static void ownership_update(struct pane *pane)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct list_words words = {
		.subject = SUBJECT_SERVICES,
		.none = N_("every service has a team, on-call and a runbook"),
		.not_asked = N_("no source of services is configured"),
		.is_local = snapshot->service_count > 0,
	};
	struct table *table = list_begin(pane, &ownership_table);

	if (!knows_oncall(snapshot))
		words.none =
			_("every service has a team and a runbook; who is on call is not known");
	if (snapshot->service_count == 0)
		words.none = N_("no service is known");
	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct service *service = &snapshot->services[i];

		if (service->lacks == 0)
			continue;
		if (query_match_service(pane->query, service, snapshot))
			table_add(table, service->key, service);
		else
			table->hidden++;
	}
	list_end(pane, &words);
}

static void ownership_status(const struct pane *pane, struct str *out)
{
	const struct snapshot *snapshot = pane->snapshot;
	size_t count = 0;

	for (size_t i = 0; snapshot && i < snapshot->service_count; i++)
		count += snapshot->services[i].lacks != 0;
	if (!snapshot || snapshot->service_count == 0) {
		list_status(pane, out);
		return;
	}
	list_status_of_all(pane, out);
	str_printf(out,
		   P_("%zu of %zu services lacks something", "%zu of %zu services lack something",
		      count),
		   count, snapshot->service_count);
	if (!knows_oncall(snapshot))
		str_append(out, _(", on-call not known"));
}

const struct pane_ops ownership_pane = {
	.name = "ownership",
	.title = N_("ownership"),
	.about = N_("services without a team, on-call, a runbook, an SLO or an alert on it"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.subjects = 1u << SUBJECT_ONCALL | 1u << SUBJECT_RULES,
	.detail = "service",
	.update = ownership_update,
	.draw = list_draw,
	.act = list_act,
	.targets = list_targets,
	.rows = &ownership_table,
	.table = list_table,
	.status = ownership_status,
	.release = list_release,
};
