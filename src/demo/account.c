/* SPDX-License-Identifier: MIT
 * The PagerDuty account of the world, see account.h. */
#include "config.h"

#include "account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/ident.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"

enum { EXTRA_FIRST_NUMBER = 100001, EXTRA_OPEN_MAX = 200, EXTRA_OPEN_SHARE = 10, EXTRA_DAYS = 365 };

/* --- people and services --- */

static void add_user(struct account *account, const char *name, int team)
{
	struct account_user user = {.name = name, .team = team};
	char *mail = arena_printf(&account->arena, "%s@elearn.example", name);

	for (char *at = mail; *at; at++) {
		if (*at == ' ')
			*at = '.';
		else if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	}
	user.mail = mail;
	user.id = arena_printf(&account->arena, "PU%04zu", account->users.len);
	VEC_PUSH(&account->users, user);
}

static void add_users(struct account *account)
{
	add_user(account, "Demo User", -1);
	for (int team = 0; team < WORLD_TEAM_COUNT; team++) {
		for (size_t i = 0; i < world_teams[team].member_count; i++)
			add_user(account, world_teams[team].members[i], team);
	}
}

const struct account_user *account_find_user(const struct account *account, const char *key)
{
	for (size_t i = 0; i < account->users.len; i++) {
		const struct account_user *user = &account->users.items[i];

		if (text_equal_nocase(user->mail, key) || text_equal(user->id, key) ||
		    text_equal(user->name, key))
			return user;
	}
	return NULL;
}

static void add_services(struct account *account, int wanted)
{
	for (int i = 0; i < WORLD_SERVICE_COUNT || i < wanted; i++) {
		const struct world_service *model = &world_services[i % WORLD_SERVICE_COUNT];
		struct account_service service = {
			.id = model->id,
			.name = model->name,
			.policy_id = model->policy_id,
			.team = model->team,
		};

		if (i >= WORLD_SERVICE_COUNT) {
			service.id = arena_printf(&account->arena, "PX%05d", i);
			service.name = arena_printf(&account->arena, "%s-%04d", model->name, i);
		}
		VEC_PUSH(&account->services, service);
	}
}

/* --- incidents --- */

/* A number that depends on the seed, the incident and the purpose alone. */
static double share(const struct account *account, int number, int purpose)
{
	uint64_t parts[] = {account->world->seed, (uint64_t)number, (uint64_t)purpose};

	return (double)(hash_bytes(parts, sizeof(parts), 0) >> 11) / 9007199254740992.0;
}

/* A time from low to high. */
static int64_t between(const struct account *account, const struct world_outage *outage,
		       int64_t low_ms, int64_t high_ms)
{
	int purpose = (int)(low_ms % 9973) + 10;

	return low_ms +
	       (int64_t)(share(account, outage->number, purpose) * (double)(high_ms - low_ms));
}

static void set_times(const struct account *account, bool is_open, struct world_outage *outage)
{
	int64_t now_ms = account->world->began_world_ms;

	if (is_open) {
		outage->start_ms = now_ms - between(account, outage, MINUTE_MS, 10 * HOUR_MS);
		outage->end_ms = now_ms + WORLD_FUTURE_MS;
		return;
	}
	outage->start_ms = now_ms - between(account, outage, DAY_MS, EXTRA_DAYS * (int64_t)DAY_MS);
	outage->ack_ms =
		outage->start_ms + between(account, outage, 20 * SECOND_MS, 30 * MINUTE_MS);
	outage->end_ms = outage->ack_ms + between(account, outage, MINUTE_MS, 3 * HOUR_MS);
	outage->acked_by = world_teams[account->services.items[outage->service].team].members[0];
}

static void add_extra(struct account *account, int index, bool is_open)
{
	static const char *const alerts[] = {"HighErrorRate", "HighLatency", "DiskFull",
					     "QueueBacklog"};
	const size_t alert_count = NINES_COUNT(alerts);
	struct world_outage outage = {.number = EXTRA_FIRST_NUMBER + index};
	int number = outage.number;

	outage.service = (int)(share(account, number, 1) * (double)account->services.len);
	outage.severity = 1 + (int)(share(account, number, 2) * ACCOUNT_PAGING_SEVERITY);
	outage.alert = alerts[(size_t)(share(account, number, 3) * (double)alert_count)];
	outage.title = arena_printf(&account->arena, "%s: above the limit on %s", outage.alert,
				    account->services.items[outage.service].name);
	set_times(account, is_open, &outage);
	VEC_PUSH(&account->extra, outage);
}

static int by_start(const void *a, const void *b)
{
	const struct world_outage *x = *(struct world_outage *const *)a;
	const struct world_outage *y = *(struct world_outage *const *)b;

	if (x->start_ms != y->start_ms)
		return x->start_ms < y->start_ms ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void add_incidents(struct account *account, int wanted)
{
	int open;

	for (size_t i = 0; i < account->world->outages.len; i++) {
		struct world_outage *outage = &account->world->outages.items[i];

		if (outage->severity <= ACCOUNT_PAGING_SEVERITY)
			VEC_PUSH(&account->incidents, outage);
	}
	wanted -= (int)account->incidents.len;
	open = wanted / EXTRA_OPEN_SHARE < EXTRA_OPEN_MAX ? wanted / EXTRA_OPEN_SHARE
							  : EXTRA_OPEN_MAX;
	for (int i = 0; i < wanted; i++)
		add_extra(account, i, i < open);
	for (size_t i = 0; i < account->extra.len; i++)
		VEC_PUSH(&account->incidents, &account->extra.items[i]);
	qsort(account->incidents.items, account->incidents.len, sizeof(*account->incidents.items),
	      by_start);
}

void account_init(struct account *account, struct world *world, const struct account_scale *scale)
{
	*account = (struct account){.world = world, .reorders = scale->reorders};
	add_users(account);
	add_services(account, scale->services);
	add_incidents(account, scale->incidents);
}

void account_release(struct account *account)
{
	VEC_RELEASE(&account->services);
	VEC_RELEASE(&account->users);
	VEC_RELEASE(&account->extra);
	VEC_RELEASE(&account->incidents);
	VEC_RELEASE(&account->notes);
	VEC_RELEASE(&account->changes);
	arena_release(&account->arena);
}

void account_id(const struct world_outage *outage, char id[ACCOUNT_ID_MAX])
{
	snprintf(id, ACCOUNT_ID_MAX, "Q%07d", outage->number);
}

struct world_outage *account_find(const struct account *account, const char *id)
{
	int64_t now_ms = world_now(account->world);
	long number = strtol(*id == 'Q' ? id + 1 : id, NULL, 10);

	for (size_t i = 0; i < account->incidents.len; i++) {
		struct world_outage *outage = account->incidents.items[i];

		if (outage->number == number && world_has_begun(outage, now_ms))
			return outage;
	}
	return NULL;
}

int account_severity(const struct account *account, const struct world_outage *outage)
{
	uint64_t number = (uint64_t)outage->number;
	bool is_steady = !account->reorders || number < EXTRA_FIRST_NUMBER ||
			 !world_is_open(outage, world_now(account->world));

	if (is_steady)
		return outage->severity;
	return 1 +
	       (int)(hash_bytes(&number, sizeof(number), account->order) % ACCOUNT_PAGING_SEVERITY);
}

const char *account_status(const struct world_outage *outage, int64_t at_ms)
{
	if (!world_is_open(outage, at_ms))
		return "resolved";
	return world_is_acked(outage, at_ms) ? "acknowledged" : "triggered";
}
