/* SPDX-License-Identifier: MIT
 * The list of deploys: what was released when, by whom, and what became of it. */
#include "config.h"

#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "panes/work_cells.h"

static const struct deploy_view *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static int compare_newest(const void *a, const void *b)
{
	int64_t left = record(a)->at_ms, right = record(b)->at_ms;

	return left != right ? (left > right ? -1 : 1) : list_compare_id(a, b);
}

static int compare_service(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->service_title, record(b)->service_title);

	return order ? order : compare_newest(a, b);
}

static int compare_result(const void *a, const void *b)
{
	int order = (int)record(b)->is_failed - (int)record(a)->is_failed;

	if (order == 0)
		order = (int)record(b)->is_expedited - (int)record(a)->is_expedited;
	return order ? order : compare_newest(a, b);
}

static void cell_when(const struct table_row *row, const struct table_scene *scene,
		      struct table_cell *cell)
{
	work_time(record(row)->at_ms, scene->now_ms, cell->buffer);
	cell->text = cell->buffer;
}

static void cell_service(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			 struct table_cell *cell)
{
	cell->text = record(row)->service_title ? record(row)->service_title : "?";
	cell->role = record(row)->service_title ? ROLE_STRONG : ROLE_UNKNOWN;
}

static void cell_version(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			 struct table_cell *cell)
{
	cell->text = record(row)->version;
}

static void cell_who(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		     struct table_cell *cell)
{
	cell->text = record(row)->who ? record(row)->who : "?";
	cell->role = record(row)->who ? ROLE_TEXT : ROLE_UNKNOWN;
}

static void cell_result(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	cell->role = work_outcome(record(row), &cell->text);
	cell->text = _(cell->text);
}

static void cell_hours(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	cell->text = record(row)->is_expedited ? _("EXPEDITED") : NULL;
	cell->role = ROLE_WARNING;
}

/* How long after it an incident began. When, not why: that is all that is known. */
static void cell_after(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	if (!record(row)->incident)
		return;
	label_span(record(row)->incident_after_ms, cell->buffer);
	cell->text = cell->buffer;
	cell->role = record(row)->is_failed ? ROLE_CRITICAL : ROLE_TEXT;
}

static void cell_incident(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	const struct deploy_view *deploy = row->record;

	cell->text = deploy->incident_title ? deploy->incident_title : deploy->incident;
	cell->role = deploy->is_failed ? ROLE_CRITICAL : ROLE_TEXT;
}

static void cell_source(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell)
{
	cell->text = scene->snapshot->sources[record(row)->source].name;
	cell->role = ROLE_DIM;
}

static const struct table_column columns[] = {
	{.cell = cell_when,
	 .name = N_("when"),
	 .min = 5,
	 .keep = 1,
	 .align = TABLE_RIGHT,
	 .compare = compare_newest},
	{.cell = cell_service,
	 .name = N_("service"),
	 .min = 8,
	 .want = 12,
	 .is_flexible = true,
	 .max = 20,
	 .keep = 2,
	 .compare = compare_service},
	{.cell = cell_version,
	 .name = N_("version"),
	 .min = 7, /* a short hash */
	 .is_flexible = true,
	 .max = 14,
	 .keep = 6},
	{.cell = cell_result,
	 .name = N_("result"),
	 .min = 8,
	 .max = 11,
	 .keep = 3,
	 .compare = compare_result},
	{.cell = cell_hours, .name = N_("hours"), .min = 9, .keep = 7, .is_optional = true},
	{.cell = cell_after,
	 .name = N_("after"),
	 .min = 5,
	 .keep = 4,
	 .align = TABLE_RIGHT,
	 .is_optional = true},
	{.cell = cell_incident,
	 .name = N_("incident"),
	 .min = 12,
	 .want = 30,
	 .is_flexible = true,
	 .keep = 5,
	 .is_optional = true},
	{.cell = cell_who,
	 .name = N_("who"),
	 .min = 6,
	 .want = 13,
	 .max = 16,
	 .is_flexible = true,
	 .keep = 8},
	{.cell = cell_source, .name = N_("source"), .min = 6, .max = 14, .keep = 9},
};

static const struct table_ops deploys_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_newest,
};

static const struct list_words words = {
	.subject = SUBJECT_DEPLOYS,
	.none = N_("no deploys in this window"),
	.not_asked = N_("no source of deploys is configured"),
};

static bool matches(const struct pane *pane, const struct deploy_view *deploy)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct query_record about = {
		.service = deploy->service,
		.source = snapshot->sources[deploy->source].name,
		.title = deploy->service_title,
		.age_ms = snapshot->built_ms - deploy->at_ms,
		.words = {deploy->who, deploy->version, deploy->incident_title,
			  deploy->is_expedited ? "expedited" : NULL},
	};

	work_outcome(deploy, &about.state);
	return query_match_record(pane->query, &about);
}

static void deploys_update(struct pane *pane)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct work_list *own = pane->priv;
	struct table *table = list_begin(pane, &deploys_table);

	arena_clear(&own->ids);
	for (size_t i = 0; i < snapshot->deploy_count; i++) {
		const struct deploy_view *deploy = &snapshot->deploys[i];

		if (matches(pane, deploy))
			table_add(table,
				  arena_printf(&own->ids, "%s:%lld:%s",
					       deploy->service ? deploy->service : "",
					       (long long)deploy->at_ms,
					       deploy->version ? deploy->version : ""),
				  deploy);
		else
			table->hidden++;
	}
	list_end(pane, &words);
}

static enum pane_result deploys_act(struct pane *pane, enum action_id action)
{
	const struct deploy_view *deploy = list_selected(pane);

	return work_act(pane, deploy ? deploy->service : NULL, action);
}

static void deploys_targets(const struct pane *pane, struct pane_targets *targets)
{
	const struct deploy_view *deploy = list_selected(pane);

	list_targets(pane, targets);
	targets->opens = deploy ? deploy->service : NULL;
	targets->url = deploy ? deploy->url : NULL;
}

static void deploys_status(const struct pane *pane, struct str *out)
{
	if (!pane->snapshot || (snapshot_knows(pane->snapshot, SUBJECT_DEPLOYS) < KNOWN_PART &&
				pane->snapshot->deploy_count == 0)) {
		list_status(pane, out);
		return;
	}
	list_status_of_all(pane, out);
	work_deploy_stat(&pane->snapshot->kpi.deploys, pane->snapshot, out);
}

const struct pane_ops deploys_pane = {
	.name = "deploys",
	.title = N_("deploys"),
	.about =
		N_("what was released, which incident began within an hour after, what was outside "
		   "the release hours"),
	.priv_size = sizeof(struct work_list),
	.rows_min = 2,
	.cols_min = 20,
	.subjects = 1u << SUBJECT_DEPLOYS,
	.detail = "service",
	.update = deploys_update,
	.draw = list_draw,
	.act = deploys_act,
	.targets = deploys_targets,
	.rows = &deploys_table,
	.table = list_table,
	.status = deploys_status,
	.release = work_release,
};
