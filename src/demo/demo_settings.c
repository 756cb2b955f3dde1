/* SPDX-License-Identifier: MIT
 * The configuration that points nines at the demonstration. */
#include "config.h"

#include "state.h"

/* The token opens nothing: the server takes any. A slow machine may take long to reckon a
 * year. */
static const char sources[] =
	"[nines]\n"
	"refresh = 5s\n"
	"history = 730d\n"
	"window = 30d\n"
	"mtta_target = 20m\n"
	"mttr_target = 4h\n"
	"cost_per_minute = 10 USD\n"
	"severe_goal = 3\n"
	"release_hours = 07:00-19:00\n"
	"timezone = UTC\n"
	"nine_cost_per_month = 12000 USD\n"
	"me = Ana Roe\n"
	"\n"
	"[filter severe]\n"
	"query = severity:<=2\n"
	"\n"
	"[filter unacknowledged]\n"
	"query = status:triggered\n"
	"panes = incidents\n"
	"\n"
	"[source prometheus]\n"
	"type = prometheus\n"
	"url = http://127.0.0.1:%d/prometheus\n"
	"timeout = 60s\n"
	"good = sum by (service) (increase(http_requests_total{code!~\"5..\"}[$window]))\n"
	"total = sum by (service) (increase(http_requests_total[$window]))\n"
	"up = avg by (service) (up)\n"
	"latency_p50 = service:http_latency_seconds:p50\n"
	"latency_p95 = service:http_latency_seconds:p95\n"
	"deploys = max by (service) (deploy_timestamp_seconds)\n"
	"days = 366d\n"
	"\n"
	"[source alertmanager]\n"
	"type = alertmanager\n"
	"url = http://127.0.0.1:%d/alertmanager\n"
	"timeout = 60s\n"
	"\n"
	"[source pagerduty]\n"
	"type = pagerduty\n"
	"url = http://127.0.0.1:%d/pagerduty\n"
	"timeout = 60s\n"
	"token = demonstration\n"
	"from = demo.user@elearn.example\n"
	"\n"
	"[source incidentio]\n"
	"type = incidentio\n"
	"url = http://127.0.0.1:%d/incidentio\n"
	"timeout = 60s\n"
	"token = demonstration\n"
	"\n"
	"[source github]\n"
	"type = github\n"
	"url = http://127.0.0.1:%d/github\n"
	"timeout = 60s\n"
	"token = demonstration\n";

/* Measured beside requests: each category has some. */
static const struct {
	const char *name, *category, *title, *service, *source, *query, *unit, *limits;
} indicators[] = {
	{"video-disk", "resource", "Disk of the streams", "video-stream", "prometheus",
	 "100 * max(disk_used_ratio{service=\"video-stream\"})", "%",
	 "warn = > 85 for 10m\ncrit = > 95 for 5m\nclear = < 80 for 10m\n"},
	{"cpu", "resource", "Busiest service", NULL, "prometheus",
	 "100 * max(cpu_saturation_ratio)", "%", "warn = > 80 for 5m\ncrit = > 95 for 5m\n"},
	{"workers", "resource", "Workers in use", "notifications", "prometheus",
	 "100 * max(worker_pool_used_ratio)", "%", "warn = > 80\n"},
	{"index-queue", "performance", "Queue of the index", "search", "prometheus",
	 "sum(queue_depth{service=\"search\"})", "documents",
	 "warn = > 400 for 5m\ncrit = > 1000 for 5m\n"},
	{"sign-in-p99", "performance", "Sign-in, p99", "auth", "prometheus",
	 "1000 * max(service:http_latency_seconds:p99{service=\"auth\"})", "ms",
	 "warn = > 400 for 5m\ncrit = > 1000 for 5m\n"},
	{"learners", "business", "Learners now", NULL, "prometheus", "sum(active_learners)",
	 "people", "warn = < 1500 for 10m\n"},
	{"payments-a-minute", "business", "Payments a minute", "payments", "prometheus",
	 "sum(payments_per_minute)", "1/min", "warn = < 4 for 10m\ncrit = < 1 for 10m\n"},
	{"sign-ups", "business", "Sign-ups a minute", NULL, "prometheus",
	 "sum(sign_ups_per_minute)", "1/min", "warn = < 2 for 15m\n"},
	{"export-age", "operational", "Age of the export's backlog", "reporting", "prometheus",
	 "max(backlog_age_seconds{service=\"reporting\"}) / 60", "min",
	 "warn = > 60 for 10m\ncrit = > 720 for 10m\nclear = < 30 for 10m\n"},
	{"jobs-failed", "operational", "Jobs that failed", "reporting", "prometheus",
	 "sum(batch_jobs_failed)", "jobs", "warn = > 2 for 10m\n"},
	{"bug-days", "operational", "Median of a bug's life", NULL, "github",
	 "bug_resolution_median", "s", "warn = > 604800\n"},
	{"bug-backlog", "operational", "Growth of the bug backlog", NULL, "github",
	 "bug_backlog_growth", "bugs", "warn = > 10\n"},
};

/* What a minute of failure costs where it costs more than the usual. */
static const struct {
	const char *service;
	int per_minute;
} costs[] = {{"auth", 120}, {"learn-web", 90}, {"live-class", 150}, {"payments", 400}};

static void write_service(const struct world_service *service, struct str *out)
{
	str_printf(out, "\n[service %s]\n", service->name);
	str_printf(out, "title = %s\n", service->title);
	str_printf(out, "team = %s\n", world_teams[service->team].name);
	str_printf(out, "tier = %d\n", service->tier);
	/* objectives are whole hundredths of a per cent: no decimal point of a locale */
	str_printf(out, "slo = %d.%02d / 30d\n", (int)(service->objective * 10000 + 0.5) / 100,
		   (int)(service->objective * 10000 + 0.5) % 100);
	str_printf(out, "runbook = https://wiki.elearn.example/runbooks/%s\n", service->name);
	for (size_t i = 0; i < NINES_COUNT(costs); i++) {
		if (text_equal(costs[i].service, service->name))
			str_printf(out, "cost_per_minute = %d USD\n", costs[i].per_minute);
	}
}

/* Each service has a repository of its name. */
static void write_repositories(struct str *out)
{
	for (size_t i = 0; i < WORLD_SERVICE_COUNT; i++)
		str_printf(out, "repo.%s = elearn/%s\n", world_services[i].name,
			   world_services[i].name);
}

static void write_indicators(struct str *out)
{
	for (size_t i = 0; i < NINES_COUNT(indicators); i++) {
		str_printf(out, "\n[indicator %s]\n", indicators[i].name);
		str_printf(out, "category = %s\n", indicators[i].category);
		str_printf(out, "title = %s\n", indicators[i].title);
		if (indicators[i].service)
			str_printf(out, "service = %s\n", indicators[i].service);
		str_printf(out, "source = %s\n", indicators[i].source);
		str_printf(out, "query = %s\n", indicators[i].query);
		str_printf(out, "unit = %s\n", indicators[i].unit);
		str_append(out, indicators[i].limits);
	}
}

static void write_team(const struct world_team *team, struct str *out)
{
	str_printf(out, "\n[team %s]\n", team->name);
	str_printf(out, "timezone = %s\n", team->zone);
	str_printf(out, "schedule = pagerduty:PE%s\n", team->id + 2);
	str_append(out, "members = ");
	for (size_t i = 0; i < team->member_count; i++)
		str_printf(out, "%s%s", i ? ", " : "", team->members[i]);
	str_append_char(out, '\n');
}

void demo_write_settings(int port, struct str *out)
{
	str_printf(out, sources, port, port, port, port, port);
	write_repositories(out);
	for (size_t i = 0; i < WORLD_SERVICE_COUNT; i++)
		write_service(&world_services[i], out);
	for (size_t i = 0; i < WORLD_TEAM_COUNT; i++)
		write_team(&world_teams[i], out);
	write_indicators(out);
}
