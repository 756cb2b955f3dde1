/* SPDX-License-Identifier: MIT
 * What PagerDuty remembers: log entries, and the rows of analytics, which are a day late. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/json.h"
#include "nines/base/timefmt.h"

#include "pagerduty.h"

enum { LATE_DAYS = 1, WINDOW_DAYS = 30, ROWS_DEFAULT = 100, ROWS_MAX = 1000 };

/* --- log entries --- */

enum entry_kind {
	ENTRY_TRIGGER,
	ENTRY_ASSIGN,
	ENTRY_NOTIFY,
	ENTRY_ACKNOWLEDGE,
	ENTRY_ANNOTATE,
	ENTRY_CLOSE,  /* too early */
	ENTRY_REOPEN, /* by acknowledging it: that is how it is done there */
	ENTRY_RESOLVE,
	ENTRY_KIND_COUNT
};

struct entry {
	const struct world_outage *outage;
	enum entry_kind kind;
	int64_t at_ms;
	struct account_note note; /* ENTRY_ANNOTATE: its text is NULL otherwise */
	size_t place;             /* among the notes of the incident */
};

typedef VEC(struct entry) entry_list;

static const struct {
	const char *type, *verb;
	bool is_overview;
	char letter; /* of its id */
} kinds[ENTRY_KIND_COUNT] = {
	[ENTRY_TRIGGER] = {"trigger_log_entry", "Triggered", true, 'T'},
	[ENTRY_ASSIGN] = {"assign_log_entry", "Assigned", false, 'S'},
	[ENTRY_NOTIFY] = {"notify_log_entry", "Notified", false, 'N'},
	[ENTRY_ACKNOWLEDGE] = {"acknowledge_log_entry", "Acknowledged", true, 'A'},
	[ENTRY_ANNOTATE] = {"annotate_log_entry", "Note added", false, 'M'},
	[ENTRY_CLOSE] = {"resolve_log_entry", "Resolved", true, 'C'},
	[ENTRY_REOPEN] = {"acknowledge_log_entry", "Acknowledged", true, 'B'},
	[ENTRY_RESOLVE] = {"resolve_log_entry", "Resolved", true, 'Z'},
};

struct log_query {
	int64_t since_ms, until_ms, now_ms;
	bool is_overview;
};

static void add_entry(entry_list *entries, const struct log_query *query, struct entry entry)
{
	bool is_wanted = entry.at_ms > 0 && entry.at_ms <= query->now_ms &&
			 entry.at_ms >= query->since_ms && entry.at_ms < query->until_ms;

	if (is_wanted && (kinds[entry.kind].is_overview || !query->is_overview))
		VEC_PUSH(entries, entry);
}

static void add_notes(entry_list *entries, const struct demo *demo, const struct log_query *query,
		      const struct world_outage *outage)
{
	struct entry entry = {.outage = outage, .kind = ENTRY_ANNOTATE};

	if (pd_story_note(demo, outage, &entry.note)) {
		entry.at_ms = entry.note.at_ms;
		add_entry(entries, query, entry);
	}
	for (size_t i = 0; i < demo->account.notes.len; i++) {
		entry.note = demo->account.notes.items[i];
		entry.at_ms = entry.note.at_ms;
		entry.place = i + 1;
		if (entry.note.number == outage->number)
			add_entry(entries, query, entry);
	}
}

static void add_entries(entry_list *entries, const struct demo *demo, const struct log_query *query,
			const struct world_outage *outage)
{
	const struct entry all[] = {
		{.outage = outage, .kind = ENTRY_TRIGGER, .at_ms = outage->start_ms},
		{.outage = outage, .kind = ENTRY_ASSIGN, .at_ms = outage->start_ms + 1000},
		{.outage = outage, .kind = ENTRY_NOTIFY, .at_ms = outage->start_ms + 2000},
		{.outage = outage, .kind = ENTRY_ACKNOWLEDGE, .at_ms = outage->ack_ms},
		{.outage = outage, .kind = ENTRY_CLOSE, .at_ms = outage->closed_ms},
		{.outage = outage, .kind = ENTRY_REOPEN, .at_ms = outage->reopened_ms},
		{.outage = outage, .kind = ENTRY_RESOLVE, .at_ms = outage->end_ms},
	};

	for (size_t i = 0; i < NINES_COUNT(all); i++)
		add_entry(entries, query, all[i]);
	if (!query->is_overview)
		add_notes(entries, demo, query, outage);
}

static int newest_first(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;

	if (x->at_ms != y->at_ms)
		return x->at_ms > y->at_ms ? -1 : 1;
	if (x->outage->number != y->outage->number)
		return x->outage->number > y->outage->number ? -1 : 1;
	return (x->kind < y->kind) - (x->kind > y->kind);
}

/* Who did it: a person, or the service's own integration. */
static void write_agent(const struct demo *demo, const struct entry *entry, struct json_out *out)
{
	const struct world_outage *outage = entry->outage;
	const struct account_change *change = account_change_of(&demo->account, outage);
	bool is_end = entry->kind == ENTRY_RESOLVE;
	const char *who =
		is_end && change && change->resolved_by ? change->resolved_by : outage->acked_by;
	bool is_person = entry->kind >= ENTRY_ACKNOWLEDGE && who;

	if (is_end && change && change->resolution)
		json_out_string(out, "note", change->resolution);
	if (is_person)
		pd_user(&demo->account, out, "agent", who);
	else
		pd_service(out, "agent", pd_service_of(&demo->account, outage));
	json_out_object(out, "channel");
	json_out_string(out, "type", is_person ? "website" : "api");
	json_out_end_object(out);
}

static void write_note_agent(const struct demo *demo, const struct entry *entry,
			     struct json_out *out)
{
	pd_user(&demo->account, out, "agent", entry->note.who);
	json_out_object(out, "channel");
	json_out_string(out, "type", "note");
	json_out_string(out, "summary", entry->note.text);
	json_out_end_object(out);
}

/* Whom the first page went to. */
static void write_notified(const struct demo *demo, const struct entry *entry, struct json_out *out)
{
	const struct account_service *service = pd_service_of(&demo->account, entry->outage);

	pd_service(out, "agent", service);
	pd_user(&demo->account, out, "user",
		world_called(&demo->world, service->team, entry->outage->start_ms));
	json_out_object(out, "channel");
	json_out_string(out, "type", "auto");
	json_out_object(out, "notification");
	json_out_string(out, "type", "push_notification");
	json_out_string(out, "status", "success");
	json_out_end_object(out);
	json_out_end_object(out);
}

static void write_who(const struct demo *demo, const struct entry *entry, struct json_out *out)
{
	if (entry->kind == ENTRY_ANNOTATE)
		write_note_agent(demo, entry, out);
	else if (entry->kind == ENTRY_NOTIFY)
		write_notified(demo, entry, out);
	else
		write_agent(demo, entry, out);
}

static void write_entry(const struct demo *demo, const struct entry *entry, struct json_out *out)
{
	char id[ACCOUNT_ID_MAX];
	char *own = xasprintf("R%07d%c%zu", entry->outage->number, kinds[entry->kind].letter,
			      entry->place);

	account_id(entry->outage, id);
	json_out_object(out, NULL);
	json_out_string(out, "id", own);
	json_out_string(out, "type", kinds[entry->kind].type);
	json_out_string(out, "summary", kinds[entry->kind].verb);
	pd_out_time(out, "created_at", entry->at_ms);
	write_who(demo, entry, out);
	pd_reference(out, "incident", "incident_reference", id, entry->outage->title);
	pd_service(out, "service", pd_service_of(&demo->account, entry->outage));
	json_out_array(out, "teams");
	pd_team(out, NULL, pd_service_of(&demo->account, entry->outage)->team);
	json_out_end_array(out);
	json_out_end_object(out);
	free(own);
}

static void write_entries(const struct demo *demo, entry_list *entries, struct pd_page *page)
{
	if (entries->len > 1)
		qsort(entries->items, entries->len, sizeof(*entries->items), newest_first);
	for (size_t i = 0; i < entries->len; i++) {
		if (pd_page_takes(page))
			write_entry(demo, &entries->items[i], &page->out);
	}
	pd_page_end(page);
}

static bool read_log_query(const struct demo *demo, const struct server_request *request,
			   struct log_query *query, struct server_reply *reply)
{
	*query = (struct log_query){.now_ms = world_now(&demo->world)};
	query->is_overview = server_has(request, "is_overview", "true");
	if (pd_time(request, "until", query->now_ms + 1, &query->until_ms) &&
	    pd_time(request, "since", query->until_ms - WINDOW_DAYS * (int64_t)DAY_MS,
		    &query->since_ms))
		return true;
	pd_error(reply, PD_BAD, PD_INVALID_INPUT, "Invalid Input Provided",
		 "Since and until must be ISO 8601 times");
	return false;
}

void pd_list_log(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	entry_list entries = {0};
	struct log_query query;
	struct pd_page page;

	if (!pd_allows(request, reply) || !read_log_query(demo, request, &query, reply) ||
	    !pd_page_begin(&page, "log_entries", request, reply))
		return;
	for (size_t i = 0; i < demo->account.incidents.len; i++) {
		const struct world_outage *outage = demo->account.incidents.items[i];
		int team = pd_service_of(&demo->account, outage)->team;

		if (server_accepts(request, "team_ids[]", world_teams[team].id))
			add_entries(&entries, demo, &query, outage);
	}
	write_entries(demo, &entries, &page);
	VEC_RELEASE(&entries);
}

void pd_list_incident_log(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	const struct world_outage *outage;
	entry_list entries = {0};
	struct log_query query;
	struct pd_page page;

	if (!pd_page_begin(&page, "log_entries", request, reply))
		return;
	outage = account_find(&demo->account, request->id);
	if (!outage) {
		pd_error(reply, PD_MISSING, 2100, "Not Found", NULL);
		return;
	}
	if (!read_log_query(demo, request, &query, reply))
		return;
	if (!server_parameter(request, "since"))
		query.since_ms = outage->start_ms;
	add_entries(&entries, demo, &query, outage);
	write_entries(demo, &entries, &page);
	VEC_RELEASE(&entries);
}

/* --- analytics --- */

struct analytics {
	const struct demo *demo;
	const struct json *filters;
	int64_t start_ms, end_ms, now_ms;
	size_t limit;
	bool is_descending;
	const char *after; /* the id that the page before ended with; NULL = none */
	const char *first, *last;
	char ids[2][ACCOUNT_ID_MAX];
	size_t rows;
	bool has_more;
};

/* Times there have no zone: they are in the `time_zone` of the request, UTC here. */
static void write_bare_time(struct json_out *out, const char *key, int64_t ms)
{
	char text[TIME_TEXT_MAX];

	if (ms == 0) {
		json_out_null(out, key);
		return;
	}
	time_format(ms / 1000 * 1000, text);
	text[strcspn(text, "Z")] = '\0';
	json_out_string(out, key, text);
}

static void write_seconds(struct json_out *out, const char *key, int64_t from_ms, int64_t to_ms)
{
	if (to_ms == 0)
		json_out_null(out, key);
	else
		json_out_int(out, key, (to_ms - from_ms) / 1000);
}

static void write_row_owners(const struct account_service *service, struct json_out *out)
{
	json_out_string(out, "service_id", service->id);
	json_out_string(out, "service_name", service->name);
	json_out_string(out, "team_id", world_teams[service->team].id);
	json_out_string(out, "team_name", world_teams[service->team].name);
	json_out_string(out, "escalation_policy_id", service->policy_id);
	json_out_string(out, "escalation_policy_name", world_teams[service->team].name);
}

static void write_row(const struct analytics *query, const struct world_outage *outage,
		      struct json_out *out)
{
	int64_t end_ms = world_is_open(outage, query->now_ms) ? 0 : outage->end_ms;
	int64_t ack_ms = world_is_acked(outage, query->now_ms) ? outage->ack_ms : 0;
	const struct account *account = &query->demo->account;
	char id[ACCOUNT_ID_MAX];

	account_id(outage, id);
	json_out_object(out, NULL);
	json_out_string(out, "id", id);
	json_out_int(out, "incident_number", outage->number);
	json_out_string(out, "description", outage->title);
	json_out_string(out, "status", account_status(outage, query->now_ms));
	json_out_string(out, "urgency", pd_urgency(account, outage));
	json_out_bool(out, "major", outage->severity <= 2);
	json_out_string(out, "priority_name", pd_priority(account, outage));
	json_out_int(out, "priority_order", 6 - outage->severity);
	write_row_owners(pd_service_of(account, outage), out);
	write_bare_time(out, "created_at", outage->start_ms);
	write_bare_time(out, "resolved_at", end_ms);
	write_seconds(out, "seconds_to_first_ack", outage->start_ms, ack_ms);
	write_seconds(out, "seconds_to_resolve", outage->start_ms, end_ms);
	write_seconds(out, "seconds_to_engage", outage->start_ms, ack_ms);
	json_out_null(out, "seconds_to_mobilize");
	json_out_int(out, "snoozed_seconds", 0);
	json_out_int(out, "escalation_count", 0);
	json_out_int(out, "acknowledgement_count", ack_ms > 0);
	json_out_bool(out, "auto_resolved", end_ms > 0 && !outage->acked_by);
	json_out_end_object(out);
}

/* An absent or empty list lets everything through. */
static bool lists(const struct json *filters, const char *key, const char *wanted)
{
	const struct json *list = json_get(filters, key);

	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		if (text_equal(json_raw(item), wanted))
			return true;
	}
	return json_count(list) == 0;
}

static bool is_row_wanted(const struct analytics *query, const struct world_outage *outage)
{
	const struct account_service *service = pd_service_of(&query->demo->account, outage);
	const char *urgency = json_raw_string(query->filters, "urgency");

	if (outage->start_ms < query->start_ms || outage->start_ms >= query->end_ms ||
	    outage->start_ms > query->now_ms - LATE_DAYS * (int64_t)DAY_MS)
		return false;
	if (json_get(query->filters, "major") &&
	    json_bool(query->filters, "major", false) != (outage->severity <= 2))
		return false;
	return (!urgency || text_equal(urgency, pd_urgency(&query->demo->account, outage))) &&
	       lists(query->filters, "team_ids", world_teams[service->team].id) &&
	       lists(query->filters, "service_ids", service->id) &&
	       lists(query->filters, "priority_names", pd_priority(&query->demo->account, outage));
}

static void take_row(struct analytics *query, const struct world_outage *outage,
		     struct json_out *out)
{
	char id[ACCOUNT_ID_MAX];

	if (!is_row_wanted(query, outage))
		return;
	account_id(outage, id);
	if (query->after) {
		if (strcmp(query->after, id) == 0)
			query->after = NULL;
		return;
	}
	if (query->rows == query->limit) {
		query->has_more = true;
		return;
	}
	if (query->rows++ == 0)
		query->first = memcpy(query->ids[0], id, sizeof(id));
	query->last = memcpy(query->ids[1], id, sizeof(id));
	write_row(query, outage, out);
}

static void write_analytics(struct analytics *query, struct server_reply *reply)
{
	const struct account *account = &query->demo->account;
	size_t count = account->incidents.len;
	struct json_out out;

	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_array(&out, "data");
	for (size_t i = 0; i < count && !query->has_more; i++)
		take_row(query, account->incidents.items[query->is_descending ? count - 1 - i : i],
			 &out);
	json_out_end_array(&out);
	json_out_string(&out, "first", query->first);
	json_out_string(&out, "last", query->last);
	json_out_int(&out, "limit", (int64_t)query->limit);
	json_out_bool(&out, "more", query->has_more);
	json_out_string(&out, "order", query->is_descending ? "desc" : "asc");
	json_out_string(&out, "order_by", "created_at");
	json_out_string(&out, "time_zone", "Etc/UTC");
	json_out_end_object(&out);
}

void pd_analytics(void *context, struct server_request *request, struct server_reply *reply)
{
	struct analytics query = {.demo = context};
	struct json *root;
	double limit;

	if (!pd_allows(request, reply))
		return;
	root = json_parse(request->body.text, request->body.len, NULL);
	limit = json_number(root, "limit", ROWS_DEFAULT);
	query.now_ms = world_now(&query.demo->world);
	query.filters = json_get(root, "filters");
	query.start_ms = json_time(query.filters, "created_at_start");
	query.end_ms = json_time(query.filters, "created_at_end");
	query.after = json_raw_string(root, "starting_after");
	query.is_descending = text_equal(json_raw_string(root, "order"), "desc");
	if (query.end_ms == 0)
		query.end_ms = query.now_ms;
	if (!root || !(limit >= 1 && limit <= ROWS_MAX)) {
		pd_error(reply, PD_BAD, PD_INVALID_INPUT, "Invalid Input Provided",
			 "Limit must be a number from 1 to 1000");
	} else {
		query.limit = (size_t)limit;
		write_analytics(&query, reply);
	}
	json_free(root);
}
