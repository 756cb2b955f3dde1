/* SPDX-License-Identifier: MIT
 * What the files of PagerDuty's writes share: the verbs, the questions of a reading and
 * what one round tells the next. */
#ifndef NINES_SOURCES_PAGERDUTY_ACT_H
#define NINES_SOURCES_PAGERDUTY_ACT_H

#include "nines/base/json.h"
#include "nines/base/json_out.h"
#include "nines/sources/source.h"

#include "pagerduty.h"

/* What one round of a reading asks for. */
enum pagerduty_ask {
	ASK_INCIDENT, /* always first */
	ASK_ME,       /* the user of `from`: is it somebody else who has the incident? */
	ASK_NOTES,
	ASK_ONCALLS,
	ASK_USERS,
	ASK_USER,
	ASK_PRIORITIES,
	ASK_TARGET, /* the incident to merge into */
	ASK_COUNT
};

/* What a round tells the next: it is the context of the action. Lists are ids with commas. */
struct pagerduty_hold {
	enum pagerduty_ask ask;
	char policy[32], policy_name[48];
	char assignees[80];
	bool is_cut;     /* not all the assignees */
	char others[80]; /* who has it now and was not seen to have it */
	char who[80];    /* "acknowledged by Ana Roe": the others for people */
	char priority[32];
	char chosen[48]; /* the id that was looked up */
};

/* One reply while it is judged. */
struct pagerduty_reading {
	const struct source *source;
	const struct action *action;
	const struct reply *reply;
	const struct json *root, *incident; /* NULL = not there */
	struct pagerduty_hold hold;
	struct arena arena;
	struct act_result *result;
	struct err *err;
};

/* How a verb is done. */
struct pagerduty_verb {
	enum http_method method;
	const char *below; /* the path below the incident that is written to */
	bool minds_holder; /* is not sent when somebody else has it by now */
	/* Optional. What the verb was told; false with ERR_REFUSED when it can't be. */
	bool (*check)(const struct source *source, const struct action *action, struct err *err);
	void (*body)(const struct action *action, struct json_out *out);
	/* True with a detail when the incident is as wanted. */
	bool (*is_there)(struct pagerduty_reading *reading);
	/* Optional. It is open and not as wanted: false when it is refused for what it is. */
	bool (*allows)(struct pagerduty_reading *reading);
	/* Optional. It may be written: asks on, or gives the verdict; the incident itself is not
	 * at hand any more, only the hold. NULL = needed. */
	void (*proceed)(struct pagerduty_reading *reading);
};

/* The verb's row; NULL = PagerDuty has no such thing. */
const struct pagerduty_verb *pagerduty_verb_of(enum verb verb);
/* The incident that MERGE is told: "SOURCE:NATIVE" or "NATIVE"; NULL = of another source. */
const char *pagerduty_target(const struct source *source, const struct action *action);
/* The mark by which a note is found again, in `arena`. */
const char *pagerduty_note_tag(const struct action *action, struct arena *arena);

/* The context of the round after, and back. False when it doesn't fit. */
bool pagerduty_hold_write(const struct pagerduty_hold *hold, char *context, size_t size);
void pagerduty_hold_read(const char *context, struct pagerduty_hold *hold);
/* Adds an id to a list of `size` bytes when it is not there; false when it doesn't fit. */
bool pagerduty_list_add(char *list, size_t size, const char *id);
bool pagerduty_list_has(const char *list, const char *id);
/* Every id of `a` is in `b`. */
bool pagerduty_list_within(const char *a, const char *b);
/* Part 0 ... of a token "VALUE:BEFORE:AFTER", in `arena`; "" when it isn't there. */
const char *pagerduty_token_part(const struct action *action, int part, struct arena *arena);

/* Verdicts. */
void pagerduty_needed(struct pagerduty_reading *reading);
void pagerduty_ask_on(struct pagerduty_reading *reading, enum pagerduty_ask ask);
void pagerduty_refuse(struct pagerduty_reading *reading, const char *format, ...)
	NINES_PRINTF(2, 3);
/* True when somebody has it who was not seen to: then hold.others and hold.who say who. */
bool pagerduty_has_changed_hands(struct pagerduty_reading *reading);
/* Member `key` of a reference, cleaned: its name; "?" without one. */
const char *pagerduty_name(struct pagerduty_reading *reading, const struct json *reference);

/* is_there, allows, proceed and the answers to questions, by verb. */
bool pagerduty_is_acknowledged(struct pagerduty_reading *reading);
bool pagerduty_is_unacknowledged(struct pagerduty_reading *reading);
bool pagerduty_is_resolved(struct pagerduty_reading *reading);
bool pagerduty_is_snoozed(struct pagerduty_reading *reading);
bool pagerduty_can_snooze(struct pagerduty_reading *reading);
bool pagerduty_is_noted(struct pagerduty_reading *reading);
void pagerduty_note(struct pagerduty_reading *reading);
void pagerduty_take_notes(struct pagerduty_reading *reading);
bool pagerduty_is_escalated(struct pagerduty_reading *reading);
bool pagerduty_can_escalate(struct pagerduty_reading *reading);
void pagerduty_escalate(struct pagerduty_reading *reading);
void pagerduty_take_oncalls(struct pagerduty_reading *reading);
bool pagerduty_is_reassigned(struct pagerduty_reading *reading);
bool pagerduty_can_reassign(struct pagerduty_reading *reading);
void pagerduty_reassign(struct pagerduty_reading *reading);
void pagerduty_take_users(struct pagerduty_reading *reading);
void pagerduty_take_user(struct pagerduty_reading *reading);
bool pagerduty_has_priority(struct pagerduty_reading *reading);
void pagerduty_prioritize(struct pagerduty_reading *reading);
void pagerduty_take_priorities(struct pagerduty_reading *reading);
bool pagerduty_is_merged(struct pagerduty_reading *reading);
bool pagerduty_can_merge(struct pagerduty_reading *reading);
void pagerduty_merge(struct pagerduty_reading *reading);
void pagerduty_take_target(struct pagerduty_reading *reading);

#endif
