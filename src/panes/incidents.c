/* SPDX-License-Identifier: MIT
 * The list of open incidents: what is wrong, how long, who works on it, what we wrote. */
#include "config.h"

#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/model/attention.h"
#include "nines/ui/label.h"
#include "panes/incident_rows.h"
#include "panes/row_groups.h"

static const struct incident *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

/* Nobody works on it, somebody does, it is suppressed. */
static int status_rank(const struct incident *incident)
{
	static const int ranks[INCIDENT_STATUS_COUNT] = {
		[INCIDENT_TRIGGERED] = 0,
		[INCIDENT_UNKNOWN] = 1,
		[INCIDENT_ACKNOWLEDGED] = 2,
		[INCIDENT_RESOLVED] = 4,
	};

	return incident->is_suppressed ? 3 : ranks[incident->status];
}

/* An unknown severity stands after 3: neither hidden nor above what is known to be bad. */
static int severity_rank(const struct incident *incident)
{
	return incident->severity == SEVERITY_UNKNOWN ? 7 : incident->severity * 2;
}

static int compare_age(const void *a, const void *b)
{
	int64_t left = record(a)->created_ms, right = record(b)->created_ms;

	return left != right ? (left < right ? -1 : 1) : list_compare_id(a, b);
}

static int compare_severity(const void *a, const void *b)
{
	int order = severity_rank(record(a)) - severity_rank(record(b));

	return order ? order : compare_age(a, b);
}

static int compare_status(const void *a, const void *b)
{
	int order = status_rank(record(a)) - status_rank(record(b));

	return order ? order : compare_severity(a, b);
}

static int compare_newest(const void *a, const void *b)
{
	return compare_age(b, a);
}

static int compare_service(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->service, record(b)->service);

	return order ? order : compare_status(a, b);
}

static int compare_title(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->title, record(b)->title);

	return order ? order : list_compare_id(a, b);
}

static const struct label_word *word_of(const struct incident *incident,
					const struct table_scene *scene)
{
	bool is_new = scene->attention && attention_is_new(scene->attention, incident->id);

	return is_new ? label_new() : label_incident_status(incident->status);
}

static void cell_sign(const struct table_row *row, const struct table_scene *scene,
		      struct table_cell *cell)
{
	const struct incident *incident = row->record;
	const struct label_word *word = word_of(incident, scene);

	cell->text = incident->is_suppressed ? "-" : label_sign(word, scene->is_ascii);
	cell->role = incident->is_suppressed ? ROLE_DIM : word->role;
}

static void cell_status(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell)
{
	const struct incident *incident = row->record;
	const struct label_word *word = word_of(incident, scene);

	cell->text = incident->is_suppressed ? _("silenced") : _(word->word);
	cell->role = incident->is_suppressed ? ROLE_DIM : word->role;
}

/* When it must be acknowledged, or must be again. */
static void cell_target(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell)
{
	const struct incident *incident = row->record;

	if (incident->is_suppressed)
		return;
	cell->role = label_target(incident, scene->now_ms, cell->buffer);
	if (!cell->buffer[0])
		cell->role = label_ack_lapse(incident, scene->now_ms, cell->buffer);
	cell->text = cell->buffer;
}

static void cell_joined(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	const struct incident *incident = row->record;

	if (incident->joined_count == 0)
		return;
	snprintf(cell->buffer, sizeof(cell->buffer), "+%zu", incident->joined_count);
	cell->text = cell->buffer;
	cell->role = ROLE_DIM;
}

static void cell_assignee(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	const struct incident *incident = row->record;

	if (incident->assignee_count == 0)
		return;
	cell->text = incident->assignees[0];
	if (incident->assignee_count == 1)
		return;
	snprintf(cell->buffer, sizeof(cell->buffer), "%.80s +%zu", incident->assignees[0],
		 incident->assignee_count - 1);
	cell->text = cell->buffer;
}

static void cell_number(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	const struct incident *incident = row->record;

	cell->text = incident->number ? incident->number : incident->native_id;
	cell->role = ROLE_DIM;
}

static const struct table_column columns[] = {
	{.cell = incident_cell_severity,
	 .name = N_("sev"),
	 .min = 2,
	 .keep = 1,
	 .compare = compare_severity},
	{.cell = cell_sign, .name = "", .min = 1, .max = 1, .keep = 2},
	{.cell = cell_status,
	 .name = N_("status"),
	 .min = 5,
	 .max = 8,
	 .keep = 7,
	 .compare = compare_status},
	{.cell = incident_cell_age,
	 .name = N_("age"),
	 .min = 3,
	 .keep = 5,
	 .align = TABLE_RIGHT,
	 .compare = compare_newest},
	{.cell = cell_target, .name = N_("ack due"), .min = 8, .keep = 7, .align = TABLE_RIGHT},
	{.cell = incident_cell_write,
	 .name = N_("write"),
	 .min = 15,
	 .want = 30,
	 .is_flexible = true,
	 .max = 44,
	 .keep = 4,
	 .is_optional = true},
	{.cell = incident_cell_service,
	 .name = N_("service"),
	 .min = 8,
	 .want = 12,
	 .is_flexible = true,
	 .max = 20,
	 .keep = 6,
	 .compare = compare_service},
	{.cell = incident_cell_title,
	 .name = N_("title"),
	 .min = 24,
	 .want = 56,
	 .is_flexible = true,
	 .keep = 3,
	 .compare = compare_title},
	{.cell = cell_joined,
	 .name = N_("alerts"),
	 .min = 2,
	 .keep = 11,
	 .align = TABLE_RIGHT,
	 .is_optional = true},
	{.cell = cell_assignee, .name = N_("assignee"), .min = 8, .max = 16, .keep = 8},
	{.cell = incident_cell_commander,
	 .name = N_("commander"),
	 .min = 12,
	 .max = 14,
	 .keep = 10,
	 .is_optional = true},
	{.cell = incident_cell_source, .name = N_("source"), .min = 6, .max = 14, .keep = 12},
	{.cell = cell_number, .name = N_("number"), .min = 5, .max = 12, .keep = 13},
};

/* compare_status as one number: status, severity, then the oldest. */
static uint64_t rank(const struct table_row *row)
{
	const struct incident *incident = row->record;
	uint64_t created = incident->created_ms > 0 ? (uint64_t)incident->created_ms : 0;

	return (uint64_t)status_rank(incident) << 60 | (uint64_t)severity_rank(incident) << 56 |
	       (created & 0xffffffffffffff);
}

static const struct table_ops incidents_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_status,
	.rank = rank,
	.groupings = incident_groupings,
	.grouping_count = NINES_COUNT(incident_groupings),
	.sum = incident_group_sum,
	.is_stale = incident_is_stale,
};

static const struct list_words words = {
	.subject = SUBJECT_INCIDENTS,
	.none = N_("no open incidents"),
	.says_since = true,
	.not_asked = N_("no source of incidents is configured"),
};

static void incidents_update(struct pane *pane)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct table *table = list_begin(pane, &incidents_table);
	size_t severe_hidden = 0;

	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];
		bool is_shown = query_match_incident(pane->query, incident, snapshot);

		table_offer(table, incident->id, incident, is_shown);
		severe_hidden += !is_shown && !incident->is_suppressed &&
				 severity_is_severe(incident->severity);
	}
	((struct list *)pane->priv)->severe_hidden = severe_hidden;
	list_end(pane, &words);
}

const struct pane_ops incidents_pane = {
	.name = "incidents",
	.title = N_("incidents"),
	.about = N_("open incidents, the unacknowledged and severe ones first"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.detail = "incident",
	.update = incidents_update,
	.draw = list_draw,
	.act = incident_rows_act,
	.targets = incident_rows_targets,
	.rows = &incidents_table,
	.table = list_table,
	.status = list_status,
	.release = list_release,
};
