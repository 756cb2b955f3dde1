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

enum { LABEL_MAX = 64 };

struct label_word {
	const char *sign, *ascii; /* one column */
	const char *word;
	enum role role;
};

/* Never NULL. */
const struct label_word *label_service_state(enum service_state state);
const struct label_word *label_incident_status(enum incident_status status);
const struct label_word *label_source_state(enum source_state state);
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
/* A reply time in coarse steps, so that it stands still: "<30ms" "<1s"; "-" below 0. */
void label_latency(int64_t ms, char out[LABEL_MAX]);
/* Time to acknowledge by: "12m left", "5m over"; "" when it is acknowledged or has no
 * target. Returns its role. */
enum role label_target(const struct incident *incident, int64_t now_ms, char out[LABEL_MAX]);
/* The state of the newest write: "ack queued", "ack refused: reason"; "" when none or
 * confirmed. Returns its role. */
enum role label_write(const struct incident *incident, char *out, size_t size);
/* The separator of header and footer: " · " or " | ". */
const char *label_dot(bool is_ascii);

#endif
