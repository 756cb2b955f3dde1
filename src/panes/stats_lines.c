/* SPDX-License-Identifier: MIT
 * Lines and cells of the panes about incidents over time. */
#include "config.h"

#include "panes/stats_lines.h"

#include <math.h>
#include <stdio.h>

#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"

const struct incident_stats *stats_of_snapshot(const struct snapshot *snapshot, const char **why)
{
	const struct incident_stats *stats = snapshot->stats;

	*why = NULL;
	if (snapshot_knows(snapshot, SUBJECT_HISTORY) == KNOWN_NOT_ASKED)
		*why = _("? no source of incidents is configured");
	else if (!stats || stats->history_from_ms <= 0)
		*why = _("? no history is loaded yet");
	return *why ? NULL : stats;
}

int stats_draw_none(struct region region, const struct snapshot *snapshot)
{
	const struct source_view *unwell = snapshot_unwell(snapshot, SUBJECT_HISTORY);
	int row = region.rows > 1 ? 1 : 0;
	char text[STATS_TEXT_MAX], progress[LABEL_MAX * 2] = "";

	if (snapshot->source_count == 0)
		snprintf(text, sizeof(text), "%s", _("no sources are configured"));
	else if (snapshot_knows(snapshot, SUBJECT_HISTORY) == KNOWN_NOT_ASKED)
		snprintf(text, sizeof(text), "%s", _("no source of incidents is configured"));
	else if (!unwell)
		snprintf(text, sizeof(text), "%s", _("no history is loaded yet"));
	else if (label_progress(unwell, progress, sizeof(progress)))
		snprintf(text, sizeof(text), _("no history is loaded yet: %s %s"), unwell->name,
			 progress);
	else
		snprintf(text, sizeof(text), _("no history is loaded: %s %s%s%.200s"), unwell->name,
			 _(source_state_name(unwell->state)), unwell->error ? ": " : "",
			 unwell->error ? unwell->error : "");
	draw_text(region, at(row, 2, -1), ROLE_UNKNOWN, text);
	return row + 2;
}

const char *stats_bare(const char *why)
{
	return text_starts_with(why, "? ") ? why + 2 : why;
}

int stats_line(struct region region, int row, const char *label, enum role role, const char *text)
{
	draw_text(region, at(row, 1, STATS_LABEL_COLUMNS - 2), ROLE_DIM, label);
	draw_text(region, at(row, STATS_LABEL_COLUMNS, -1), role, text);
	return row + 1;
}

int stats_history_rows(const struct snapshot *snapshot, bool is_enough)
{
	return !is_enough || snapshot_unwell(snapshot, SUBJECT_HISTORY);
}

int stats_history_line(struct region region, int row, const struct snapshot *snapshot,
		       bool is_enough)
{
	const struct source_view *unwell = snapshot_unwell(snapshot, SUBJECT_HISTORY);
	char since[TIME_TEXT_MAX], text[STATS_TEXT_MAX];

	if (!stats_history_rows(snapshot, is_enough))
		return row;
	time_format_local(snapshot->stats->history_from_ms, "%Y-%m-%d", since);
	if (unwell)
		snprintf(text, sizeof(text), _("since %s, but %s is %s: figures may change"), since,
			 unwell->name, _(source_state_name(unwell->state)));
	else
		snprintf(text, sizeof(text), _("since %s, INCOMPLETE: figures may change"), since);
	return stats_line(region, row, _("history"), ROLE_WARNING, text);
}

void stats_count_text(double count, char out[24])
{
	if (isnan(count))
		snprintf(out, 24, "?");
	else
		snprintf(out, 24, "%.0f", count);
}

void stats_share_text(size_t part, size_t whole, char out[64])
{
	char percent[16];

	percent_share(whole > 0 ? (double)part / (double)whole : NAN, percent);
	snprintf(out, 64, _("%zu of %zu, %s %%"), part, whole, percent);
}

void stats_no_mtta(const struct incident_tally *tally, char out[STATS_TEXT_MAX])
{
	char other[64] = "";

	if (tally->left_out > 0)
		snprintf(other, sizeof(other), _(", other %zu"), tally->left_out);
	snprintf(out, STATS_TEXT_MAX, _("no MTTA %zu: open %zu, no ack %zu, self-closed %zu%s"),
		 tally->incidents - tally->mtta.count, tally->open, tally->unacknowledged,
		 tally->self_closed, other);
}

void stats_number_cell(struct table_cell *cell, size_t number)
{
	snprintf(cell->buffer, sizeof(cell->buffer), "%zu", number);
	cell->text = cell->buffer;
	cell->role = number > 0 ? ROLE_TEXT : ROLE_DIM;
}

void stats_percent_cell(struct table_cell *cell, double ratio)
{
	char percent[16];

	percent_share(ratio, percent);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s %%", percent);
	cell->text = cell->buffer;
}

bool stats_matches(const struct pane *pane, const char *service, const char *name, const char *team)
{
	const struct service *known = service ? snapshot_service(pane->snapshot, service) : NULL;
	struct query_record about = {
		.id = service,
		.service = service,
		.title = name,
		.team = team    ? team
			: known ? known->team
				: NULL,
		.words = {team ? name : NULL}, /* of a team's rows: a person */
		.is_nobodys = !service && !team,
	};

	if (known && !name)
		return query_match_service(pane->query, known, pane->snapshot);
	return query_match_record(pane->query, &about);
}
