/* SPDX-License-Identifier: MIT
 * The facts about work, as text. */
#include "config.h"

#include "facts_dump_work.h"

#include "nines/base/str.h"

#include "dump.h"

static void dump_deploy(const struct fact_deploy *deploy, struct str *out)
{
	static const char *const outcomes[] = {"unknown", "succeeded", "failed", "rolled_back"};

	str_append(out, "deploy");
	dump_text(out, "service_id", deploy->service_id);
	dump_text(out, "service", deploy->service);
	dump_text(out, "id", deploy->id);
	dump_text(out, "version", deploy->version);
	dump_text(out, "who", deploy->who);
	dump_text(out, "url", deploy->url);
	dump_time(out, "at", deploy->at_ms);
	dump_time(out, "committed", deploy->committed_ms);
	dump_word(out, "outcome", outcomes[deploy->outcome]);
	str_append_char(out, '\n');
}

static void dump_task(const struct fact_task *task, struct str *out)
{
	str_append(out, "task");
	dump_word(out, "kind", task->kind == TASK_REVIEW ? "review" : "action");
	dump_text(out, "id", task->id);
	dump_text(out, "title", task->title);
	dump_text(out, "owner", task->owner);
	dump_text(out, "url", task->url);
	dump_text(out, "service_id", task->service_id);
	dump_text(out, "service", task->service);
	dump_text(out, "incident", task->incident);
	dump_time(out, "created", task->created_ms);
	dump_time(out, "due", task->due_ms);
	dump_time(out, "closed", task->closed_ms);
	dump_flag(out, "dropped", task->is_dropped);
	str_append_char(out, '\n');
}

static void dump_maintenance(const struct fact_maintenance *maintenance, struct str *out)
{
	str_append(out, "maintenance");
	dump_text(out, "service_id", maintenance->service_id);
	dump_text(out, "service", maintenance->service);
	dump_text(out, "title", maintenance->title);
	dump_time(out, "from", maintenance->from_ms);
	dump_time(out, "to", maintenance->to_ms);
	str_append_char(out, '\n');
}

static void dump_check(const struct fact_check *check, struct str *out)
{
	str_append(out, "check");
	dump_text(out, "service", check->service);
	dump_text(out, "target", check->target);
	dump_time(out, "at", check->at_ms);
	dump_word(out, "state", check->is_up ? "up" : "down");
	dump_text(out, "why", check->why);
	dump_number(out, "dns", check->dns_s);
	dump_number(out, "connect", check->connect_s);
	dump_number(out, "tls", check->tls_s);
	dump_number(out, "first_byte", check->first_byte_s);
	dump_number(out, "total", check->total_s);
	dump_time(out, "cert_expires", check->cert_expires_ms);
	str_append_char(out, '\n');
}

static void dump_member(const struct fact_member *member, struct str *out)
{
	str_append(out, "member");
	dump_text(out, "owner", member->owner_id);
	dump_text(out, "team", member->team);
	dump_text(out, "schedule", member->schedule);
	dump_text(out, "user", member->user);
	dump_text(out, "zone", member->zone);
	str_append_char(out, '\n');
}

static void dump_rules(const struct facts *facts, struct str *out)
{
	for (size_t i = 0; i < facts->rules.len; i++) {
		str_append(out, "rule");
		dump_text(out, "service", facts->rules.items[i].service);
		dump_text(out, "name", facts->rules.items[i].name);
		dump_flag(out, "budget", facts->rules.items[i].is_budget);
		str_append_char(out, '\n');
	}
}

void facts_dump_work(const struct facts *facts, struct str *out)
{
	for (size_t i = 0; i < facts->deploys.len; i++)
		dump_deploy(&facts->deploys.items[i], out);
	for (size_t i = 0; i < facts->tasks.len; i++)
		dump_task(&facts->tasks.items[i], out);
	for (size_t i = 0; i < facts->maintenances.len; i++)
		dump_maintenance(&facts->maintenances.items[i], out);
	dump_rules(facts, out);
	for (size_t i = 0; i < facts->checks.len; i++)
		dump_check(&facts->checks.items[i], out);
	for (size_t i = 0; i < facts->members.len; i++)
		dump_member(&facts->members.items[i], out);
	if (facts->has_rules)
		str_append(out, "has_rules\n");
	if (facts->has_tasks)
		str_append(out, "has_tasks\n");
	if (!facts->has_deploys)
		return;
	str_append(out, "has_deploys");
	dump_time(out, "from", facts->deploys_from_ms);
	str_append_char(out, '\n');
}
