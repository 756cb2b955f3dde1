/* SPDX-License-Identifier: MIT
 * What one look at a target says: up, down and why, or nothing, when the trouble may well
 * be ours. */
#include "config.h"

#include "probe.h"

#include <math.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/text.h"

#include "adapter.h"

enum { QUOTE_MAX = 40, WHY_MAX = 160 };

static bool is_expected(const struct probe *probe, int status)
{
	for (size_t i = 0; i < probe->range_count; i++) {
		if (status >= probe->ranges[i].first && status <= probe->ranges[i].last)
			return true;
	}
	return false;
}

/* Whether the body holds it; a zero byte in a body does not end it. */
static bool holds(const struct reply *reply, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; len <= reply->len && i <= reply->len - len; i++) {
		if (memcmp(reply->body + i, text, len) == 0)
			return true;
	}
	return false;
}

/* The text may stand in what was not read. */
static bool is_undecided(const struct probe *probe, const struct reply *reply)
{
	return reply->err.code == ERR_TOO_BIG && probe->expect_body && reply->status != 0 &&
	       is_expected(probe, reply->status) && !holds(reply, probe->expect_body);
}

/* A look tells nothing of the target when we had no address, no way out, or did not ask;
 * a name that is gone looks the same from here as a resolver that is. */
static bool tells_nothing(const struct probe *probe, const struct reply *reply)
{
	return is_undecided(probe, reply) || reply->failure == REPLY_UNRESOLVED ||
	       reply->failure == REPLY_UNROUTED || reply->failure == REPLY_UNSENT;
}

/* The reason of a transfer that failed, cleaned; the client's advice is left out. */
static const char *why_failed(const struct reply *reply, struct arena *arena)
{
	const char *advice = strstr(reply->err.text, ": ");
	size_t len = advice ? (size_t)(advice - reply->err.text) : strlen(reply->err.text);

	if (reply->failure == REPLY_REFUSED)
		return _("connection refused");
	if (reply->failure == REPLY_TIMED_OUT)
		return _("no answer in time");
	if (reply->failure == REPLY_UNTRUSTED)
		len = strlen(reply->err.text);
	return text_clean(arena, reply->err.text, len, WHY_MAX);
}

/* What is wrong; NULL = nothing. */
static const char *why(const struct probe *probe, const struct probe_target *target,
		       const struct reply *reply, struct arena *arena)
{
	/* a body that is longer than we read has nothing wrong */
	bool is_cut = reply->err.code == ERR_TOO_BIG && reply->status != 0;

	if (reply->err.code != ERR_NONE && !is_cut)
		return why_failed(reply, arena);
	if (target->is_tcp)
		return NULL;
	if (!is_expected(probe, reply->status))
		return arena_printf(arena, "HTTP %d", reply->status);
	if (probe->expect_body && !holds(reply, probe->expect_body))
		return arena_printf(arena, _("body lacks \"%s\""),
				    text_clean(arena, probe->expect_body,
					       strlen(probe->expect_body), QUOTE_MAX));
	return NULL;
}

static double phase(double seconds)
{
	return seconds > 0 ? seconds : NAN;
}

void probe_judge(const struct probe *probe, const struct probe_target *target,
		 const struct source_reply *answer, struct facts *facts)
{
	const struct reply *reply = answer->reply;
	struct fact_service service = {.name = arena_strdup(&facts->arena, target->service)};
	struct fact_check check = {
		.service = service.name,
		.target = text_clean(&facts->arena, target->text, strlen(target->text), WHY_MAX),
		.at_ms = answer->now_ms,
		.dns_s = phase(reply->dns_s),
		.connect_s = phase(reply->connect_s),
		.tls_s = phase(reply->tls_s),
		.first_byte_s = phase(reply->first_byte_s),
		.total_s = phase(reply->total_s),
		.cert_expires_ms = reply->cert_expires_ms,
		.was_refused = reply->failure == REPLY_REFUSED,
	};

	facts->method = "probe";
	VEC_PUSH(&facts->services, service);
	if (tells_nothing(probe, reply)) {
		adapter_notice(facts, "%s: not looked at: %s", check.target,
			       is_undecided(probe, reply)
				       ? "the text is not in the first MB of the body"
				       : reply->err.text);
		return;
	}
	check.why = why(probe, target, reply, &facts->arena);
	check.is_up = !check.why;
	VEC_PUSH(&facts->checks, check);
	if (check.cert_expires_ms > 0)
		VEC_PUSH(&facts->measures,
			 (struct fact_measure){.service = check.service,
					       .kind = MEASURE_CERT_EXPIRES,
					       .value = (double)check.cert_expires_ms,
					       .at_ms = check.at_ms});
}
