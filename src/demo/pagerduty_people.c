/* SPDX-License-Identifier: MIT
 * PagerDuty's services, teams, people and who of them is on call. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/text.h"
#include "nines/base/timefmt.h"

#include "pagerduty.h"

enum { LEVELS = ACCOUNT_LEVELS, AHEAD_DAYS = 90 };

static const char *const level_names[LEVELS] = {"primary", "secondary"};

static const char *policy_of(int team)
{
	for (size_t i = 0; i < WORLD_SERVICE_COUNT; i++) {
		if (world_services[i].team == team)
			return world_services[i].policy_id;
	}
	return "";
}

/* --- services --- */

/* The worst of what is open tells the colour. */
static const char *service_status(const struct demo *demo, size_t index)
{
	int64_t now_ms = world_now(&demo->world);
	const char *status = "active";

	for (size_t i = 0; i < demo->account.incidents.len; i++) {
		const struct world_outage *outage = demo->account.incidents.items[i];

		if ((size_t)outage->service != index || !world_is_open(outage, now_ms))
			continue;
		if (!world_is_acked(outage, now_ms))
			return "critical";
		status = "warning";
	}
	return status;
}

static void write_service(const struct demo *demo, size_t index, struct json_out *out)
{
	const struct account_service *service = &demo->account.services.items[index];

	json_out_object(out, NULL);
	json_out_string(out, "id", service->id);
	json_out_string(out, "type", "service");
	json_out_string(out, "summary", service->name);
	json_out_string(out, "name", service->name);
	json_out_string(out, "status", service_status(demo, index));
	pd_out_time(out, "created_at", demo->world.began_world_ms - WORLD_PAST_MS);
	pd_reference(out, "escalation_policy", "escalation_policy_reference", service->policy_id,
		     world_teams[service->team].name);
	json_out_array(out, "teams");
	pd_team(out, NULL, service->team);
	json_out_end_array(out);
	json_out_end_object(out);
}

void pd_list_services(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	struct pd_page page;

	if (!pd_page_begin(&page, "services", request, reply))
		return;
	for (size_t i = 0; i < demo->account.services.len; i++) {
		const struct account_service *service = &demo->account.services.items[i];

		if (server_accepts(request, "team_ids[]", world_teams[service->team].id) &&
		    pd_page_takes(&page))
			write_service(demo, i, &page.out);
	}
	pd_page_end(&page);
}

/* --- shifts --- */

struct shift {
	int team, level;
	struct world_shift turn;
};

static void write_schedule_reference(struct json_out *out, const char *key, int team, int level)
{
	char id[32];
	char name[64];

	snprintf(id, sizeof(id), "PX%s%d", world_teams[team].id + 2, level);
	snprintf(name, sizeof(name), "%s %s", world_teams[team].name, level_names[level - 1]);
	pd_reference(out, key, "schedule_reference", id, name);
}

static void write_oncall(const struct demo *demo, const struct shift *shift, struct json_out *out)
{
	json_out_object(out, NULL);
	pd_user(&demo->account, out, "user", shift->turn.user);
	write_schedule_reference(out, "schedule", shift->team, shift->level);
	pd_reference(out, "escalation_policy", "escalation_policy_reference",
		     policy_of(shift->team), world_teams[shift->team].name);
	json_out_int(out, "escalation_level", shift->level);
	pd_out_time(out, "start", shift->turn.start_ms);
	pd_out_time(out, "end", shift->turn.end_ms);
	json_out_end_object(out);
}

/* The turns of one rota that lie in since..until; with both equal, the present one. A hole
 * in the rota is no turn. */
static void list_shifts(const struct demo *demo, struct shift shift, int64_t since_ms,
			int64_t until_ms, struct pd_page *page)
{
	int64_t at_ms = since_ms;

	do {
		shift.turn = world_shift_at(&demo->world, shift.team, shift.level, at_ms);
		if (shift.turn.user && pd_page_takes(page))
			write_oncall(demo, &shift, &page->out);
		at_ms = shift.turn.end_ms;
	} while (at_ms < until_ms);
}

void pd_list_oncalls(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	int64_t now_ms = world_now(&demo->world);
	struct pd_page page;
	int64_t since_ms;
	int64_t until_ms;

	if (!pd_page_begin(&page, "oncalls", request, reply))
		return;
	if (!pd_time(request, "since", now_ms, &since_ms) ||
	    !pd_time(request, "until", since_ms, &until_ms) || until_ms < since_ms ||
	    until_ms > now_ms + AHEAD_DAYS * (int64_t)DAY_MS) {
		pd_error(reply, PD_BAD, PD_INVALID_INPUT, "Invalid Input Provided",
			 "Since and until must be times at most 90 days ahead");
		return;
	}
	for (int team = 0; team < WORLD_TEAM_COUNT; team++) {
		if (!server_accepts(request, "escalation_policy_ids[]", policy_of(team)))
			continue;
		for (int level = 1; level <= LEVELS; level++)
			list_shifts(demo, (struct shift){.team = team, .level = level}, since_ms,
				    until_ms, &page);
	}
	pd_page_end(&page);
}

static void write_schedule(const struct demo *demo, int team, int level, struct json_out *out)
{
	char id[32];
	char name[64];

	snprintf(id, sizeof(id), "PX%s%d", world_teams[team].id + 2, level);
	snprintf(name, sizeof(name), "%s %s", world_teams[team].name, level_names[level - 1]);
	json_out_object(out, NULL);
	json_out_string(out, "id", id);
	json_out_string(out, "type", "schedule");
	json_out_string(out, "summary", name);
	json_out_string(out, "name", name);
	json_out_string(out, "time_zone", "UTC");
	json_out_array(out, "escalation_policies");
	pd_reference(out, NULL, "escalation_policy_reference", policy_of(team),
		     world_teams[team].name);
	json_out_end_array(out);
	json_out_array(out, "users");
	for (size_t i = 0; i < world_teams[team].member_count; i++)
		pd_user(&demo->account, out, NULL, world_teams[team].members[i]);
	json_out_end_array(out);
	json_out_array(out, "teams");
	pd_team(out, NULL, team);
	json_out_end_array(out);
	json_out_end_object(out);
}

void pd_list_schedules(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	struct pd_page page;

	if (!pd_page_begin(&page, "schedules", request, reply))
		return;
	for (int i = 0; i < WORLD_TEAM_COUNT * LEVELS; i++) {
		if (pd_page_takes(&page))
			write_schedule(demo, i / LEVELS, i % LEVELS + 1, &page.out);
	}
	pd_page_end(&page);
}

/* --- teams, users, priorities --- */

void pd_list_teams(void *context NINES_UNUSED, struct server_request *request,
		   struct server_reply *reply)
{
	struct pd_page page;

	if (!pd_page_begin(&page, "teams", request, reply))
		return;
	for (int i = 0; i < WORLD_TEAM_COUNT; i++) {
		if (!pd_page_takes(&page))
			continue;
		json_out_object(&page.out, NULL);
		json_out_string(&page.out, "id", world_teams[i].id);
		json_out_string(&page.out, "type", "team");
		json_out_string(&page.out, "summary", world_teams[i].name);
		json_out_string(&page.out, "name", world_teams[i].name);
		json_out_end_object(&page.out);
	}
	pd_page_end(&page);
}

/* PagerDuty looks into names and e-mails. */
static bool matches(const struct account_user *user, const char *query)
{
	return !query || text_contains_nocase(user->name, query) ||
	       text_contains_nocase(user->mail, query);
}

static void write_user(const struct account_user *user, struct json_out *out, const char *key)
{
	json_out_object(out, key);
	json_out_string(out, "id", user->id);
	json_out_string(out, "type", "user");
	json_out_string(out, "summary", user->name);
	json_out_string(out, "name", user->name);
	json_out_string(out, "email", user->mail);
	json_out_string(out, "role", "user");
	json_out_string(out, "time_zone",
			user->team >= 0 ? world_teams[user->team].zone : "Etc/UTC");
	json_out_array(out, "teams");
	if (user->team >= 0)
		pd_team(out, NULL, user->team);
	json_out_end_array(out);
	json_out_end_object(out);
}

void pd_list_users(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	struct pd_page page;

	if (!pd_page_begin(&page, "users", request, reply))
		return;
	for (size_t i = 0; i < demo->account.users.len; i++) {
		const struct account_user *user = &demo->account.users.items[i];

		if (matches(user, server_parameter(request, "query")) && pd_page_takes(&page))
			write_user(user, &page.out, NULL);
	}
	pd_page_end(&page);
}

static void answer_user(const struct account_user *user, struct server_reply *reply)
{
	struct json_out out;

	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	write_user(user, &out, "user");
	json_out_end_object(&out);
}

void pd_get_user(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;

	if (!pd_allows(request, reply))
		return;
	for (size_t i = 0; i < demo->account.users.len; i++) {
		if (text_equal(demo->account.users.items[i].id, request->id)) {
			answer_user(&demo->account.users.items[i], reply);
			return;
		}
	}
	pd_error(reply, PD_MISSING, 2100, "Not Found", NULL);
}

void pd_get_me(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;

	if (pd_allows(request, reply))
		answer_user(&demo->account.users.items[0], reply);
}

void pd_list_priorities(void *context NINES_UNUSED, struct server_request *request,
			struct server_reply *reply)
{
	struct pd_page page;

	if (!pd_page_begin(&page, "priorities", request, reply))
		return;
	for (int i = 1; i <= 5; i++) {
		char id[] = "PPRIO0";
		char name[] = "P0";

		id[5] = name[1] = (char)('0' + i);
		if (!pd_page_takes(&page))
			continue;
		json_out_object(&page.out, NULL);
		json_out_string(&page.out, "id", id);
		json_out_string(&page.out, "type", "priority");
		json_out_string(&page.out, "summary", name);
		json_out_string(&page.out, "name", name);
		json_out_end_object(&page.out);
	}
	pd_page_end(&page);
}
