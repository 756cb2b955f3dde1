/* SPDX-License-Identifier: MIT
 * What people do around services, as text: deploys, reviews, action items, rotas, shifts. */
#include "config.h"

#include "snapshot_dump_work.h"

#include "nines/base/str.h"
#include "nines/model/snapshot.h"

#include "dump.h"

static void dump_deploy(const struct deploy_view *deploy, struct str *out)
{
	str_append(out, "deploy");
	dump_text(out, "service", deploy->service);
	dump_text(out, "version", deploy->version);
	dump_text(out, "who", deploy->who);
	dump_time(out, "at", deploy->at_ms);
	dump_time(out, "committed", deploy->committed_ms);
	dump_int(out, "outcome", (int64_t)deploy->outcome);
	dump_flag(out, "expedited", deploy->is_expedited);
	dump_flag(out, "failed", deploy->is_failed);
	dump_text(out, "incident", deploy->incident);
	dump_duration(out, "after", deploy->incident_after_ms);
	str_append_char(out, '\n');
}

static void dump_review(const struct review_view *review, struct str *out)
{
	str_append(out, "review");
	dump_text(out, "incident", review->incident);
	dump_text(out, "service", review->service);
	dump_text(out, "team", review->team);
	dump_int(out, "severity", review->severity);
	dump_time(out, "resolved", review->resolved_ms);
	dump_time(out, "due", review->due_ms);
	dump_int(out, "state", (int64_t)review->state);
	dump_flag(out, "overdue", review->is_overdue);
	dump_text(out, "owner", review->owner);
	dump_int(out, "open", (int64_t)review->actions_open);
	dump_int(out, "done", (int64_t)review->actions_done);
	str_append_char(out, '\n');
}

static void dump_action(const struct action_view *item, struct str *out)
{
	str_append(out, "action");
	dump_text(out, "id", item->id);
	dump_text(out, "title", item->title);
	dump_text(out, "owner", item->owner);
	dump_text(out, "incident", item->incident);
	dump_text(out, "service", item->service);
	dump_time(out, "created", item->created_ms);
	dump_time(out, "due", item->due_ms);
	dump_flag(out, "overdue", item->is_overdue);
	str_append_char(out, '\n');
}

static void dump_rota(const struct rota_view *rota, struct str *out)
{
	str_append(out, "rota");
	dump_text(out, "team", rota->team);
	dump_text(out, "schedule", rota->schedule);
	dump_text(out, "owner", rota->owner_id);
	for (size_t i = 0; i < rota->member_count; i++)
		dump_text(out, "member", rota->members[i]);
	dump_flag(out, "seen", rota->are_seen);
	dump_flag(out, "small", rota->is_small);
	dump_flag(out, "large", rota->is_large);
	for (size_t i = 0; i < rota->gap_count; i++) {
		dump_time(out, "gap", rota->gaps[i].from_ms);
		dump_time(out, "to", rota->gaps[i].to_ms);
	}
	dump_time(out, "known_to", rota->ahead_to_ms);
	dump_text(out, "twice", rota->double_user);
	dump_time(out, "from", rota->double_from_ms);
	dump_text(out, "user", rota->user);
	dump_text(out, "next", rota->next_user);
	dump_time(out, "handover", rota->handover_ms);
	dump_flag(out, "stale", rota->is_stale);
	str_append_char(out, '\n');
}

static void dump_shift(const struct shift_view *shift, struct str *out)
{
	str_append(out, "shift");
	dump_text(out, "team", shift->team);
	dump_text(out, "schedule", shift->schedule);
	dump_text(out, "owner", shift->owner_id);
	dump_int(out, "level", shift->level);
	dump_text(out, "user", shift->user);
	dump_time(out, "start", shift->start_ms);
	dump_time(out, "end", shift->end_ms);
	str_append_char(out, '\n');
}

static void dump_stats(const char *name, const struct deploy_stat *deploys,
		       const struct follow_stat *follow, struct str *out)
{
	str_append(out, "work");
	dump_text(out, "of", name);
	dump_int(out, "day", (int64_t)deploys->day);
	dump_int(out, "week", (int64_t)deploys->week);
	dump_int(out, "window", (int64_t)deploys->window);
	dump_int(out, "failed", (int64_t)deploys->failed);
	dump_int(out, "expedited", (int64_t)deploys->expedited);
	dump_number(out, "fail_ratio", deploys->fail_ratio);
	dump_number(out, "lead_time_s", deploys->lead_time_s);
	dump_number(out, "recovery_s", deploys->recovery_s);
	dump_time(out, "from", deploys->from_ms);
	dump_word(out, "follow", follow_stat_state(follow));
	dump_int(out, "reviews_due", (int64_t)follow->reviews_due);
	dump_int(out, "reviews_overdue", (int64_t)follow->reviews_overdue);
	dump_int(out, "reviews_done", (int64_t)follow->reviews_done);
	dump_int(out, "actions_open", (int64_t)follow->actions_open);
	dump_int(out, "actions_overdue", (int64_t)follow->actions_overdue);
	dump_time(out, "oldest", follow->oldest_ms);
	str_append_char(out, '\n');
}

void snapshot_dump_work(const struct snapshot *snapshot, struct str *out)
{
	for (size_t i = 0; i < snapshot->deploy_count; i++)
		dump_deploy(&snapshot->deploys[i], out);
	for (size_t i = 0; i < snapshot->review_count; i++)
		dump_review(&snapshot->reviews[i], out);
	for (size_t i = 0; i < snapshot->action_count; i++)
		dump_action(&snapshot->actions[i], out);
	for (size_t i = 0; i < snapshot->rota_count; i++)
		dump_rota(&snapshot->rotas[i], out);
	for (size_t i = 0; i < snapshot->shift_count; i++)
		dump_shift(&snapshot->shifts[i], out);
	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct service *service = &snapshot->services[i];

		dump_stats(service->key, &service->deploys, &service->follow, out);
		str_append(out, "\tlacks");
		dump_int(out, "bits", (int64_t)service->lacks);
		str_append_char(out, '\n');
	}
	dump_stats("all", &snapshot->kpi.deploys, &snapshot->kpi.follow, out);
}
