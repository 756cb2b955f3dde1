/* SPDX-License-Identifier: MIT
 * The PagerDuty account of the world: the services and incidents that page, and as many more
 * as a test of scale wants; what was done to them is counted. No HTTP here. */
#ifndef NINES_DEMO_ACCOUNT_H
#define NINES_DEMO_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/vec.h"

#include "world.h"

enum { ACCOUNT_ID_MAX = 16, ACCOUNT_PAGING_SEVERITY = 3 };

/* How much more than the world there is. Zeroed memory is nothing more. */
struct account_scale {
	int services;  /* in all */
	int incidents; /* in all, about */
	bool reorders; /* every list of open incidents comes in another order */
};

struct account_service {
	const char *id, *name, *policy_id;
	int team;
};

struct account_user {
	const char *id, *name, *mail;
	int team; /* -1 = none */
};

/* What clients can do to an incident beside acknowledging it; each is counted. */
enum account_write {
	ACCOUNT_UNACK,
	ACCOUNT_RESOLVE,
	ACCOUNT_SNOOZE,
	ACCOUNT_NOTE,
	ACCOUNT_ESCALATE,
	ACCOUNT_REASSIGN,
	ACCOUNT_PRIORITY,
	ACCOUNT_MERGE,
	ACCOUNT_WRITE_COUNT
};

/* What a write is refused with: PagerDuty's own codes. 0 = it was applied. */
enum account_refusal {
	ACCOUNT_ALREADY_RESOLVED = 1001,
	ACCOUNT_BAD_STATUS = 1003,
	ACCOUNT_CANNOT_ESCALATE = 1006,
	ACCOUNT_NO_ASSIGNEE = 1007,
	ACCOUNT_NOT_ACKNOWLEDGED = 1012,
	ACCOUNT_BAD_DURATION = 1013,
	ACCOUNT_ALREADY_MERGED = 1019,
	ACCOUNT_BAD_PRIORITY = 1020
};

enum { ACCOUNT_LEVELS = 2, ACCOUNT_ASSIGNEE_MAX = 4, ACCOUNT_PRIORITY_MAX = 5 };

/* What clients have made of an incident. */
struct account_change {
	struct world_outage *outage;
	const char *assignees[ACCOUNT_ASSIGNEE_MAX]; /* names */
	size_t assignee_count;                       /* 0 = as it began */
	bool is_direct; /* not by the escalation policy, which then leaves it alone */
	int64_t assigned_ms;
	int priority;                           /* 1 to 5; 0 = by its severity */
	int64_t snoozed_until_ms;               /* 0 = not snoozed */
	const char *resolved_by, *resolution;   /* NULL = not said */
	const struct world_outage *merged_into; /* NULL = not merged */
	int counts[ACCOUNT_WRITE_COUNT];
};

/* The changes of one write that are asked for. Zeroed memory is none. */
struct account_wish {
	const char *status, *resolution; /* NULL = not asked for, as below */
	int level;
	const char *assignees[ACCOUNT_ASSIGNEE_MAX]; /* ids */
	size_t assignee_count;
	const char *priority; /* id or name */
};

struct account_note {
	int number;
	int64_t at_ms;
	const char *who, *text;
};

struct account {
	struct arena arena;
	struct world *world;
	VEC(struct account_service) services; /* those of the world first */
	VEC(struct account_user) users;       /* the person at the terminal first */
	VEC(struct world_outage) extra;
	VEC(struct world_outage *) incidents; /* what pages, by start */
	VEC(struct account_note) notes;
	VEC(struct account_change) changes;
	bool reorders;
	uint64_t order;    /* of the present list of open incidents */
	int acks, reopens; /* writes applied */
};

/* Makes the account of `world`, which must outlive it and keep its outages where they are. */
void account_init(struct account *account, struct world *world, const struct account_scale *scale);
/* Frees. Accepts zeroed memory. */
void account_release(struct account *account);
/* The id of an incident. */
void account_id(const struct world_outage *outage, char id[ACCOUNT_ID_MAX]);
/* The incident by id or number that has begun, or NULL. */
struct world_outage *account_find(const struct account *account, const char *id);
/* "triggered", "acknowledged" or "resolved" at a time. */
const char *account_status(const struct world_outage *outage, int64_t at_ms);
/* How severe an incident is, 1 to 5. With `reorders`, the open ones beyond the world change
 * their severity with every list, so that no order stays. */
int account_severity(const struct account *account, const struct world_outage *outage);
/* The user by mail, id or name; NULL when there is none. */
const struct account_user *account_find_user(const struct account *account, const char *key);
/* What was made of an incident; NULL = nothing. Valid until the next write. */
const struct account_change *account_change_of(const struct account *account,
					       const struct world_outage *outage);
/* Those that hold an incident at present; how many. */
size_t account_assignees(const struct account *account, const struct world_outage *outage,
			 const char *names[ACCOUNT_ASSIGNEE_MAX]);
/* Ends the snoozes that are over: these incidents are triggered again. */
void account_settle(struct account *account);
/* The names by which enum account_write is counted. */
extern const char *const account_write_names[ACCOUNT_WRITE_COUNT];

/* Why a wish is not granted; 0 = it would be. */
int account_refusal(const struct account *account, const struct world_outage *outage,
		    const struct account_wish *wish);
/* Writes by `who`, as PagerDuty makes them: 0, or the refusal, and then nothing was done. */
/* All of a wish or nothing. A status for a resolved incident reopens it. */
int account_apply(struct account *account, struct world_outage *outage,
		  const struct account_wish *wish, const char *who);
int account_snooze(struct account *account, struct world_outage *outage, int64_t seconds);
int account_merge(struct account *account, struct world_outage *source,
		  const struct world_outage *target, const char *who);
void account_add_note(struct account *account, const struct account_note *note);

#endif
