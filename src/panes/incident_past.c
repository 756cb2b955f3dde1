/* SPDX-License-Identifier: MIT
 * What happened to an incident, and to those like it before. Times are absolute here. */
#include "config.h"

#include "panes/incident_past.h"

#include <math.h>
#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/model/similar.h"
#include "nines/model/timeline.h"
#include "nines/ui/label.h"

/* ", by kim@laptop, sent 2 times": who asked for it, and how often it left. */
static void append_circumstances(const struct write_view *write, struct str *out)
{
	if (write->operator_name)
		str_printf(out, _(", by %s%s%s"), write->operator_name, write->host ? "@" : "",
			   write->host ? write->host : "");
	if (write->tries > 1)
		str_printf(out, _(", sent %d times"), write->tries);
}

static const char *answer_of(const struct write_view *write)
{
	return write->error ? write->error : write->detail;
}

void incident_past_write(struct paper *paper, const char *label, const struct write_view *write,
			 int64_t now_ms, bool is_ascii)
{
	const struct label_word *word = label_write_word(label_write_phase(write, now_ms));
	struct str text;

	str_init(&text, 4096);
	str_printf(&text, "%s ", label_sign(word, is_ascii));
	str_pad(&text, _(word->word), 9);
	str_printf(&text, " %s", label_verb(write->verb));
	if (write->told)
		str_printf(&text, " %s", write->told);
	append_circumstances(write, &text);
	if (answer_of(write))
		str_printf(&text, ": %s", answer_of(write));
	paper_add(paper, label, word->role, "%s", text.text);
	str_release(&text);
}

/* "to" where it happened to somebody, "by" where somebody did it. */
static const char *relation(const char *what)
{
	static const struct {
		const char *what, *relation;
	} done_to[] = {{"assigned", N_(" to ")},
		       {"escalated", N_(" to ")},
		       {"notified", " "},
		       {"paged", " "}};

	for (size_t i = 0; i < NINES_COUNT(done_to); i++)
		if (text_equal(what, done_to[i].what))
			return _(done_to[i].relation);
	return _(" by ");
}

/* "notified Ana Lima by push", but "note by Ana Lima: it is the disk" */
static const char *separator(const struct moment *moment)
{
	return text_equal(moment->what, "notified") ? " " : ": ";
}

static void add_moment(struct paper *paper, const struct moment *moment, int64_t now_ms,
		       bool is_ascii)
{
	static const struct {
		const char *what;
		enum role role;
	} kinds[] = {
		[MOMENT_DEPLOY] = {N_("deploy"), ROLE_WARNING},
		[MOMENT_ALERT] = {N_("alert"), ROLE_TEXT},
		[MOMENT_EVENT] = {"", ROLE_TEXT},
		[MOMENT_PAGED] = {N_("paged"), ROLE_TEXT},
		[MOMENT_WRITE] = {"", ROLE_TEXT},
	};
	const char *what = moment->what ? moment->what : kinds[moment->kind].what;
	char at[TIME_TEXT_MAX];

	time_format_local(moment->at_ms, INCIDENT_MOMENT_FORMAT, at);
	if (moment->kind == MOMENT_WRITE)
		incident_past_write(paper, at, moment->write, now_ms, is_ascii);
	else
		paper_add(paper, at, kinds[moment->kind].role, "%s%s%s%s%s", _(what),
			  moment->who ? relation(what) : "", moment->who ? moment->who : "",
			  moment->text ? separator(moment) : "", moment->text ? moment->text : "");
}

void incident_past_timeline(struct paper *paper, const struct snapshot *snapshot,
			    const struct incident *incident, int64_t now_ms, bool is_ascii)
{
	const struct moment *moments;
	size_t count = timeline_build(snapshot, incident, &paper->arena, &moments);
	char zone[TIME_TEXT_MAX], heading[LABEL_MAX];

	time_format_local(incident->created_ms, "%Z", zone);
	snprintf(heading, sizeof(heading), _("time line, newest first, %.20s"), zone);
	paper_head(paper, heading);
	for (size_t i = 0; i < count; i++)
		add_moment(paper, &moments[i], now_ms, is_ascii);
	if (count == 0)
		paper_add(paper, NULL, ROLE_UNKNOWN, _("? not told by %s"),
			  snapshot->sources[incident->source].name);
}

static void add_similar(struct paper *paper, const struct closed_incident *closed)
{
	int64_t took_ms = closed->resolved_ms - closed->created_ms;
	char at[TIME_TEXT_MAX], took[TIME_TEXT_MAX] = "?";
	struct str who;

	str_init(&who, 256);
	time_format_local(closed->created_ms, "%Y-%m-%d %H:%M", at);
	if (closed->resolved_ms > 0 && took_ms >= 0)
		duration_format(took_ms, took);
	if (closed->resolved_by)
		str_printf(&who, _("by %s"), closed->resolved_by);
	else if (closed->was_auto_resolved)
		str_append(&who, _("by itself"));
	else
		str_append(&who, _("? resolver not reported"));
	paper_add(paper, at, ROLE_TEXT, _("resolved after %s %s  %s (%s:%s)"), took, who.text,
		  closed->fact->title ? closed->fact->title : "", closed->source,
		  closed->fact->native_id);
	str_release(&who);
}

/* Why there is none. */
static void add_none(struct paper *paper, const struct snapshot *snapshot,
		     const struct incident *incident)
{
	char from[TIME_TEXT_MAX];

	if (!incident->service) {
		paper_add(paper, NULL, ROLE_UNKNOWN, _("? its service is not known"));
	} else if (!snapshot->history || snapshot->kpi.history_from_ms <= 0) {
		paper_add(paper, NULL, ROLE_UNKNOWN, _("? no history is loaded"));
	} else {
		time_format_local(snapshot->kpi.history_from_ms, "%Y-%m-%d", from);
		paper_add(paper, NULL, ROLE_DIM, _("none since %s%s"), from,
			  snapshot->kpi.is_complete ? "" : _(", of what is loaded so far"));
	}
}

void incident_past_similar(struct paper *paper, const struct snapshot *snapshot,
			   const struct incident *incident)
{
	struct similar similar;
	char median[LABEL_MAX];

	similar_find(snapshot, incident, &similar);
	paper_head(paper, _("before: the same service and rule"));
	if (similar.count == 0) {
		add_none(paper, snapshot, incident);
		return;
	}
	label_seconds(similar.median_s, median);
	paper_add(paper, _("in all"), ROLE_TEXT, _("%zu, time to resolve: median %s (n %zu)"),
		  similar.count, median, similar.timed_count);
	for (size_t i = 0; i < similar.shown; i++)
		add_similar(paper, similar.items[i]);
	if (similar.count > similar.shown)
		paper_add(paper, NULL, ROLE_DIM, _("and %zu earlier"),
			  similar.count - similar.shown);
}
