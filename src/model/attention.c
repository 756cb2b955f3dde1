/* SPDX-License-Identifier: MIT
 * Which incidents are new to the user: each asks for attention once. */
#include "config.h"

#include "nines/model/attention.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/timefmt.h"

enum {
	FORGET_DAYS = 7,                 /* a source may lose sight of one for a while */
	ACK_SETTLES_MS = 60 * SECOND_MS, /* until a source tells what we wrote to it */
	ENTRIES_MAX = 10000              /* beyond, those that are gone are forgotten at once */
};

struct attention_entry {
	int64_t created_ms, seen_ms; /* when it began; when a snapshot last had it */
	int reopened;
	bool is_told;  /* asked for attention, or needs none */
	bool is_taken; /* somebody had it when it was last seen */
	bool is_new;   /* the user has not seen it */
	bool is_held;  /* came while it was quiet */
};

/* One look. */
struct look {
	struct attention *attention;
	const struct attention_rule *rule;
	const struct snapshot *snapshot;
	int64_t now_ms;
	bool is_quiet;
	struct attention_alarm fresh, late, start;
};

void attention_release(struct attention *attention)
{
	size_t position = 0;
	void *entry;

	while (map_next(&attention->incidents, &position, NULL, &entry))
		free(entry);
	map_release(&attention->incidents);
	map_release(&attention->sources);
	memset(attention, 0, sizeof(*attention));
}

bool attention_is_quiet(const struct attention_rule *rule, int64_t now_ms)
{
	return rule->quiet && rule->quiet->days != 0 &&
	       week_hours_contain(rule->quiet, rule->zone, now_ms);
}

static struct attention_entry *entry_of(const struct attention *attention, const char *id)
{
	return map_get(&attention->incidents, id);
}

/* Somebody works on it, or decided that nobody needs to. */
static bool is_taken(const struct incident *incident)
{
	return incident->status != INCIDENT_TRIGGERED || incident->is_suppressed;
}

/* This user's acknowledgement is on its way, or the source has not told it back yet. */
static bool is_ours(const struct incident *incident, int64_t now_ms)
{
	const struct write_view *write = incident->write;

	if (!write || write->verb != VERB_ACK || write->is_offered)
		return false;
	if (write->state == WRITE_CONFIRMED)
		return now_ms - write->ended_ms < ACK_SETTLES_MS;
	return write->state == WRITE_QUEUED || write->state == WRITE_SENT;
}

/* What this user let go is no news to them. */
static bool was_let_go(const struct incident *incident)
{
	return incident->write && incident->write->verb == VERB_UNACK &&
	       incident->write->state != WRITE_REFUSED;
}

static bool is_wanted(const struct look *look, const struct incident *incident)
{
	if (look->rule->when)
		return query_match_incident(look->rule->when, incident, look->snapshot);
	return severity_is_severe(incident->severity);
}

static struct attention_entry *entry_make(struct attention *attention, const char *id)
{
	struct attention_entry *entry = xcalloc(1, sizeof(*entry));

	map_set(&attention->incidents, id, entry);
	return entry;
}

/* An alert that was told, and now stands in this row: what was new of it still is. */
static void take_over(const struct attention *attention, const struct incident *incident,
		      struct attention_entry *entry)
{
	for (size_t i = 0; i < incident->joined_count; i++) {
		const struct attention_entry *alert = entry_of(attention, incident->joined[i]->id);

		if (!alert)
			continue;
		entry->is_told |= alert->is_told;
		entry->is_new |= alert->is_new;
		entry->is_held |= alert->is_held;
	}
}

static void note(struct attention_entry *entry, const struct incident *incident, int64_t now_ms)
{
	entry->is_taken = is_taken(incident);
	entry->created_ms = incident->created_ms;
	entry->reopened = incident->reopened;
	entry->seen_ms = now_ms;
}

/* The alerts of a row that was told, or that somebody took, are known with it: one that fires a
 * little longer than its incident is open stands alone then, and is no news. */
static void note_joined(const struct look *look, const struct incident *incident, bool is_known)
{
	for (size_t i = 0; i < incident->joined_count; i++) {
		const struct incident *alert = incident->joined[i];
		struct attention_entry *entry = entry_of(look->attention, alert->id);

		if (!entry)
			entry = entry_make(look->attention, alert->id);
		entry->is_told |= is_known;
		entry->is_new = entry->is_held = false; /* its row is */
		note(entry, alert, look->now_ms);
	}
}

static bool is_again(const struct attention_entry *entry, const struct incident *incident)
{
	if (incident->created_ms != entry->created_ms || incident->reopened > entry->reopened)
		return true;
	return entry->is_taken && !is_taken(incident) && !was_let_go(incident);
}

/* An unknown severity stands after the known ones. */
static int rank(const struct incident *incident)
{
	return incident->severity == SEVERITY_UNKNOWN ? SEVERITY_MAX + 1 : incident->severity;
}

static void tell(struct attention_alarm *alarm, const struct incident *incident)
{
	alarm->count++;
	if (!alarm->worst || rank(incident) < rank(alarm->worst))
		alarm->worst = incident;
}

static void look_at_open(struct look *look, struct attention_entry *entry,
			 const struct incident *incident)
{
	const char *source = look->snapshot->sources[incident->source].name;

	if (!is_wanted(look, incident))
		return;
	tell(&look->start, incident);
	if (entry->is_told)
		return;
	entry->is_told = true;
	if (!map_get(&look->attention->sources, source))
		return;
	entry->is_new = true;
	entry->is_held = look->is_quiet;
	tell(&look->fresh, incident);
}

static void look_at(struct look *look, const struct incident *incident)
{
	struct attention_entry *entry = entry_of(look->attention, incident->id);

	if (!entry) {
		entry = entry_make(look->attention, incident->id);
		take_over(look->attention, incident, entry);
	} else if (is_again(entry, incident)) {
		entry->is_told = false;
	}
	if (is_taken(incident) || is_ours(incident, look->now_ms))
		entry->is_new = entry->is_held = false;
	if (is_ours(incident, look->now_ms))
		entry->is_told = true;
	else if (!is_taken(incident))
		look_at_open(look, entry, incident);
	if (entry->is_held && !look->is_quiet) {
		entry->is_held = false;
		tell(&look->late, incident);
	}
	note(entry, incident, look->now_ms);
	note_joined(look, incident, entry->is_told || entry->is_taken);
}

/* What a source names from now on is news: it has answered, or the user knows that it did
 * not. */
static void note_sources(struct look *look)
{
	bool is_connecting = false;

	for (size_t i = 0; i < look->snapshot->source_count; i++) {
		const struct source_view *source = &look->snapshot->sources[i];

		if (source->state == SOURCE_CONNECTING)
			is_connecting = true;
		else
			map_set(&look->attention->sources, source->name, look->attention);
	}
	if (is_connecting || look->attention->is_started)
		look->start = (struct attention_alarm){.count = 0};
	else
		look->attention->is_started = true;
}

/* Counts what is new, and forgets what has been gone for long. */
static void sweep(struct look *look)
{
	struct attention *attention = look->attention;
	int64_t keep_ms =
		attention->incidents.len > ENTRIES_MAX ? 0 : FORGET_DAYS * (int64_t)DAY_MS;
	const char *key, *old = NULL;
	size_t position = 0;
	void *value;

	attention->new_count = 0;
	while (map_next(&attention->incidents, &position, &key, &value)) {
		struct attention_entry *entry = value;

		if (entry->seen_ms != look->now_ms)
			entry->is_new = entry->is_held = false;
		if (look->now_ms - entry->seen_ms > keep_ms)
			old = key;
		attention->new_count += entry->is_new;
	}
	if (old) /* one each time is enough: the map must not change in a walk */
		free(map_remove(&attention->incidents, old));
}

struct attention_alarm attention_look(struct attention *attention,
				      const struct attention_rule *rule,
				      const struct snapshot *snapshot, int64_t now_ms)
{
	struct look look = {.attention = attention,
			    .rule = rule,
			    .snapshot = snapshot,
			    .now_ms = now_ms,
			    .is_quiet = attention_is_quiet(rule, now_ms),
			    .late = {.is_late = true},
			    .start = {.is_start = true}};
	struct attention_alarm *alarm = &look.start;

	if (snapshot->past_ms != 0)
		return (struct attention_alarm){.count = 0};
	for (size_t i = 0; i < snapshot->incident_count; i++)
		look_at(&look, &snapshot->incidents[i]);
	note_sources(&look);
	sweep(&look);
	if (look.late.count > 0)
		alarm = &look.late;
	if (look.fresh.count > 0)
		alarm = &look.fresh;
	alarm->is_loud = alarm->count > 0 && !look.is_quiet;
	return *alarm;
}

bool attention_is_new(const struct attention *attention, const char *id)
{
	const struct attention_entry *entry = entry_of(attention, id);

	return entry && entry->is_new;
}

static void see(struct attention *attention, struct attention_entry *entry)
{
	attention->new_count -= entry->is_new;
	entry->is_new = entry->is_held = false;
}

void attention_seen(struct attention *attention, const char *id)
{
	struct attention_entry *entry = id ? entry_of(attention, id) : NULL;
	size_t position = 0;
	void *value;

	if (entry)
		see(attention, entry);
	while (!id && map_next(&attention->incidents, &position, NULL, &value))
		see(attention, value);
}
