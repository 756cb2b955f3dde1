/* SPDX-License-Identifier: MIT
 * Closed incidents of the same service and the same rule. */
#include "config.h"

#include "nines/model/similar.h"

#include <math.h>
#include <string.h>

#include "nines/base/str.h"
#include "nines/base/vec.h"
#include "nines/model/stat.h"

#include "rule.h"

/* Length of the name of an alert before a colon, as "HighErrorRate" in "HighErrorRate: 5xx":
 * one word with a capital inside; 0 = none. */
static size_t alert_name(const char *rule)
{
	size_t len = strcspn(rule, ": \t");
	bool has_capital = false;

	for (size_t i = 1; i < len; i++)
		has_capital |= rule[i] >= 'A' && rule[i] <= 'Z' && rule[i - 1] >= 'a' &&
			       rule[i - 1] <= 'z';
	return has_capital && (rule[len] == ':' || rule[len] == '\0') ? len : 0;
}

static bool is_same_rule(const char *rule, const char *other)
{
	size_t len = alert_name(rule);

	if (len == 0 || len != alert_name(other))
		return rule_is_same(rule, other);
	return memcmp(rule, other, len) == 0;
}

static bool is_like(const struct closed_incident *closed, const struct incident *incident,
		    const char *rule)
{
	const struct fact_incident *fact = closed->fact;

	if (closed->is_record || !text_equal(closed->service, incident->service) ||
	    closed->created_ms >= incident->created_ms)
		return false;
	return is_same_rule(rule, rule_raw(fact->title, fact->labels, fact->label_count));
}

void similar_find(const struct snapshot *snapshot, const struct incident *incident,
		  struct similar *similar)
{
	const struct history_view *history = snapshot->history;
	const char *rule = rule_raw(incident->title, incident->labels, incident->label_count);
	VEC(double) took_s = {0};
	struct duration_stat stat;

	memset(similar, 0, sizeof(*similar));
	for (size_t i = 0; incident->service && history && i < history->count; i++) {
		const struct closed_incident *closed = &history->items[i];

		if (!is_like(closed, incident, rule))
			continue;
		if (similar->shown < SIMILAR_MAX)
			similar->items[similar->shown++] = closed;
		similar->count++;
		if (closed->resolved_ms >= closed->created_ms && closed->created_ms > 0)
			VEC_PUSH(&took_s,
				 (double)(closed->resolved_ms - closed->created_ms) / 1000);
	}
	stat = duration_stat(took_s.items, took_s.len);
	similar->median_s = stat.median;
	similar->timed_count = took_s.len;
	VEC_RELEASE(&took_s);
}
