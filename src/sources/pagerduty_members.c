/* SPDX-License-Identifier: MIT
 * Who is in each schedule of PagerDuty, and in which time zone: the users are read first,
 * because a schedule only names them. */
#include "config.h"

#include <string.h>

#include "nines/base/json_out.h"
#include "nines/base/map.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "pagerduty.h"

static const char *list_path(const struct pagerduty *options, const char *list, struct arena *arena)
{
	struct str path;
	const char *copy;

	str_init(&path, 0);
	str_append(&path, list);
	pagerduty_path_filter(&path, &options->teams, "team_ids[]");
	pagerduty_path_end(&path);
	copy = arena_strdup(arena, path.text);
	str_release(&path);
	return copy;
}

void pagerduty_plan_members(const struct source *source, struct plan *plan)
{
	struct plan_request *request = plan_get(plan, "members", PAGERDUTY_USERS,
						list_path(source->priv, "/users", &plan->arena));

	pagerduty_dress(request)->every_ms = HOUR_MS;
	request->priority = 2;
	request->takes_errors = true;
}

/* --- users: their zones go on as context --- */

struct user_reader {
	struct json_out out; /* of the context: {"zones": {id: zone}} */
	struct arena scratch;
	size_t received;
};

static void copy_zones(struct user_reader *reader, const struct json *context)
{
	const struct json *zone = json_first(json_get(context, "zones"));

	for (; zone; zone = json_next(zone))
		json_out_string(&reader->out, json_name(zone), json_raw(zone));
}

static bool read_user(void *context, const struct json *user, size_t index NINES_UNUSED,
		      struct err *err NINES_UNUSED)
{
	struct user_reader *reader = context;
	const char *id = json_string(user, "id", &reader->scratch);
	const char *zone = json_string(user, "time_zone", &reader->scratch);

	reader->received++;
	if (id && zone)
		json_out_string(&reader->out, id, zone);
	return true;
}

static void follow_users(const struct source *source, const struct source_reply *reply,
			 size_t received, const char *zones, struct plan *more)
{
	struct plan_request *follow;

	if (pagerduty_next(reply, received, more) != PAGE_NEXT)
		pagerduty_dress(
			adapter_follow(more, reply->request, PAGERDUTY_SCHEDULES,
				       list_path(source->priv, "/schedules", &more->arena)));
	follow = &more->requests.items[more->requests.len - 1];
	follow->takes_errors = true;
	adapter_set_context(more, follow, zones);
}

static bool parse_users(const struct source *source, const struct source_reply *reply,
			const struct json *context, struct plan *more, struct err *err)
{
	struct user_reader reader = {.received = 0};
	bool is_done = true;
	struct str zones;

	str_init(&zones, 0);
	json_out_init(&reader.out, &zones, false);
	json_out_object(&reader.out, NULL);
	json_out_object(&reader.out, "zones");
	copy_zones(&reader, context);
	if (!pagerduty_is_withheld(reply->reply))
		is_done = source_status_check(reply->reply, err) &&
			  adapter_expect_json(reply->reply, err) &&
			  json_scan_array(reply->reply->body, reply->reply->len, "users", read_user,
					  &reader, err);
	json_out_end_object(&reader.out);
	json_out_end_object(&reader.out);
	if (is_done)
		follow_users(source, reply, reader.received, zones.text, more);
	arena_release(&reader.scratch);
	str_release(&zones);
	return is_done;
}

/* --- schedules --- */

struct schedule_reader {
	struct facts *facts;
	const struct json *zones;
	size_t received;
};

/* One fact for each escalation policy that uses the schedule: services name policies. */
static void add_member(struct schedule_reader *reader, const struct json *schedule,
		       struct fact_member *member)
{
	struct arena *arena = &reader->facts->arena;
	const struct json *policy = json_first(json_get(schedule, "escalation_policies"));

	if (!policy)
		member->owner_id = json_string(schedule, "id", arena);
	if (!policy && member->owner_id)
		VEC_PUSH(&reader->facts->members, *member);
	for (; policy; policy = json_next(policy)) {
		member->owner_id = json_string(policy, "id", arena);
		if (member->owner_id)
			VEC_PUSH(&reader->facts->members, *member);
	}
}

static bool read_schedule(void *context, const struct json *schedule, size_t index NINES_UNUSED,
			  struct err *err NINES_UNUSED)
{
	struct schedule_reader *reader = context;
	struct arena *arena = &reader->facts->arena;
	const struct json *user = json_first(json_get(schedule, "users"));
	struct fact_member member = {.schedule = json_string(schedule, "name", arena)};

	reader->received++;
	if (!member.schedule)
		member.schedule = json_string(schedule, "summary", arena);
	member.team = json_string(json_first(json_get(schedule, "teams")), "summary", arena);
	for (; user; user = json_next(user)) {
		const char *id = json_raw_string(user, "id");

		member.user = json_string(user, "summary", arena);
		member.zone = id ? json_string(reader->zones, id, arena) : NULL;
		/* people who left are still listed */
		if (member.user && !json_get(user, "deleted_at"))
			add_member(reader, schedule, &member);
	}
	return true;
}

static bool parse_schedules(const struct source_reply *reply, const struct json *context,
			    struct facts *facts, struct plan *more, struct err *err)
{
	struct schedule_reader reader = {.facts = facts, .zones = json_get(context, "zones")};

	if (pagerduty_is_withheld(reply->reply))
		return true;
	if (!source_status_check(reply->reply, err) || !adapter_expect_json(reply->reply, err) ||
	    !json_scan_array(reply->reply->body, reply->reply->len, "schedules", read_schedule,
			     &reader, err))
		return false;
	switch (pagerduty_next(reply, reader.received, more)) {
	case PAGE_NEXT:
		more->requests.items[more->requests.len - 1].takes_errors = true;
		break;
	case PAGE_TOO_FAR:
		adapter_notice(facts, "partial: only the first %d schedules are listed",
			       PAGERDUTY_OFFSET_MAX);
		break;
	default:
		break;
	}
	return true;
}

bool pagerduty_parse_members(const struct source *source, const struct source_reply *reply,
			     struct facts *facts, struct plan *more, struct err *err)
{
	const char *text = reply->request->context;
	struct json *context = text ? json_parse(text, strlen(text), NULL) : NULL;
	bool is_done;

	if (reply->request->tag == PAGERDUTY_USERS)
		is_done = parse_users(source, reply, context, more, err);
	else
		is_done = parse_schedules(reply, context, facts, more, err);
	json_free(context);
	return is_done;
}
