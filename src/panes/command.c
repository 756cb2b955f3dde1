/* SPDX-License-Identifier: MIT
 * Incident command: the open severe incidents, who commands each, and when those who wait
 * are told next. */
#include "config.h"

#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/ui/label.h"
#include "panes/incident_rows.h"

static const struct incident *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static int compare_age(const void *a, const void *b)
{
	int64_t left = record(a)->created_ms, right = record(b)->created_ms;

	return left != right ? (left < right ? -1 : 1) : list_compare_id(a, b);
}

/* 0, none is due, is the last. */
static int compare_due(const void *a, const void *b)
{
	uint64_t left = (uint64_t)record(a)->update_due_ms - 1;
	uint64_t right = (uint64_t)record(b)->update_due_ms - 1;

	return left != right ? (left < right ? -1 : 1) : compare_age(a, b);
}

/* Nobody commands it, then what is due first. */
static int compare_worst(const void *a, const void *b)
{
	int order = (int)record(b)->lacks_commander - (int)record(a)->lacks_commander;

	return order ? order : compare_due(a, b);
}

static int compare_severity(const void *a, const void *b)
{
	int order = record(a)->severity - record(b)->severity;

	return order ? order : compare_worst(a, b);
}

static void cell_updated(const struct table_row *row, const struct table_scene *scene,
			 struct table_cell *cell)
{
	const struct incident *incident = row->record;

	label_age(scene->now_ms, incident->last_update_ms, cell->buffer);
	cell->text = cell->buffer;
	cell->role = incident->last_update_ms > 0 ? ROLE_TEXT : ROLE_UNKNOWN;
}

static void cell_due(const struct table_row *row, const struct table_scene *scene,
		     struct table_cell *cell)
{
	cell->role = incident_update_words(row->record, scene->now_ms, cell->buffer);
	cell->text = cell->buffer;
}

static void cell_record(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	cell->text = record(row)->record_id;
	cell->role = ROLE_DIM;
}

static const struct table_column columns[] = {
	{.cell = incident_cell_severity,
	 .name = N_("sev"),
	 .min = 2,
	 .keep = 2,
	 .compare = compare_severity},
	{.cell = incident_cell_commander, .name = N_("commander"), .min = 12, .max = 18, .keep = 1},
	{.cell = cell_due,
	 .name = N_("update due"),
	 .min = 10,
	 .max = 14,
	 .keep = 3,
	 .compare = compare_due},
	{.cell = cell_updated, .name = N_("last"), .min = 4, .keep = 6, .align = TABLE_RIGHT},
	{.cell = incident_cell_age,
	 .name = N_("age"),
	 .min = 3,
	 .keep = 7,
	 .align = TABLE_RIGHT,
	 .compare = compare_age},
	{.cell = incident_cell_write,
	 .name = N_("write"),
	 .min = 15,
	 .want = 30,
	 .is_flexible = true,
	 .max = 44,
	 .keep = 8,
	 .is_optional = true},
	{.cell = incident_cell_service,
	 .name = N_("service"),
	 .min = 8,
	 .want = 12,
	 .is_flexible = true,
	 .max = 20,
	 .keep = 4},
	{.cell = incident_cell_title,
	 .name = N_("title"),
	 .min = 16,
	 .want = 40,
	 .is_flexible = true,
	 .keep = 5},
	{.cell = cell_record,
	 .name = N_("record"),
	 .min = 8,
	 .max = 20,
	 .is_flexible = true,
	 .keep = 9,
	 .is_optional = true},
};

static const struct table_ops command_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_worst,
	.is_stale = incident_is_stale,
};

static const struct list_words words = {
	.subject = SUBJECT_INCIDENTS,
	.none = N_("no severe incident is open"),
	.not_asked = N_("no source of incidents is configured"),
};

static void command_update(struct pane *pane)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct table *table = list_begin(pane, &command_table);

	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];

		if (!incident_is_severe(incident) || incident->is_suppressed)
			continue;
		if (query_match_incident(pane->query, incident, snapshot))
			table_add(table, incident->id, incident);
		else
			table->hidden++;
	}
	list_end(pane, &words);
}

static void command_status(const struct pane *pane, struct str *out)
{
	const struct table *table = &((const struct list *)pane->priv)->table;
	size_t lacking = 0, overdue = 0;

	list_status(pane, out);
	for (size_t i = 0; pane->snapshot && i < table->rows.len; i++) {
		const struct incident *incident = record(&table->rows.items[i]);

		lacking += incident->lacks_commander;
		overdue += incident->update_due_ms > 0 &&
			   incident->update_due_ms < pane->snapshot->built_ms;
	}
	if (lacking > 0)
		str_printf(out, _(", %zu without a commander"), lacking);
	if (overdue > 0)
		str_printf(out, P_(", %zu update overdue", ", %zu updates overdue", overdue),
			   overdue);
}

const struct pane_ops command_pane = {
	.name = "command",
	.title = N_("incident command"),
	.about = N_("open severe incidents: who commands each, and when the next update is due"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.detail = "incident",
	.update = command_update,
	.draw = list_draw,
	.act = incident_rows_act,
	.targets = incident_rows_targets,
	.rows = &command_table,
	.table = list_table,
	.status = command_status,
	.release = list_release,
};
