/* SPDX-License-Identifier: MIT
 * The alert rules of a Prometheus: which services have one, and which have one that watches
 * their objective. */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "nines/base/map.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "prometheus.h"

enum { WORD_SIZE = 32, ERROR_STATUS = 400, NOT_FOUND = 404, NOT_ALLOWED = 405 };

void prometheus_plan_rules(const struct source *source NINES_UNUSED, struct plan *plan)
{
	struct plan_request *request =
		plan_get(plan, "rules", PROMETHEUS_RULES, "/api/v1/rules?type=alert");

	request->every_ms = 5 * (int64_t)MINUTE_MS;
	request->priority = 2;
	request->takes_errors = true;
}

/* --- does it watch an objective? --- */

/* Copies the next word, in small letters: words end where something else than a letter or a
 * digit stands, and before a capital that begins another one: "SLOBurnRate" has three. */
static const char *next_word(const char *at, char word[WORD_SIZE])
{
	size_t len = 0;

	while (*at && !isalnum((unsigned char)*at))
		at++;
	for (; isalnum((unsigned char)*at); at++) {
		bool is_capital = isupper((unsigned char)*at);
		bool after_small = len > 0 && !isupper((unsigned char)at[-1]);
		bool before_small = len > 0 && islower((unsigned char)at[1]);

		if (is_capital && (after_small || before_small))
			break;
		if (len + 1 < WORD_SIZE)
			word[len++] = (char)tolower((unsigned char)*at);
	}
	word[len] = '\0';
	return at;
}

/* "burn", "slo" or "error budget" among the words. */
static bool has_budget_word(const char *name)
{
	char word[WORD_SIZE];
	bool after_error = false;

	for (const char *at = next_word(name, word); word[0]; at = next_word(at, word)) {
		if (strcmp(word, "slo") == 0 || strcmp(word, "slos") == 0 ||
		    strncmp(word, "burn", 4) == 0 || strncmp(word, "errorbudget", 11) == 0 ||
		    (after_error && strncmp(word, "budget", 6) == 0))
			return true;
		after_error = strcmp(word, "error") == 0;
	}
	return false;
}

/* Labels that sloth and pyrra put on their rules. */
static bool has_budget_label(const struct json *labels)
{
	for (const struct json *label = json_first(labels); label; label = json_next(label)) {
		const char *name = json_name(label);

		if (name && (strcmp(name, "slo") == 0 || strncmp(name, "sloth_", 6) == 0 ||
			     strncmp(name, "pyrra", 5) == 0))
			return true;
	}
	return false;
}

/* --- the rules --- */

struct rule_reader {
	const struct prometheus *options;
	struct facts *facts;
	struct map seen;   /* "service\nrule" */
	bool has_rule;     /* there is an alerting one */
	bool has_open_end; /* one watches objectives of services that it doesn't name */
};

static void add_rule(struct rule_reader *reader, const struct fact_rule *rule)
{
	struct arena scratch = {0};

	if (!map_set(&reader->seen, arena_printf(&scratch, "%s\n%s", rule->service, rule->name),
		     reader))
		VEC_PUSH(&reader->facts->rules, *rule);
	arena_release(&scratch);
}

static const char *service_of(const struct rule_reader *reader, const struct json *labels)
{
	struct arena *arena = &reader->facts->arena;
	const char *service = json_string(labels, reader->options->service_label, arena);

	if (service && !strstr(service, "{{")) /* a template is no name */
		return service;
	return json_string(labels, "sloth_service", arena);
}

/* A rule without the label takes it from what it finds: its alerts name some of its services. */
static void read_alerts(struct rule_reader *reader, const struct json *rule, struct fact_rule *fact)
{
	const struct json *alert = json_first(json_get(rule, "alerts"));

	for (; alert; alert = json_next(alert)) {
		fact->service = service_of(reader, json_get(alert, "labels"));
		if (fact->service)
			add_rule(reader, fact);
	}
	reader->has_open_end = reader->has_open_end || fact->is_budget;
}

static void read_rule(struct rule_reader *reader, const struct json *rule)
{
	const struct json *labels = json_get(rule, "labels");
	struct fact_rule fact = {.name = json_string(rule, "name", &reader->facts->arena)};

	if (!fact.name || !text_equal(json_raw_string(rule, "type"), "alerting"))
		return;
	reader->has_rule = true;
	fact.is_budget = has_budget_label(labels) || has_budget_word(fact.name);
	fact.service = service_of(reader, labels);
	if (fact.service)
		add_rule(reader, &fact);
	else
		read_alerts(reader, rule, &fact);
}

static bool read_group(void *context, const struct json *group, size_t index NINES_UNUSED,
		       struct err *err NINES_UNUSED)
{
	const struct json *rule = json_first(json_get(group, "rules"));

	for (; rule; rule = json_next(rule))
		read_rule(context, rule);
	return true;
}

/* A server without a ruler has no such page; that an account may not see it is no trouble of
 * the figures. Either way nothing is known, and no service is said to be without a rule. */
static bool is_withheld(const struct reply *reply, struct facts *facts)
{
	struct err refused = {0};

	if (reply->status < ERROR_STATUS)
		return false;
	if (reply->status != NOT_FOUND && reply->status != NOT_ALLOWED &&
	    !source_status_check(reply, &refused))
		adapter_notice(facts, "alert rules can't be read: %s", refused.text);
	return true;
}

/* An empty list may come from a server without a ruler, too. When a rule over an objective
 * takes its services from its query, the rest may have one as well. */
bool prometheus_parse_rules(const struct source *source, const struct source_reply *reply,
			    struct facts *facts, struct err *err)
{
	struct rule_reader reader = {.options = source->priv, .facts = facts};
	bool is_done;

	if (is_withheld(reply->reply, facts))
		return true;
	if (!adapter_expect_json(reply->reply, err) || !prometheus_check_status(reply->reply, err))
		return false;
	is_done = json_scan_array(reply->reply->body, reply->reply->len, "data.groups", read_group,
				  &reader, err);
	map_release(&reader.seen);
	facts->has_rules = is_done && reader.has_rule && !reader.has_open_end;
	return is_done;
}
