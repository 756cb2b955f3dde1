/* SPDX-License-Identifier: MIT
 * The reviews of severe incidents that were resolved: overdue, due, done. */
#include "config.h"

#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "panes/work_cells.h"

static const struct review_view *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static int compare_due(const void *a, const void *b)
{
	int order = (int)record(b)->is_overdue - (int)record(a)->is_overdue;
	int64_t left = record(a)->due_ms, right = record(b)->due_ms;

	if (order == 0)
		order = (record(a)->state == REVIEW_DONE) - (record(b)->state == REVIEW_DONE);
	if (order == 0)
		order = (left > right) - (left < right);
	return order ? order : list_compare_id(a, b);
}

static int compare_severity(const void *a, const void *b)
{
	int order = record(a)->severity - record(b)->severity;

	return order ? order : compare_due(a, b);
}

static int compare_service(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->service_title, record(b)->service_title);

	return order ? order : compare_due(a, b);
}

static void cell_state(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	cell->role = work_review_state(record(row), &cell->text);
	cell->text = _(cell->text);
}

static void cell_due(const struct table_row *row, const struct table_scene *scene,
		     struct table_cell *cell)
{
	if (record(row)->state == REVIEW_DONE)
		return;
	cell->role = work_due(record(row)->due_ms, scene->now_ms, cell->buffer);
	cell->text = cell->buffer;
}

static void cell_severity(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	cell->text = label_severity(record(row)->severity);
	cell->role = label_severity_role(record(row)->severity);
}

static void cell_incident(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	cell->text = record(row)->number ? record(row)->number : record(row)->incident;
	cell->role = ROLE_DIM;
}

static void cell_title(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	cell->text = record(row)->title;
}

static void cell_resolved(const struct table_row *row, const struct table_scene *scene,
			  struct table_cell *cell)
{
	label_age(scene->now_ms, record(row)->resolved_ms, cell->buffer);
	cell->text = cell->buffer;
}

static void cell_service(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			 struct table_cell *cell)
{
	cell->text = record(row)->service_title;
}

static void cell_owner(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	cell->text = record(row)->owner ? record(row)->owner : _("nobody");
	cell->role = record(row)->owner ? ROLE_TEXT : ROLE_WARNING;
}

static void cell_actions(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			 struct table_cell *cell)
{
	const struct review_view *review = row->record;

	if (review->actions_open + review->actions_done == 0)
		return;
	snprintf(cell->buffer, sizeof(cell->buffer), _("%zu of %zu done"), review->actions_done,
		 review->actions_done + review->actions_open);
	cell->text = cell->buffer;
}

static const struct table_column columns[] = {
	{.cell = cell_state, .name = N_("review"), .min = 7, .keep = 1},
	{.cell = cell_due, .name = N_("due"), .min = 11, .keep = 2, .compare = compare_due},
	{.cell = cell_severity,
	 .name = N_("sev"),
	 .min = 2,
	 .keep = 4,
	 .compare = compare_severity},
	{.cell = cell_resolved, .name = N_("resolved"), .min = 4, .keep = 9, .align = TABLE_RIGHT},
	{.cell = cell_service,
	 .name = N_("service"),
	 .min = 8,
	 .is_flexible = true,
	 .max = 18,
	 .keep = 5,
	 .compare = compare_service},
	{.cell = cell_title,
	 .name = N_("incident"),
	 .min = 16,
	 .want = 32,
	 .is_flexible = true,
	 .keep = 3},
	{.cell = cell_owner,
	 .name = N_("owner"),
	 .min = 10,
	 .want = 12,
	 .is_flexible = true,
	 .max = 16,
	 .keep = 6},
	{.cell = cell_actions,
	 .name = N_("actions"),
	 .min = 11,
	 .max = 14,
	 .keep = 8,
	 .is_optional = true},
	{.cell = cell_incident, .name = N_("number"), .min = 5, .max = 14, .keep = 10},
};

static const struct table_ops reviews_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_due,
};

static const struct list_words words = {
	.subject = SUBJECT_TASKS,
	.none = N_("no severe incident waits for a review"),
	.not_asked = N_("no source of reviews is configured: none is called missing"),
};

static bool matches(const struct pane *pane, const struct review_view *review)
{
	struct query_record about = {
		.id = review->incident,
		.service = review->service,
		.team = review->team,
		.title = review->title,
		.severity = review->severity,
		.age_ms = pane->snapshot->built_ms - review->resolved_ms,
		.words = {review->owner, review->number, review->service_title,
			  review->is_overdue ? "overdue" : NULL},
	};

	work_review_state(review, &about.state);
	return query_match_record(pane->query, &about);
}

static void reviews_update(struct pane *pane)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct table *table = list_begin(pane, &reviews_table);

	for (size_t i = 0; i < snapshot->review_count; i++) {
		const struct review_view *review = &snapshot->reviews[i];

		if (matches(pane, review))
			table_add(table, review->incident, review);
		else
			table->hidden++;
	}
	list_end(pane, &words);
	work_explain(pane, _("reviews"));
}

static enum pane_result reviews_act(struct pane *pane, enum action_id action)
{
	const struct review_view *review = list_selected(pane);

	return work_act(pane, review ? review->service : NULL, action);
}

static void reviews_targets(const struct pane *pane, struct pane_targets *targets)
{
	const struct review_view *review = list_selected(pane);

	list_targets(pane, targets);
	targets->opens = review ? review->service : NULL;
	targets->url = review ? review->url : NULL;
}

static void reviews_status(const struct pane *pane, struct str *out)
{
	const struct follow_stat *follow = pane->snapshot ? &pane->snapshot->kpi.follow : NULL;

	if (!follow || !follow->is_known) {
		list_status(pane, out);
		return;
	}
	list_status_of_all(pane, out);
	str_printf(out, _("%zu overdue, %zu due, %zu done in 365d"), follow->reviews_overdue,
		   follow->reviews_due, follow->reviews_done);
}

const struct pane_ops reviews_pane = {
	.name = "reviews",
	.title = N_("reviews"),
	.about = N_("severe incidents that were resolved, and their reviews: overdue ones first"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.subjects = 1u << SUBJECT_TASKS,
	.detail = "service",
	.update = reviews_update,
	.draw = list_draw,
	.act = reviews_act,
	.targets = reviews_targets,
	.rows = &reviews_table,
	.table = list_table,
	.status = reviews_status,
	.release = list_release,
};
