/* SPDX-License-Identifier: MIT
 * Signs and words of states, and coarse ages. */
#include "config.h"

#include "nines/ui/label.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"

static const struct label_word service_words[SERVICE_STATE_COUNT] = {
	[SERVICE_UNKNOWN] = {.sign = "?",
			     .ascii = "?",
			     .word = N_("unknown"),
			     .role = ROLE_UNKNOWN},
	[SERVICE_OK] = {.sign = "●", .ascii = "+", .word = N_("ok"), .role = ROLE_OK},
	[SERVICE_MAINTENANCE] = {.sign = "◇",
				 .ascii = "=",
				 .word = N_("maint"),
				 .role = ROLE_MAINTENANCE},
	[SERVICE_DEGRADED] = {.sign = "▲",
			      .ascii = "!",
			      .word = N_("degraded"),
			      .role = ROLE_WARNING},
	[SERVICE_DOWN] = {.sign = "✖", .ascii = "X", .word = N_("DOWN"), .role = ROLE_CRITICAL},
};

static const struct label_word incident_words[INCIDENT_STATUS_COUNT] = {
	[INCIDENT_UNKNOWN] = {.sign = "?",
			      .ascii = "?",
			      .word = N_("unknown"),
			      .role = ROLE_UNKNOWN},
	[INCIDENT_TRIGGERED] = {.sign = "◆",
				.ascii = "!",
				.word = N_("TRIG"),
				.role = ROLE_TRIGGERED},
	[INCIDENT_ACKNOWLEDGED] = {.sign = "◐",
				   .ascii = "a",
				   .word = N_("acked"),
				   .role = ROLE_ACKNOWLEDGED},
	[INCIDENT_RESOLVED] = {.sign = "○",
			       .ascii = "-",
			       .word = N_("done"),
			       .role = ROLE_RESOLVED},
};

static const struct label_word source_words[SOURCE_STATE_COUNT] = {
	[SOURCE_CONNECTING] = {.sign = "?",
			       .ascii = "?",
			       .word = N_("connecting"),
			       .role = ROLE_UNKNOWN},
	[SOURCE_LIVE] = {.sign = "●", .ascii = "+", .word = N_("live"), .role = ROLE_OK},
	[SOURCE_STALE] = {.sign = "~", .ascii = "~", .word = N_("stale"), .role = ROLE_WARNING},
	[SOURCE_FAILED] = {.sign = "✖", .ascii = "X", .word = N_("failed"), .role = ROLE_CRITICAL},
};

static const struct label_word indicator_words[INDICATOR_LEVEL_COUNT] = {
	[INDICATOR_UNKNOWN] = {.sign = "?",
			       .ascii = "?",
			       .word = N_("unknown"),
			       .role = ROLE_UNKNOWN},
	[INDICATOR_OK] = {.sign = "●", .ascii = "+", .word = N_("ok"), .role = ROLE_OK},
	[INDICATOR_WARN] = {.sign = "▲", .ascii = "!", .word = N_("warn"), .role = ROLE_WARNING},
	[INDICATOR_CRIT] = {.sign = "✖", .ascii = "X", .word = N_("CRIT"), .role = ROLE_CRITICAL},
};

static const struct label_word write_words[WRITE_PHASE_COUNT] = {
	[WRITE_PHASE_OFFERED] = {.sign = "▲",
				 .ascii = "!",
				 .word = N_("NOT SENT"),
				 .role = ROLE_QUEUED},
	[WRITE_PHASE_REFUSED] = {.sign = "✖",
				 .ascii = "X",
				 .word = N_("REFUSED"),
				 .role = ROLE_REFUSED},
	[WRITE_PHASE_HELD] = {.sign = "◔", .ascii = "-", .word = N_("held"), .role = ROLE_QUEUED},
	[WRITE_PHASE_QUEUED] = {.sign = "○",
				.ascii = "o",
				.word = N_("queued"),
				.role = ROLE_QUEUED},
	[WRITE_PHASE_SENT] = {.sign = "◐", .ascii = "?", .word = N_("sent"), .role = ROLE_QUEUED},
	[WRITE_PHASE_CONFIRMED] = {.sign = "●",
				   .ascii = "+",
				   .word = N_("confirmed"),
				   .role = ROLE_OK},
	[WRITE_PHASE_WAS_SO] = {.sign = "=", .ascii = "=", .word = N_("was so"), .role = ROLE_DIM},
};

/* So long before its end an acknowledgement that nobody renews is worth a warning: one of
 * the usual length is renewed by then where somebody does. */
enum { ACK_ENDS_SOON_MS = 5 * MINUTE_MS };

const struct label_word *label_service_state(enum service_state state)
{
	return &service_words[state < SERVICE_STATE_COUNT ? state : SERVICE_UNKNOWN];
}

const struct label_word *label_service(const struct service *service)
{
	/* TRANSLATORS: room for 8 columns */
	static const struct label_word spent = {
		.sign = "△", .ascii = "%", .word = N_("ok spent"), .role = ROLE_WARNING};

	return service_is_spent(service) ? &spent : label_service_state(service->state);
}

bool service_is_spent(const struct service *service)
{
	return service->state == SERVICE_OK && service->budget_remaining <= 0;
}

const struct label_word *label_incident_status(enum incident_status status)
{
	return &incident_words[status < INCIDENT_STATUS_COUNT ? status : INCIDENT_UNKNOWN];
}

const struct label_word *label_new(void)
{
	static const struct label_word word = {
		.sign = "◉", .ascii = "N", .word = N_("NEW"), .role = ROLE_SEVERITY_1};

	return &word;
}

const struct label_word *label_source_state(enum source_state state)
{
	return &source_words[state < SOURCE_STATE_COUNT ? state : SOURCE_CONNECTING];
}

const struct label_word *label_indicator_level(enum indicator_level level)
{
	return &indicator_words[level < INDICATOR_LEVEL_COUNT ? level : INDICATOR_UNKNOWN];
}

const char *label_sign(const struct label_word *word, bool is_ascii)
{
	return is_ascii ? word->ascii : word->sign;
}

void label_text(const struct label_word *word, bool is_ascii, char out[LABEL_MAX])
{
	snprintf(out, LABEL_MAX, "%s %s", label_sign(word, is_ascii), _(word->word));
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
		duration_format((int64_t)llround(seconds * SECOND_MS), out);
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
	snprintf(out, LABEL_MAX, left < 0 ? _("%s over") : _("%s left"), span);
	if (left < 0)
		return ROLE_CRITICAL;
	return left < incident->mtta_target_ms / 4 ? ROLE_WARNING : ROLE_DIM;
}

enum role label_ack_end(const struct incident *incident, int64_t now_ms, char out[LABEL_MAX])
{
	int64_t left_ms = incident->ack_ends_ms - now_ms;
	char span[LABEL_MAX];

	out[0] = '\0';
	if (incident->status != INCIDENT_ACKNOWLEDGED)
		return ROLE_DIM;
	if (incident->is_ack_renewed || incident->ack_ends_ms <= 0) {
		snprintf(out, LABEL_MAX, "%s",
			 incident->is_ack_renewed ? _("renewed") : _("no end"));
		return ROLE_DIM;
	}
	label_span(left_ms > 0 ? left_ms : 0, span);
	if (left_ms > ACK_ENDS_SOON_MS) {
		snprintf(out, LABEL_MAX, _("ends in %.8s"), span);
		return ROLE_TEXT;
	}
	if (left_ms > 0)
		snprintf(out, LABEL_MAX, _("lapses in %.8s: nobody here renews it"), span);
	else
		snprintf(out, LABEL_MAX, _("lapsed: nobody here renewed it"));
	return ROLE_WARNING;
}

enum role label_ack_lapse(const struct incident *incident, int64_t now_ms, char out[LABEL_MAX])
{
	char words[LABEL_MAX], span[LABEL_MAX];
	enum role role = label_ack_end(incident, now_ms, words);

	out[0] = '\0';
	if (role != ROLE_WARNING)
		return ROLE_DIM;
	label_span(incident->ack_ends_ms - now_ms, span);
	if (incident->ack_ends_ms > now_ms)
		snprintf(out, LABEL_MAX, _("ends %s"), span);
	else
		snprintf(out, LABEL_MAX, "%s", _("lapsed"));
	return role;
}

const char *label_verb(enum verb verb)
{
	static const char *const words[VERB_COUNT] = {
		[VERB_ACK] = N_("ack"),
		[VERB_UNACK] = N_("unack"),
		[VERB_RESOLVE] = N_("resolve"),
		[VERB_SNOOZE] = N_("snooze"),
		[VERB_NOTE] = N_("note"),
		[VERB_ESCALATE] = N_("escalate"),
		[VERB_REASSIGN] = N_("reassign"),
		[VERB_PRIORITY] = N_("priority"),
		[VERB_MERGE] = N_("merge"),
		[VERB_SILENCE] = N_("silence"),
		[VERB_DOWNTIME] = N_("downtime"),
		[VERB_RECHECK] = N_("re-check"),
		[VERB_UNSILENCE] = N_("end silence"),
		[VERB_EXPIRE] = N_("end ack"),
		[VERB_END_DOWNTIME] = N_("end downtime"),
		[VERB_RENEW] = N_("renew ack"),
	};

	return (unsigned)verb < VERB_COUNT && words[verb] ? _(words[verb]) : _(verb_name(verb));
}

enum write_phase label_write_phase(const struct write_view *write, int64_t now_ms)
{
	static const enum write_phase phases[] = {
		[WRITE_QUEUED] = WRITE_PHASE_QUEUED,
		[WRITE_SENT] = WRITE_PHASE_SENT,
		[WRITE_CONFIRMED] = WRITE_PHASE_CONFIRMED,
		[WRITE_REFUSED] = WRITE_PHASE_REFUSED,
	};

	if (write->is_offered)
		return WRITE_PHASE_OFFERED;
	if (write->state == WRITE_QUEUED && write->held_until_ms > now_ms)
		return WRITE_PHASE_HELD;
	if (write->state == WRITE_CONFIRMED && write->tries == 0)
		return WRITE_PHASE_WAS_SO;
	return phases[write->state];
}

const struct label_word *label_write_word(enum write_phase phase)
{
	return &write_words[phase < WRITE_PHASE_COUNT ? phase : WRITE_PHASE_QUEUED];
}

void label_write_state(const struct write_view *write, int64_t now_ms, char out[LABEL_MAX])
{
	enum write_phase phase = label_write_phase(write, now_ms);
	char span[TIME_TEXT_MAX] = "";

	if (phase == WRITE_PHASE_HELD)
		/* never 0: it is still held */
		duration_format_short(write->held_until_ms - now_ms + SECOND_MS - 1, span);
	snprintf(out, LABEL_MAX, "%s%s%s", _(label_write_word(phase)->word), span[0] ? " " : "",
		 span);
}

/* ": reason", or nothing. */
static void append_reason(const char *reason, const char *otherwise, char *out, size_t size)
{
	size_t len = strlen(out);

	if (!reason)
		reason = otherwise;
	if (reason)
		snprintf(out + len, size - len, ": %s", reason);
}

/* " 3h" of what waits longer than a moment. */
static void append_age(const struct write_view *write, int64_t now_ms, char *out, size_t size)
{
	size_t len = strlen(out);
	char age[LABEL_MAX];

	if (write->created_ms <= 0 || now_ms - write->created_ms < MINUTE_MS)
		return;
	label_age(now_ms, write->created_ms, age);
	snprintf(out + len, size - len, " %s", age);
}

enum role label_write(const struct write_view *write, int64_t now_ms, char *out, size_t size)
{
	enum write_phase phase = write ? label_write_phase(write, now_ms) : WRITE_PHASE_COUNT;
	char state[LABEL_MAX];

	out[0] = '\0';
	if (!write || (phase == WRITE_PHASE_CONFIRMED && write->verb == VERB_ACK))
		return ROLE_DIM;
	label_write_state(write, now_ms, state);
	snprintf(out, size, "%s %s", label_verb(write->verb),
		 phase == WRITE_PHASE_REFUSED ? _("refused") : state);
	if (phase == WRITE_PHASE_WAS_SO) {
		snprintf(out, size, _("was so already"));
		append_reason(write->detail, NULL, out, size);
	} else if (phase == WRITE_PHASE_REFUSED) {
		append_reason(write->error, _("no reason given"), out, size);
	} else if (phase == WRITE_PHASE_OFFERED) {
		append_age(write, now_ms, out, size);
	} else if (phase != WRITE_PHASE_HELD && phase != WRITE_PHASE_CONFIRMED) {
		append_age(write, now_ms, out, size);
		append_reason(write->error, NULL, out, size);
	}
	return label_write_word(phase)->role;
}

void label_count(long long count, char out[LABEL_MAX])
{
	char digits[32];
	size_t len, at = 0;

	snprintf(digits, sizeof(digits), "%lld", count < 0 ? -count : count);
	len = strlen(digits);
	if (count < 0)
		out[at++] = '-';
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = digits[i];
	}
	out[at] = '\0';
}

bool label_progress(const struct source_view *source, char *out, size_t size)
{
	char count[LABEL_MAX], since[TIME_TEXT_MAX];

	out[0] = '\0';
	if (source->loaded >= source->to_load)
		return false;
	if (source->history_incidents == 0) {
		snprintf(out, size, _("loading %zu/%zu"), source->loaded, source->to_load);
		return true;
	}
	label_count((long long)source->history_incidents, count);
	time_format_local(source->history_since_ms, "%Y-%m", since);
	snprintf(out, size,
		 P_("loading: %s incident since %s, page %zu",
		    "loading: %s incidents since %s, page %zu", source->history_incidents),
		 count, since, source->history_pages);
	return true;
}

const char *label_dot(bool is_ascii)
{
	return is_ascii ? " | " : " · ";
}
