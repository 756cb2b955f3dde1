/* SPDX-License-Identifier: MIT
 * The worlds of deploys, reviews, action items, rotas and incident command. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "nines/base/attr.h"
#include "world_parts.h"

static const struct deploy_view deploy_rows[] = {
	{.service = "checkout",
	 .service_title = "Checkout",
	 .version = "v2.41.0",
	 .who = "Bo Chen",
	 .at_ms = WORLD_NOW_MS - MINUTES(50),
	 .committed_ms = WORLD_NOW_MS - HOURS(5),
	 .outcome = DEPLOY_SUCCEEDED,
	 .is_expedited = true,
	 .is_failed = true,
	 .incident = "pd:PQ1CHK",
	 .incident_title = "Checkout: payments fail for all customers",
	 .incident_after_ms = MINUTES(9),
	 .source = 3},
	{.service = "search",
	 .service_title = "Search",
	 .version = "3f9c2ab",
	 .who = "Kim Park",
	 .at_ms = WORLD_NOW_MS - HOURS(3) - MINUTES(20),
	 .outcome = DEPLOY_SUCCEEDED,
	 .is_expedited = true,
	 .incident = "pd:PQ3SRC",
	 .incident_title = "Search index lag",
	 .incident_after_ms = MINUTES(20),
	 .source = 3},
	{.service = "auth",
	 .service_title = "Sign-in",
	 .version = "v118",
	 .who = "Zoë Østergård",
	 .at_ms = WORLD_NOW_MS - DAYS(2),
	 .outcome = DEPLOY_SUCCEEDED,
	 .source = 3},
	{.service = "payments-api",
	 .service_title = "Payments API",
	 .version = "v77.1",
	 .at_ms = WORLD_NOW_MS - DAYS(3),
	 .outcome = DEPLOY_ROLLED_BACK,
	 .is_failed = true,
	 .source = 3},
	{.version = "infra-9", .who = "Joe Smith", .at_ms = WORLD_NOW_MS - DAYS(12), .source = 3},
};

static const struct review_view review_rows[] = {
	{.incident = "pd:PQ0PAY",
	 .number = "4633",
	 .title = "Payments API: double charges",
	 .service = "payments-api",
	 .service_title = "Payments API",
	 .team = "payments",
	 .severity = 1,
	 .resolved_ms = WORLD_NOW_MS - DAYS(17),
	 .due_ms = WORLD_NOW_MS - DAYS(12),
	 .state = REVIEW_MISSING,
	 .is_overdue = true,
	 .actions_open = 1},
	{.incident = "pd:PQ0AUT",
	 .number = "4690",
	 .title = "Sign-in: tokens expire early",
	 .service = "auth",
	 .service_title = "Sign-in",
	 .team = "identity",
	 .severity = 2,
	 .resolved_ms = WORLD_NOW_MS - DAYS(3),
	 .due_ms = WORLD_NOW_MS + DAYS(2),
	 .state = REVIEW_OPEN,
	 .owner = "Zoë Østergård",
	 .url = "https://inc.example/reviews/90",
	 .actions_open = 1,
	 .actions_done = 2},
	{.incident = "pd:PQ0VID",
	 .number = "4512",
	 .title = "Video: no playback in eu-west-1",
	 .service = "video",
	 .service_title = "Video streaming",
	 .team = "media",
	 .severity = 1,
	 .resolved_ms = WORLD_NOW_MS - DAYS(40),
	 .due_ms = WORLD_NOW_MS - DAYS(35),
	 .state = REVIEW_DONE,
	 .owner = "Joe Smith",
	 .actions_done = 4},
};

static const struct action_view action_rows[] = {
	{.id = "git:612",
	 .title = "Idempotency keys for every charge",
	 .owner = "Bo Chen",
	 .url = "https://github.example/pay/issues/612",
	 .incident = "pd:PQ0PAY",
	 .service = "payments-api",
	 .service_title = "Payments API",
	 .team = "payments",
	 .created_ms = WORLD_NOW_MS - DAYS(44),
	 .due_ms = WORLD_NOW_MS - DAYS(14),
	 .is_overdue = true},
	{.id = "git:655",
	 .title = "Alert when tokens live shorter than 10 minutes",
	 .incident = "pd:PQ0AUT",
	 .service = "auth",
	 .service_title = "Sign-in",
	 .team = "identity",
	 .created_ms = WORLD_NOW_MS - DAYS(2),
	 .due_ms = WORLD_NOW_MS + DAYS(28)},
};

static const struct rota_gap gap_rows[] = {
	{WORLD_NOW_MS + DAYS(5) + HOURS(15), WORLD_NOW_MS + DAYS(5) + HOURS(19)},
};

static const struct rota_gap now_rows[] = {{WORLD_NOW_MS, WORLD_NOW_MS + HOURS(8)}};

static const char *const identity[] = {"Ines Roy", "Zoë Østergård"};
static const char *const payments[] = {"Ana Lima", "Bo Chen", "Joe Smith", "Kim Park", "Li Wu"};
static const char *const content[] = {"A", "B", "C", "D", "E", "F", "G", "H", "I"};

static const struct rota_view rota_rows[] = {
	{.team = "content",
	 .schedule = "Content",
	 .owner_id = "EP2",
	 .members = content,
	 .member_count = NINES_COUNT(content),
	 .is_large = true,
	 .gaps = gap_rows,
	 .gap_count = NINES_COUNT(gap_rows),
	 .ahead_to_ms = WORLD_NOW_MS + DAYS(14),
	 .user = "Kim Park",
	 .next_user = "Joe Smith",
	 .handover_ms = WORLD_NOW_MS + DAYS(3)},
	{.team = "identity",
	 .schedule = "Identity",
	 .owner_id = "EP3",
	 .members = identity,
	 .member_count = NINES_COUNT(identity),
	 .is_small = true,
	 .ahead_to_ms = WORLD_NOW_MS + DAYS(14),
	 .user = "Zoë Østergård",
	 .next_user = "Ines Roy",
	 .handover_ms = WORLD_NOW_MS + DAYS(7)},
	{.team = "media",
	 .schedule = "Media",
	 .owner_id = "EP4",
	 .members = identity,
	 .member_count = 1,
	 .are_seen = true,
	 .ahead_to_ms = WORLD_NOW_MS + HOURS(9),
	 .gaps = now_rows,
	 .gap_count = NINES_COUNT(now_rows),
	 .next_user = "Ines Roy",
	 .handover_ms = WORLD_NOW_MS + HOURS(8)},
	{.team = "payments",
	 .schedule = "Payments primary",
	 .owner_id = "EP1",
	 .members = payments,
	 .member_count = NINES_COUNT(payments),
	 .ahead_to_ms = WORLD_NOW_MS + DAYS(14),
	 .double_user = "Bo Chen",
	 .double_from_ms = WORLD_NOW_MS + DAYS(2),
	 .user = "Ana Lima",
	 .next_user = "Kim Park",
	 .handover_ms = WORLD_NOW_MS + HOURS(6)},
};

static void add_source(struct building *building)
{
	struct source_view *list = arena_calloc(building->arena, 4, sizeof(*list));

	memcpy(list, building->sources, 3 * sizeof(*list));
	list[3] = (struct source_view){.name = "git",
				       .type = "github",
				       .gives = 1u << SUBJECT_DEPLOYS | 1u << SUBJECT_TASKS,
				       .state = SOURCE_LIVE,
				       .last_success_ms = WORLD_NOW_MS - 20000,
				       .latency_ms = 240};
	building->sources = list;
	building->snapshot->sources = list;
	building->snapshot->source_count = 4;
}

static void set_command(struct building *building)
{
	struct incident *checkout = &building->incidents[2];
	struct incident *payments_api = &building->incidents[3];

	checkout->record_id = "inc:01JCHK";
	checkout->record_url = "https://inc.example/incidents/91";
	checkout->last_update_ms = WORLD_NOW_MS - MINUTES(18);
	checkout->update_due_ms = WORLD_NOW_MS + MINUTES(12);
	payments_api->lacks_commander = true;
	payments_api->created_ms = WORLD_NOW_MS - MINUTES(36);
	payments_api->update_due_ms = WORLD_NOW_MS - MINUTES(6);
}

static void set_services(struct building *building)
{
	struct follow_stat *kpi = &building->snapshot->kpi.follow;
	struct deploy_stat none = {.fail_ratio = NAN, .lead_time_s = NAN, .recovery_s = NAN};

	for (size_t i = 0; i < building->snapshot->service_count; i++) {
		building->services[i].follow.is_known = true;
		building->services[i].deploys = none;
	}
	building->services[2].deploys = (struct deploy_stat){.day = 1,
							     .week = 4,
							     .window = 11,
							     .failed = 2,
							     .expedited = 1,
							     .fail_ratio = 2.0 / 11,
							     .lead_time_s = 14520,
							     .recovery_s = NAN,
							     .from_ms = WORLD_NOW_MS - DAYS(9)};
	building->services[2].last_deploy_ms = WORLD_NOW_MS - MINUTES(50);
	building->services[5].follow.reviews_overdue = 1;
	building->services[5].follow.actions_open = 1;
	building->services[5].follow.actions_overdue = 1;
	building->services[0].follow.reviews_due = 1;
	building->services[0].follow.actions_open = 1;
	building->services[0].lacks = LACK_SLO_ALERT;
	building->services[3].team = NULL;
	building->services[3].lacks = LACK_TEAM | LACK_ONCALL | LACK_RUNBOOK | LACK_SLO;
	building->services[7].lacks = LACK_ONCALL | LACK_RUNBOOK;
	building->services[4].lacks = LACK_RUNBOOK;
	*kpi = (struct follow_stat){.is_known = true,
				    .reviews_due = 1,
				    .reviews_overdue = 1,
				    .reviews_done = 6,
				    .actions_open = 2,
				    .actions_overdue = 1,
				    .oldest_ms = WORLD_NOW_MS - DAYS(44)};
}

void building_make_work(struct building *building)
{
	struct snapshot *snapshot = building->snapshot;

	add_source(building);
	set_command(building);
	set_services(building);
	snapshot->deploys = deploy_rows;
	snapshot->deploy_count = NINES_COUNT(deploy_rows);
	snapshot->reviews = review_rows;
	snapshot->review_count = NINES_COUNT(review_rows);
	snapshot->actions = action_rows;
	snapshot->action_count = NINES_COUNT(action_rows);
	snapshot->rotas = rota_rows;
	snapshot->rota_count = NINES_COUNT(rota_rows);
	snapshot->kpi.deploys = (struct deploy_stat){.day = 2,
						     .week = 4,
						     .window = 22,
						     .failed = 6,
						     .expedited = 2,
						     .fail_ratio = 6.0 / 22,
						     .lead_time_s = 14520,
						     .recovery_s = 3100,
						     .from_ms = WORLD_NOW_MS - DAYS(40)};
}

/* The sources answered, and there is nothing to do. */
void building_make_idle(struct building *building)
{
	struct snapshot *snapshot = building->snapshot;

	building_make_work(building);
	snapshot->deploy_count = snapshot->review_count = snapshot->action_count = 0;
	snapshot->rota_count = 0;
	snapshot->incident_count = 0;
	snapshot->kpi.follow = (struct follow_stat){.is_known = true};
	snapshot->kpi.deploys = (struct deploy_stat){.fail_ratio = NAN,
						     .lead_time_s = NAN,
						     .recovery_s = NAN,
						     .from_ms = WORLD_NOW_MS - DAYS(40)};
	for (size_t i = 0; i < snapshot->service_count; i++)
		building->services[i].lacks = 0;
}

/* A copy of a constant list that may be changed. */
static void *copy_of(struct building *building, const void *list, size_t size)
{
	void *copy = arena_alloc(building->arena, size);

	memcpy(copy, list, size);
	return copy;
}

/* Wide, combined, long and missing texts. */
void building_make_work_hostile(struct building *building)
{
	struct snapshot *snapshot = building->snapshot;
	struct deploy_view *deploys = copy_of(building, deploy_rows, sizeof(deploy_rows));
	struct review_view *reviews = copy_of(building, review_rows, sizeof(review_rows));
	struct action_view *actions = copy_of(building, action_rows, sizeof(action_rows));
	struct rota_view *rotas = copy_of(building, rota_rows, sizeof(rota_rows));

	building_make_work(building);
	deploys[0].version = "バージョン二点四十一";
	deploys[0].who = "山田太郎";
	deploys[0].incident_title =
		"データベース障害 全リージョン 日本語のとても長いタイトルがここに続きます、まだまだ";
	deploys[1].incident_title = NULL;
	deploys[2].service_title = "e\xcc\x81tat \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb";
	reviews[0].title =
		"データベース障害 全リージョン 日本語のとても長いタイトルがここに続きます";
	reviews[1].owner = "p\xcc\xb4\xcc\xb5\xcc\xb6\xcc\xb7y";
	actions[0].title = NULL;
	actions[1].incident =
		"an incident that nobody knows, with a name far longer than its column";
	rotas[0].user = "山田太郎";
	rotas[0].team = "内容のチームとその仲間たち";
	rotas[3].double_user = "山田太郎山田太郎山田太郎山田太郎山田太郎山田太郎";
	snapshot->deploys = deploys;
	snapshot->reviews = reviews;
	snapshot->actions = actions;
	snapshot->rotas = rotas;
}
