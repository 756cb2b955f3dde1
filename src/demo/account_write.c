/* SPDX-License-Identifier: MIT
 * What clients do to the incidents of the account: PagerDuty's rules for each write, and the
 * count of what was applied. */
#include "config.h"

#include "account.h"

#include <string.h>

#include "nines/base/str.h"
#include "nines/base/timefmt.h"

enum { SNOOZE_MAX_S = 7 * 86400 };

const char *const account_write_names[ACCOUNT_WRITE_COUNT] = {
	[ACCOUNT_UNACK] = "unacks",
	[ACCOUNT_RESOLVE] = "resolves",
	[ACCOUNT_SNOOZE] = "snoozes",
	[ACCOUNT_NOTE] = "notes_applied",
	[ACCOUNT_ESCALATE] = "escalations",
	[ACCOUNT_REASSIGN] = "reassignments",
	[ACCOUNT_PRIORITY] = "priorities_set",
	[ACCOUNT_MERGE] = "merges",
};

const struct account_change *account_change_of(const struct account *account,
					       const struct world_outage *outage)
{
	for (size_t i = 0; i < account->changes.len; i++) {
		if (account->changes.items[i].outage == outage)
			return &account->changes.items[i];
	}
	return NULL;
}

static struct account_change *change_of(struct account *account, struct world_outage *outage)
{
	for (size_t i = 0; i < account->changes.len; i++) {
		if (account->changes.items[i].outage == outage)
			return &account->changes.items[i];
	}
	VEC_PUSH(&account->changes, (struct account_change){.outage = outage});
	return &account->changes.items[account->changes.len - 1];
}

static const char *keep(struct account *account, const char *text)
{
	return text ? arena_strdup(&account->arena, text) : NULL;
}

static void lose_ack(struct world_outage *outage, struct account_change *change)
{
	outage->ack_ms = 0;
	outage->acked_by = NULL;
	change->snoozed_until_ms = 0;
}

/* Who acknowledges has it, then whom it was given to, else who was on call when it began. */
size_t account_assignees(const struct account *account, const struct world_outage *outage,
			 const char *names[ACCOUNT_ASSIGNEE_MAX])
{
	const struct account_change *change = account_change_of(account, outage);
	int team = account->services.items[outage->service].team;

	if (world_is_acked(outage, world_now(account->world))) {
		names[0] = outage->acked_by;
		return 1;
	}
	for (size_t i = 0; change && i < change->assignee_count; i++)
		names[i] = change->assignees[i];
	if (change && change->assignee_count > 0)
		return change->assignee_count;
	names[0] = world_called(account->world, team, outage->start_ms);
	return 1;
}

void account_settle(struct account *account)
{
	int64_t now_ms = world_now(account->world);

	for (size_t i = 0; i < account->changes.len; i++) {
		struct account_change *change = &account->changes.items[i];

		if (change->snoozed_until_ms > 0 && change->snoozed_until_ms <= now_ms)
			lose_ack(change->outage, change);
	}
}

/* --- status --- */

static void reopen(struct account *account, struct world_outage *outage, const char *who)
{
	struct account_change *change = change_of(account, outage);

	world_reopen(account->world, outage, who);
	account->reopens++;
	change->merged_into = NULL;
	change->resolved_by = change->resolution = NULL;
}

static void resolve(struct account *account, struct world_outage *outage, const char *who,
		    const char *resolution)
{
	struct account_change *change = change_of(account, outage);

	world_resolve(account->world, outage);
	change->snoozed_until_ms = 0;
	change->resolved_by = keep(account, who);
	change->resolution = keep(account, resolution);
}

static void set_status(struct account *account, struct world_outage *outage,
		       const struct account_wish *wish, const char *who)
{
	int64_t now_ms = world_now(account->world);
	bool is_open = world_is_open(outage, now_ms);
	bool is_acked = world_is_acked(outage, now_ms);
	struct account_change *change = change_of(account, outage);

	if (text_equal(wish->status, "resolved")) {
		resolve(account, outage, who, wish->resolution);
		change->counts[ACCOUNT_RESOLVE]++;
		return;
	}
	if (!is_open)
		reopen(account, outage, who);
	if (text_equal(wish->status, "triggered")) {
		change->counts[ACCOUNT_UNACK] += is_open && is_acked;
		lose_ack(outage, change);
	} else if (is_open) {
		world_ack(account->world, outage, who);
		change->snoozed_until_ms = 0;
		account->acks++;
	}
}

/* --- holders and priority --- */

static void assign(struct account *account, struct world_outage *outage, const char *const *names,
		   size_t count)
{
	struct account_change *change = change_of(account, outage);

	lose_ack(outage, change);
	for (size_t i = 0; i < count; i++)
		change->assignees[i] = keep(account, names[i]);
	change->assignee_count = count;
	change->assigned_ms = world_now(account->world);
}

static void escalate(struct account *account, struct world_outage *outage, int level)
{
	int team = account->services.items[outage->service].team;
	int64_t now_ms = world_now(account->world);
	const char *name = level == 1 ? world_called(account->world, team, now_ms)
				      : world_shift_at(account->world, team, level, now_ms).user;

	assign(account, outage, &name, 1);
	change_of(account, outage)->is_direct = false;
	change_of(account, outage)->counts[ACCOUNT_ESCALATE]++;
}

static void reassign(struct account *account, struct world_outage *outage,
		     const struct account_wish *wish)
{
	const char *names[ACCOUNT_ASSIGNEE_MAX];

	for (size_t i = 0; i < wish->assignee_count; i++)
		names[i] = account_find_user(account, wish->assignees[i])->name;
	assign(account, outage, names, wish->assignee_count);
	change_of(account, outage)->is_direct = true;
	change_of(account, outage)->counts[ACCOUNT_REASSIGN]++;
}

/* "PPRIO2" and "P2" are the second; 0 = there is none of that name. */
static int priority_of(const char *text)
{
	size_t len = text ? strlen(text) : 0;
	bool is_known = len > 0 && text[0] == 'P' && (len == 2 || text_starts_with(text, "PPRIO"));

	if (!is_known || len > sizeof("PPRIO0") - 1 || text[len - 1] < '1' ||
	    text[len - 1] > '0' + ACCOUNT_PRIORITY_MAX)
		return 0;
	return text[len - 1] - '0';
}

/* --- whole writes --- */

int account_refusal(const struct account *account, const struct world_outage *outage,
		    const struct account_wish *wish)
{
	bool is_open = world_is_open(outage, world_now(account->world));
	bool is_known = !wish->status || text_equal(wish->status, "resolved") ||
			text_equal(wish->status, "acknowledged") ||
			text_equal(wish->status, "triggered");

	if (!is_known)
		return ACCOUNT_BAD_STATUS;
	if (!is_open && (!wish->status || text_equal(wish->status, "resolved")))
		return ACCOUNT_ALREADY_RESOLVED;
	if (wish->level < 0 || wish->level > ACCOUNT_LEVELS)
		return ACCOUNT_CANNOT_ESCALATE;
	for (size_t i = 0; i < wish->assignee_count; i++) {
		if (!wish->assignees[i] || !account_find_user(account, wish->assignees[i]))
			return ACCOUNT_NO_ASSIGNEE;
	}
	return wish->priority && !priority_of(wish->priority) ? ACCOUNT_BAD_PRIORITY : 0;
}

int account_apply(struct account *account, struct world_outage *outage,
		  const struct account_wish *wish, const char *who)
{
	int refusal = account_refusal(account, outage, wish);

	if (refusal)
		return refusal;
	if (wish->status)
		set_status(account, outage, wish, who);
	if (wish->level > 0)
		escalate(account, outage, wish->level);
	if (wish->assignee_count > 0)
		reassign(account, outage, wish);
	if (wish->priority) {
		change_of(account, outage)->priority = priority_of(wish->priority);
		change_of(account, outage)->counts[ACCOUNT_PRIORITY]++;
	}
	return 0;
}

int account_snooze(struct account *account, struct world_outage *outage, int64_t seconds)
{
	int64_t now_ms = world_now(account->world);
	struct account_change *change;

	if (!world_is_open(outage, now_ms))
		return ACCOUNT_ALREADY_RESOLVED;
	if (seconds < 1 || seconds > SNOOZE_MAX_S)
		return ACCOUNT_BAD_DURATION;
	if (!world_is_acked(outage, now_ms))
		return ACCOUNT_NOT_ACKNOWLEDGED;
	change = change_of(account, outage);
	change->snoozed_until_ms = now_ms + seconds * SECOND_MS;
	change->counts[ACCOUNT_SNOOZE]++;
	return 0;
}

int account_merge(struct account *account, struct world_outage *source,
		  const struct world_outage *target, const char *who)
{
	const struct account_change *change = account_change_of(account, source);
	int64_t now_ms = world_now(account->world);

	if (change && change->merged_into)
		return ACCOUNT_ALREADY_MERGED;
	if (!world_is_open(source, now_ms) || !world_is_open(target, now_ms))
		return ACCOUNT_ALREADY_RESOLVED;
	resolve(account, source, who, NULL);
	change_of(account, source)->merged_into = target;
	change_of(account, source)->counts[ACCOUNT_MERGE]++;
	return 0;
}

void account_add_note(struct account *account, const struct account_note *draft)
{
	struct account_note note = *draft;
	struct world_outage *outage = NULL;

	note.who = keep(account, draft->who);
	note.text = keep(account, draft->text);
	VEC_PUSH(&account->notes, note);
	for (size_t i = 0; !outage && i < account->incidents.len; i++) {
		if (account->incidents.items[i]->number == note.number)
			outage = account->incidents.items[i];
	}
	if (outage)
		change_of(account, outage)->counts[ACCOUNT_NOTE]++;
}
