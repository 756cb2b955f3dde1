/* SPDX-License-Identifier: MIT
 * Replies of every adapter: the first byte picks the adapter, the second the tag (or, with
 * its high bit, an action and its step), the third the status and, for an action, what the
 * round before told; the rest is the body. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nines/sources/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 3, TAGS = 16, ACTION_BIT = 0x80 };

static const char *const configurations[] = {
	"[source x]\ntype = prometheus\nurl = http://127.0.0.1\npreset = http\n",
	"[source x]\ntype = alertmanager\nurl = http://127.0.0.1\n",
	"[source x]\ntype = pagerduty\nurl = http://127.0.0.1\nfrom = a@example.com\n",
	"[source x]\ntype = icinga2\nurl = http://127.0.0.1\nteam_by = vars.team\n",
	"[source x]\ntype = github\nrepo.a = o/a\nrepo.b = o/b\n",
	"[source x]\ntype = incidentio\ntoken_env = NINES_FUZZ\n",
};

/* What the adapters put into contexts; each takes the members it knows. */
static const char context[] =
	"{\"window\":86400000,\"time\":1795320000000,\"start\":1795234500000,\"step\":900000,"
	"\"points\":96,\"services\":[{\"name\":\"a\",\"at\":1}],\"since\":1790812800000,"
	"\"until\":1793491200000,\"ranks\":\"{\\\"P1\\\":1}\",\"name\":\"queue\",\"from\":1795234500000,"
	"\"looks\":24,\"zones\":{\"PU1\":\"Europe/Berlin\"},\"lives\":[{\"id\":\"Q1\",\"resolved\":1}],"
	"\"rows\":[{\"name\":\"a\",\"coverage\":[1,2],\"total\":[3,null]}]}";

static const char silences[] = "[{\"id\":\"1\",\"by\":\"a\",\"comment\":\"ACK! a\",\"from\":1,"
			       "\"to\":2}]";

static const char github_walk[] =
	"{\"from\":1795234500000,\"now\":1795320000000,\"step\":1,\"page\":1,\"complete\":true,"
	"\"since\":\"2026-11-01T00:00:00Z\",\"id\":\"1\",\"sha\":\"a1b2\",\"who\":\"a\","
	"\"created\":1795234500000,\"committed\":1795234400000,\"open\":1,\"seconds\":[1,2],"
	"\"only\":\"o/a\",\"wanted\":[\"m\",\"bug_resolution_median\",\"b\",\"bug_backlog\"]}";

static const char incidentio_context[] =
	"{\"path\":\"/v2/incidents?page_size=250\",\"ranks\":\"[3,2,1]\",\"id\":\"01A\","
	"\"acks\":\"{\\\"01A\\\":{\\\"at\\\":1795234500000,\\\"by\\\":\\\"a\\\"}}\","
	"\"incident\":{\"id\":\"01A\",\"incident_status\":{\"category\":\"live\"}},"
	"\"name\":\"2026-11-19\",\"zone\":\"UTC\",\"count\":1,\"complete\":true}";

/* What the request before told, in the adapter's own words, and how many tags it has: a tag
 * is never foreign. */
static const struct told {
	const char *type, *context;
	int tags;
} told[] = {
	{"alertmanager", silences, TAGS},
	{"github", github_walk, 6},
	{"incidentio", incidentio_context, 11},
	{NULL, context, TAGS},
};

static const struct told *told_of(const struct source *source)
{
	const struct told *row = told;

	while (row->type && strcmp(source->ops->type, row->type) != 0)
		row++;
	return row;
}

static void fuzz_parse(const struct source *source, int tag, const struct reply *reply)
{
	struct plan_request request = {.key = "k",
				       .tag = tag % told_of(source)->tags,
				       .request = {.path = "/x?a=b&offset=0"}};
	struct source_reply answered = {
		.request = &request, .reply = reply, .now_ms = 1795320000000};
	struct facts *facts = facts_new();
	struct plan more = {0};
	struct err err = {0};
	struct str dump;

	request.context = told_of(source)->context;
	source->ops->parse(source, &answered, facts, &more, &err);
	str_init(&dump, 0);
	facts_dump(facts, &dump);
	str_release(&dump);
	facts_unref(facts);
	plan_release(&more);
}

/* What one round of a reading tells the next. */
#define PAGERDUTY_ROUND(ask)                                                                       \
	"{\"ask\":\"" ask "\",\"policy\":\"PE1\",\"name\":\"EP\",\"assignees\":\"PU1,PU2\","       \
	"\"others\":\"PU1\",\"who\":\"assigned to a\",\"priority\":\"PP1\"}"

static const char *const rounds[] = {
	NULL,
	"PE1 PU1",
	PAGERDUTY_ROUND("me"),
	PAGERDUTY_ROUND("notes"),
	PAGERDUTY_ROUND("oncalls"),
	PAGERDUTY_ROUND("users"),
	PAGERDUTY_ROUND("user"),
	PAGERDUTY_ROUND("priorities"),
	PAGERDUTY_ROUND("target"),
};

static void fuzz_action(const struct source *source, int pick, int round, const struct reply *reply)
{
	static const struct verb_args args = {.for_ms = 3600000, .text = "words", .to = "P2"};
	struct action action = {
		.args = &args,
		.round = (pick >> 4) & 3,
		.context = rounds[(size_t)round % NINES_COUNT(rounds)],
		.uuid = "0b1c2d3e-0000-4000-8000-000000000001",
		.verb = (enum verb)(1 + pick % (VERB_COUNT - 1)),
		.step = pick & 0x40 ? ACT_WRITE : ACT_READ,
		.native_id = "id",
		.params = "{\"matchers\":[{\"name\":\"a\",\"value\":\"b\"}],\"ack_for_s\":900}",
		.token = "t",
		.operator_name = "ana",
		.now_ms = 1795320000000,
	};
	struct act_result result = {.verdict = ACT_RETRY};
	struct err err = {0};

	if (source->ops->act_result)
		source->ops->act_result(source, &action, reply, &result, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int statuses[] = {200, 200, 200, 201, 400, 403, 404, 500};
	struct conf_errors errors = {0};
	struct settings *settings;
	struct source *source;
	struct reply reply = {0};
	const char *text;
	char *body;

	if (size < HEAD)
		return 0;
	text = configurations[data[0] % NINES_COUNT(configurations)];
	settings = settings_load_text("fuzz", text, &errors);
	source = source_new(settings, &settings->sources.items[0], &errors);
	if (!source)
		abort();
	body = xmalloc(size - HEAD + 1);
	memcpy(body, data + HEAD, size - HEAD);
	body[size - HEAD] = '\0';
	reply = (struct reply){.status = statuses[data[2] % NINES_COUNT(statuses)],
			       .body = body,
			       .len = size - HEAD};
	if (data[1] & ACTION_BIT)
		fuzz_action(source, data[1] & 0x7f, data[2] >> 3, &reply);
	else
		fuzz_parse(source, data[1], &reply);
	free(body);
	source_free(source);
	settings_free(settings);
	conf_errors_release(&errors);
	return 0;
}
