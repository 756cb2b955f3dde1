/* SPDX-License-Identifier: MIT
 * The Prometheus HTTP API v1, also of Thanos, Mimir and VictoriaMetrics: uptime, latency
 * and deploys of all services, one query per figure and window. */
#include "config.h"

#include "prometheus.h"

#include <stddef.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"

#include "adapter.h"

/* Without a query for deploys it says nothing of them. */
static bool prometheus_check(struct source *source, struct err *err)
{
	struct prometheus *options = source->priv;

	if (!options->deploys)
		source->caps &= ~(unsigned)SOURCE_CAP_DEPLOYS;
	return prometheus_queries_make(options, err);
}

static void prometheus_release(struct source *source)
{
	prometheus_queries_release(source->priv);
}

#define FIELD(name) offsetof(struct prometheus, name)

static const struct option prometheus_options[] = {
	{.key = "preset",
	 .type = OPTION_CHOICE,
	 .offset = FIELD(preset),
	 .fallback = "none",
	 .choices = "none http blackbox up",
	 .example = "http",
	 .help = N_("ready-made queries: http (http_requests_total by code), blackbox "
		    "(probe_success) or up (scrapes)")},
	{.key = "service_label",
	 .type = OPTION_STRING,
	 .offset = FIELD(service_label),
	 .fallback = "service",
	 .help = N_("label that names the service")},
	{.key = "good",
	 .type = OPTION_STRING,
	 .offset = FIELD(own.good),
	 .example = "sum by (service)(increase(http_requests_total{code=~\"2..\"}[$window]))",
	 .help = N_("PromQL: how many events were good, by service; $window is replaced by each "
		    "window asked for")},
	{.key = "total",
	 .type = OPTION_STRING,
	 .offset = FIELD(own.total),
	 .example = "sum by (service)(increase(http_requests_total{code=~\"2..|5..\"}[$window]))",
	 .help = N_("PromQL: how many events there were, by service; a service without good "
		    "events counts as 0 %")},
	{.key = "uptime",
	 .type = OPTION_STRING,
	 .offset = FIELD(own.uptime),
	 .example = "avg by (service)(avg_over_time(probe_success[$window]))",
	 .help = N_("PromQL: availability from 0 to 1, by service; instead of good and total")},
	{.key = "up",
	 .type = OPTION_STRING,
	 .offset = FIELD(own.up),
	 .example = "avg by (service)(up)",
	 .help = N_("PromQL: what part of its targets is up now, from 0 to 1, by service")},
	{.key = "latency_p50",
	 .type = OPTION_STRING,
	 .offset = FIELD(own.latency_p50),
	 .help = N_("PromQL: median latency in seconds, by service; $window is 5m")},
	{.key = "latency_p95",
	 .type = OPTION_STRING,
	 .offset = FIELD(own.latency_p95),
	 .help = N_("PromQL: 95th percentile of latency in seconds, by service; $window is 5m")},
	{.key = "deploys",
	 .type = OPTION_STRING,
	 .offset = FIELD(deploys),
	 .example = "max by (service)(deploy_timestamp_seconds)",
	 .help = N_("PromQL: Unix time in seconds of the last deploy, by service")},
	{.key = "days",
	 .type = OPTION_DURATION,
	 .offset = FIELD(days_ms),
	 .fallback = "90d",
	 .min = DAY_MS,
	 .max = 400.0 * DAY_MS,
	 .help = N_("how far back the availability of each day (UTC) is asked for")},
	{.key = "param",
	 .type = OPTION_PAIRS,
	 .offset = FIELD(params),
	 .example = "param.partial_response = false",
	 .help = N_("an extra parameter of every query, as Thanos and VictoriaMetrics have them")},
	{0},
};

const struct source_ops prometheus_source = {
	.type = "prometheus",
	.title = "Prometheus",
	.about = N_("uptime against the SLO, burn rates, latency and deploys of every service"),
	.needs = N_("Reading /api/v1/query, /api/v1/query_range and "
		    "/api/v1/rules. A plain Prometheus asks for no credential; "
		    "Thanos, Mimir and VictoriaMetrics are reached through the "
		    "proxy or tenant header that they want."),
	.example = "url = https://prometheus.example.org\n"
		   "token_env = PROMETHEUS_TOKEN\n"
		   "preset = http\n",
	.caps = SOURCE_CAP_SERVICES | SOURCE_CAP_UPTIME | SOURCE_CAP_DEPLOYS | SOURCE_CAP_RULES |
		SOURCE_CAP_INDICATORS | SOURCE_CAP_PAST,
	.interval_min_ms = SECOND_MS,
	.asks = "url=http://localhost:9090 login preset=up service_label=job",
	.options = prometheus_options,
	.priv_size = sizeof(struct prometheus),
	.check = prometheus_check,
	.plan = prometheus_plan,
	.parse = prometheus_parse,
	.release = prometheus_release,
};
