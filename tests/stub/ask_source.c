/* SPDX-License-Identifier: MIT
 * One poll of one configured source, without the collector, printed as facts:
 * ask_source CONFIG SOURCE NOW [HOLE_FROM HOLE_TO INDICATOR QUERY]; times are Unix seconds. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/model/fact.h"
#include "nines/sources/source.h"
#include "exchange.h"

static const int64_t windows[] = {DAY_MS, 7 * (int64_t)DAY_MS, 30 * (int64_t)DAY_MS};

struct asking {
	struct http *http;
	const struct source *source;
	struct endpoint endpoint;
	int64_t now_ms;
	bool has_failed;
};

static void ask_all(struct asking *asking, const struct plan *plan, int page);

static void show(const char *key, const struct facts *facts)
{
	struct str dump;

	str_init(&dump, 0);
	facts_dump(facts, &dump);
	printf("part %s\n%s", key, dump.text);
	str_release(&dump);
}

static void ask(struct asking *asking, const struct plan_request *planned, int page)
{
	struct exchange exchange = {0};
	struct plan more = {.now_ms = asking->now_ms};
	struct source_reply reply = {.request = planned,
				     .reply = &exchange.reply,
				     .page = page,
				     .now_ms = asking->now_ms};
	struct facts *facts = facts_new();
	struct err err = {0};

	exchange_run(asking->http, &asking->endpoint, &planned->request, &exchange);
	if ((planned->takes_errors || source_status_check(&exchange.reply, &err)) &&
	    asking->source->ops->parse(asking->source, &reply, facts, &more, &err)) {
		show(planned->key, facts);
		ask_all(asking, &more, page + 1);
	} else {
		printf("part %s\nerror %s\n", planned->key, err.text);
		asking->has_failed = true;
	}
	facts_unref(facts);
	plan_release(&more);
	exchange_release(&exchange);
}

static void ask_all(struct asking *asking, const struct plan *plan, int page)
{
	for (size_t i = 0; i < plan->requests.len; i++)
		ask(asking, &plan->requests.items[i], page);
}

static int64_t ms_of(const char *seconds)
{
	return strtoll(seconds, NULL, 10) * SECOND_MS;
}

static bool open_endpoint(struct asking *asking)
{
	const struct source_common *common = &asking->source->common;
	struct endpoint *endpoint = &asking->endpoint;
	struct err err = {0};

	*endpoint = (struct endpoint){
		.url = common->url,
		.auth_header = "Authorization",
		.auth_prefix =
			asking->source->ops->auth_prefix ? asking->source->ops->auth_prefix : "",
		.username = common->username,
		.ca_file = common->ca_file,
		.timeout_ms = 30000,
	};
	return (common->token.kind == SECRET_NONE ||
		secret_fetch(&common->token, &endpoint->token, &err)) &&
	       (common->password.kind == SECRET_NONE ||
		secret_fetch(&common->password, &endpoint->password, &err));
}

static bool poll_source(struct asking *asking, char **more)
{
	struct plan_hole hole = {0};
	struct plan_indicator indicator = {.from_ms = asking->now_ms - HOUR_MS};
	struct plan plan = {.now_ms = asking->now_ms, .windows = windows, .window_count = 3};
	struct err err = {0};

	if (more) {
		hole = (struct plan_hole){ms_of(more[0]), ms_of(more[1])};
		indicator.name = more[2];
		indicator.query = more[3];
		plan.holes = &hole;
		plan.indicators = &indicator;
		plan.hole_count = plan.indicator_count = 1;
	}
	if (asking->source->ops->plan(asking->source, &plan, &err))
		ask_all(asking, &plan, 0);
	plan_release(&plan);
	return !asking->has_failed && err.code == ERR_NONE;
}

static struct source *open_source(const struct settings *settings, const char *name,
				  struct conf_errors *errors)
{
	for (size_t i = 0; settings && i < settings->sources.len; i++) {
		if (strcmp(settings->sources.items[i].name, name) == 0)
			return source_new(settings, &settings->sources.items[i], errors);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct conf_errors errors = {0};
	struct asking asking = {0};
	struct settings *settings;
	struct source *source;
	bool is_good = false;

	if (argc != 4 && argc != 8) {
		fputs("usage: ask_source CONFIG SOURCE NOW [FROM TO INDICATOR QUERY]\n", stderr);
		return 64;
	}
	settings = settings_load(argv[1], &errors);
	source = open_source(settings, argv[2], &errors);
	if (source) {
		asking.source = source;
		asking.http = http_new(NULL);
		asking.now_ms = ms_of(argv[3]);
		is_good =
			open_endpoint(&asking) && poll_source(&asking, argc == 8 ? &argv[4] : NULL);
		http_free(asking.http);
		secret_release(&asking.endpoint.token);
		secret_release(&asking.endpoint.password);
	}
	source_free(source);
	settings_free(settings);
	conf_errors_release(&errors);
	return is_good ? 0 : 1;
}
