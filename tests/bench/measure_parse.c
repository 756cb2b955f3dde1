/* SPDX-License-Identifier: MIT
 * How fast the adapters turn replies into facts; the floor is cJSON that only parses the
 * same text as a whole. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "nines/base/clock.h"
#include "nines/sources/source.h"

#include "sources/pagerduty.h"
#include "sources/prometheus.h"

#include "bodies.h"
#include "report.h"
#include "site.h"

enum { RUNS = 3, ALERTS = 20000, VECTOR = 100000, ROWS = 40000 };

struct subject {
	const char *name, *config, *context;
	int tag;
	void (*fill)(struct str *body);
};

static void fill_alerts(struct str *body)
{
	body_alerts(body, ALERTS, 0, SITE_SERVICES, clock_wall_ms());
}

static void fill_vector(struct str *body)
{
	body_vector(body, VECTOR, clock_wall_ms());
}

static void fill_rows(struct str *body)
{
	body_analytics(body, ROWS, SITE_SERVICES, 30, clock_wall_ms());
}

static const struct subject subjects[] = {
	{.name = "parse alerts (alertmanager)",
	 .config = "type = alertmanager\nurl = http://127.0.0.1\n",
	 .context = "[]",
	 .tag = 1,
	 .fill = fill_alerts},
	{.name = "parse a vector (prometheus)",
	 .config = "type = prometheus\nurl = http://127.0.0.1\npreset = up\n",
	 .context = "{\"window\":86400000,\"time\":1795320000000}",
	 .tag = PROMETHEUS_UP,
	 .fill = fill_vector},
	{.name = "parse analytics (pagerduty)",
	 .config = "type = pagerduty\nurl = http://127.0.0.1\nfrom = a@example.com\n",
	 .context = "{\"since\":1790812800000,\"until\":1793491200000,\"ranks\":\"{}\"}",
	 .tag = PAGERDUTY_ANALYTICS,
	 .fill = fill_rows},
};

/* Milliseconds of one parse; negative when it failed. */
static double parse_ms(const struct source *source, const struct subject *subject,
		       const struct str *body)
{
	const struct plan_request request = {.key = "k",
					     .tag = subject->tag,
					     .request = {.path = "/x?offset=0"},
					     .context = subject->context};
	const struct reply reply = {.status = 200, .body = body->text, .len = body->len};
	const struct source_reply answered = {
		.request = &request, .reply = &reply, .now_ms = clock_wall_ms()};
	struct facts *facts = facts_new();
	struct plan more = {0};
	struct err err = {0};
	int64_t begun_us = bench_cpu_us();
	bool is_good = source->ops->parse(source, &answered, facts, &more, &err);
	double ms = (double)(bench_cpu_us() - begun_us) / 1000;

	if (!is_good)
		fprintf(stderr, "bench: %s: %s\n", subject->name, err.text);
	facts_unref(facts);
	plan_release(&more);
	return is_good ? ms : -1;
}

static double floor_ms(const struct str *body)
{
	int64_t begun_us = bench_cpu_us();

	cJSON_Delete(cJSON_ParseWithLength(body->text, body->len));
	return (double)(bench_cpu_us() - begun_us) / 1000;
}

static void measure(const struct subject *subject, const struct source *source)
{
	double values[RUNS], floors[RUNS], best;
	struct str body;
	char name[64], note[64];

	str_init(&body, 0);
	subject->fill(&body);
	for (int i = 0; i < RUNS; i++) {
		floors[i] = floor_ms(&body);
		values[i] = parse_ms(source, subject, &body);
	}
	best = report_quantile(values, RUNS, 0.5);
	snprintf(name, sizeof(name), "%s, %zu MB", subject->name, body.len / 1000000);
	snprintf(note, sizeof(note), "%.0f MB/s; floor: cJSON alone, as a whole",
		 (double)body.len / 1000 / best);
	report_row(&(struct report_row){name, "ms CPU", best, report_quantile(floors, RUNS, 0.5),
					-1, note});
	str_release(&body);
}

void measure_parse(void)
{
	for (size_t i = 0; i < NINES_COUNT(subjects); i++) {
		char *text = xasprintf("[source x]\n%s", subjects[i].config);
		struct conf_errors errors = {0};
		struct settings *settings = settings_load_text("bench", text, &errors);
		struct source *source = source_new(settings, &settings->sources.items[0], &errors);

		if (source)
			measure(&subjects[i], source);
		else
			fprintf(stderr, "bench: %s: the configuration is refused\n",
				subjects[i].name);
		source_free(source);
		settings_free(settings);
		conf_errors_release(&errors);
		free(text);
	}
}
