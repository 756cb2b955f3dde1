/* SPDX-License-Identifier: MIT
 * The life of silences, by the rules of Alertmanager's own store. */
#include "config.h"

#include "silences.h"

#include <string.h>

#include "nines/base/json.h"

enum { SILENCES_MAX = 10000 };

void silences_release(struct silences *silences)
{
	VEC_RELEASE(&silences->list);
	arena_release(&silences->arena);
}

enum silence_state silence_state(const struct silence *silence, int64_t now_ms)
{
	if (now_ms < silence->starts_ms)
		return SILENCE_PENDING;
	return now_ms < silence->ends_ms ? SILENCE_ACTIVE : SILENCE_EXPIRED;
}

struct silence *silences_find(const struct silences *silences, const char *id)
{
	for (size_t i = 0; i < silences->list.len; i++) {
		if (strcmp(silences->list.items[i].id, id) == 0)
			return &silences->list.items[i];
	}
	return NULL;
}

/* --- reading what was posted --- */

static bool fail(int *status, int code, struct err *err, const char *text)
{
	*status = code;
	return err_set(err, ERR_PROTOCOL, "%s", text);
}

static bool accepts_empty(const struct silence_matcher *matcher)
{
	struct prom_labels none = {.count = 0};

	return silence_matcher_accepts(matcher, &none);
}

static bool read_matchers(struct silences *silences, const struct json *list,
			  struct silence *silence, int *status, struct err *err)
{
	struct silence_matcher *matchers =
		arena_calloc(&silences->arena, json_count(list) + 1, sizeof(*matchers));
	bool is_narrow = false;

	if (!json_is_array(list))
		return fail(status, SILENCE_MALFORMED, err, "matchers in body is required");
	if (json_count(list) == 0)
		return fail(status, SILENCE_MALFORMED, err,
			    "matchers in body should have at least 1 items");
	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		struct silence_matcher *matcher = &matchers[silence->matcher_count];

		matcher->name = arena_strdup(&silences->arena, json_raw_string(item, "name"));
		matcher->value = arena_strdup(&silences->arena, json_raw_string(item, "value"));
		matcher->is_regex = json_bool(item, "isRegex", false);
		matcher->is_equal = json_bool(item, "isEqual", true);
		if (!matcher->name || !matcher->value || !json_get(item, "isRegex"))
			return fail(status, SILENCE_MALFORMED, err,
				    "matchers.name in body is required");
		is_narrow = is_narrow || !accepts_empty(matcher);
		silence->matcher_count++;
	}
	silence->matchers = matchers;
	return is_narrow || fail(status, SILENCE_INVALID, err,
				 "Failed to create silence: invalid silence: at least one "
				 "matcher must not match the empty string");
}

static bool read_silence(struct silences *silences, const struct json *posted,
			 struct silence *silence, int *status, struct err *err)
{
	silence->starts_ms = json_time(posted, "startsAt");
	silence->ends_ms = json_time(posted, "endsAt");
	silence->created_by = arena_strdup(&silences->arena, json_raw_string(posted, "createdBy"));
	silence->comment = arena_strdup(&silences->arena, json_raw_string(posted, "comment"));
	if (silence->starts_ms == 0)
		return fail(status, SILENCE_MALFORMED, err, "startsAt in body is required");
	if (silence->ends_ms == 0)
		return fail(status, SILENCE_MALFORMED, err, "endsAt in body is required");
	if (!silence->created_by)
		return fail(status, SILENCE_MALFORMED, err, "createdBy in body is required");
	if (!silence->comment)
		return fail(status, SILENCE_MALFORMED, err, "comment in body is required");
	return read_matchers(silences, json_get(posted, "matchers"), silence, status, err);
}

static bool check_times(const struct silence *silence, int64_t now_ms, int *status, struct err *err)
{
	if (silence->starts_ms >= silence->ends_ms)
		return fail(status, SILENCE_INVALID, err,
			    "Failed to create silence: start time must be before end time");
	if (silence->ends_ms < now_ms)
		return fail(status, SILENCE_INVALID, err,
			    "Failed to create silence: end time can't be in the past");
	return true;
}

/* --- making and changing --- */

static bool same_matchers(const struct silence *a, const struct silence *b)
{
	if (a->matcher_count != b->matcher_count)
		return false;
	for (size_t i = 0; i < a->matcher_count; i++) {
		if (!silence_has_matcher(b, &a->matchers[i]))
			return false;
	}
	return true;
}

/* Else the old one is ended and a new one with another id takes its place. */
static bool may_change(const struct silence *old, const struct silence *next, int64_t now_ms)
{
	if (!same_matchers(old, next))
		return false;
	switch (silence_state(old, now_ms)) {
	case SILENCE_ACTIVE:
		return old->starts_ms / 1000 == next->starts_ms / 1000 && next->ends_ms >= now_ms;
	case SILENCE_PENDING:
		return next->starts_ms >= now_ms;
	default:
		return false;
	}
}

static void end_now(struct silence *silence, int64_t now_ms)
{
	if (silence_state(silence, now_ms) == SILENCE_PENDING)
		silence->starts_ms = now_ms;
	if (silence->ends_ms > now_ms)
		silence->ends_ms = now_ms;
	silence->updated_ms = now_ms;
}

const char *silences_post(struct silences *silences, const struct json *posted, int64_t now_ms,
			  int *status, struct err *err)
{
	const char *id = json_raw_string(posted, "id");
	struct silence *old = id && *id ? silences_find(silences, id) : NULL;
	struct silence next = {.updated_ms = now_ms};

	if (!read_silence(silences, posted, &next, status, err) ||
	    !check_times(&next, now_ms, status, err))
		return NULL;
	if (id && *id && !old) {
		fail(status, SILENCE_UNKNOWN, err, "silence not found");
		return NULL;
	}
	if (old && may_change(old, &next, now_ms)) {
		next.starts_ms = silence_state(old, now_ms) == SILENCE_ACTIVE ? old->starts_ms
									      : next.starts_ms;
		memcpy(next.id, old->id, sizeof(next.id));
		*old = next;
		return old->id;
	}
	if (silences->list.len >= SILENCES_MAX) {
		fail(status, SILENCE_BROKEN, err, "too many silences");
		return NULL;
	}
	if (old)
		end_now(old, now_ms);
	if (next.starts_ms < now_ms)
		next.starts_ms = now_ms;
	uuid_new(next.id);
	VEC_PUSH(&silences->list, next);
	return silences->list.items[silences->list.len - 1].id;
}

bool silences_expire(struct silences *silences, const char *id, int64_t now_ms, int *status,
		     struct err *err)
{
	struct silence *silence = silences_find(silences, id);

	if (!silence)
		return fail(status, SILENCE_UNKNOWN, err, "silence not found");
	if (silence_state(silence, now_ms) == SILENCE_EXPIRED) {
		*status = SILENCE_BROKEN;
		return err_set(err, ERR_PROTOCOL, "silence %s already expired", id);
	}
	end_now(silence, now_ms);
	return true;
}
