/* SPDX-License-Identifier: MIT
 * A snapshot in a few words, the worst first. */
#include "config.h"

#include "nines/model/brief.h"

#include <stdarg.h>
#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"

static void add(struct brief *brief, enum brief_level level, const char *format, ...)
	NINES_PRINTF(3, 4);

static void add(struct brief *brief, enum brief_level level, const char *format, ...)
{
	struct brief_part *part = &brief->parts[brief->count];
	va_list args;

	if (brief->count == BRIEF_PARTS_MAX)
		return;
	part->level = level;
	va_start(args, format);
	vsnprintf(part->text, sizeof(part->text), format, args);
	va_end(args);
	brief->count++;
}

static void add_count(struct brief *brief, enum brief_level level, size_t count, const char *what)
{
	if (count > 0)
		add(brief, level, "%zu %s", count, _(what));
}

/* The source that is worst off, with the age of what it said last. */
static void add_missing(const struct snapshot *snapshot, int64_t now_ms, struct brief *brief)
{
	const struct source_view *worst = snapshot_unwell(snapshot, SUBJECT_COUNT);
	size_t missing = snapshot->source_count - snapshot->totals.sources_live;
	char age[TIME_TEXT_MAX] = "", more[24] = "";

	if (!worst)
		return;
	if (snapshot->totals.sources_live == 0 && missing > 1) {
		add(brief, BRIEF_UNKNOWN, _("no source live"));
		return;
	}
	if (worst->last_success_ms > 0)
		duration_format_short(now_ms - worst->last_success_ms, age);
	if (missing > 1)
		snprintf(more, sizeof(more), " +%zu", missing - 1);
	add(brief, BRIEF_UNKNOWN, "%.24s %s%s%s%s", worst->name, _(source_state_name(worst->state)),
	    age[0] ? " " : "", age, more);
}

static void add_incidents(const struct snapshot *snapshot, struct brief *brief)
{
	const struct totals *totals = &snapshot->totals;
	enum known knows = snapshot_knows(snapshot, SUBJECT_INCIDENTS);

	if (totals->open == 0 && knows == KNOWN_NOTHING)
		add(brief, BRIEF_UNKNOWN, _("incidents unknown"));
	add_count(brief, BRIEF_CRITICAL, totals->severe_unacknowledged, N_("severe"));
	add_count(brief, BRIEF_WARNING, totals->unacknowledged, N_("triggered"));
	add_count(brief, BRIEF_WARNING, totals->open - totals->unacknowledged, N_("acked"));
}

void brief_make(const struct snapshot *snapshot, int64_t now_ms, struct brief *brief)
{
	const struct totals *totals;
	size_t said;

	*brief = (struct brief){.count = 0};
	if (!snapshot || snapshot->source_count == 0) {
		add(brief, BRIEF_UNKNOWN, snapshot ? _("no sources") : _("no data yet"));
		return;
	}
	totals = &snapshot->totals;
	add_missing(snapshot, now_ms, brief);
	said = brief->count;
	add_incidents(snapshot, brief);
	add_count(brief, BRIEF_CRITICAL, totals->by_state[SERVICE_DOWN], N_("down"));
	add_count(brief, BRIEF_WARNING, totals->by_state[SERVICE_DEGRADED], N_("degraded"));
	add_count(brief, BRIEF_WARNING, totals->burning, N_("burning"));
	if (brief->count > said)
		return;
	add_count(brief, BRIEF_WARNING, totals->indicators_crit, N_("indicators crit"));
	add_count(brief, BRIEF_UNKNOWN, totals->by_state[SERVICE_UNKNOWN], N_("unknown"));
	if (brief->count == 0 && snapshot_exit_code(snapshot) == 0)
		add(brief, BRIEF_WELL, _("all well"));
	else if (brief->count == 0)
		add(brief, BRIEF_WARNING, _("look closer"));
}
