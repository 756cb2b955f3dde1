/* SPDX-License-Identifier: MIT
 * How states, severities and ages read on the screen: a sign and a word each, so that
 * color is never the only sign. Ages are coarse, so that a quiet screen stays still.
 * Pure; any thread. */
#ifndef NINES_UI_LABEL_H
#define NINES_UI_LABEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/model/snapshot.h"
#include "nines/ui/canvas.h"

enum { LABEL_MAX = 128 };

struct label_word {
	const char *sign, *ascii; /* one column */
	const char *word;
	enum role role;
};

/* How a write stands, as people see it: finer than its state, the most urgent first. */
enum write_phase {
	WRITE_PHASE_OFFERED,   /* too old, not sent: needs a decision */
	WRITE_PHASE_REFUSED,   /* will not happen */
	WRITE_PHASE_HELD,      /* can be taken back before it is sent */
	WRITE_PHASE_QUEUED,    /* waits */
	WRITE_PHASE_SENT,      /* its outcome is not known yet */
	WRITE_PHASE_CONFIRMED, /* seen at the server */
	WRITE_PHASE_WAS_SO,    /* nothing was sent: it was so already */
	WRITE_PHASE_COUNT
};

/* Never NULL. */
const struct label_word *label_service_state(enum service_state state);
/* The same of a service, but not plainly ok where its budget is spent. */
const struct label_word *label_service(const struct service *service);
/* True when a service is ok now and has nothing left of its budget. */
bool service_is_spent(const struct service *service);
const struct label_word *label_incident_status(enum incident_status status);
/* A triggered incident that the user has not seen. */
const struct label_word *label_new(void);
const struct label_word *label_source_state(enum source_state state);
const struct label_word *label_indicator_level(enum indicator_level level);
/* "● ok" or "+ ok". */
void label_text(const struct label_word *word, bool is_ascii, char out[LABEL_MAX]);
/* The sign alone. */
const char *label_sign(const struct label_word *word, bool is_ascii);
/* "S1" ... "S5", "S?". */
const char *label_severity(int severity);
enum role label_severity_role(int severity);
/* Whole units only: "<1m" "12m" "4h" "19d"; "?" when `since_ms` is 0. */
void label_age(int64_t now_ms, int64_t since_ms, char out[LABEL_MAX]);
/* A duration in the same units; "<1m" below a minute. */
void label_span(int64_t ms, char out[LABEL_MAX]);
/* A duration in seconds with two units, "?" when NAN. */
void label_seconds(double seconds, char out[LABEL_MAX]);
/* A number in groups of three digits: "31,104,000". */
void label_count(long long count, char out[LABEL_MAX]);
/* A reply time in coarse steps, so that it stands still: "<30ms" "<1s"; "-" below 0. */
void label_latency(int64_t ms, char out[LABEL_MAX]);
/* Time to acknowledge by: "12m left", "5m over"; "" when it is acknowledged or has no
 * target. Returns its role. */
enum role label_target(const struct incident *incident, int64_t now_ms, char out[LABEL_MAX]);
/* When an acknowledgement ends: "renewed", "ends in 2h", "lapses in 4m: nobody here renews
 * it", "no end"; "" when there is none. Returns its role. */
enum role label_ack_end(const struct incident *incident, int64_t now_ms, char out[LABEL_MAX]);
/* The same in a narrow column, only where it lapses soon: "ends 4m", "lapsed"; else "". */
enum role label_ack_lapse(const struct incident *incident, int64_t now_ms, char out[LABEL_MAX]);
/* A verb as a short word: "ack", "end downtime". */
const char *label_verb(enum verb verb);
/* How a write stands, what needs the user first. Never COUNT. */
enum write_phase label_write_phase(const struct write_view *write, int64_t now_ms);
/* Never NULL. */
const struct label_word *label_write_word(enum write_phase phase);
/* The word of a write, with the countdown of one that is held back: "held 4s". */
void label_write_state(const struct write_view *write, int64_t now_ms, char out[LABEL_MAX]);
/* A write in a few words: "ack held 4s", "ack NOT SENT 3h", "ack queued 2m: 502", "ack refused:
 * reason", "was so already: acknowledged by Ana Roe"; "" when it is NULL, or an
 * acknowledgement that was confirmed: the status says that. Returns its role. */
enum role label_write(const struct write_view *write, int64_t now_ms, char *out, size_t size);
/* How far the first load of a source is: "loading: 1,200 incidents since 2026-02, page 12" or
 * "loading 3/9"; "" when it is done. True when there is something to say. */
bool label_progress(const struct source_view *source, char *out, size_t size);
/* The separator of header and footer: " · " or " | ". */
const char *label_dot(bool is_ascii);

#endif
