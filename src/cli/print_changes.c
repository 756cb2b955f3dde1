/* SPDX-License-Identifier: MIT
 * What is and what changes as lines of text, each with all it needs to be understood when it is
 * read aloud: for screen readers and terminals that can't be drawn on. */
#include "config.h"

#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/model/changes.h"
#include "nines/ui/label.h"
#include "print.h"

enum { LINES_MAX = 50 };

/* "S1 pagerduty:Q1 Payments: card payments fail" */
static void append_incident(const struct incident *incident, struct str *out)
{
	const char *service = incident->service_title ? incident->service_title : incident->service;

	str_printf(out, "%s %s%s%s: %s", label_severity(incident->severity), incident->id,
		   service ? " " : "", service ? service : "",
		   incident->title ? incident->title : _("(no title)"));
}

/* ", assigned to Rosa Marin and 1 more" */
static void append_assignees(const struct incident *incident, struct str *out)
{
	size_t more = incident->assignee_count - 1;

	str_printf(out, _(", assigned to %s"), incident->assignees[0]);
	if (more > 0)
		str_printf(out, _(" and %zu more"), more);
}

static void append_holder(const struct incident *incident, struct str *out)
{
	if (incident->is_suppressed)
		str_append(out, _(", silenced"));
	else if (incident->status == INCIDENT_ACKNOWLEDGED)
		str_printf(out, _(", acknowledged by %s"),
			   incident->acknowledged_by ? incident->acknowledged_by : _("somebody"));
	else
		str_printf(out, ", %s", _(incident_status_name(incident->status)));
	if (incident->is_suppressed || incident->status == INCIDENT_ACKNOWLEDGED)
		return;
	if (incident->assignee_count > 0)
		append_assignees(incident, out);
	else
		str_append(out, _(", nobody has it"));
}

static void append_took(const struct incident *incident, int64_t now_ms, struct str *out)
{
	int64_t ended_ms = incident->resolved_ms > 0 ? incident->resolved_ms : now_ms;
	char span[TIME_TEXT_MAX];

	if (incident->created_ms <= 0 || ended_ms < incident->created_ms)
		return;
	duration_format(ended_ms - incident->created_ms, span);
	str_printf(out, _(", after %s"), span);
}

static void say_incident(const struct change *change, int64_t now_ms, struct str *out)
{
	static const char *const words[] = {
		[CHANGE_OPEN] = N_("OPEN"),
		[CHANGE_NEW] = N_("NEW"),
		[CHANGE_AGAIN] = N_("AGAIN"),
		[CHANGE_ACK] = N_("ACK"),
		[CHANGE_RESOLVED] = N_("RESOLVED"),
		[CHANGE_HIDDEN] = N_("OUT OF SIGHT"),
		[CHANGE_UNKNOWN] = N_("UNKNOWN"),
		[CHANGE_SILENCED] = N_("SILENCED"),
		[CHANGE_UNSILENCED] = N_("UNSILENCED"),
		[CHANGE_SEVERITY] = N_("SEVERITY"),
	};

	str_printf(out, "%s ", _(words[change->kind]));
	append_incident(change->incident, out);
	if (change->kind == CHANGE_RESOLVED)
		append_took(change->incident, now_ms, out);
	else if (change->kind == CHANGE_HIDDEN)
		str_append(out, _(", its source does not answer"));
	else
		append_holder(change->incident, out);
	if (change->kind == CHANGE_SEVERITY)
		str_printf(out, _(", was %s"), label_severity(change->old_severity));
}

static void append_source(const struct source_view *source, int64_t now_ms, struct str *out)
{
	char age[TIME_TEXT_MAX];

	str_printf(out, _("SOURCE %s %s"), source->name, _(source_state_name(source->state)));
	if (source->state != SOURCE_LIVE && source->last_success_ms > 0) {
		duration_format_short(now_ms - source->last_success_ms, age);
		str_printf(out, _(", last answer %s ago"), age);
	}
	if (source->error || source->notice)
		str_printf(out, ": %s", source->error ? source->error : source->notice);
}

static void say_source(const struct change *change, int64_t now_ms, struct str *out)
{
	append_source(change->source, now_ms, out);
}

static const char *stale_word(const struct service *service)
{
	return service->is_stale ? _(" (stale)") : "";
}

static void say_service(const struct change *change, int64_t now_ms NINES_UNUSED, struct str *out)
{
	const struct service *now = change->service, *old = change->old_service;

	str_printf(out, _("SERVICE %s "), now->title ? now->title : now->key);
	if (old)
		str_printf(out, "%s%s -> ", _(service_state_name(old->state)), stale_word(old));
	str_printf(out, "%s%s%s%s", _(service_state_name(now->state)), stale_word(now),
		   now->state_reason ? ": " : "", now->state_reason ? now->state_reason : "");
}

static void say_write(const struct change *change, int64_t now_ms NINES_UNUSED, struct str *out)
{
	static const char *const words[WRITE_PHASE_COUNT] = {
		[WRITE_PHASE_OFFERED] = N_("NOT SENT"),
		[WRITE_PHASE_REFUSED] = N_("REFUSED"),
		[WRITE_PHASE_HELD] = N_("queued"),
		[WRITE_PHASE_QUEUED] = N_("queued"),
		[WRITE_PHASE_SENT] = N_("sent"),
		[WRITE_PHASE_CONFIRMED] = N_("confirmed"),
		[WRITE_PHASE_WAS_SO] = N_("not sent, it was so already"),
	};
	const struct write_view *write = change->write;
	const char *reason = write->error ? write->error : write->detail;

	str_printf(out, _("WRITE %s%s%s %s: %s: %s%s%s"), label_verb(write->verb),
		   write->told ? " " : "", write->told ? write->told : "",
		   _(words[label_write_phase(write, INT64_MAX)]), write->incident_id,
		   write->title ? write->title : _("(no title)"), reason ? ": " : "",
		   reason ? reason : "");
}

static void say_indicator(const struct change *change, int64_t now_ms NINES_UNUSED, struct str *out)
{
	const struct indicator_view *now = change->indicator, *old = change->old_indicator;
	char value[INDICATOR_TEXT_MAX];

	indicator_value_format(now->value, now->unit, value);
	str_printf(out, _("INDICATOR %s %s%s%s: %s"), now->name,
		   old ? _(indicator_level_name(old->state.level)) : "", old ? " -> " : "",
		   _(indicator_level_name(now->state.level)), value);
}

typedef void say_fn(const struct change *change, int64_t now_ms, struct str *out);

/* The rest is about incidents. */
static say_fn *const says[] = {
	[CHANGE_SOURCE] = say_source,
	[CHANGE_SERVICE] = say_service,
	[CHANGE_WRITE] = say_write,
	[CHANGE_INDICATOR] = say_indicator,
};

bool text_changes(const struct snapshot *before, const struct snapshot *after, struct str *out)
{
	change_list list = {0};
	char clock[TIME_TEXT_MAX];
	bool has_any;

	changes_find(before, after, &list);
	has_any = list.len > 0;
	time_format_local(after->built_ms, "%H:%M:%S", clock);
	for (size_t i = 0; i < list.len && i < LINES_MAX; i++) {
		say_fn *say = says[list.items[i].kind];

		str_printf(out, "%s ", clock);
		(say ? say : say_incident)(&list.items[i], after->built_ms, out);
		str_append_char(out, '\n');
	}
	if (list.len > LINES_MAX)
		str_printf(out, _("%s and %zu more changes\n"), clock, list.len - LINES_MAX);
	VEC_RELEASE(&list);
	return has_any;
}

static void append_open(const struct incident *incident, int64_t now_ms, struct str *out)
{
	const struct change change = {.kind = CHANGE_OPEN, .incident = incident};
	char age[TIME_TEXT_MAX];

	say_incident(&change, now_ms, out);
	if (incident->created_ms > 0) {
		duration_format_short(now_ms - incident->created_ms, age);
		str_printf(out, _(", %s old"), age);
	}
	str_append_char(out, '\n');
}

/* The worst first, those of unknown severity last. */
static void append_incidents(const struct snapshot *snapshot, struct str *out)
{
	for (int rank = SEVERITY_MIN; rank <= SEVERITY_MAX + 1; rank++)
		for (size_t i = 0; i < snapshot->incident_count; i++)
			if (snapshot->incidents[i].severity ==
			    (rank <= SEVERITY_MAX ? rank : SEVERITY_UNKNOWN))
				append_open(&snapshot->incidents[i], snapshot->built_ms, out);
}

void text_summary(const struct snapshot *snapshot, struct str *out)
{
	str_append(out, _("SUMMARY "));
	text_totals(snapshot, out);
	for (size_t i = 0; i < snapshot->source_count; i++) {
		append_source(&snapshot->sources[i], snapshot->built_ms, out);
		str_append_char(out, '\n');
	}
	for (size_t i = 0; i < snapshot->notice_count; i++)
		str_printf(out, _("NOTICE %s\n"), snapshot->notices[i].text);
	append_incidents(snapshot, out);
	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct change change = {.kind = CHANGE_SERVICE,
					      .service = &snapshot->services[i]};

		if (change.service->state == SERVICE_OK && !change.service->is_stale)
			continue;
		say_service(&change, snapshot->built_ms, out);
		str_append_char(out, '\n');
	}
}
