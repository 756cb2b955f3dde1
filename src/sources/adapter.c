/* SPDX-License-Identifier: MIT
 * What adapters share. */
#include "config.h"

#include "adapter.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

enum { NOTICE_MAX = 300 };

static const struct severity_word {
	const char *word;
	int severity;
} severity_words[] = {
	{"critical", 1}, {"page", 1},   {"emergency", 1}, {"fatal", 1}, {"high", 2},
	{"error", 2},    {"major", 2},  {"warning", 3},   {"warn", 3},  {"ticket", 3},
	{"moderate", 3}, {"medium", 3}, {"minor", 4},     {"low", 4},   {"info", 5},
	{"none", 5},     {"notice", 5}, {"debug", 5},
};

const char *adapter_web_address(const struct json *object, const char *key, struct arena *arena)
{
	const char *text = json_string(object, key, arena);

	if (text && (text_starts_with(text, "http://") || text_starts_with(text, "https://")))
		return text;
	return NULL;
}

/* One cleaned line in the facts. */
static const char *vline(struct facts *facts, const char *format, va_list args) NINES_PRINTF(2, 0);

static const char *vline(struct facts *facts, const char *format, va_list args)
{
	struct str text;
	const char *line;

	str_init(&text, 0);
	str_vprintf(&text, format, args);
	line = text_clean(&facts->arena, text.text, text.len, NOTICE_MAX);
	str_release(&text);
	return line;
}

void adapter_notice(struct facts *facts, const char *format, ...)
{
	struct fact_notice notice;
	va_list args;

	va_start(args, format);
	notice.text = vline(facts, _(format), args);
	va_end(args);
	VEC_PUSH(&facts->notices, notice);
}

struct plan_request *adapter_plan_login(struct plan *plan, int tag, const char *path)
{
	struct plan_request *request = plan_get(plan, "login", tag, path);

	request->takes_failures = true;
	request->priority = 1;
	return request;
}

void adapter_login(struct facts *facts, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	facts->login.text = vline(facts, _(format), args);
	va_end(args);
}

bool adapter_login_told(const struct reply *reply, struct facts *facts)
{
	struct err err = {0};

	if (source_status_check(reply, &err) && adapter_expect_json(reply, &err))
		return true;
	adapter_login(facts, "whose login it is was not told (%s)", err.text);
	return false;
}

const char *adapter_time(int64_t ms, struct arena *arena)
{
	char text[TIME_TEXT_MAX];

	time_format(ms, text);
	return arena_strdup(arena, text);
}

void adapter_sort_events(struct fact_event *events, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct fact_event event = events[i];
		size_t k = i;

		for (; k > 0 && events[k - 1].at_ms > event.at_ms; k--)
			events[k] = events[k - 1];
		events[k] = event;
	}
}

int adapter_severity(const struct text_pairs *pairs, const char *word)
{
	if (!word)
		return SEVERITY_UNKNOWN;
	for (size_t i = 0; i < pairs->len; i++) {
		if (text_equal_nocase(pairs->items[i].name, word))
			return pairs->items[i].value[0] - '0';
	}
	for (size_t i = 0; i < NINES_COUNT(severity_words); i++) {
		if (text_equal_nocase(severity_words[i].word, word))
			return severity_words[i].severity;
	}
	return SEVERITY_UNKNOWN;
}

bool adapter_check_severities(const struct text_pairs *pairs, struct err *err)
{
	for (size_t i = 0; i < pairs->len; i++) {
		const char *value = pairs->items[i].value;

		if (value[0] < '1' || value[0] > '5' || value[1] != '\0')
			return err_set(err, ERR_CONFIG, "severity.%s = %s: expected 1 (worst) to 5",
				       pairs->items[i].name, value);
	}
	return true;
}

struct plan_request *adapter_follow(struct plan *more, const struct plan_request *answered, int tag,
				    const char *path)
{
	struct plan_request *added = plan_get(more, answered->key, tag, path);

	added->every_ms = answered->every_ms;
	added->priority = answered->priority;
	added->is_history = answered->is_history;
	return added;
}

void adapter_set_context(struct plan *plan, struct plan_request *request, const char *text)
{
	request->context = arena_strdup(&plan->arena, text);
}

/* A write that got a 5xx or a proxy's time-out may have been applied: "accepted" makes the
 * core read the state back, which is the only safe answer. */
static enum act_verdict verdict_of(enum act_step step, int status)
{
	if (status >= 500 || status == 408)
		return step == ACT_READ ? ACT_RETRY : ACT_ACCEPTED;
	return status == 429 ? ACT_RETRY : ACT_REFUSED;
}

bool adapter_act_failed(enum act_step step, const struct reply *reply, struct act_result *result,
			struct err *err)
{
	if (source_status_check(reply, err))
		return false;
	result->verdict = verdict_of(step, reply->status);
	return true;
}

void adapter_detail(struct act_result *result, const char *what, const char *text)
{
	struct arena arena = {0};
	char line[sizeof(result->detail) * 2];
	const char *clean;

	snprintf(line, sizeof(line), "%s%s%s", what, text ? " " : "", text ? text : "");
	clean = text_clean(&arena, line, strlen(line), sizeof(result->detail) - 1);
	memcpy(result->detail, clean, strlen(clean) + 1);
	arena_release(&arena);
}
