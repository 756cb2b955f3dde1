/* SPDX-License-Identifier: MIT
 * incident.io's schedules: who is in their rotations, and who is on call in the next weeks.
 * Levels belong to escalation paths, which name schedules; a schedule itself has none. */
#include "config.h"

#include <string.h>

#include "nines/base/timefmt.h"

#include "adapter.h"
#include "incidentio.h"

enum {
	AHEAD_DAYS = 14,
	ENTRIES_MAX = 200, /* schedules that get a request of their own */
	PEOPLE_MAX = 200   /* told apart within one */
};

void incidentio_plan_oncalls(struct plan *plan)
{
	/* the next shifts come with pages of 25 only */
	struct plan_request *request =
		plan_get(plan, "oncalls", INCIDENTIO_SCHEDULES, "/v2/schedules?page_size=25");

	request->every_ms = 2 * (int64_t)MINUTE_MS;
	request->priority = 1;
	request->takes_errors = true;
	/* by its hour: an unchanged list is read again when the window moves on */
	incidentio_context_set(
		plan, request,
		&(struct incidentio_context){
			.path = adapter_time(plan->now_ms / HOUR_MS * HOUR_MS, &plan->arena)});
}

struct schedule_reader {
	const struct source_reply *reply;
	struct facts *facts;
	struct plan *more;
	const char *from; /* the full hour that the window begins with */
	int count;
};

static void follow_entries(struct schedule_reader *reader, const struct fact_shift *owner,
			   const char *zone)
{
	struct incidentio_context context = {
		.native_id = owner->owner_id, .name = owner->schedule, .zone = zone};
	int64_t from_ms = 0;
	struct plan_request *request;
	struct str path;

	if (!reader->from || !time_parse(reader->from, &from_ms))
		from_ms = reader->reply->now_ms / HOUR_MS * HOUR_MS;
	str_init(&path, 0);
	str_append(&path, "/v2/schedule_entries");
	url_query(&path, "schedule_id", owner->owner_id);
	url_query(&path, "entry_window_start", adapter_time(from_ms, &reader->more->arena));
	url_query(&path, "entry_window_end",
		  adapter_time(from_ms + AHEAD_DAYS * (int64_t)DAY_MS, &reader->more->arena));
	request =
		adapter_follow(reader->more, reader->reply->request, INCIDENTIO_ENTRIES, path.text);
	request->takes_errors = true;
	incidentio_context_set(reader->more, request, &context);
	str_release(&path);
}

/* A shift without a user is an empty slot: nobody's turn is no fact. */
static void add_shift(struct facts *facts, const struct json *entry, const struct fact_shift *owner)
{
	struct fact_shift shift = *owner;

	shift.user = json_string(json_get(entry, "user"), "name", &facts->arena);
	shift.start_ms = json_time(entry, "start_at");
	shift.end_ms = json_time(entry, "end_at");
	if (shift.user && shift.start_ms > 0 && shift.end_ms > shift.start_ms)
		VEC_PUSH(&facts->shifts, shift);
}

static void add_shifts(struct facts *facts, const struct json *list, const struct fact_shift *owner)
{
	for (const struct json *entry = json_first(list); entry; entry = json_next(entry))
		add_shift(facts, entry, owner);
}

/* Somebody in several rotations of a schedule is in it once. */
static void add_members(struct facts *facts, const struct json *schedule,
			const struct fact_shift *owner, const char *zone)
{
	const struct json *rotation = json_first(json_path(schedule, "config", "rotations", NULL));
	const char *seen[PEOPLE_MAX];
	size_t count = 0;

	for (; rotation; rotation = json_next(rotation)) {
		const struct json *user = json_first(json_get(rotation, "users"));

		for (; user && count < PEOPLE_MAX; user = json_next(user)) {
			const char *name = json_string(user, "name", &facts->arena);
			size_t i = 0;

			while (name && i < count && strcmp(seen[i], name) != 0)
				i++;
			if (!name || i < count)
				continue;
			seen[count++] = name;
			VEC_PUSH(&facts->members, (struct fact_member){.owner_id = owner->owner_id,
								       .schedule = owner->schedule,
								       .user = name,
								       .zone = zone});
		}
	}
}

static bool read_schedule(void *context, const struct json *schedule, size_t index, struct err *err)
{
	struct schedule_reader *reader = context;
	struct arena *arena = &reader->facts->arena;
	const char *zone = json_string(schedule, "timezone", arena);
	struct fact_shift owner = {.owner_id = json_string(schedule, "id", arena), .level = 1};

	if (!owner.owner_id)
		return err_set(err, ERR_PROTOCOL, "schedules[%zu]: expected \"id\"", index);
	owner.schedule = json_string(schedule, "name", arena);
	add_members(reader->facts, schedule, &owner, zone);
	if (reader->count++ < ENTRIES_MAX) {
		follow_entries(reader, &owner, zone);
		return true;
	}
	add_shifts(reader->facts, json_get(schedule, "current_shifts"), &owner);
	add_shifts(reader->facts, json_get(schedule, "next_shifts"), &owner);
	return true;
}

static bool parse_schedules(const struct source_reply *reply, struct facts *facts,
			    struct plan *more, struct err *err)
{
	struct schedule_reader reader = {.reply = reply, .facts = facts, .more = more};
	struct incidentio_context context;
	bool is_done;

	if (incidentio_is_withheld(reply->reply)) {
		incidentio_note_withheld(reply->reply, "who is on call", facts);
		return true;
	}
	if (!source_status_check(reply->reply, err) || !adapter_expect_json(reply->reply, err))
		return false;
	incidentio_context_read(reply->request, &context);
	reader.from = context.path;
	reader.count = context.count;
	is_done = json_scan_array(reply->reply->body, reply->reply->len, "schedules", read_schedule,
				  &reader, err);
	if (is_done)
		incidentio_next(reply, "after", reader.count, more);
	incidentio_context_release(&context);
	return is_done;
}

struct entry_reader {
	struct facts *facts;
	struct fact_shift owner;
};

static bool read_entry(void *context, const struct json *entry, size_t index NINES_UNUSED,
		       struct err *err NINES_UNUSED)
{
	struct entry_reader *reader = context;

	add_shift(reader->facts, entry, &reader->owner);
	return true;
}

/* "final" is the schedule with its overrides merged in. */
static bool parse_entries(const struct source_reply *reply, struct facts *facts, struct plan *more,
			  struct err *err)
{
	struct entry_reader reader = {.facts = facts, .owner = {.level = 1}};
	struct incidentio_context context;

	if (incidentio_is_withheld(reply->reply)) {
		incidentio_note_withheld(reply->reply, "the entries of a schedule", facts);
		return true;
	}
	if (!source_status_check(reply->reply, err) || !adapter_expect_json(reply->reply, err))
		return false;
	incidentio_context_read(reply->request, &context);
	reader.owner.owner_id = arena_strdup(&facts->arena, context.native_id);
	reader.owner.schedule = arena_strdup(&facts->arena, context.name);
	incidentio_context_release(&context);
	if (!json_scan_array(reply->reply->body, reply->reply->len, "schedule_entries.final",
			     read_entry, &reader, err))
		return false;
	/* the cursor takes the place of the window's start */
	incidentio_next(reply, "entry_window_start", 0, more);
	return true;
}

bool incidentio_parse_oncalls(const struct source_reply *reply, struct facts *facts,
			      struct plan *more, struct err *err)
{
	if (reply->request->tag == INCIDENTIO_SCHEDULES)
		return parse_schedules(reply, facts, more, err);
	return parse_entries(reply, facts, more, err);
}
