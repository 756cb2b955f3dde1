/* SPDX-License-Identifier: MIT
 * What lists of incidents share: cells, keys and what those hit. */
#include "config.h"

#include "panes/incident_rows.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/ui/keymap.h"
#include "nines/ui/label.h"

void incident_cell_severity(const struct table_row *row,
			    const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	const struct incident *incident = row->record;

	cell->text = label_severity(incident->severity);
	cell->role = label_severity_role(incident->severity);
}

void incident_cell_age(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell)
{
	const struct incident *incident = row->record;

	label_age(scene->now_ms, incident->created_ms, cell->buffer);
	cell->text = cell->buffer;
}

enum role incident_write_words(const struct write_view *write, int64_t now_ms,
			       const struct keymap *keymap, char *out, size_t size)
{
	enum role role = label_write(write, now_ms, out, size);
	size_t len = strlen(out);

	if (write && write->is_offered && keymap)
		snprintf(out + len, size - len, _(": %s or %s"), keymap_key(keymap, ACTION_SEND),
			 keymap_key(keymap, ACTION_DISMISS));
	return role;
}

void incident_cell_write(const struct table_row *row, const struct table_scene *scene,
			 struct table_cell *cell)
{
	const struct incident *incident = row->record;

	cell->role = incident_write_words(incident->write, scene->now_ms, scene->keymap,
					  cell->buffer, sizeof(cell->buffer));
	cell->text = cell->buffer;
}

void incident_cell_service(const struct table_row *row,
			   const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	const struct incident *incident = row->record;

	cell->text = incident->service_title ? incident->service_title : incident->service;
}

void incident_cell_title(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			 struct table_cell *cell)
{
	const struct incident *incident = row->record;

	cell->text = incident->title;
	cell->role = incident->is_suppressed ? ROLE_DIM : ROLE_TEXT;
}

void incident_cell_source(const struct table_row *row, const struct table_scene *scene,
			  struct table_cell *cell)
{
	const struct incident *incident = row->record;

	cell->text = scene->snapshot->sources[incident->source].name;
	cell->role = ROLE_DIM;
}

bool incident_is_severe(const struct incident *incident)
{
	return severity_is_severe(incident->severity) && !incident->is_alert;
}

void incident_cell_commander(const struct table_row *row,
			     const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	const struct incident *incident = row->record;

	cell->text = incident->commander;
	if (cell->text || !incident_is_severe(incident))
		return;
	cell->text = incident->has_commander_role ? _("NO COMMANDER") : "?";
	cell->role = incident->has_commander_role ? ROLE_CRITICAL : ROLE_UNKNOWN;
}

enum role incident_update_words(const struct incident *incident, int64_t now_ms, char *out)
{
	int64_t left_ms = incident->update_due_ms - now_ms;
	char span[LABEL_MAX];

	out[0] = '\0';
	if (incident->update_due_ms <= 0)
		return ROLE_TEXT;
	label_span(left_ms < 0 ? -left_ms : left_ms, span);
	snprintf(out, LABEL_MAX, left_ms < 0 ? _("OVERDUE %s") : _("in %s"), span);
	return left_ms < 0 ? ROLE_CRITICAL : ROLE_TEXT;
}

bool incident_is_stale(const struct table_row *row)
{
	return ((const struct incident *)row->record)->is_stale;
}

enum pane_result incident_rows_act(struct pane *pane, enum action_id action)
{
	if (pane_is_write_action(action) && list_selected(pane)) {
		table_choose(&((struct list *)pane->priv)->table);
		return PANE_SEND;
	}
	return list_act(pane, action);
}

void incident_rows_targets(const struct pane *pane, struct pane_targets *targets)
{
	const struct incident *incident = list_selected(pane);

	list_targets(pane, targets);
	if (!incident)
		return;
	targets->url = incident->url;
	targets->runbook = incident->runbook;
}
