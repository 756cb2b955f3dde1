/* SPDX-License-Identifier: MIT
 * The world of the screen tests: eight services of a learning platform on a bad day. */
#include "config.h"

#include "world_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/timefmt.h"

#define GIVES(of) (1u << SUBJECT_##of)

enum { SERIES_COUNT = 48, MANY = 300 };

/* A service in short. */
struct service_row {
	const char *key, *title, *team;
	int tier;
	enum service_state state;
	double ratio, objective, latency_s;
	size_t open, unacknowledged;
	int shift; /* index of who is on call, -1 = nobody */
};

struct incident_row {
	const char *id, *title;
	size_t source;
	enum incident_status status;
	int severity;
	const char *service;
	int64_t age_ms;
	const char *assignee, *commander;
};

static const struct service_row service_rows[] = {
	{"auth", "Sign-in", "identity", 1, SERVICE_OK, 0.99998, 0.9999, 0.042, 0, 0, 2},
	{"catalog", "Course catalog", "content", 2, SERVICE_OK, 0.99962, 0.999, 0.118, 0, 0, 1},
	{"checkout", "Checkout", "payments", 1, SERVICE_DOWN, 0.99713, 0.9995, 1.9, 2, 1, 0},
	{"exports", "Exports", "content", 4, SERVICE_UNKNOWN, NAN, NAN, NAN, 0, 0, -1},
	{"grading", "Grading", "learning", 3, SERVICE_MAINTENANCE, 0.9981, 0.995, 0.7, 0, 0, 1},
	{"payments-api", "Payments API", "payments", 1, SERVICE_DEGRADED, 0.99931, 0.9995, 0.31, 1,
	 1, 0},
	{"search", "Search", "content", 2, SERVICE_OK, 0.99991, 0.999, 0.087, 1, 0, 1},
	{"video", "Video streaming", "media", 2, SERVICE_OK, 0.99948, 0.999, 0.22, 0, 0, -1},
};

static const struct incident_row incident_rows[] = {
	{"am:9f2c01", "HighErrorRate checkout 5xx ratio above 5 %", 1, INCIDENT_TRIGGERED, 2,
	 "checkout", MINUTES(26), NULL, NULL},
	{"am:b7710d", "NodeDiskPressure on worker-12", 1, INCIDENT_TRIGGERED, 0, NULL, HOURS(30),
	 NULL, NULL},
	{"pd:PQ1CHK", "Checkout: payments fail for all customers", 0, INCIDENT_ACKNOWLEDGED, 1,
	 "checkout", MINUTES(41), "Ana Lima", "Bo Chen"},
	{"pd:PQ2PAY", "Payments API latency p95 above 300 ms", 0, INCIDENT_TRIGGERED, 1,
	 "payments-api", MINUTES(6), "Ana Lima", NULL},
	{"pd:PQ3SRC", "Search index lag", 0, INCIDENT_ACKNOWLEDGED, 4, "search", HOURS(3),
	 "Kim Park", NULL},
	{"pd:PQ4CRT", "Certificate of cdn-eu expires in 9 days", 0, INCIDENT_TRIGGERED, 3, NULL,
	 DAYS(2), "Joe Smith", NULL},
};

static const struct shift_view shift_rows[] = {
	{.team = "payments",
	 .schedule = "Payments primary",
	 .owner_id = "EP1",
	 .level = 1,
	 .user = "Ana Lima",
	 .start_ms = WORLD_NOW_MS - HOURS(6),
	 .end_ms = WORLD_NOW_MS + HOURS(6),
	 .next_user = "Kim Park"},
	{.team = "content",
	 .schedule = "Content",
	 .owner_id = "EP2",
	 .level = 1,
	 .user = "Kim Park",
	 .end_ms = WORLD_NOW_MS + DAYS(3),
	 .next_user = "Joe Smith"},
	{.team = "identity",
	 .schedule = "Identity",
	 .owner_id = "EP3",
	 .level = 1,
	 .user = "Zoë Østergård"},
	{.team = "payments",
	 .schedule = "Payments secondary",
	 .owner_id = "EP1",
	 .level = 2,
	 .user = "Bo Chen",
	 .end_ms = WORLD_NOW_MS + DAYS(12)},
};

static const struct verb_lack pagerduty_lacks[] = {
	{VERB_SILENCE, "PagerDuty has no silences: snooze it (S)"},
	{VERB_DOWNTIME, "PagerDuty has no downtimes here: snooze it (S)"},
	{VERB_NONE, NULL}};

static const struct verb_lack alertmanager_lacks[] = {
	{VERB_RESOLVE, "Alertmanager has no resolve: an alert ends when its cause does"},
	{VERB_SNOOZE, "Alertmanager has no snooze: silence it (m)"},
	{VERB_ESCALATE, "Alertmanager pages nobody: there is nothing to escalate"},
	{VERB_NONE, NULL}};

static const struct source_view source_rows[] = {
	{.name = "pd",
	 .type = "pagerduty",
	 .verbs = VERB_BIT(VERB_ACK) | VERB_BIT(VERB_UNACK) | VERB_BIT(VERB_RESOLVE) |
		  VERB_BIT(VERB_SNOOZE) | VERB_BIT(VERB_NOTE) | VERB_BIT(VERB_ESCALATE) |
		  VERB_BIT(VERB_REASSIGN) | VERB_BIT(VERB_PRIORITY) | VERB_BIT(VERB_MERGE),
	 .lacks = pagerduty_lacks,
	 .acts_as = "ana@example.com",
	 .gives = GIVES(INCIDENTS) | GIVES(SERVICES) | GIVES(ONCALL) | GIVES(HISTORY),
	 .state = SOURCE_LIVE,
	 .last_success_ms = WORLD_NOW_MS - 9000,
	 .latency_ms = 180},
	{.name = "am",
	 .type = "alertmanager",
	 .verbs = VERB_BIT(VERB_ACK) | VERB_BIT(VERB_UNACK) | VERB_BIT(VERB_SILENCE) |
		  VERB_BIT(VERB_DOWNTIME) | VERB_BIT(VERB_RECHECK) | VERB_BIT(VERB_UNSILENCE) |
		  VERB_BIT(VERB_END_DOWNTIME),
	 .lacks = alertmanager_lacks,
	 .acts_as = "ana",
	 .gives = GIVES(INCIDENTS) | GIVES(SERVICES) | GIVES(HISTORY),
	 .state = SOURCE_LIVE,
	 .last_success_ms = WORLD_NOW_MS - 4000,
	 .latency_ms = 12},
	{.name = "prom",
	 .type = "prometheus",
	 .gives = GIVES(SERVICES) | GIVES(UPTIME),
	 .state = SOURCE_LIVE,
	 .last_success_ms = WORLD_NOW_MS - 11000,
	 .latency_ms = 40},
};

static void add_sources(struct building *building)
{
	size_t count = NINES_COUNT(source_rows);

	building->sources = arena_alloc(building->arena, sizeof(source_rows));
	memcpy(building->sources, source_rows, sizeof(source_rows));
	building->snapshot->sources = building->sources;
	building->snapshot->source_count = count;
}

static void add_shifts(struct building *building)
{
	building->shifts = arena_alloc(building->arena, sizeof(shift_rows));
	memcpy(building->shifts, shift_rows, sizeof(shift_rows));
	building->snapshot->oncall = building->shifts;
	building->snapshot->oncall_count = NINES_COUNT(shift_rows);
}

/* Mostly whole, with one outage and a gap. */
static const struct fact_series *make_series(struct building *building,
					     const struct service_row *row)
{
	struct fact_series *series = arena_alloc(building->arena, sizeof(*series));
	double *values = arena_calloc(building->arena, SERIES_COUNT, sizeof(*values));

	for (size_t i = 0; i < SERIES_COUNT; i++)
		values[i] = i % 17 == 5 ? 0.9991 : 1;
	values[9] = values[10] = NAN;
	if (row->state == SERVICE_DOWN || row->state == SERVICE_DEGRADED)
		values[45] = values[46] = values[47] = 0.98;
	*series = (struct fact_series){.service = row->key,
				       .start_ms = WORLD_NOW_MS - DAYS(2),
				       .step_ms = HOURS(1),
				       .values = values,
				       .count = SERIES_COUNT};
	return series;
}

static void set_budget(struct service *service, double ratio)
{
	service->budget_remaining = budget_remaining(ratio, service->objective);
	service->budget_seconds = budget_seconds(service->objective, 30 * 86400.0);
	for (int i = 0; i < BURN_WINDOW_COUNT; i++)
		service->burn[i] = burn_rate(ratio, service->objective) * (i == BURN_1H ? 2 : 1);
	service->burn_alarm = service->budget_remaining < -3    ? BURN_ALARM_PAGE
			      : service->budget_remaining < 0.2 ? BURN_ALARM_TICKET
								: BURN_ALARM_NONE;
	if (isnan(service->burn[BURN_1H]))
		service->burn_alarm = BURN_ALARM_NONE;
}

static void set_oncall(struct building *building, struct service *service, int shift)
{
	const struct shift_view **list;

	if (shift < 0)
		return;
	list = arena_calloc(building->arena, 1, sizeof(*list));
	list[0] = &building->shifts[shift];
	service->oncall = list;
	service->oncall_count = 1;
}

static void fill_service(struct building *building, struct service *service,
			 const struct service_row *row)
{
	struct uptime uptime = {.ratio = row->ratio, .good = NAN, .total = NAN, .coverage = NAN};

	*service = (struct service){
		.key = row->key,
		.title = row->title,
		.team = row->team,
		.tier = row->tier,
		.state = row->state,
		.data_ms = WORLD_NOW_MS - 11000,
		.uptime_source = "prom",
		.uptime_method = "2xx/(2xx+5xx)",
		.window_uptime = uptime,
		.window_ms = DAYS(30),
		.objective = row->objective,
		.latency_p50_s = row->latency_s / 3,
		.latency_p95_s = row->latency_s,
		.downtime_s = (1 - row->ratio) * 30 * 86400,
		.cost = NAN,
		.mtta_s = 250,
		.mttr_s = 3100,
		.mtta_count = 4,
		.mttr_count = 4,
		.open_incidents = row->open,
		.unacknowledged = row->unacknowledged,
	};
	for (int i = 0; i < UPTIME_WINDOW_COUNT; i++)
		service->uptime[i] = uptime;
	set_budget(service, row->ratio);
	set_oncall(building, service, row->shift);
	if (!isnan(row->ratio))
		service->series = make_series(building, row);
}

static void add_services(struct building *building)
{
	size_t count = NINES_COUNT(service_rows);

	building->services = arena_calloc(building->arena, count, sizeof(*building->services));
	for (size_t i = 0; i < count; i++)
		fill_service(building, &building->services[i], &service_rows[i]);
	building->services[2].state_reason = "2 open incidents, the worst of severity 1";
	building->services[2].runbook = "https://wiki.example/runbooks/checkout";
	building->services[2].url = "https://grafana.example/d/checkout";
	building->services[7].window_uptime.coverage = 0.83;
	building->snapshot->services = building->services;
	building->snapshot->service_count = count;
}

static void fill_incident(struct building *building, struct incident *incident,
			  const struct incident_row *row)
{
	const char **assignees = arena_calloc(building->arena, 1, sizeof(*assignees));

	assignees[0] = row->assignee;
	*incident = (struct incident){
		.id = row->id,
		.native_id = strchr(row->id, ':') + 1,
		.source = row->source,
		.title = row->title,
		.status = row->status,
		.severity = row->severity,
		.service = row->service,
		.service_title = row->service,
		.created_ms = WORLD_NOW_MS - row->age_ms,
		.assignees = assignees,
		.assignee_count = row->assignee != NULL,
		.commander = row->commander,
		.has_commander_role = row->source == 0,
		.is_alert = row->source == 1,
		.mtta_target_ms = MINUTES(20),
	};
	if (row->status == INCIDENT_ACKNOWLEDGED) {
		incident->acknowledged_ms = incident->created_ms + MINUTES(4);
		incident->acknowledged_by = row->assignee;
	}
}

/* What the detail of pd:PQ1CHK shows. */
static void fill_detail(struct building *building, struct incident *incident)
{
	static const struct label labels[] = {{"env", "production"}, {"region", "eu-west-1"}};
	static const struct fact_event events[] = {
		{WORLD_NOW_MS - MINUTES(41), "triggered", NULL, "HighErrorRate"},
		{WORLD_NOW_MS - MINUTES(37), "acknowledged", "Ana Lima", NULL},
		{WORLD_NOW_MS - MINUTES(20), "note", "Bo Chen",
		 "the card processor answers 503; their status page says \"investigating\""},
	};
	const struct incident **joined = arena_calloc(building->arena, 1, sizeof(*joined));
	struct incident *alert = arena_alloc(building->arena, sizeof(*alert));
	static const struct incident_row row = {"am:77aa00", "CheckoutProbeFailed",
						1,           INCIDENT_TRIGGERED,
						2,           "checkout",
						MINUTES(43), NULL,
						NULL};

	fill_incident(building, alert, &row);
	joined[0] = alert;
	incident->joined = joined;
	incident->joined_count = 1;
	incident->labels = labels;
	incident->label_count = NINES_COUNT(labels);
	incident->events = events;
	incident->event_count = NINES_COUNT(events);
	incident->number = "4711";
	incident->team = "payments";
	incident->url = "https://example.pagerduty.com/incidents/PQ1CHK";
	incident->runbook = "https://wiki.example/runbooks/checkout";
	incident->description = "All card payments are declined since 11:19.\nPayPal works.";
}

static void add_incidents(struct building *building)
{
	size_t count = NINES_COUNT(incident_rows);

	building->incidents = arena_calloc(building->arena, count, sizeof(*building->incidents));
	for (size_t i = 0; i < count; i++)
		fill_incident(building, &building->incidents[i], &incident_rows[i]);
	building->incidents[1].is_suppressed = true;
	building->incidents[1].suppressed_by = "silence 7d1f by kim: disks are being replaced";
	fill_detail(building, &building->incidents[2]);
	building->snapshot->incidents = building->incidents;
	building->snapshot->incident_count = count;
}

static void add_kpi(struct building *building)
{
	struct kpi *kpi = &building->snapshot->kpi;

	*kpi = (struct kpi){
		.window_ms = DAYS(30),
		.mtta = {.mean = 400, .median = 252, .p90 = 840, .count = 41},
		.mttr = {.mean = 9000, .median = 5400, .p90 = 30000, .count = 38},
		.not_acknowledged = 3,
		.open = 5,
		.severe_year = 17,
		.severe_last_year = 22,
		.severe_365d = 19,
		.severe_previous_365d = 24,
		.history_from_ms = WORLD_NOW_MS - DAYS(730),
		.is_complete = true,
		.downtime_cost = 12840,
		.currency = "EUR",
		.mtta_target_ms = MINUTES(20),
		.mttr_target_ms = HOURS(1),
	};
	for (size_t i = 0; i < WEEK_COUNT; i++) {
		struct week_view *week = &kpi->weeks[i];
		double seconds = 200 + 150 * (double)(i * 7 % 5);

		week->start_ms = WORLD_NOW_MS - DAYS(7 * (int64_t)(WEEK_COUNT - i));
		week->incidents = 3 + i * 5 % 7;
		week->severe = i % 2;
		week->mtta = (struct duration_stat){seconds, seconds, NAN, 5};
		week->mttr = (struct duration_stat){seconds * 9, seconds * 9, NAN, 5};
	}
	kpi->weeks[4].mtta.median = kpi->weeks[4].mttr.median = NAN;
}

static void count_totals(struct snapshot *snapshot)
{
	struct totals *totals = &snapshot->totals;

	memset(totals, 0, sizeof(*totals));
	totals->services = snapshot->service_count;
	totals->sources = snapshot->source_count;
	for (size_t i = 0; i < snapshot->source_count; i++)
		totals->sources_live += snapshot->sources[i].state == SOURCE_LIVE;
	totals->is_complete = totals->sources_live == totals->sources;
	for (size_t i = 0; i < snapshot->service_count; i++) {
		totals->by_state[snapshot->services[i].state]++;
		totals->burning += snapshot->services[i].burn_alarm != BURN_ALARM_NONE;
	}
	for (size_t i = 0; i < snapshot->indicator_count; i++) {
		totals->indicators_crit += snapshot->indicators[i].state.level == INDICATOR_CRIT;
		totals->indicators_warn += snapshot->indicators[i].state.level == INDICATOR_WARN;
	}
	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];
		bool is_severe = incident->severity == 1 || incident->severity == 2;
		bool is_triggered = incident->status == INCIDENT_TRIGGERED;

		if (incident->is_suppressed) {
			totals->suppressed++;
			continue;
		}
		totals->open++;
		totals->unacknowledged += is_triggered;
		totals->severe_open += is_severe;
		totals->severe_unacknowledged += is_severe && is_triggered;
	}
}

static void make_empty(struct building *building)
{
	building->snapshot->service_count = 0;
	building->snapshot->incident_count = 0;
	building->snapshot->oncall_count = 0;
	memset(&building->snapshot->kpi, 0, sizeof(building->snapshot->kpi));
	building->snapshot->kpi.window_ms = DAYS(30);
	building->snapshot->kpi.severe_365d = NAN;
	building->snapshot->kpi.severe_previous_365d = NAN;
	building->snapshot->kpi.platform.ratio = NAN;
	building->snapshot->kpi.downtime_cost = NAN;
	for (size_t i = 0; i < WEEK_COUNT; i++) {
		building->snapshot->kpi.weeks[i].mtta.median = NAN;
		building->snapshot->kpi.weeks[i].mttr.median = NAN;
	}
}

static void make_connecting(struct building *building)
{
	make_empty(building);
	for (size_t i = 0; i < building->snapshot->source_count; i++) {
		building->sources[i].state = SOURCE_CONNECTING;
		building->sources[i].last_success_ms = 0;
		building->sources[i].latency_ms = -1;
		building->sources[i].to_load = 4;
		building->sources[i].loaded = i;
	}
}

static void make_unknown(struct building *building)
{
	for (size_t i = 0; i < building->snapshot->service_count; i++) {
		struct service *service = &building->services[i];

		service->state = SERVICE_UNKNOWN;
		service->window_uptime.ratio = NAN;
		for (int j = 0; j < UPTIME_WINDOW_COUNT; j++)
			service->uptime[j].ratio = NAN;
		service->latency_p50_s = service->latency_p95_s = NAN;
		service->series = NULL;
		set_budget(service, NAN);
	}
	building->sources[2].state = SOURCE_FAILED;
	building->sources[2].last_success_ms = 0;
	building->sources[2].error = "401 Unauthorized: check token_env";
}

static void make_stale(struct building *building)
{
	building->sources[1].state = SOURCE_STALE;
	building->sources[1].last_success_ms = WORLD_NOW_MS - MINUTES(4);
	building->sources[1].error = "connection refused";
	for (size_t i = 0; i < building->snapshot->incident_count; i++)
		if (building->incidents[i].source == 1)
			building->incidents[i].is_stale = true;
	building->services[2].is_stale = true;
}

/* Only Prometheus is configured. */
static void make_unasked(struct building *building)
{
	building->snapshot->incident_count = 0;
	building->snapshot->oncall_count = 0;
	building->snapshot->kpi = (struct kpi){
		.window_ms = DAYS(30), .downtime_cost = NAN, .platform = {.ratio = NAN}};
	for (size_t i = 0; i < WEEK_COUNT; i++)
		building->snapshot->kpi.weeks[i].mtta.median =
			building->snapshot->kpi.weeks[i].mttr.median = NAN;
	for (size_t i = 0; i < building->snapshot->service_count; i++)
		building->services[i].open_incidents = building->services[i].unacknowledged = 0;
	building->sources[0] = building->sources[2];
	building->snapshot->source_count = 1;
}

/* PagerDuty went away: incidents, shifts and history are of the past. */
static void make_silent(struct building *building)
{
	building->sources[0].state = SOURCE_STALE;
	building->sources[0].last_success_ms = WORLD_NOW_MS - MINUTES(7);
	building->sources[0].error = "HTTP 500: the server failed";
	for (size_t i = 0; i < building->snapshot->incident_count; i++)
		building->incidents[i].is_stale = building->incidents[i].source == 0;
	for (size_t i = 0; i < building->snapshot->oncall_count; i++)
		building->shifts[i].is_stale = true;
}

static void make_hostile(struct building *building)
{
	building->incidents[0].title =
		"データベース障害 全リージョン 日本語のとても長いタイトルがここに続きます";
	building->incidents[2].title =
		"e\xcc\x81tat critique: cafe\xcc\x81 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb down \xf0\x9f\x94\xa5\xf0\x9f\x94\xa5";
	building->incidents[3].title = "\x1b[31mred\x07 control characters\tin a title";
	building->incidents[4].title = "";
	building->incidents[5].title = NULL;
	building->services[0].title = "认证服务";
	building->services[1].title = "a service with a name that is far longer than any column";
	building->services[5].title = "p\xcc\xb4\xcc\xb5\xcc\xb6\xcc\xb7y";
	building->shifts[0].user = "山田太郎";
}

static void make_many(struct building *building)
{
	struct incident *incidents = arena_calloc(building->arena, MANY, sizeof(*incidents));

	for (int i = 0; i < MANY; i++) {
		struct incident_row row = incident_rows[3];

		row.id = arena_printf(building->arena, "pd:P%04d", i);
		row.title = arena_printf(building->arena, "incident number %d", i);
		row.age_ms = MINUTES(i + 1);
		row.severity = 1 + i % 5;
		fill_incident(building, &incidents[i], &row);
	}
	building->snapshot->incidents = incidents;
	building->snapshot->incident_count = MANY;
}

static void make_notice(struct building *building)
{
	static const struct notice notice = {"history: disk full: incidents are not recorded"};

	building->snapshot->notices = &notice;
	building->snapshot->notice_count = 1;
}

/* Three hours ago. */
static void make_past(struct building *building)
{
	building->snapshot->past_ms = WORLD_NOW_MS - HOURS(3);
}

struct variant {
	const char *name;
	void (*make)(struct building *building);
};

static const struct variant variants[] = {
	{"normal", NULL},
	{"empty", make_empty},
	{"connecting", make_connecting},
	{"loading", building_make_loading},
	{"unknown", make_unknown},
	{"unasked", make_unasked},
	{"silent", make_silent},
	{"stale", make_stale},
	{"dead", building_make_dead},
	{"refused", building_make_refused},
	{"sent", building_make_sent},
	{"hostile", make_hostile},
	{"many", make_many},
	{"moved", building_make_moved},
	{"notice", make_notice},
	{"past", make_past},
	{"confirmed", building_make_confirmed},
	{"conflict", building_make_conflict},
	{"held", building_make_held},
	{"offered", building_make_offered},
	{"offline", building_make_offline},
	{"rehearsed", building_make_rehearsed},
	{"resolved", building_make_resolved},
	{"gone", building_make_gone},
	{"source-read-only", building_make_source_read_only},
	{"labels", building_make_labels},
	{"acked-alert", building_make_acked_alert},
	{"levels", building_make_levels},
	{"stats", world_stats},
	{"stats-part", world_stats_part},
	{"stats-none", world_stats_none},
	{"writes", world_writes},
	{"acks", world_acks},
	{"indicators", world_indicators},
	{"wall", building_make_wall},
	{"well", building_make_well},
	{"work", building_make_work},
	{"idle", building_make_idle},
	{"work-hostile", building_make_work_hostile},
};

const struct snapshot *screen_world(const char *name)
{
	if (strcmp(name, "figures") == 0)
		return world_figures();
	for (size_t i = 0; i < NINES_COUNT(variants); i++) {
		struct building building = {0};

		if (strcmp(variants[i].name, name) != 0)
			continue;
		building.snapshot = xcalloc(1, sizeof(*building.snapshot));
		building.snapshot->refs = 1;
		building.snapshot->built_ms = WORLD_NOW_MS;
		building.snapshot->window_ms = DAYS(30);
		building.arena = &building.snapshot->arena;
		add_sources(&building);
		add_shifts(&building);
		add_services(&building);
		add_incidents(&building);
		add_kpi(&building);
		building_no_figures(&building);
		if (variants[i].make)
			variants[i].make(&building);
		count_totals(building.snapshot);
		return building.snapshot;
	}
	return NULL;
}
