/* SPDX-License-Identifier: MIT
 * The alert rules of the Prometheus dialect: burn rates of the objectives, one for each pair
 * of windows, and one rule for each alert of the story. One service has no burn rate rule. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/json_out.h"
#include "nines/base/timefmt.h"

#include "prometheus.h"

enum { SERVICE_WITHOUT = 9, FAST = 0, SLOW = 1, INTERVAL_S = 30 };

/* Google's workbook: these burn 2 % of 30 days in an hour, 10 % in three days. */
static const struct burn {
	const char *name, *severity, *long_text, *short_text;
	int64_t long_ms, short_ms;
	double rate;
	int for_s;
} burns[] = {
	[FAST] = {"ErrorBudgetBurnFast", "page", "1h", "5m", 3600000, 300000, 14.4, 120},
	[SLOW] = {"ErrorBudgetBurnSlow", "ticket", "3d", "6h", 259200000, 21600000, 1.0, 3600},
};

static double rate_over(const struct demo *demo, int service, int64_t window_ms)
{
	int64_t now_ms = world_now(&demo->world);
	double failed = metrics_errors(&demo->metrics, service, now_ms) -
			metrics_errors(&demo->metrics, service, now_ms - window_ms);

	return failed / world_requests(&demo->world, service, now_ms - window_ms, now_ms) /
	       (1 - world_services[service].objective);
}

static char *burn_query(const struct burn *burn, const char *service, double limit)
{
	return xasprintf("sum(rate(http_requests_total{service=\"%s\",code=~\"5..\"}[%s])) / "
			 "sum(rate(http_requests_total{service=\"%s\"}[%s])) > %g and "
			 "sum(rate(http_requests_total{service=\"%s\",code=~\"5..\"}[%s])) / "
			 "sum(rate(http_requests_total{service=\"%s\"}[%s])) > %g",
			 service, burn->long_text, service, burn->long_text, limit, service,
			 burn->short_text, service, burn->short_text, limit);
}

/* A rule as it is written: everything but its state. */
struct rule {
	const char *name, *query, *severity, *service, *slo; /* slo NULL = it watches none */
	int for_s;
	int64_t since_ms; /* it fires since then; 0 = inactive */
	double value;
};

static void write_labels(struct json_out *out, const struct rule *rule, bool has_name)
{
	json_out_object(out, "labels");
	if (has_name)
		json_out_string(out, "alertname", rule->name);
	json_out_string(out, "service", rule->service);
	json_out_string(out, "severity", rule->severity);
	if (rule->slo)
		json_out_string(out, "slo", rule->slo);
	json_out_end_object(out);
	json_out_object(out, "annotations");
	json_out_string(out, "summary", rule->name);
	json_out_end_object(out);
}

static void write_alerts(struct json_out *out, const struct rule *rule)
{
	json_out_array(out, "alerts");
	if (rule->since_ms > 0) {
		char *value = xasprintf("%g", rule->value);

		json_out_object(out, NULL);
		write_labels(out, rule, true);
		json_out_string(out, "state", "firing");
		json_out_time(out, "activeAt", rule->since_ms);
		json_out_string(out, "value", value);
		json_out_end_object(out);
		free(value);
	}
	json_out_end_array(out);
}

static void write_rule(const struct demo *demo, struct json_out *out, const struct rule *rule)
{
	json_out_object(out, NULL);
	json_out_string(out, "state", rule->since_ms > 0 ? "firing" : "inactive");
	json_out_string(out, "name", rule->name);
	json_out_string(out, "query", rule->query);
	json_out_int(out, "duration", rule->for_s);
	json_out_int(out, "keepFiringFor", 0);
	write_labels(out, rule, false);
	write_alerts(out, rule);
	json_out_string(out, "health", "ok");
	json_out_number(out, "evaluationTime", 0.002);
	json_out_time(out, "lastEvaluation", world_now(&demo->world));
	json_out_string(out, "type", "alerting");
	json_out_end_object(out);
}

static void begin_group(const struct demo *demo, struct json_out *out, const char *name)
{
	json_out_object(out, NULL);
	json_out_string(out, "name", name);
	json_out_string(out, "file", "/etc/prometheus/rules/elearn.yml");
	json_out_int(out, "interval", INTERVAL_S);
	json_out_int(out, "limit", 0);
	json_out_number(out, "evaluationTime", 0.01);
	json_out_time(out, "lastEvaluation", world_now(&demo->world));
	json_out_array(out, "rules");
}

static void end_group(struct json_out *out)
{
	json_out_end_array(out);
	json_out_end_object(out);
}

static void write_burn(const struct demo *demo, struct json_out *out, int service,
		       const struct burn *burn)
{
	double slow = rate_over(demo, service, burn->long_ms);
	bool fires = slow > burn->rate && rate_over(demo, service, burn->short_ms) > burn->rate;
	const struct world_outage *open =
		metrics_find_open(&demo->metrics, service, NULL, world_now(&demo->world));
	double limit = burn->rate * (1 - world_services[service].objective);
	char *query = burn_query(burn, world_services[service].name, limit);
	struct rule rule = {
		.name = burn->name,
		.query = query,
		.severity = burn->severity,
		.service = world_services[service].name,
		.slo = "availability",
		.for_s = burn->for_s,
		.value = slow * limit / burn->rate,
	};

	if (fires)
		rule.since_ms = open ? open->start_ms : world_now(&demo->world) - burn->short_ms;
	write_rule(demo, out, &rule);
	free(query);
}

/* Alerts by cause; each service has the same. */
static void write_cause(const struct demo *demo, struct json_out *out, int service)
{
	const struct world_outage *open =
		metrics_find_open(&demo->metrics, service, NULL, world_now(&demo->world));
	bool fires = open && strcmp(open->alert, "HighErrorRate") == 0;
	char *query = xasprintf("sum(rate(http_requests_total{service=\"%s\",code=~\"5..\"}[5m]))"
				" / sum(rate(http_requests_total{service=\"%s\"}[5m])) > 0.05",
				world_services[service].name, world_services[service].name);
	struct rule rule = {
		.name = "HighErrorRate",
		.query = query,
		.severity = fires ? world_severity_name(open->severity) : "warning",
		.service = world_services[service].name,
		.for_s = 60,
		.since_ms = fires ? open->start_ms : 0,
		.value = fires ? open->error_ratio : 0,
	};

	write_rule(demo, out, &rule);
	free(query);
}

static bool wants(const struct server_request *request)
{
	const char *type = server_parameter(request, "type");

	return !type || strcmp(type, "alert") == 0;
}

void prometheus_rules(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	struct json_out out;

	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_string(&out, "status", "success");
	json_out_object(&out, "data");
	json_out_array(&out, "groups");
	if (wants(request)) {
		begin_group(demo, &out, "objectives");
		for (int service = 0; service < WORLD_SERVICE_COUNT; service++) {
			for (size_t i = 0; i < NINES_COUNT(burns); i++) {
				if (service != SERVICE_WITHOUT)
					write_burn(demo, &out, service, &burns[i]);
			}
		}
		end_group(&out);
		begin_group(demo, &out, "causes");
		for (int service = 0; service < WORLD_SERVICE_COUNT; service++)
			write_cause(demo, &out, service);
		end_group(&out);
	}
	json_out_end_array(&out);
	json_out_end_object(&out);
	json_out_end_object(&out);
}
