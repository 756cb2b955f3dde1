/* SPDX-License-Identifier: MIT
 * The demonstration as its users meet it: the settings that it hands out are valid, and every
 * request that the adapters make is answered with what they understand. */
#include "config.h"

#ifdef ENABLE_DEMO

#include "demo_support.h"

#include "nines/sources/source.h"

enum { REQUESTS_MAX = 500 };

struct poll {
	struct demo *demo;
	struct settings *settings;
	struct http *http;
	struct source *source;
	struct endpoint endpoint;
	struct facts *facts;
	int requests;
};

static void fail_on_complaints(const struct conf_errors *errors)
{
	for (size_t i = 0; i < errors->list.len; i++)
		print_error("%d: %s\n", errors->list.items[i].line, errors->list.items[i].text);
	assert_int_equal(errors->list.len, 0);
}

static void begin(struct poll *poll)
{
	struct demo_config config = {.seed = 4, .speed = 1, .now_ms = DEMO_NOW_MS};
	struct conf_errors errors = {0};
	struct err err = {0};

	*poll = (struct poll){.demo = demo_start(&config, &err)};
	assert_non_null(poll->demo);
	poll->settings = settings_load_text("demonstration", demo_settings(poll->demo), &errors);
	fail_on_complaints(&errors);
	poll->http = http_new(NULL);
	poll->facts = facts_new();
	conf_errors_release(&errors);
}

static void end(struct poll *poll)
{
	source_free(poll->source);
	facts_unref(poll->facts);
	http_free(poll->http);
	settings_free(poll->settings);
	demo_stop(poll->demo);
	secret_release(&poll->endpoint.token);
}

static void open_source(struct poll *poll, const char *name)
{
	struct conf_errors errors = {0};

	for (size_t i = 0; i < poll->settings->sources.len; i++) {
		if (strcmp(poll->settings->sources.items[i].name, name) == 0)
			poll->source = source_new(poll->settings, &poll->settings->sources.items[i],
						  &errors);
	}
	fail_on_complaints(&errors);
	assert_non_null(poll->source);
	poll->endpoint = (struct endpoint){
		.url = poll->source->common.url,
		.auth_header = "Authorization",
		.auth_prefix = poll->source->ops->auth_prefix,
		.timeout_ms = 15000,
	};
	if (strcmp(name, "pagerduty") == 0)
		secret_set(&poll->endpoint.token, "demonstration", strlen("demonstration"));
	conf_errors_release(&errors);
}

static void run_requests(struct poll *poll, const struct plan *plan, int page);

static void run_request(struct poll *poll, const struct plan_request *planned, int page)
{
	struct exchange exchange = {0};
	struct plan more = {.now_ms = DEMO_NOW_MS};
	struct source_reply reply = {
		.request = planned, .reply = &exchange.reply, .page = page, .now_ms = DEMO_NOW_MS};
	struct err err = {0};

	assert_true(++poll->requests < REQUESTS_MAX);
	exchange_run(poll->http, &poll->endpoint, &planned->request, &exchange);
	if (exchange.reply.status != 200 &&
	    !(planned->takes_errors && exchange.reply.status == 404))
		fail_msg("%s: HTTP %d: %s", planned->request.path, exchange.reply.status,
			 exchange.reply.body);
	if (!poll->source->ops->parse(poll->source, &reply, poll->facts, &more, &err))
		fail_msg("%s: %s", planned->request.path, err.text);
	run_requests(poll, &more, page + 1);
	plan_release(&more);
	exchange_release(&exchange);
}

static void run_requests(struct poll *poll, const struct plan *plan, int page)
{
	for (size_t i = 0; i < plan->requests.len; i++)
		run_request(poll, &plan->requests.items[i], page);
}

static void run_poll(struct poll *poll)
{
	static const int64_t windows[] = {5 * (int64_t)MINUTE_MS, HOUR_MS,
					  6 * (int64_t)HOUR_MS,   DAY_MS,
					  7 * (int64_t)DAY_MS,    30 * (int64_t)DAY_MS,
					  90 * (int64_t)DAY_MS};
	struct plan plan = {.now_ms = DEMO_NOW_MS,
			    .windows = windows,
			    .window_count = NINES_COUNT(windows),
			    .history_ms = 365 * (int64_t)DAY_MS};
	struct err err = {0};

	assert_true(poll->source->ops->plan(poll->source, &plan, &err));
	run_requests(poll, &plan, 0);
	plan_release(&plan);
	for (size_t i = 0; i < poll->facts->notices.len; i++)
		fail_msg("notice: %s", poll->facts->notices.items[i].text);
}

static size_t measures(const struct facts *facts, enum measure_kind kind, int64_t window_ms)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->measures.len; i++)
		count += facts->measures.items[i].kind == kind &&
			 facts->measures.items[i].window_ms == window_ms;
	return count;
}

/* Those that know a value and a coverage of their last point. */
static size_t series(const struct facts *facts, enum series_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->series.len; i++) {
		const struct fact_series *item = &facts->series.items[i];

		count += item->kind == kind && item->values[item->count - 1] >= 0 &&
			 (kind != SERIES_DAYS || item->coverage[item->count - 1] > 0.9);
	}
	return count;
}

static void prometheus_is_understood(void **state NINES_UNUSED)
{
	struct poll poll;

	begin(&poll);
	open_source(&poll, "prometheus");
	run_poll(&poll);
	assert_int_equal(measures(poll.facts, MEASURE_GOOD, 30 * (int64_t)DAY_MS),
			 WORLD_SERVICE_COUNT);
	assert_int_equal(measures(poll.facts, MEASURE_TOTAL, 5 * (int64_t)MINUTE_MS),
			 WORLD_SERVICE_COUNT);
	assert_int_equal(measures(poll.facts, MEASURE_LATENCY_P95, 0), WORLD_SERVICE_COUNT);
	assert_int_equal(measures(poll.facts, MEASURE_LAST_DEPLOY, 0), WORLD_SERVICE_COUNT);
	assert_int_equal(series(poll.facts, SERIES_RECENT), WORLD_SERVICE_COUNT);
	assert_int_equal(series(poll.facts, SERIES_DAYS), 2 * WORLD_SERVICE_COUNT);
	assert_true(poll.facts->has_deploys);
	end(&poll);
}

static void alertmanager_is_understood(void **state NINES_UNUSED)
{
	struct poll poll;

	begin(&poll);
	open_source(&poll, "alertmanager");
	run_poll(&poll);
	assert_int_equal(poll.facts->incidents.len, 4);
	for (size_t i = 0; i < poll.facts->incidents.len; i++) {
		assert_in_range(poll.facts->incidents.items[i].severity, 1, 5);
		assert_non_null(poll.facts->incidents.items[i].service);
		assert_non_null(poll.facts->incidents.items[i].runbook);
	}
	end(&poll);
}

static void pagerduty_is_understood(void **state NINES_UNUSED)
{
	struct poll poll;
	size_t open = 0;
	size_t closed = 0;

	begin(&poll);
	open_source(&poll, "pagerduty");
	run_poll(&poll);
	for (size_t i = 0; i < poll.facts->incidents.len; i++) {
		const struct fact_incident *fact = &poll.facts->incidents.items[i];

		if (fact->is_partial)
			continue;
		assert_in_range(fact->severity, 1, 3);
		open += fact->status != INCIDENT_RESOLVED;
		closed += fact->status == INCIDENT_RESOLVED;
	}
	assert_int_equal(open, 3);
	assert_true(closed > 50);
	assert_int_equal(poll.facts->services.len, WORLD_SERVICE_COUNT);
	assert_true(poll.facts->shifts.len >= 4 * WORLD_TEAM_COUNT);
	end(&poll);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(prometheus_is_understood),
		cmocka_unit_test(alertmanager_is_understood),
		cmocka_unit_test(pagerduty_is_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 77; /* built without the demonstration */
}

#endif
