/* SPDX-License-Identifier: MIT
 * What is different between two snapshots, a line each: for terminals that can't be drawn on. */
#include "config.h"

#include <string.h>

#include "nines/base/text.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "print.h"

enum { LINES_MAX = 50 };

/* Two snapshots and what was said of them so far. */
struct comparison {
	const struct snapshot *before, *after;
	struct str *out;
	char clock[TIME_TEXT_MAX];
	size_t lines;
};

/* True when there is room for one more line, which then begins with the time. */
static bool begin_line(struct comparison *comparison)
{
	if (comparison->lines++ >= LINES_MAX)
		return false;
	str_printf(comparison->out, "%s ", comparison->clock);
	return true;
}

static void say_incident(struct comparison *comparison, const char *what,
			 const struct incident *incident)
{
	if (!begin_line(comparison))
		return;
	str_printf(comparison->out, "%s %s %s%s%s: %s\n", what, label_severity(incident->severity),
		   incident->id, incident->service ? " " : "",
		   incident->service ? incident->service : "",
		   incident->title ? incident->title : "(no title)");
}

static void compare_incident(struct comparison *comparison, const struct incident *old,
			     const struct incident *now)
{
	static const char *const words[INCIDENT_STATUS_COUNT] = {
		[INCIDENT_UNKNOWN] = "unknown",
		[INCIDENT_TRIGGERED] = "TRIGGERED AGAIN",
		[INCIDENT_ACKNOWLEDGED] = "acknowledged",
		[INCIDENT_RESOLVED] = "resolved",
	};

	if (old->status != now->status)
		say_incident(comparison, words[now->status], now);
	if (old->is_suppressed != now->is_suppressed)
		say_incident(comparison, now->is_suppressed ? "silenced" : "no longer silenced",
			     now);
	if (old->severity != now->severity)
		say_incident(comparison, "severity changed", now);
}

static const struct source_view *find_source(const struct snapshot *snapshot, const char *name)
{
	for (size_t i = 0; i < snapshot->source_count; i++)
		if (strcmp(snapshot->sources[i].name, name) == 0)
			return &snapshot->sources[i];
	return NULL;
}

/* An incident that its source no longer names is over; one whose source is silent is not. */
static const char *gone_word(const struct comparison *comparison, const struct incident *old)
{
	const char *name = comparison->before->sources[old->source].name;
	const struct source_view *source = find_source(comparison->after, name);

	return source && source->state == SOURCE_LIVE ? "no longer open" : "out of sight";
}

/* Joined alerts count as there: they only changed their row. */
static void compare_incidents(struct comparison *comparison)
{
	const struct snapshot *before = comparison->before, *after = comparison->after;

	for (size_t i = 0; i < after->incident_count; i++) {
		const struct incident *now = &after->incidents[i];
		const struct incident *old = snapshot_incident(before, now->id);

		if (old)
			compare_incident(comparison, old, now);
		else
			say_incident(comparison, now->is_suppressed ? "opened, silenced" : "OPENED",
				     now);
	}
	for (size_t i = 0; i < before->incident_count; i++) {
		const struct incident *old = &before->incidents[i];

		if (!snapshot_incident(after, old->id))
			say_incident(comparison, gone_word(comparison, old), old);
	}
}

/* Whether it is held back is of no interest here. */
static enum write_phase phase_of(const struct write_view *write)
{
	return label_write_phase(write, INT64_MAX);
}

static void say_write(struct comparison *comparison, const struct write_view *write)
{
	static const char *const words[WRITE_PHASE_COUNT] = {
		[WRITE_PHASE_OFFERED] = "NOT SENT",
		[WRITE_PHASE_REFUSED] = "REFUSED",
		[WRITE_PHASE_HELD] = "queued",
		[WRITE_PHASE_QUEUED] = "queued",
		[WRITE_PHASE_SENT] = "sent",
		[WRITE_PHASE_CONFIRMED] = "confirmed",
		[WRITE_PHASE_WAS_SO] = "not sent, it was so already",
	};
	const char *reason = write->error ? write->error : write->detail;

	if (!begin_line(comparison))
		return;
	str_printf(comparison->out, "%s%s%s %s: %s: %s%s%s\n", label_verb(write->verb),
		   write->told ? " " : "", write->told ? write->told : "", words[phase_of(write)],
		   write->incident_id, write->title ? write->title : "(no title)",
		   reason ? ": " : "", reason ? reason : "");
}

/* Those to incidents that are no longer open too. */
static void compare_writes(struct comparison *comparison)
{
	const struct snapshot *after = comparison->after;

	for (size_t i = 0; i < after->write_count; i++) {
		const struct write_view *now = &after->writes[i];
		const struct write_view *old = snapshot_write(comparison->before, now->uuid);

		if (snapshot_write_is_twin(after, i))
			continue;
		if (!old || phase_of(old) != phase_of(now))
			say_write(comparison, now);
	}
}

static void say_service(struct comparison *comparison, const struct service *old,
			const struct service *now)
{
	if (old && old->state == now->state && old->is_stale == now->is_stale)
		return;
	if (!begin_line(comparison))
		return;
	str_printf(comparison->out, "service %s is %s%s", now->key, service_state_name(now->state),
		   now->is_stale ? " (stale)" : "");
	if (old)
		str_printf(comparison->out, ", was %s%s", service_state_name(old->state),
			   old->is_stale ? " (stale)" : "");
	str_printf(comparison->out, "%s%s\n", now->state_reason ? ": " : "",
		   now->state_reason ? now->state_reason : "");
}

static void compare_services(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->after->service_count; i++) {
		const struct service *now = &comparison->after->services[i];

		say_service(comparison, snapshot_service(comparison->before, now->key), now);
	}
}

static const struct indicator_view *find_indicator(const struct snapshot *snapshot,
						   const char *name)
{
	for (size_t i = 0; i < snapshot->indicator_count; i++)
		if (strcmp(snapshot->indicators[i].name, name) == 0)
			return &snapshot->indicators[i];
	return NULL;
}

static void compare_indicators(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->after->indicator_count; i++) {
		const struct indicator_view *now = &comparison->after->indicators[i];
		const struct indicator_view *old = find_indicator(comparison->before, now->name);
		char value[INDICATOR_TEXT_MAX];

		if ((old && old->state.level == now->state.level) || !begin_line(comparison))
			continue;
		indicator_value_format(now->value, now->unit, value);
		str_printf(comparison->out, "indicator %s is %s: %s\n", now->name,
			   indicator_level_name(now->state.level), value);
	}
}

static void compare_sources(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->after->source_count; i++) {
		const struct source_view *now = &comparison->after->sources[i];
		const struct source_view *old = find_source(comparison->before, now->name);

		if ((old && old->state == now->state) || !begin_line(comparison))
			continue;
		str_printf(comparison->out, "source %s is %s%s%s\n", now->name,
			   source_state_name(now->state), now->error ? ": " : "",
			   now->error ? now->error : "");
	}
}

bool text_changes(const struct snapshot *before, const struct snapshot *after, struct str *out)
{
	struct comparison comparison = {.before = before, .after = after, .out = out};

	time_format_local(after->built_ms, "%H:%M:%S", comparison.clock);
	compare_sources(&comparison);
	compare_incidents(&comparison);
	compare_writes(&comparison);
	compare_services(&comparison);
	compare_indicators(&comparison);
	if (comparison.lines > LINES_MAX)
		str_printf(out, "%s and %zu more changes\n", comparison.clock,
			   comparison.lines - LINES_MAX);
	if (comparison.lines == 0)
		return false;
	str_printf(out, "%s ", comparison.clock);
	text_totals(after, out);
	return true;
}
