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
	bool reorders;
	uint64_t order;              /* of the present list of open incidents */
	int acks, resolves, reopens; /* writes applied */
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
/* Sets a status as PagerDuty does, resolved incidents included; false for a word that is no
 * status, or for resolving what is resolved. */
bool account_set_status(struct account *account, struct world_outage *outage, const char *status,
			const char *who);

#endif
