/* SPDX-License-Identifier: MIT
 * The queries of the Prometheus adapter: presets, windows and form bodies. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/timefmt.h"

#include "adapter.h"
#include "prometheus.h"

#define WINDOW_WORD "$window"

enum preset { PRESET_NONE, PRESET_HTTP, PRESET_BLACKBOX, PRESET_UP };

/* Requests: 2xx are good, 5xx are not, the rest (clients' mistakes) isn't counted. */
static void make_http(const char *label, struct prometheus_queries *queries)
{
	queries->good = xasprintf("sum by (%s)(increase(http_requests_total{code=~\"2..\"}"
				  "[" WINDOW_WORD "]))",
				  label);
	queries->total = xasprintf("sum by (%s)(increase(http_requests_total{code=~\"2..|5..\"}"
				   "[" WINDOW_WORD "]))",
				   label);
	queries->latency_p50 = xasprintf("histogram_quantile(0.5, sum by (%s, le)"
					 "(rate(http_request_duration_seconds_bucket[5m])))",
					 label);
	queries->latency_p95 = xasprintf("histogram_quantile(0.95, sum by (%s, le)"
					 "(rate(http_request_duration_seconds_bucket[5m])))",
					 label);
}

/* Samples of all targets are pooled: a mean of means would weigh a new target too much. */
static void make_samples(const char *metric, const char *label, struct prometheus_queries *queries)
{
	queries->uptime = xasprintf("sum by (%s)(sum_over_time(%s[" WINDOW_WORD "])) / "
				    "sum by (%s)(count_over_time(%s[" WINDOW_WORD "]))",
				    label, metric, label, metric);
	queries->up = xasprintf("avg by (%s)(%s)", label, metric);
}

static const char *make_preset(struct prometheus *options)
{
	switch (options->preset) {
	case PRESET_HTTP:
		make_http(options->service_label, &options->preset_queries);
		return "2xx/(2xx+5xx)";
	case PRESET_BLACKBOX:
		make_samples("probe_success", options->service_label, &options->preset_queries);
		return "probe_success";
	case PRESET_UP:
		make_samples("up", options->service_label, &options->preset_queries);
		return "up";
	default:
		return options->own.total ? "good/total" : "uptime query";
	}
}

static bool is_label_name(const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789_";

	return *name && name[strspn(name, letters)] == '\0' && (*name < '0' || *name > '9');
}

static bool check_window(const char *key, const char *query, struct err *err)
{
	if (!query || strstr(query, WINDOW_WORD))
		return true;
	return err_set(err, ERR_CONFIG,
		       "%s: has no " WINDOW_WORD ": one query can't serve every window; write "
		       "[" WINDOW_WORD "] where the range stands",
		       key);
}

static bool check_own(const struct prometheus *options, struct err *err)
{
	const struct prometheus_queries *own = &options->own;
	bool has_figures = own->good || own->total || own->uptime;

	if (!options->service_label || !is_label_name(options->service_label))
		return err_set(err, ERR_CONFIG, "service_label: expected the name of a label");
	if (options->preset != PRESET_NONE && has_figures)
		return err_set(err, ERR_CONFIG, "a preset, or good, total and uptime, not both");
	if (!own->good != !own->total)
		return own->good ? err_set(err, ERR_CONFIG, "good needs total: set both")
				 : err_set(err, ERR_CONFIG, "total needs good: set both");
	if (own->uptime && own->total)
		return err_set(err, ERR_CONFIG, "good and total, or uptime, not both");
	if (options->preset == PRESET_NONE && !has_figures && !own->up && !own->latency_p50 &&
	    !own->latency_p95 && !options->deploys)
		return err_set(err, ERR_CONFIG,
			       "nothing to ask: set preset = http, or good and total");
	return check_window("good", own->good, err) && check_window("total", own->total, err) &&
	       check_window("uptime", own->uptime, err);
}

static char *either(char *own, char *preset)
{
	return own ? own : preset;
}

bool prometheus_queries_make(struct prometheus *options, struct err *err)
{
	const struct prometheus_queries *own = &options->own;
	const struct prometheus_queries *preset = &options->preset_queries;

	if (!check_own(options, err))
		return false;
	options->method = make_preset(options);
	options->queries = (struct prometheus_queries){
		.good = either(own->good, preset->good),
		.total = either(own->total, preset->total),
		.uptime = either(own->uptime, preset->uptime),
		.up = either(own->up, preset->up),
		.latency_p50 = either(own->latency_p50, preset->latency_p50),
		.latency_p95 = either(own->latency_p95, preset->latency_p95),
	};
	return true;
}

void prometheus_queries_release(struct prometheus *options)
{
	struct prometheus_queries *preset = &options->preset_queries;

	free(preset->good);
	free(preset->total);
	free(preset->uptime);
	free(preset->up);
	free(preset->latency_p50);
	free(preset->latency_p95);
	*preset = (struct prometheus_queries){0};
}

const char *prometheus_duration(int64_t ms, struct arena *arena)
{
	static const struct {
		int64_t ms;
		const char *unit;
	} units[] = {{DAY_MS, "d"}, {HOUR_MS, "h"}, {MINUTE_MS, "m"}, {SECOND_MS, "s"}};

	for (size_t i = 0; i < NINES_COUNT(units); i++) {
		if (ms % units[i].ms == 0)
			return arena_printf(arena, "%lld%s", (long long)(ms / units[i].ms),
					    units[i].unit);
	}
	return arena_printf(arena, "%lldms", (long long)ms);
}

const char *prometheus_query(const char *query, int64_t window_ms, struct arena *arena)
{
	const char *window = prometheus_duration(window_ms, arena);
	struct str text;
	const char *copy;

	str_init(&text, 0);
	for (const char *at = query; *at;) {
		if (text_starts_with(at, WINDOW_WORD)) {
			str_append(&text, window);
			at += strlen(WINDOW_WORD);
		} else {
			str_append_char(&text, *at++);
		}
	}
	copy = arena_strdup(arena, text.text);
	str_release(&text);
	return copy;
}

const char *prometheus_form(const struct prometheus *options, const char *query, int64_t at_ms,
			    struct arena *arena)
{
	struct str form;
	const char *copy;

	str_init(&form, 0);
	form_field(&form, "query", query);
	if (at_ms > 0)
		form_field(&form, "time",
			   arena_printf(arena, "%lld.%03d", (long long)(at_ms / 1000),
					(int)(at_ms % 1000)));
	for (size_t i = 0; i < options->params.len; i++)
		form_field(&form, options->params.items[i].name, options->params.items[i].value);
	copy = arena_strdup(arena, form.text);
	str_release(&form);
	return copy;
}
