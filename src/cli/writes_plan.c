/* SPDX-License-Identifier: MIT
 * Shows what a write would send, see writes_plan.h. */
#include "config.h"

#include "writes_plan.h"

#include "nines/base/clock.h"

/* The adapter's view of an incident, as far as a write needs it. */
static struct fact_incident as_fact(const struct incident *incident)
{
	return (struct fact_incident){
		.native_id = incident->native_id,
		.title = incident->title,
		.status = incident->status,
		.service = incident->service,
		.labels = incident->labels,
		.label_count = incident->label_count,
		.scope = incident->scope,
		.scope_count = incident->scope_count,
		.ack_token = incident->ack_token,
		.ack_ends_ms = incident->ack_ends_ms,
		.is_alert = incident->is_alert,
	};
}

static bool make_request(const struct source *source, const struct incident *incident,
			 struct action *action, struct arena *arena, struct request *request,
			 struct err *err)
{
	struct fact_incident fact = as_fact(incident);
	struct str params;
	bool is_made = true;

	if (!source->ops->act)
		return err_set(err, ERR_REFUSED, "%s can't be written to", source->ops->title);
	if (source->common.read_only || source->core->read_only)
		return err_set(err, ERR_REFUSED, "read-only");
	str_init(&params, 0);
	if (source->ops->prepare)
		is_made = source->ops->prepare(source, action->verb, &fact, &params, err);
	action->params = arena_strdup(arena, params.len ? params.text : NULL);
	str_release(&params);
	action->step = ACT_WRITE;
	return is_made && source->ops->act(source, action, arena, request, err);
}

bool writes_plan_print(const struct session *session, const struct snapshot *snapshot,
		       const char *id, const char *uuid, enum verb verb)
{
	const struct incident *incident = snapshot_incident(snapshot, id);
	const struct verb_args args = {.for_ms = 0};
	struct action action = {
		.uuid = uuid, .verb = verb, .args = &args, .now_ms = clock_wall_ms()};
	const struct source *source;
	struct request request = {0};
	struct arena arena = {0};
	struct err err = {0};
	struct str out;
	bool is_made;

	if (!incident) {
		session_complain(snapshot);
		cli_complain("%s: not among the open incidents: nothing would be sent", id);
		return false;
	}
	source = session->sources.items[incident->source];
	action.native_id = incident->native_id;
	action.title = incident->title;
	action.operator_name = source->core->operator_name;
	action.created_ms = action.now_ms;
	is_made = make_request(source, incident, &action, &arena, &request, &err);
	str_init(&out, 0);
	if (is_made)
		str_printf(&out, "%s: would send %s %s%s %s\n", id,
			   http_method_name(request.method), source->common.url, request.path,
			   request.body ? request.body : "");
	else
		cli_complain("%s: %s", id, err.text);
	is_made = is_made && cli_print(&out);
	str_release(&out);
	arena_release(&arena);
	return is_made;
}
