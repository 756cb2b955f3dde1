/* SPDX-License-Identifier: MIT
 * The list of writes: what the user asked for, what became of it, what needs a decision. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/ui/keymap.h"
#include "nines/ui/label.h"
#include "panes/list.h"

static const struct write_view *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

/* Held ones stand among those that wait: rows must not jump when the time is over. */
static int rank(const struct write_view *write)
{
	return (int)label_write_phase(write, INT64_MAX);
}

static int compare_newest(const void *a, const void *b)
{
	int64_t left = record(a)->created_ms, right = record(b)->created_ms;

	return left != right ? (left > right ? -1 : 1) : list_compare_id(a, b);
}

static int compare_state(const void *a, const void *b)
{
	int order = rank(record(a)) - rank(record(b));

	return order ? order : compare_newest(a, b);
}

static int compare_incident(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->incident_id, record(b)->incident_id);

	return order ? order : compare_newest(a, b);
}

static const struct label_word *word_of(const struct table_row *row,
					const struct table_scene *scene)
{
	return label_write_word(label_write_phase(record(row), scene->now_ms));
}

static void cell_sign(const struct table_row *row, const struct table_scene *scene,
		      struct table_cell *cell)
{
	const struct label_word *word = word_of(row, scene);

	cell->text = label_sign(word, scene->is_ascii);
	cell->role = word->role;
}

static void cell_state(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell)
{
	label_write_state(record(row), scene->now_ms, cell->buffer);
	cell->text = cell->buffer;
	cell->role = word_of(row, scene)->role;
}

static void cell_age(const struct table_row *row, const struct table_scene *scene,
		     struct table_cell *cell)
{
	label_age(scene->now_ms, record(row)->created_ms, cell->buffer);
	cell->text = cell->buffer;
}

/* The verb with what it was told: "snooze for 4h". */
static void cell_what(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct write_view *write = record(row);

	cell->text = label_verb(write->verb);
	if (!write->told)
		return;
	snprintf(cell->buffer, sizeof(cell->buffer), "%s %.100s", cell->text, write->told);
	cell->text = cell->buffer;
}

static void cell_id(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		    struct table_cell *cell)
{
	cell->text = record(row)->incident_id;
}

static void cell_title(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	cell->text = record(row)->title;
}

static void cell_by(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		    struct table_cell *cell)
{
	const struct write_view *write = record(row);

	if (!write->operator_name)
		return;
	snprintf(cell->buffer, sizeof(cell->buffer), "%.60s%s%.60s", write->operator_name,
		 write->host ? "@" : "", write->host ? write->host : "");
	cell->text = cell->buffer;
	cell->role = ROLE_DIM;
}

/* Which keys decide over a write that was not sent. */
static void say_keys(const struct write_view *write, const struct table_scene *scene,
		     struct table_cell *cell)
{
	cell->role = ROLE_QUEUED;
	cell->text = write->error;
	if (!scene->keymap)
		return;
	snprintf(cell->buffer, sizeof(cell->buffer),
		 write->is_offered ? _("%s send, %s drop") : _("%s send now, %s drop"),
		 keymap_key(scene->keymap, ACTION_SEND), keymap_key(scene->keymap, ACTION_DISMISS));
	cell->text = cell->buffer;
}

static void say_outcome(const struct write_view *write, struct table_cell *cell)
{
	cell->role = ROLE_UNKNOWN;
	cell->text = _("outcome not known yet");
	if (!write->error)
		return;
	snprintf(cell->buffer, sizeof(cell->buffer), _("outcome not known: %.100s"), write->error);
	cell->text = cell->buffer;
}

static void cell_answer(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell)
{
	const struct write_view *write = record(row);

	switch (label_write_phase(write, scene->now_ms)) {
	case WRITE_PHASE_OFFERED:
	case WRITE_PHASE_HELD:
		say_keys(write, scene, cell);
		break;
	case WRITE_PHASE_REFUSED:
		cell->text = write->error ? write->error : _("no reason given");
		cell->role = ROLE_REFUSED;
		break;
	case WRITE_PHASE_SENT:
		say_outcome(write, cell);
		break;
	case WRITE_PHASE_CONFIRMED:
	case WRITE_PHASE_WAS_SO:
		cell->text = write->detail;
		cell->role = ROLE_DIM;
		break;
	default:
		cell->text = write->error ? write->error : _("waits for its turn");
		cell->role = write->error ? ROLE_TEXT : ROLE_DIM;
	}
}

static const struct table_column columns[] = {
	{.cell = cell_sign, .name = "", .min = 1, .max = 1, .keep = 1},
	{.cell = cell_state,
	 .name = N_("state"),
	 .min = 8,
	 .max = 9,
	 .keep = 1,
	 .compare = compare_state},
	{.cell = cell_age,
	 .name = N_("age"),
	 .min = 3,
	 .keep = 4,
	 .align = TABLE_RIGHT,
	 .compare = compare_newest},
	{.cell = cell_what,
	 .name = N_("what"),
	 .min = 8,
	 .want = 22,
	 .max = 26,
	 .is_flexible = true,
	 .keep = 3},
	{.cell = cell_id,
	 .name = N_("incident"),
	 .min = 9,
	 .want = 20,
	 .max = 30,
	 .is_flexible = true,
	 .keep = 2,
	 .compare = compare_incident},
	{.cell = cell_title,
	 .name = N_("title"),
	 .min = 14,
	 .want = 32,
	 .is_flexible = true,
	 .keep = 6},
	{.cell = cell_by, .name = N_("by"), .min = 6, .max = 24, .keep = 9, .is_optional = true},
	{.cell = cell_answer,
	 .name = N_("answer"),
	 .min = 18,
	 .want = 32,
	 .is_flexible = true,
	 .keep = 5},
};

static const struct table_ops writes_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_state,
};

static const struct list_words words = {
	.is_nobodys = true,
	.subject = SUBJECT_COUNT,
	.none = N_("no writes under way; `nines outbox` prints the audit trail"),
	.is_local = true,
};

static void writes_update(struct pane *pane)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct table *table = list_begin(pane, &writes_table);

	for (size_t i = 0; i < snapshot->write_count; i++) {
		const struct write_view *write = &snapshot->writes[i];

		if (snapshot_write_is_twin(snapshot, i))
			continue;
		if (query_match_write(pane->query, write, snapshot))
			table_add(table, write->uuid, write);
		else
			table->hidden++;
	}
	list_end(pane, &words);
}

static void writes_targets(const struct pane *pane, struct pane_targets *targets)
{
	const struct write_view *write = list_selected(pane);
	const struct incident *incident;

	list_targets(pane, targets);
	targets->are_writes = true;
	if (!write)
		return;
	targets->opens = write->incident_id;
	incident = snapshot_incident(pane->snapshot, write->incident_id);
	if (!incident)
		return;
	targets->url = incident->url;
	targets->runbook = incident->runbook;
}

/* True when the action can do something about this write. */
static bool is_for(enum action_id action, const struct write_view *write)
{
	if (action == ACTION_SEND)
		return write->is_offered ||
		       (write->state == WRITE_QUEUED && write->held_until_ms > 0);
	return action == ACTION_DISMISS && write->state != WRITE_CONFIRMED;
}

static enum pane_result writes_act(struct pane *pane, enum action_id action)
{
	struct pane_targets targets = {.count = 0};

	if (!pane_is_write_action(action))
		return list_act(pane, action);
	list_targets(pane, &targets);
	for (size_t i = 0; i < targets.count; i++) {
		const struct write_view *write = snapshot_write(pane->snapshot, targets.ids[i]);

		if (!write || !is_for(action, write))
			continue;
		table_choose(&((struct list *)pane->priv)->table);
		return PANE_SEND;
	}
	return PANE_IGNORED;
}

static void writes_status(const struct pane *pane, struct str *out)
{
	const struct snapshot *snapshot = pane->snapshot;
	size_t offered = 0;

	list_status(pane, out);
	for (size_t i = 0; snapshot && i < snapshot->write_count; i++)
		offered += snapshot->writes[i].is_offered && !snapshot_write_is_twin(snapshot, i);
	if (offered > 0)
		str_printf(out, _(", %zu not sent"), offered);
}

const struct pane_ops writes_pane = {
	.name = "writes",
	.title = N_("writes"),
	.about = N_("what you asked for and what became of it, what needs a decision first"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.detail = "incident",
	.update = writes_update,
	.draw = list_draw,
	.act = writes_act,
	.targets = writes_targets,
	.rows = &writes_table,
	.table = list_table,
	.status = writes_status,
	.release = list_release,
};
