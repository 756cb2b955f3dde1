/* SPDX-License-Identifier: MIT
 * The adapter's side of the help desk, see desk.h. */
#include "config.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"
#include "stub/desk.h"

enum { TAG_OPEN, TAG_FIGURES, TAG_CLOSED };

static atomic_size_t parsed;

size_t desk_parsed(void)
{
	return atomic_load(&parsed);
}

static bool desk_plan(const struct source *source, struct plan *plan, struct err *err NINES_UNUSED)
{
	const struct desk_plan *wanted = source->priv;
	struct plan_request *added;

	plan_get(plan, "open", TAG_OPEN, "/open?page=0");
	if (wanted->has_figures) {
		added = plan_get(plan, "figures", TAG_FIGURES, "/figures");
		added->every_ms = HOUR_MS;
		added->priority = 1;
	}
	for (size_t i = 0; wanted->has_history && i <= wanted->more_history; i++) {
		char key[32], path[32];

		snprintf(key, sizeof(key), "closed %zu", i);
		snprintf(path, sizeof(path), "/closed?part=%zu", i);
		added = plan_get(plan, key, TAG_CLOSED, path);
		added->every_ms = HOUR_MS;
		added->priority = 2;
		added->is_history = true;
	}
	return true;
}

static enum incident_status status_of(const char *word)
{
	for (int status = 0; status < INCIDENT_STATUS_COUNT; status++) {
		if (strcmp(incident_status_name((enum incident_status)status), word) == 0)
			return (enum incident_status)status;
	}
	return INCIDENT_UNKNOWN;
}

static void parse_line(const char *line, struct facts *facts, struct plan *more)
{
	struct fact_incident incident = {.title = "made up", .severity = 2, .created_ms = 1000};
	char id[32], word[32], path[64];

	if (sscanf(line, "%31s %31s", id, word) != 2)
		return;
	if (strcmp(id, "more") == 0) {
		snprintf(path, sizeof(path), "/open?page=%s", word);
		plan_get(more, "open", TAG_OPEN, path);
		return;
	}
	incident.native_id = arena_strdup(&facts->arena, id);
	incident.status = status_of(word);
	VEC_PUSH(&facts->incidents, incident);
}

static bool desk_parse(const struct source *source NINES_UNUSED, const struct source_reply *reply,
		       struct facts *facts, struct plan *more, struct err *err)
{
	const struct fact_incident closed = {.native_id = "C1",
					     .title = "over",
					     .status = INCIDENT_RESOLVED,
					     .created_ms = 1000,
					     .resolved_ms = 2000};
	const char *line = reply->reply->body;

	atomic_fetch_add(&parsed, 1);
	if (reply->request->tag == TAG_CLOSED)
		VEC_PUSH(&facts->incidents, closed);
	if (reply->request->tag != TAG_OPEN)
		return true;
	if (strcmp(line, "rubbish") == 0)
		return err_set(err, ERR_PROTOCOL, "expected lines");
	for (; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		parse_line(line, facts, more);
	return true;
}

static bool desk_prepare(const struct source *source NINES_UNUSED, enum verb verb,
			 const struct fact_incident *incident, struct str *params,
			 struct err *err NINES_UNUSED)
{
	return str_printf(params, "{\"%s\":\"%s\"}", verb_name(verb), incident->native_id);
}

static bool desk_act(const struct source *source NINES_UNUSED, const struct action *action,
		     struct arena *arena, struct request *request, struct err *err NINES_UNUSED)
{
	const char *verb = action->step == ACT_READ ? "read" : verb_name(action->verb);

	request->method = action->step == ACT_READ ? HTTP_GET : HTTP_POST;
	request->path = arena_printf(arena, "/%s/%s", verb, action->native_id);
	if (action->round > 0)
		request->path = arena_printf(arena, "%s?after=%s", request->path, action->context);
	if (action->step == ACT_WRITE) {
		request->path = arena_printf(arena, "%s?token=%s", request->path,
					     action->token ? action->token : "");
		request->body = arena_strdup(arena, action->uuid);
		request->body_len = strlen(action->uuid);
	}
	return true;
}

/* What a reading says. */
struct desk_state {
	char word[32], token[32];
	long long ends_ms;
	int notes;
};

static enum act_verdict read_verdict(const struct action *action, const struct desk_state *state)
{
	bool is_acked = strcmp(state->word, "acknowledged") == 0;

	if (action->verb == VERB_EXPIRE)
		return state->ends_ms == 0 ? ACT_DONE : ACT_NEEDED;
	if (strcmp(state->word, "resolved") == 0)
		return action->verb == VERB_RESOLVE ? ACT_DONE : ACT_REFUSED;
	if (action->verb == VERB_RENEW)
		return state->ends_ms - action->now_ms > 400 ? ACT_DONE : ACT_NEEDED;
	if (action->verb == VERB_NOTE)
		return state->notes > 0 ? ACT_DONE : ACT_NEEDED;
	if (action->verb == VERB_UNACK)
		return is_acked ? ACT_NEEDED : ACT_DONE;
	return is_acked && action->verb == VERB_ACK ? ACT_DONE : ACT_NEEDED;
}

/* A round that is not the last: its number goes on as context, a token comes of the first. */
static bool needs_more(const struct desk_plan *wanted, const struct action *action,
		       struct act_result *result)
{
	if (action->step != ACT_READ || action->round + 1 >= wanted->rounds)
		return false;
	result->verdict = ACT_MORE;
	snprintf(result->context, sizeof(result->context), "round-%d", action->round);
	if (action->round == 0)
		snprintf(result->token, sizeof(result->token), "first-round");
	return true;
}

static void desk_act_result(const struct source *source, const struct action *action,
			    const struct reply *reply, struct act_result *result, struct err *err)
{
	const struct desk_plan *wanted = source->priv;
	struct desk_state state = {.word = ""};

	result->verdict = ACT_REFUSED;
	if (!source_status_check(reply, err) || needs_more(wanted, action, result))
		return;
	sscanf(reply->body, "%31s %31s %lld %d", state.word, state.token, &state.ends_ms,
	       &state.notes);
	result->verdict = read_verdict(action, &state);
	if (action->step == ACT_WRITE)
		result->verdict = wanted->accepts_only ? ACT_ACCEPTED : ACT_DONE;
	if (result->verdict == ACT_REFUSED)
		err_set(err, ERR_REFUSED, "it is %s", state.word);
	if (result->verdict == ACT_DONE && action->verb == VERB_ACK && action->sent_ms == 0)
		snprintf(result->detail, sizeof(result->detail), "acknowledged by Ana Roe");
	if (state.ends_ms > 0 && wanted->lease_ms > 0) {
		snprintf(result->token, sizeof(result->token), "%s", state.token);
		result->lease_ends_ms = state.ends_ms;
	}
}

static const struct source_ops desk_ops = {
	.type = "desk",
	.title = "Help desk",
	.about = "a made-up server",
	.caps = SOURCE_CAP_INCIDENTS | SOURCE_CAP_HISTORY,
	.verbs = VERB_BIT(VERB_ACK) | VERB_BIT(VERB_UNACK) | VERB_BIT(VERB_NOTE) |
		 VERB_BIT(VERB_RESOLVE),
	.plan = desk_plan,
	.parse = desk_parse,
	.prepare = desk_prepare,
	.act = desk_act,
	.act_result = desk_act_result,
};

/* The same whose acknowledgements lapse, and which has no history. */
static const struct source_ops lease_ops = {
	.type = "lease",
	.title = "Help desk with leases",
	.about = "a made-up server",
	.caps = SOURCE_CAP_INCIDENTS | SOURCE_CAP_ACK_LEASE,
	.verbs = VERB_BIT(VERB_ACK) | VERB_BIT(VERB_UNACK) | VERB_BIT(VERB_RENEW) |
		 VERB_BIT(VERB_EXPIRE),
	.plan = desk_plan,
	.parse = desk_parse,
	.prepare = desk_prepare,
	.act = desk_act,
	.act_result = desk_act_result,
};

struct source *desk_source(const char *name, const char *url, int64_t refresh_ms,
			   const struct desk_plan *plan, const struct core_settings *core)
{
	struct source *source = xcalloc(1, sizeof(*source));

	source->name = name;
	source->ops = plan->lease_ms > 0 ? &lease_ops : &desk_ops;
	source->caps = source->ops->caps;
	source->core = core;
	source->common.url = xstrdup(url);
	source->common.timeout_ms = 5000;
	source->common.verify = true;
	source->refresh_ms = refresh_ms;
	source->priv = (void *)plan;
	return source;
}

void desk_source_free(struct source *source)
{
	free(source->common.url);
	free(source);
}
