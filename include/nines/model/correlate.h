/* SPDX-License-Identifier: MIT
 * When an alert and an incident are one row.
 *
 * An open alert joins an open incident of another source when
 *  1. its native id (the fingerprint) or the value of one of its labels is the incident's
 *     dedup key; or else
 *  2. both belong to the same service, the incident's title has the alert's `alertname` in it
 *     as a word, and the incident was created from 5 minutes before to 15 minutes after the
 *     alert began.
 * Of several incidents the one created nearest to the alert's begin is taken, then the one
 * with the smallest id. An alert joins at most one incident; an incident takes any number.
 * A joined alert has no row of its own but is never dropped: the incident counts it and its
 * detail lists it. When the incident is resolved and the alert still fires, the alert is a
 * row again. */
#ifndef NINES_MODEL_CORRELATE_H
#define NINES_MODEL_CORRELATE_H

#include <stdbool.h>
#include <stdint.h>

#include "nines/model/fact.h"

enum { CORRELATE_BEFORE_MS = 5 * 60 * 1000, CORRELATE_AFTER_MS = 15 * 60 * 1000 };

/* Rule 2 but for the service: do title and times fit? False when the alert has no
 * alertname. Pure; any thread. */
bool correlate_by_title(const char *alertname, int64_t alert_created_ms, const char *title,
			int64_t incident_created_ms);
/* The value of the label `name`, or NULL. */
const char *label_value(const struct label *labels, size_t count, const char *name);

#endif
