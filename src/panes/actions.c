/* SPDX-License-Identifier: MIT
 * The open action items: overdue ones first, whose they are, how old. */
#include "config.h"

#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "panes/work_cells.h"

static const struct action_view *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static int compare_age(const void *a, const void *b)
{
	int64_t left = record(a)->created_ms, right = record(b)->created_ms;

	return left != right ? (left < right ? -1 : 1) : list_compare_id(a, b);
}

static int compare_overdue(const void *a, const void *b)
{
	int order = (int)record(b)->is_overdue - (int)record(a)->is_overdue;

	return order ? order : compare_age(a, b);
}

static int compare_owner(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->owner, record(b)->owner);

	return order ? order : compare_overdue(a, b);
}

static int compare_service(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->service_title, record(b)->service_title);

	return order ? order : compare_overdue(a, b);
}

static void cell_due(const struct table_row *row, const struct table_scene *scene,
		     struct table_cell *cell)
{
	cell->role = work_due(record(row)->due_ms, scene->now_ms, cell->buffer);
	cell->text = cell->buffer;
}

static void cell_age(const struct table_row *row, const struct table_scene *scene,
		     struct table_cell *cell)
{
	label_age(scene->now_ms, record(row)->created_ms, cell->buffer);
	cell->text = cell->buffer;
}

static void cell_owner(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	cell->text = record(row)->owner ? record(row)->owner : _("nobody");
	cell->role = record(row)->owner ? ROLE_TEXT : ROLE_WARNING;
}

static void cell_title(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	cell->text = record(row)->title;
}

static void cell_service(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			 struct table_cell *cell)
{
	cell->text = record(row)->service_title;
}

static void cell_incident(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	cell->text = record(row)->incident;
	cell->role = ROLE_DIM;
}

static const struct table_column columns[] = {
	{.cell = cell_due, .name = N_("due"), .min = 11, .keep = 1},
	{.cell = cell_age,
	 .name = N_("age"),
	 .min = 3,
	 .keep = 4,
	 .align = TABLE_RIGHT,
	 .compare = compare_age},
	{.cell = cell_owner,
	 .name = N_("owner"),
	 .min = 10,
	 .want = 12,
	 .is_flexible = true,
	 .max = 16,
	 .keep = 3,
	 .compare = compare_owner},
	{.cell = cell_title,
	 .name = N_("action"),
	 .min = 16,
	 .want = 36,
	 .is_flexible = true,
	 .keep = 2},
	{.cell = cell_service,
	 .name = N_("service"),
	 .min = 8,
	 .is_flexible = true,
	 .max = 18,
	 .keep = 5,
	 .compare = compare_service},
	{.cell = cell_incident,
	 .name = N_("incident"),
	 .min = 12,
	 .is_flexible = true,
	 .max = 18,
	 .keep = 9,
	 .is_optional = true},
};

static const struct table_ops actions_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_overdue,
};

static const struct list_words words = {
	.subject = SUBJECT_TASKS,
	.none = N_("no action item is open"),
	.not_asked = N_("no source of action items is configured"),
};

static bool matches(const struct pane *pane, const struct action_view *item)
{
	struct query_record about = {
		.id = item->id,
		.service = item->service,
		.state = item->is_overdue ? "overdue" : "open",
		.team = item->team,
		.title = item->title,
		.words = {item->owner, item->incident, item->service_title},
	};

	if (item->created_ms > 0)
		about.age_ms = pane->snapshot->built_ms - item->created_ms;
	return query_match_record(pane->query, &about);
}

static void actions_update(struct pane *pane)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct table *table = list_begin(pane, &actions_table);

	for (size_t i = 0; i < snapshot->action_count; i++) {
		const struct action_view *item = &snapshot->actions[i];

		if (matches(pane, item))
			table_add(table, item->id, item);
		else
			table->hidden++;
	}
	list_end(pane, &words);
	work_explain(pane, _("action items"));
}

static enum pane_result actions_act(struct pane *pane, enum action_id action)
{
	const struct action_view *item = list_selected(pane);

	return work_act(pane, item ? item->service : NULL, action);
}

static void actions_targets(const struct pane *pane, struct pane_targets *targets)
{
	const struct action_view *item = list_selected(pane);

	list_targets(pane, targets);
	targets->opens = item ? item->service : NULL;
	targets->url = item ? item->url : NULL;
}

static void actions_status(const struct pane *pane, struct str *out)
{
	const struct follow_stat *follow = pane->snapshot ? &pane->snapshot->kpi.follow : NULL;
	char age[LABEL_MAX];

	if (!follow || !follow->is_known) {
		list_status(pane, out);
		return;
	}
	list_status_of_all(pane, out);
	str_printf(out, _("%zu open, %zu overdue"), follow->actions_open, follow->actions_overdue);
	label_age(pane->snapshot->built_ms, follow->oldest_ms, age);
	if (follow->oldest_ms > 0)
		str_printf(out, _(", the oldest %s"), age);
}

const struct pane_ops actions_pane = {
	.name = "actions",
	.title = N_("action items"),
	.about = N_(
		"open action items, the overdue ones first: whose, how old, after which incident"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.subjects = 1u << SUBJECT_TASKS,
	.detail = "service",
	.update = actions_update,
	.draw = list_draw,
	.act = actions_act,
	.targets = actions_targets,
	.rows = &actions_table,
	.table = list_table,
	.status = actions_status,
	.release = list_release,
};
