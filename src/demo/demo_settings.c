/* SPDX-License-Identifier: MIT
 * The configuration that points nines at the demonstration. */
#include "config.h"

#include "state.h"

/* The token opens nothing: the server takes any. */
static const char sources[] =
	"[nines]\n"
	"refresh = 5s\n"
	"history = 730d\n"
	"window = 30d\n"
	"mtta_target = 20m\n"
	"mttr_target = 4h\n"
	"cost_per_minute = 10 USD\n"
	"\n"
	"[source prometheus]\n"
	"type = prometheus\n"
	"url = http://127.0.0.1:%d/prometheus\n"
	"good = sum by (service) (increase(http_requests_total{code!~\"5..\"}[$window]))\n"
	"total = sum by (service) (increase(http_requests_total[$window]))\n"
	"up = avg by (service) (up)\n"
	"latency_p50 = service:http_latency_seconds:p50\n"
	"latency_p95 = service:http_latency_seconds:p95\n"
	"deploys = max by (service) (deploy_timestamp_seconds)\n"
	"\n"
	"[source alertmanager]\n"
	"type = alertmanager\n"
	"url = http://127.0.0.1:%d/alertmanager\n"
	"\n"
	"[source pagerduty]\n"
	"type = pagerduty\n"
	"url = http://127.0.0.1:%d/pagerduty\n"
	"token = demonstration\n"
	"from = demo.user@elearn.example\n";

/* One in each category, from what the world's Prometheus has. */
static const char indicators[] =
	"\n[indicator targets-up]\n"
	"category = resource\n"
	"title = Targets that are up\n"
	"query = 100 * sum(up) / count(up)\n"
	"unit = %\n"
	"warn = < 99 for 1m\n"
	"\n[indicator payment-latency]\n"
	"category = performance\n"
	"title = Latency of payments, p95\n"
	"service = payments\n"
	"query = max(service:http_latency_seconds:p95{service=\"payments\"})\n"
	"unit = s\n"
	"warn = > 0.5 for 2m\n"
	"clear = < 0.4 for 5m\n"
	"\n[indicator requests]\n"
	"category = business\n"
	"title = Requests of learners\n"
	"query = sum(rate(http_requests_total[5m]))\n"
	"unit = req/s\n"
	"warn = < 50 for 10m\n"
	"\n[indicator alerts-firing]\n"
	"category = operational\n"
	"title = Alerts that fire\n"
	"query = sum(ALERTS{alertstate=\"firing\"})\n"
	"unit = alerts\n"
	"warn = > 10 for 5m\n";

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

static void write_team(const struct world_team *team, struct str *out)
{
	str_printf(out, "\n[team %s]\n", team->name);
	str_printf(out, "schedule = pagerduty:PE%s\n", team->id + 2);
	str_append(out, "members = ");
	for (size_t i = 0; i < team->member_count; i++)
		str_printf(out, "%s%s", i ? ", " : "", team->members[i]);
	str_append_char(out, '\n');
}

void demo_write_settings(int port, struct str *out)
{
	str_printf(out, sources, port, port, port);
	for (size_t i = 0; i < WORLD_SERVICE_COUNT; i++)
		write_service(&world_services[i], out);
	for (size_t i = 0; i < WORLD_TEAM_COUNT; i++)
		write_team(&world_teams[i], out);
	str_append(out, indicators);
}
