/* SPDX-License-Identifier: MIT
 * A snapshot as text tables, for people who read a pipe or a plain terminal. */
#include "config.h"

#include "print.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"
#include "nines/model/history_view.h"

void text_table_init(struct text_table *table, const char *const *headings, size_t count)
{
	*table = (struct text_table){.columns = count};
	for (size_t i = 0; i < count; i++)
		text_table_cell(table, headings[i]);
}

void text_table_cell(struct text_table *table, const char *text)
{
	VEC_PUSH(&table->cells, xstrdup(text && *text ? text : "-"));
}

void text_table_printf(struct text_table *table, const char *format, ...)
{
	struct str text;
	va_list args;

	str_init(&text, 0);
	va_start(args, format);
	str_vprintf(&text, format, args);
	va_end(args);
	text_table_cell(table, text.text);
	str_release(&text);
}

void text_table_finish(struct text_table *table, struct str *out)
{
	int widths[TEXT_COLUMN_MAX] = {0};

	for (size_t i = 0; i < table->cells.len; i++) {
		int columns = text_columns(table->cells.items[i]);

		if (columns > widths[i % table->columns])
			widths[i % table->columns] = columns;
	}
	for (size_t i = 0; i < table->cells.len; i++) {
		size_t column = i % table->columns;
		bool is_last = column + 1 == table->columns;
		int pad = widths[column] - text_columns(table->cells.items[i]);

		str_append(out, table->cells.items[i]);
		str_printf(out, "%*s", is_last ? 0 : pad + 2, "");
		if (is_last)
			str_append(out, "\n");
		free(table->cells.items[i]);
	}
	VEC_RELEASE(&table->cells);
}

void text_totals(const struct snapshot *snapshot, struct str *out)
{
	const struct totals *totals = &snapshot->totals;
	enum known knows = snapshot_knows(snapshot, SUBJECT_INCIDENTS);

	if (totals->open == 0 && knows < KNOWN_PART)
		str_append(out, knows == KNOWN_NOT_ASKED ? _("no source of incidents is configured")
							 : _("open incidents unknown"));
	else
		str_printf(out,
			   P_("%zu open incident, %zu not acknowledged",
			      "%zu open incidents, %zu not acknowledged", totals->open),
			   totals->open, totals->unacknowledged);
	str_printf(out, P_("; %zu service", "; %zu services", totals->services), totals->services);
	for (int i = SERVICE_STATE_COUNT - 1; i >= 0; i--) {
		if (totals->by_state[i] > 0)
			str_printf(out, ", %zu %s", totals->by_state[i],
				   _(service_state_name((enum service_state)i)));
	}
	str_printf(out,
		   P_("; %zu of %zu source live", "; %zu of %zu sources live", totals->sources),
		   totals->sources_live, totals->sources);
	if (!totals->is_complete)
		str_append(out, _(": INCOMPLETE"));
	str_append(out, "\n");
}

/* An objective may have a window of its own, another than the heading names. */
static void cell_percent(struct text_table *table, const struct service *service, int64_t window_ms)
{
	char uptime[16];
	char objective[16];
	char window[TIME_TEXT_MAX], note[TIME_TEXT_MAX + 4] = "";
	int decimals = percent_decimals(service->objective);

	percent_format(service->window_uptime.ratio, decimals, uptime);
	if (service->window_ms > 0 && service->window_ms != window_ms) {
		duration_format_exact(service->window_ms, window);
		snprintf(note, sizeof(note), " (%s)", window);
	}
	if (isnan(service->objective)) {
		text_table_printf(table, "%s %%%s", uptime, note);
		return;
	}
	percent_format(service->objective, decimals, objective);
	text_table_printf(table, "%s %% / %s %%%s", uptime, objective, note);
}

static void cell_seconds(struct text_table *table, double seconds)
{
	if (isnan(seconds))
		text_table_cell(table, NULL);
	else if (seconds < 1)
		text_table_printf(table, "%.0f ms", seconds * 1000);
	else
		text_table_printf(table, "%.2f s", seconds);
}

static void cell_budget(struct text_table *table, double remaining)
{
	char percent[16];

	percent_budget(remaining, 0, percent);
	if (isnan(remaining))
		text_table_cell(table, NULL);
	else
		text_table_printf(table, "%s %%", percent);
}

static void text_services(const struct snapshot *snapshot, struct str *out)
{
	char window[TIME_TEXT_MAX];
	char heading[64];
	const char *headings[] = {_("SERVICE"), _("STATE"), _("TEAM"), heading,
				  _("BUDGET"),  "P95",      _("OPEN"), _("ON CALL")};
	struct text_table table;
	enum known knows = snapshot_knows(snapshot, SUBJECT_INCIDENTS);

	duration_format_exact(snapshot->window_ms, window);
	snprintf(heading, sizeof(heading), _("UPTIME %s / SLO"), window);
	text_table_init(&table, headings, NINES_COUNT(headings));
	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct service *service = &snapshot->services[i];

		text_table_cell(&table, service->key);
		text_table_printf(&table, "%s%s", _(service_state_name(service->state)),
				  service->is_stale ? _(" (stale)") : "");
		text_table_cell(&table, service->team);
		cell_percent(&table, service, snapshot->window_ms);
		cell_budget(&table, service->budget_remaining);
		cell_seconds(&table, service->latency_p95_s);
		if (service->open_incidents > 0 || knows >= KNOWN_PART)
			text_table_printf(&table, "%zu", service->open_incidents);
		else
			text_table_cell(&table, NULL);
		text_table_cell(&table, service->oncall_count ? service->oncall[0]->user : NULL);
	}
	text_table_finish(&table, out);
}

static void row_incident(struct text_table *table, const struct incident *incident, int64_t now_ms)
{
	char age[TIME_TEXT_MAX];

	duration_format(now_ms - incident->created_ms, age);
	text_table_cell(table, incident->id);
	if (incident->severity > 0)
		text_table_printf(table, "%d", incident->severity);
	else
		text_table_cell(table, NULL);
	text_table_printf(table, "%s%s%s", _(incident_status_name(incident->status)),
			  incident->is_suppressed ? _(" (silenced)") : "",
			  incident->is_stale ? _(" (stale)") : "");
	text_table_cell(table, incident->created_ms ? age : NULL);
	text_table_cell(table, incident->service);
	if (incident->joined_count > 0)
		text_table_printf(table,
				  P_("%s (+%zu alert)", "%s (+%zu alerts)", incident->joined_count),
				  incident->title, incident->joined_count);
	else
		text_table_cell(table, incident->title);
}

static void row_closed(struct text_table *table, const struct closed_incident *closed)
{
	char took[TIME_TEXT_MAX] = "?";

	if (closed->resolved_ms && closed->fact->created_ms)
		duration_format(closed->resolved_ms - closed->fact->created_ms, took);
	text_table_printf(table, "%s:%s", closed->source, closed->fact->native_id);
	if (closed->severity > 0)
		text_table_printf(table, "%d", closed->severity);
	else
		text_table_cell(table, NULL);
	text_table_cell(table, _("resolved"));
	text_table_printf(table, _("took %s"), took);
	text_table_cell(table, closed->service);
	text_table_cell(table, closed->fact->title);
}

static const char *no_incidents(const struct snapshot *snapshot)
{
	static const char *const texts[] = {
		[KNOWN_NOT_ASKED] = N_("no source of incidents is configured"),
		[KNOWN_NOTHING] = N_("incidents unknown: no source of incidents answered"),
		[KNOWN_PART] = N_("no incidents known: not every source answered"),
		[KNOWN_ALL] = N_("no incidents"),
	};

	return _(texts[snapshot_knows(snapshot, SUBJECT_INCIDENTS)]);
}

void text_incidents(const struct snapshot *snapshot, int64_t closed_since_ms, struct str *out)
{
	const char *const headings[] = {_("ID"),  _("SEVERITY"), _("STATUS"),
					_("AGE"), _("SERVICE"),  _("TITLE")};
	const struct history_view *history = snapshot->history;
	struct text_table table;
	size_t rows = 0;

	text_table_init(&table, headings, NINES_COUNT(headings));
	for (size_t i = 0; i < snapshot->incident_count; i++, rows++)
		row_incident(&table, &snapshot->incidents[i], snapshot->built_ms);
	for (size_t i = 0; closed_since_ms > 0 && history && i < history->count; i++) {
		if (history->items[i].is_record ||
		    history->items[i].fact->created_ms < closed_since_ms)
			continue;
		row_closed(&table, &history->items[i]);
		rows++;
	}
	text_table_finish(&table, out);
	if (rows == 0)
		str_printf(out, "%s\n", no_incidents(snapshot));
}

void text_oncall(const struct snapshot *snapshot, const char *service, struct str *out)
{
	const char *const headings[] = {_("TEAM"), _("SCHEDULE"), _("LEVEL"),
					_("WHO"),  _("UNTIL"),    _("NEXT")};
	const struct service *only = service ? snapshot_service(snapshot, service) : NULL;
	size_t count = service ? (only ? only->oncall_count : 0) : snapshot->oncall_count;
	struct text_table table;
	char until[TIME_TEXT_MAX];

	text_table_init(&table, headings, NINES_COUNT(headings));
	for (size_t i = 0; i < count; i++) {
		const struct shift_view *shift = only ? only->oncall[i] : &snapshot->oncall[i];

		time_format_local(shift->end_ms, "%Y-%m-%d %H:%M %Z", until);
		text_table_cell(&table, shift->team);
		text_table_cell(&table, shift->schedule);
		text_table_printf(&table, "%d", shift->level);
		text_table_cell(&table, shift->user);
		text_table_cell(&table, shift->end_ms ? until : _("no end"));
		text_table_cell(&table, shift->next_user);
	}
	text_table_finish(&table, out);
	if (count == 0)
		str_append(out, _("nobody known to be on call\n"));
}

static void text_sources(const struct snapshot *snapshot, struct str *out)
{
	const char *const headings[] = {_("SOURCE"), _("TYPE"), _("STATE"), _("AGE"), _("ERROR")};
	struct text_table table;
	char age[TIME_TEXT_MAX];

	text_table_init(&table, headings, NINES_COUNT(headings));
	for (size_t i = 0; i < snapshot->source_count; i++) {
		const struct source_view *source = &snapshot->sources[i];

		duration_format(snapshot->built_ms - source->last_success_ms, age);
		text_table_cell(&table, source->name);
		text_table_cell(&table, source->type);
		text_table_cell(&table, _(source_state_name(source->state)));
		text_table_cell(&table, source->last_success_ms ? age : _("never"));
		text_table_cell(&table, source->error ? source->error : source->notice);
	}
	text_table_finish(&table, out);
}

void text_status(const struct snapshot *snapshot, struct str *out)
{
	text_totals(snapshot, out);
	str_append(out, "\n");
	text_services(snapshot, out);
	str_append(out, "\n");
	text_incidents(snapshot, 0, out);
	str_append(out, "\n");
	text_indicators(snapshot, out);
	text_sources(snapshot, out);
	for (size_t i = 0; i < snapshot->notice_count; i++)
		str_printf(out, _("notice: %s\n"), snapshot->notices[i].text);
}
