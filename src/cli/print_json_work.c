/* SPDX-License-Identifier: MIT
 * Deploys, reviews, action items and rotas of a snapshot as JSON; a number that no source
 * tells of is null. */
#include "config.h"

#include "print.h"

#include <math.h>

#include "nines/base/attr.h"

static void json_size(struct json_out *json, const char *key, size_t value, bool is_known)
{
	if (is_known)
		json_out_int(json, key, (int64_t)value);
	else
		json_out_null(json, key);
}

void json_deploys(struct json_out *json, const struct snapshot *snapshot)
{
	static const char *const outcomes[] = {[DEPLOY_UNKNOWN] = NULL,
					       [DEPLOY_SUCCEEDED] = "succeeded",
					       [DEPLOY_FAILED] = "failed",
					       [DEPLOY_ROLLED_BACK] = "rolled_back"};

	json_out_array(json, "deploys");
	for (size_t i = 0; i < snapshot->deploy_count; i++) {
		const struct deploy_view *deploy = &snapshot->deploys[i];

		json_out_object(json, NULL);
		json_out_time(json, "at", deploy->at_ms);
		json_out_time(json, "committed_at", deploy->committed_ms);
		json_out_string(json, "service", deploy->service);
		json_out_string(json, "version", deploy->version);
		json_out_string(json, "who", deploy->who);
		json_out_string(json, "outcome", outcomes[deploy->outcome]);
		json_out_bool(json, "failed", deploy->is_failed);
		json_out_bool(json, "expedited", deploy->is_expedited);
		json_out_string(json, "incident", deploy->incident);
		if (deploy->incident)
			json_out_number(json, "incident_after_seconds",
					(double)deploy->incident_after_ms / 1000);
		else
			json_out_null(json, "incident_after_seconds");
		json_out_string(json, "source", snapshot->sources[deploy->source].name);
		json_out_string(json, "url", deploy->url);
		json_out_end_object(json);
	}
	json_out_end_array(json);
}

void json_reviews(struct json_out *json, const struct snapshot *snapshot)
{
	static const char *const states[] = {
		[REVIEW_MISSING] = "missing", [REVIEW_OPEN] = "open", [REVIEW_DONE] = "done"};

	json_out_array(json, "reviews");
	for (size_t i = 0; i < snapshot->review_count; i++) {
		const struct review_view *review = &snapshot->reviews[i];

		json_out_object(json, NULL);
		json_out_string(json, "incident", review->incident);
		json_out_string(json, "number", review->number);
		json_out_string(json, "title", review->title);
		json_out_int(json, "severity", review->severity);
		json_out_string(json, "service", review->service);
		json_out_string(json, "team", review->team);
		json_out_time(json, "resolved_at", review->resolved_ms);
		json_out_time(json, "due_at", review->due_ms);
		json_out_string(json, "state", states[review->state]);
		json_out_bool(json, "overdue", review->is_overdue);
		json_out_string(json, "owner", review->owner);
		json_out_int(json, "actions_open", (int64_t)review->actions_open);
		json_out_int(json, "actions_done", (int64_t)review->actions_done);
		json_out_string(json, "url", review->url);
		json_out_end_object(json);
	}
	json_out_end_array(json);
}

void json_actions(struct json_out *json, const struct snapshot *snapshot)
{
	json_out_array(json, "actions");
	for (size_t i = 0; i < snapshot->action_count; i++) {
		const struct action_view *item = &snapshot->actions[i];

		json_out_object(json, NULL);
		json_out_string(json, "id", item->id);
		json_out_string(json, "title", item->title);
		json_out_string(json, "owner", item->owner);
		json_out_string(json, "incident", item->incident);
		json_out_string(json, "service", item->service);
		json_out_string(json, "team", item->team);
		json_out_time(json, "created_at", item->created_ms);
		json_out_time(json, "due_at", item->due_ms);
		json_out_bool(json, "overdue", item->is_overdue);
		json_out_string(json, "url", item->url);
		json_out_end_object(json);
	}
	json_out_end_array(json);
}

static void json_gaps(struct json_out *json, const struct rota_view *rota)
{
	json_out_array(json, "gaps");
	for (size_t i = 0; i < rota->gap_count; i++) {
		json_out_object(json, NULL);
		json_out_time(json, "from", rota->gaps[i].from_ms);
		json_out_time(json, "to", rota->gaps[i].to_ms);
		json_out_end_object(json);
	}
	json_out_end_array(json);
}

static void json_rota(struct json_out *json, const struct rota_view *rota,
		      const struct snapshot *snapshot)
{
	json_out_object(json, NULL);
	json_out_string(json, "team", rota->team);
	json_out_string(json, "schedule", rota->schedule);
	json_out_string(json, "user", rota->user);
	json_out_string(json, "next_user", rota->next_user);
	json_out_time(json, "handover_at", rota->handover_ms);
	json_out_array(json, "members");
	for (size_t i = 0; i < rota->member_count; i++)
		json_out_string(json, NULL, rota->members[i]);
	json_out_end_array(json);
	json_out_bool(json, "members_complete", rota->member_count > 0 && !rota->are_seen);
	json_out_bool(json, "small", rota->is_small);
	json_out_bool(json, "large", rota->is_large);
	json_gaps(json, rota);
	json_out_time(json, "known_to", rota->ahead_to_ms);
	json_out_string(json, "double_user", rota->double_user);
	json_out_time(json, "double_from", rota->double_from_ms);
	json_out_string(json, "source", snapshot->sources[rota->source].name);
	json_out_bool(json, "stale", rota->is_stale);
	json_out_end_object(json);
}

void json_rotas(struct json_out *json, const struct snapshot *snapshot)
{
	json_out_array(json, "rotas");
	for (size_t i = 0; i < snapshot->rota_count; i++)
		json_rota(json, &snapshot->rotas[i], snapshot);
	json_out_end_array(json);
}

static void json_deploy_stat(struct json_out *json, const struct deploy_stat *stat)
{
	bool is_known = stat->from_ms > 0 || stat->window > 0;

	json_out_object(json, "deploys");
	json_size(json, "day", stat->day, is_known);
	json_size(json, "week", stat->week, is_known);
	json_size(json, "window", stat->window, is_known);
	json_size(json, "failed", stat->failed, is_known && !isnan(stat->fail_ratio));
	json_size(json, "expedited", stat->expedited, is_known);
	json_out_number(json, "fail_ratio", stat->fail_ratio);
	json_out_number(json, "lead_time_seconds", stat->lead_time_s);
	json_out_number(json, "recovery_seconds", stat->recovery_s);
	json_out_time(json, "known_from", stat->from_ms);
	json_out_end_object(json);
}

static void json_follow(struct json_out *json, const struct follow_stat *follow)
{
	json_out_object(json, "reviews");
	json_size(json, "due", follow->reviews_due, follow->is_known);
	json_size(json, "overdue", follow->reviews_overdue, follow->is_known);
	json_out_end_object(json);
	json_out_object(json, "action_items");
	json_size(json, "open", follow->actions_open, follow->is_known);
	json_size(json, "overdue", follow->actions_overdue, follow->is_known);
	json_out_end_object(json);
}

void json_work_service(struct json_out *json, const struct service *service)
{
	static const char *const lacks[] = {"team", "oncall", "runbook", "slo", "slo_alert"};

	json_out_array(json, "lacks");
	for (size_t i = 0; i < NINES_COUNT(lacks); i++)
		if (service->lacks & (1u << i))
			json_out_string(json, NULL, lacks[i]);
	json_out_end_array(json);
	json_deploy_stat(json, &service->deploys);
	json_out_string(json, "follow_through", follow_stat_state(&service->follow));
	json_follow(json, &service->follow);
}

void json_work_kpi(struct json_out *json, const struct kpi *kpi)
{
	json_follow(json, &kpi->follow);
	json_deploy_stat(json, &kpi->deploys);
}
