/* SPDX-License-Identifier: MIT
 * PagerDuty's log entries as parts of their incidents: the first acknowledgement, the first
 * note of a person, who was notified first, who resolved it, how often it was open again, and
 * its time line. There is no entry that says "reopened": it is what happened after a
 * resolution. */
#include "config.h"

#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/json_out.h"
#include "nines/base/map.h"
#include "nines/base/timefmt.h"
#include "nines/base/vec.h"

#include "adapter.h"
#include "pagerduty.h"

#define WEEK_MS   (7 * (int64_t)DAY_MS)
/* "history/recent" has the newest days. */
#define RECENT_MS (2 * (int64_t)DAY_MS)

/* Whole weeks keep their names and bodies from poll to poll. */
void pagerduty_plan_log(const struct source *source, struct plan *plan)
{
	int64_t now_ms = plan->now_ms / 1000 * 1000;
	int64_t oldest_ms = now_ms - pagerduty_past_ms(source);
	int64_t week_ms = pagerduty_week(now_ms - RECENT_MS);

	for (; week_ms + WEEK_MS > oldest_ms; week_ms -= WEEK_MS) {
		int64_t until_ms = week_ms + WEEK_MS < now_ms ? week_ms + WEEK_MS : now_ms;
		const struct pagerduty_context slice = {.since_ms = week_ms, .until_ms = until_ms};
		const char *monday = adapter_time(week_ms, &plan->arena);
		struct plan_request *request = plan_get(
			plan, arena_printf(&plan->arena, "log/%.10s", monday), PAGERDUTY_FULL_LOG,
			pagerduty_slice_path(source->priv, &slice, PAGERDUTY_FULL_LOG,
					     &plan->arena));

		pagerduty_dress(request)->is_history = true;
		request->priority = 2;
		request->every_ms = until_ms == now_ms ? HOUR_MS : DAY_MS;
		pagerduty_context_set(plan, request, week_ms, until_ms, NULL);
	}
}

/* What is known of an incident; the first three members go on from page to page. */
struct life {
	const char *id;
	int resolved; /* how often */
	int64_t last_resolved_ms, last_active_ms;
	struct fact_incident fact; /* of this page */
	VEC(struct fact_event) events;
	int64_t resolver_ms; /* when fact.resolved_by did it */
	bool is_notified;    /* fact.paged was notified, not only assigned */
	bool is_touched;     /* an entry of this page is its */
};

struct log_reader {
	struct facts *facts;
	struct arena *arena; /* theirs */
	struct pagerduty_context slice;
	VEC(struct life) lives;
	struct map by_id; /* -> index + 1 */
	size_t received;
};

static struct life *life_of(struct log_reader *reader, const char *id)
{
	size_t index = (size_t)(uintptr_t)map_get(&reader->by_id, id);

	if (index == 0) {
		VEC_PUSH(&reader->lives, (struct life){.id = id});
		index = reader->lives.len;
		map_set(&reader->by_id, id, (void *)(uintptr_t)index);
	}
	return &reader->lives.items[index - 1];
}

/* --- from page to page --- */

static void read_lives(struct log_reader *reader, const struct json *context)
{
	const struct json *item = json_first(json_get(context, "lives"));

	for (; item; item = json_next(item)) {
		const char *id = json_string(item, "id", reader->arena);
		struct life *life = id ? life_of(reader, id) : NULL;

		if (!life)
			continue;
		life->resolved = (int)json_number(item, "resolved", 0);
		life->last_resolved_ms = (int64_t)json_number(item, "resolved_at", 0);
		life->last_active_ms = (int64_t)json_number(item, "active_at", 0);
	}
}

static void write_lives(const struct log_reader *reader, struct str *text)
{
	struct json_out out;

	json_out_init(&out, text, false);
	json_out_object(&out, NULL);
	json_out_int(&out, "since", reader->slice.since_ms);
	json_out_int(&out, "until", reader->slice.until_ms);
	json_out_array(&out, "lives");
	for (size_t i = 0; i < reader->lives.len; i++) {
		const struct life *life = &reader->lives.items[i];

		json_out_object(&out, NULL);
		json_out_string(&out, "id", life->id);
		json_out_int(&out, "resolved", life->resolved);
		json_out_int(&out, "resolved_at", life->last_resolved_ms);
		json_out_int(&out, "active_at", life->last_active_ms);
		json_out_end_object(&out);
	}
	json_out_end_array(&out);
	json_out_end_object(&out);
}

/* --- entries --- */

static bool is_earlier(int64_t at_ms, int64_t than_ms)
{
	return than_ms == 0 || at_ms < than_ms;
}

static int64_t later_of(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void read_ack(struct life *life, const struct json *entry, int64_t at_ms,
		     struct arena *arena)
{
	if (!is_earlier(at_ms, life->fact.first_ack_ms))
		return;
	life->fact.first_ack_ms = at_ms;
	life->fact.acknowledged_by = json_string(json_get(entry, "agent"), "summary", arena);
}

/* Integrations write notes, too: they are no responders. */
static void read_note(struct life *life, const struct json *entry, int64_t at_ms)
{
	const char *type = json_raw_string(json_get(entry, "agent"), "type");

	if (type && text_starts_with(type, "user") && is_earlier(at_ms, life->fact.first_note_ms))
		life->fact.first_note_ms = at_ms;
}

/* Whoever was notified first; without any notification, whom it was first assigned to. */
static void read_page(struct life *life, const struct json *user, bool is_notified, int64_t at_ms,
		      struct arena *arena)
{
	const char *name = json_string(user, "summary", arena);
	bool is_better = is_notified && !life->is_notified;

	if (!name || (life->is_notified && !is_notified))
		return;
	if (!is_better && !is_earlier(at_ms, life->fact.paged_ms))
		return;
	life->fact.paged = name;
	life->fact.paged_ms = at_ms;
	life->is_notified = is_notified;
}

/* Whoever ended it last. */
static void read_resolver(struct life *life, const struct json *entry, int64_t at_ms,
			  struct arena *arena)
{
	if (at_ms < life->resolver_ms)
		return;
	life->resolver_ms = at_ms;
	life->fact.resolved_by = pagerduty_agent(json_get(entry, "agent"), arena);
}

/* Who an entry is about: who was notified or assigned, else who did it. */
static const char *person_of(const char *what, const struct json *entry, struct arena *arena)
{
	if (strcmp(what, "notified") == 0)
		return json_string(json_get(entry, "user"), "summary", arena);
	if (strcmp(what, "assigned") == 0 || strcmp(what, "escalated") == 0)
		return json_string(json_first(json_get(entry, "assignees")), "summary", arena);
	return pagerduty_agent(json_get(entry, "agent"), arena);
}

/* How somebody was notified: its type in words, or as it is. */
static const char *way_of(const char *type)
{
	static const struct {
		const char *type, *words;
	} ways[] = {{"push_notification", N_("by push")},
		    {"phone_notification", N_("by phone")},
		    {"sms_notification", N_("by SMS")},
		    {"email_notification", N_("by e-mail")}};

	for (size_t i = 0; type && i < NINES_COUNT(ways); i++)
		if (strcmp(type, ways[i].type) == 0)
			return _(ways[i].words);
	return type;
}

static const char *text_of(const char *what, const struct json *entry, struct arena *arena)
{
	const struct json *channel = json_get(entry, "channel");
	const char *text;

	if (strcmp(what, "notified") == 0)
		return way_of(json_string(json_get(channel, "notification"), "type", arena));
	if (strcmp(what, "note") != 0)
		return NULL;
	text = json_string(channel, "summary", arena);
	return text ? text : json_string(entry, "note", arena);
}

/* What the time line tells; the beginning is the incident's own. */
static void read_event(struct life *life, const char *type, const struct json *entry, int64_t at_ms,
		       struct arena *arena)
{
	static const struct {
		const char *type, *what;
	} told[] = {{"acknowledge_log_entry", N_("acknowledged")},
		    {"unacknowledge_log_entry", N_("unacknowledged")},
		    {"annotate_log_entry", N_("note")},
		    {"notify_log_entry", N_("notified")},
		    {"assign_log_entry", N_("assigned")},
		    {"escalate_log_entry", N_("escalated")},
		    {"snooze_log_entry", N_("snoozed")},
		    {"resolve_log_entry", N_("resolved")}};

	for (size_t i = 0; i < NINES_COUNT(told); i++) {
		const char *what = told[i].what;

		if (strcmp(type, told[i].type) != 0)
			continue;
		VEC_PUSH(&life->events, (struct fact_event){.at_ms = at_ms,
							    .what = what,
							    .who = person_of(what, entry, arena),
							    .text = text_of(what, entry, arena)});
	}
}

static bool is_activity(const char *type)
{
	static const char *const types[] = {"trigger_log_entry",       "acknowledge_log_entry",
					    "unacknowledge_log_entry", "escalate_log_entry",
					    "assign_log_entry",        "snooze_log_entry"};

	for (size_t i = 0; i < NINES_COUNT(types); i++) {
		if (strcmp(type, types[i]) == 0)
			return true;
	}
	return false;
}

static void read_kind(struct life *life, const char *type, const struct json *entry, int64_t at_ms,
		      struct arena *arena)
{
	if (is_activity(type))
		life->last_active_ms = later_of(life->last_active_ms, at_ms);
	if (strcmp(type, "resolve_log_entry") == 0) {
		life->resolved++;
		life->last_resolved_ms = later_of(life->last_resolved_ms, at_ms);
		read_resolver(life, entry, at_ms, arena);
	} else if (strcmp(type, "acknowledge_log_entry") == 0) {
		read_ack(life, entry, at_ms, arena);
	} else if (strcmp(type, "annotate_log_entry") == 0) {
		read_note(life, entry, at_ms);
	} else if (strcmp(type, "notify_log_entry") == 0) {
		read_page(life, json_get(entry, "user"), true, at_ms, arena);
	} else if (strcmp(type, "assign_log_entry") == 0) {
		read_page(life, json_first(json_get(entry, "assignees")), false, at_ms, arena);
	}
}

static bool read_entry(void *context, const struct json *entry, size_t index NINES_UNUSED,
		       struct err *err NINES_UNUSED)
{
	struct log_reader *reader = context;
	const char *type = json_raw_string(entry, "type");
	const char *id = json_string(json_get(entry, "incident"), "id", reader->arena);
	int64_t at_ms = json_time(entry, "created_at");
	struct life *life;

	reader->received++;
	if (!type || !id || at_ms <= 0)
		return true;
	life = life_of(reader, id);
	life->is_touched = true;
	read_kind(life, type, entry, at_ms, reader->arena);
	read_event(life, type, entry, at_ms, reader->arena);
	return true;
}

static void take_events(const struct log_reader *reader, const struct life *life,
			struct fact_incident *fact)
{
	struct fact_event *events;

	if (life->events.len == 0)
		return;
	events = arena_calloc(reader->arena, life->events.len, sizeof(*events));
	memcpy(events, life->events.items, life->events.len * sizeof(*events));
	adapter_sort_events(events, life->events.len);
	fact->events = events;
	fact->event_count = life->events.len;
}

/* The model takes the earliest of several parts, and the largest count of reopenings. */
static void emit(const struct log_reader *reader)
{
	for (size_t i = 0; i < reader->lives.len; i++) {
		const struct life *life = &reader->lives.items[i];
		struct fact_incident fact = life->fact;

		if (!life->is_touched)
			continue;
		fact.native_id = life->id;
		fact.is_partial = true;
		if (life->resolved > 0)
			fact.reopened = life->resolved - 1 +
					(life->last_active_ms > life->last_resolved_ms);
		take_events(reader, life, &fact);
		if (fact.first_ack_ms || fact.first_note_ms || fact.paged || fact.reopened ||
		    fact.event_count > 0)
			VEC_PUSH(&reader->facts->incidents, fact);
	}
}

static void follow(const struct source *source, const struct source_reply *reply,
		   const struct log_reader *reader, struct plan *more)
{
	struct str text;

	if (pagerduty_follow_slice(source, reply, reader->received, reader->facts, more) !=
	    PAGE_NEXT)
		return;
	str_init(&text, 0);
	write_lives(reader, &text);
	adapter_set_context(more, &more->requests.items[more->requests.len - 1], text.text);
	str_release(&text);
}

bool pagerduty_parse_log(const struct source *source, const struct source_reply *reply,
			 struct facts *facts, struct plan *more, struct err *err)
{
	struct log_reader reader = {.facts = facts, .arena = &facts->arena};
	bool is_done;

	pagerduty_context_read(reply->request, &reader.slice);
	read_lives(&reader, reader.slice.root);
	is_done = adapter_expect_json(reply->reply, err) &&
		  json_scan_array(reply->reply->body, reply->reply->len, "log_entries", read_entry,
				  &reader, err);
	if (is_done) {
		emit(&reader);
		follow(source, reply, &reader, more);
	}
	pagerduty_context_release(&reader.slice);
	for (size_t i = 0; i < reader.lives.len; i++)
		VEC_RELEASE(&reader.lives.items[i].events);
	VEC_RELEASE(&reader.lives);
	map_release(&reader.by_id);
	return is_done;
}
