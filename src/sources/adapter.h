/* SPDX-License-Identifier: MIT
 * What adapters share: small readers of replies and writers of facts and requests. */
#ifndef NINES_SOURCES_ADAPTER_H
#define NINES_SOURCES_ADAPTER_H

#include "nines/base/attr.h"
#include "nines/base/json.h"
#include "nines/sources/source.h"

/* One cleaned line of an error body, in `arena` or constant; NULL when it says nothing. */
const char *adapter_body_line(const struct reply *reply, struct arena *arena);
/* False with ERR_PROTOCOL when the body can't be a JSON object or array. */
bool adapter_expect_json(const struct reply *reply, struct err *err);
/* Member `key` as cleaned text if it is a web address, else NULL. */
const char *adapter_web_address(const struct json *object, const char *key, struct arena *arena);
/* Adds a notice to the facts. */
void adapter_notice(struct facts *facts, const char *format, ...) NINES_PRINTF(2, 3);
/* Plans the request that tells what the login may do. Any reply goes to parse, whatever its
 * status, because it says nothing of the source. */
struct plan_request *adapter_plan_login(struct plan *plan, int tag, const char *path);
/* Says what is known of the login. */
void adapter_login(struct facts *facts, const char *format, ...) NINES_PRINTF(2, 3);
/* False when a reply that came does not tell; then the login's text says why. */
bool adapter_login_told(const struct reply *reply, struct facts *facts);
/* `ms` as RFC 3339 UTC text in `arena`. */
const char *adapter_time(int64_t ms, struct arena *arena);
/* Sorts the time line, oldest first. */
void adapter_sort_events(struct fact_event *events, size_t count);
/* The severity 1..5 that `word` means: by the user's `pairs`, else by the usual words
 * (critical, high, warning, low, info ...); 0 when it is neither. */
int adapter_severity(const struct text_pairs *pairs, const char *word);
/* False with the reason when a value of the pairs is not 1 to 5. */
bool adapter_check_severities(const struct text_pairs *pairs, struct err *err);
/* A GET in the same part as the request just answered, with its cadence; `path` is copied. */
struct plan_request *adapter_follow(struct plan *more, const struct plan_request *answered, int tag,
				    const char *path);
/* Copies `text` into the plan as the request's context. */
void adapter_set_context(struct plan *plan, struct plan_request *request, const char *text);
/* READ or WRITE of an action came back with an error status: fills the verdict and `err`.
 * False when the status is a success. */
bool adapter_act_failed(enum act_step step, const struct reply *reply, struct act_result *result,
			struct err *err);
/* Puts "`what` `text`", cleaned, into result->detail; `text` may be NULL. */
void adapter_detail(struct act_result *result, const char *what, const char *text);

#endif
