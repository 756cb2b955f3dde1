/* SPDX-License-Identifier: MIT
 * Signs and words of states, and coarse ages. */
#include "config.h"

#include "nines/ui/label.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"

static const struct label_word service_words[SERVICE_STATE_COUNT] = {
	[SERVICE_UNKNOWN] = {.sign = "?", .ascii = "?", .word = "unknown", .role = ROLE_UNKNOWN},
	[SERVICE_OK] = {.sign = "●", .ascii = "+", .word = "ok", .role = ROLE_OK},
	[SERVICE_MAINTENANCE] = {.sign = "◇",
				 .ascii = "=",
				 .word = "maint",
				 .role = ROLE_MAINTENANCE},
	[SERVICE_DEGRADED] = {.sign = "▲", .ascii = "!", .word = "degraded", .role = ROLE_WARNING},
	[SERVICE_DOWN] = {.sign = "✖", .ascii = "X", .word = "DOWN", .role = ROLE_CRITICAL},
};

static const struct label_word incident_words[INCIDENT_STATUS_COUNT] = {
	[INCIDENT_UNKNOWN] = {.sign = "?", .ascii = "?", .word = "unknown", .role = ROLE_UNKNOWN},
	[INCIDENT_TRIGGERED] = {.sign = "●", .ascii = "!", .word = "TRIG", .role = ROLE_TRIGGERED},
	[INCIDENT_ACKNOWLEDGED] = {.sign = "◐",
				   .ascii = "+",
				   .word = "acked",
				   .role = ROLE_ACKNOWLEDGED},
	[INCIDENT_RESOLVED] = {.sign = "○", .ascii = "-", .word = "done", .role = ROLE_RESOLVED},
};

static const struct label_word source_words[SOURCE_STATE_COUNT] = {
	[SOURCE_CONNECTING] = {.sign = "?",
			       .ascii = "?",
			       .word = "connecting",
			       .role = ROLE_UNKNOWN},
	[SOURCE_LIVE] = {.sign = "●", .ascii = "+", .word = "live", .role = ROLE_OK},
	[SOURCE_STALE] = {.sign = "~", .ascii = "~", .word = "stale", .role = ROLE_WARNING},
	[SOURCE_FAILED] = {.sign = "✖", .ascii = "X", .word = "failed", .role = ROLE_CRITICAL},
};

const struct label_word *label_service_state(enum service_state state)
{
	return &service_words[state < SERVICE_STATE_COUNT ? state : SERVICE_UNKNOWN];
}

const struct label_word *label_incident_status(enum incident_status status)
{
	return &incident_words[status < INCIDENT_STATUS_COUNT ? status : INCIDENT_UNKNOWN];
}

const struct label_word *label_source_state(enum source_state state)
{
	return &source_words[state < SOURCE_STATE_COUNT ? state : SOURCE_CONNECTING];
}

const char *label_sign(const struct label_word *word, bool is_ascii)
{
	return is_ascii ? word->ascii : word->sign;
}

void label_text(const struct label_word *word, bool is_ascii, char out[LABEL_MAX])
{
	snprintf(out, LABEL_MAX, "%s %s", label_sign(word, is_ascii), word->word);
}

const char *label_severity(int severity)
{
	static const char *const names[] = {"S?", "S1", "S2", "S3", "S4", "S5"};

	return names[severity >= SEVERITY_MIN && severity <= SEVERITY_MAX ? severity : 0];
}

enum role label_severity_role(int severity)
{
	static const enum role roles[] = {ROLE_UNKNOWN,    ROLE_SEVERITY_1, ROLE_SEVERITY_2,
					  ROLE_SEVERITY_3, ROLE_SEVERITY_4, ROLE_SEVERITY_5};

	return roles[severity >= SEVERITY_MIN && severity <= SEVERITY_MAX ? severity : 0];
}

void label_span(int64_t ms, char out[LABEL_MAX])
{
	if (ms < MINUTE_MS)
		snprintf(out, LABEL_MAX, "<1m");
	else if (ms < HOUR_MS)
		snprintf(out, LABEL_MAX, "%dm", (int)(ms / MINUTE_MS));
	else if (ms < 2 * (int64_t)DAY_MS)
		snprintf(out, LABEL_MAX, "%dh", (int)(ms / HOUR_MS));
	else
		snprintf(out, LABEL_MAX, "%lldd", (long long)(ms / DAY_MS));
}

void label_age(int64_t now_ms, int64_t since_ms, char out[LABEL_MAX])
{
	if (since_ms <= 0)
		snprintf(out, LABEL_MAX, "?");
	else
		label_span(now_ms > since_ms ? now_ms - since_ms : 0, out);
}

void label_seconds(double seconds, char out[LABEL_MAX])
{
	if (isnan(seconds) || seconds < 0 || seconds > 1e12)
		snprintf(out, LABEL_MAX, "?");
	else
		duration_format((int64_t)(seconds * SECOND_MS), out);
}

void label_latency(int64_t ms, char out[LABEL_MAX])
{
	static const struct {
		int64_t below_ms;
		const char *text;
	} steps[] = {{0, "-"},        {10, "<10ms"}, {30, "<30ms"}, {100, "<100ms"},
		     {300, "<300ms"}, {1000, "<1s"}, {3000, "<3s"}, {10000, "<10s"}};

	for (size_t i = 0; i < NINES_COUNT(steps); i++) {
		if (ms >= steps[i].below_ms)
			continue;
		snprintf(out, LABEL_MAX, "%s", steps[i].text);
		return;
	}
	snprintf(out, LABEL_MAX, ">10s");
}

enum role label_target(const struct incident *incident, int64_t now_ms, char out[LABEL_MAX])
{
	int64_t left;
	char span[LABEL_MAX];

	out[0] = '\0';
	if (incident->status != INCIDENT_TRIGGERED || incident->mtta_target_ms <= 0 ||
	    incident->created_ms <= 0)
		return ROLE_DIM;
	left = incident->created_ms + incident->mtta_target_ms - now_ms;
	label_span(left < 0 ? -left : left, span);
	snprintf(out, LABEL_MAX, "%.32s %s", span, left < 0 ? "over" : "left");
	if (left < 0)
		return ROLE_CRITICAL;
	return left < incident->mtta_target_ms / 4 ? ROLE_WARNING : ROLE_DIM;
}

enum role label_write(const struct incident *incident, char *out, size_t size)
{
	const struct write_view *write = incident->write;
	const char *verb = write ? verb_name(write->verb) : "";

	out[0] = '\0';
	if (!write || write->state == WRITE_CONFIRMED)
		return ROLE_DIM;
	if (write->state == WRITE_REFUSED) {
		snprintf(out, size, "%s refused: %s", verb,
			 write->error ? write->error : "no reason given");
		return ROLE_REFUSED;
	}
	if (write->is_offered) {
		snprintf(out, size, "%s not sent", verb);
		return ROLE_QUEUED;
	}
	snprintf(out, size, "%s %s%s%s", verb, write->state == WRITE_SENT ? "sent" : "queued",
		 write->error ? ", is tried again: " : "", write->error ? write->error : "");
	return ROLE_QUEUED;
}

const char *label_dot(bool is_ascii)
{
	return is_ascii ? " | " : " · ";
}
