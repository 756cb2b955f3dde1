/* SPDX-License-Identifier: MIT
 * The acknowledgements: the oldest first, so that none is forgotten, and when each ends. */
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

/* One whose time is not known is the first: it may be the oldest. */
static int compare_oldest(const void *a, const void *b)
{
	int64_t left = record(a)->acknowledged_ms, right = record(b)->acknowledged_ms;

	return left != right ? (left < right ? -1 : 1) : list_compare_id(a, b);
}

static int compare_by(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->acknowledged_by, record(b)->acknowledged_by);

	return order ? order : compare_oldest(a, b);
}

/* What lapses first is the first; what somebody renews or has no end is the last. */
static uint64_t end_of(const struct incident *incident)
{
	return incident->is_ack_renewed ? UINT64_MAX : (uint64_t)incident->ack_ends_ms - 1;
}

static int compare_end(const void *a, const void *b)
{
	uint64_t left = end_of(record(a)), right = end_of(record(b));

	return left != right ? (left < right ? -1 : 1) : compare_oldest(a, b);
}

static int compare_service(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->service, record(b)->service);

	return order ? order : compare_oldest(a, b);
}

static void cell_acked(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell)
{
	label_age(scene->now_ms, record(row)->acknowledged_ms, cell->buffer);
	cell->text = cell->buffer;
	cell->role = ROLE_ACKNOWLEDGED;
}

static void cell_by(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		    struct table_cell *cell)
{
	const struct incident *incident = row->record;

	cell->text = incident->acknowledged_by ? incident->acknowledged_by : "?";
	cell->role = incident->acknowledged_by ? ROLE_TEXT : ROLE_UNKNOWN;
}

static void cell_end(const struct table_row *row, const struct table_scene *scene,
		     struct table_cell *cell)
{
	cell->role = label_ack_end(row->record, scene->now_ms, cell->buffer);
	cell->text = cell->buffer;
}

static const struct table_column columns[] = {
	{.cell = cell_acked,
	 .name = N_("acked"),
	 .min = 5,
	 .keep = 1,
	 .align = TABLE_RIGHT,
	 .compare = compare_oldest},
	{.cell = cell_by,
	 .name = N_("by"),
	 .min = 8,
	 .max = 16,
	 .is_flexible = true,
	 .keep = 3,
	 .compare = compare_by},
	{.cell = cell_end,
	 .name = N_("ends"),
	 .min = 13,
	 .want = 35,
	 .is_flexible = true,
	 .keep = 5,
	 .compare = compare_end},
	{.cell = incident_cell_severity, .name = N_("sev"), .min = 2, .keep = 2},
	{.cell = incident_cell_age, .name = N_("age"), .min = 3, .keep = 7, .align = TABLE_RIGHT},
	{.cell = incident_cell_write,
	 .name = N_("write"),
	 .min = 15,
	 .want = 30,
	 .is_flexible = true,
	 .max = 44,
	 .keep = 6,
	 .is_optional = true},
	{.cell = incident_cell_service,
	 .name = N_("service"),
	 .min = 8,
	 .want = 12,
	 .is_flexible = true,
	 .max = 20,
	 .keep = 8,
	 .compare = compare_service},
	{.cell = incident_cell_title,
	 .name = N_("title"),
	 .min = 16,
	 .want = 48,
	 .is_flexible = true,
	 .keep = 4},
	{.cell = incident_cell_source, .name = N_("source"), .min = 6, .max = 14, .keep = 9},
};

static const struct table_ops acks_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_oldest,
	.is_stale = incident_is_stale,
};

static const struct list_words words = {
	.subject = SUBJECT_INCIDENTS,
	.none = N_("no open incident is acknowledged"),
	.not_asked = N_("no source of incidents is configured"),
};

static void add(struct pane *pane, struct table *table, const struct incident *incident)
{
	if (incident->status != INCIDENT_ACKNOWLEDGED)
		return;
	if (query_match_incident(pane->query, incident, pane->snapshot))
		table_add(table, incident->id, incident);
	else
		table->hidden++;
}

/* An alert that is part of an incident may have an acknowledgement of its own. */
static void acks_update(struct pane *pane)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct table *table = list_begin(pane, &acks_table);

	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];

		add(pane, table, incident);
		for (size_t k = 0; k < incident->joined_count; k++)
			add(pane, table, incident->joined[k]);
	}
	list_end(pane, &words);
}

static void acks_status(const struct pane *pane, struct str *out)
{
	const struct table *table = &((const struct list *)pane->priv)->table;
	char text[LABEL_MAX];
	size_t lapsing = 0;

	list_status(pane, out);
	for (size_t i = 0; pane->snapshot && i < table->rows.len; i++)
		lapsing += label_ack_lapse(record(&table->rows.items[i]), pane->snapshot->built_ms,
					   text) == ROLE_WARNING;
	if (lapsing > 0)
		str_printf(out, P_(", %zu lapses soon", ", %zu lapse soon", lapsing), lapsing);
}

const struct pane_ops acks_pane = {
	.name = "acks",
	.title = N_("acknowledgements"),
	.about = N_("acknowledged incidents, the oldest acknowledgement first, and when each ends"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.detail = "incident",
	.update = acks_update,
	.draw = list_draw,
	.act = incident_rows_act,
	.targets = incident_rows_targets,
	.rows = &acks_table,
	.table = list_table,
	.status = acks_status,
	.release = list_release,
};
