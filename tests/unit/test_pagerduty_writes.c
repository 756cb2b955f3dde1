/* SPDX-License-Identifier: MIT
 * Every verb of the PagerDuty source against the demonstration's server, the way the outbox
 * goes about it: read, write, and after a lost request or a lost reply read again. */
#include "config.h"

#ifdef ENABLE_DEMO

#include "demo_support.h"

#include <stdio.h>

#include "nines/sources/source.h"

enum { STEPS_MAX = 12, FIRST_EXTRA = 100001 };

/* What becomes of the first write. */
enum loss { LOSE_NOTHING, LOSE_REPLY, LOSE_REQUEST };

struct desk {
	struct demo_fixture server;
	struct settings *settings;
	struct source *source;
	struct endpoint endpoint;
	size_t next_incident;
};

struct outcome {
	enum act_verdict verdict;
	int writes;
	char text[ERR_TEXT_MAX]; /* the reason of a refusal, else the detail */
};

static int set_up(void **state)
{
	static const struct demo_options options = {
		.config = {.seed = 9, .speed = 1, .now_ms = DEMO_NOW_MS},
		.scale = {.services = 20, .incidents = 2000},
		.has_control = true,
	};
	struct desk *desk = xcalloc(1, sizeof(*desk));
	struct conf_errors errors = {0};

	demo_begin(&desk->server, &options);
	desk->settings =
		settings_load_text("demonstration", demo_settings(desk->server.demo), &errors);
	assert_non_null(desk->settings);
	for (size_t i = 0; i < desk->settings->sources.len; i++) {
		if (strcmp(desk->settings->sources.items[i].name, "pagerduty") == 0)
			desk->source = source_new(desk->settings, &desk->settings->sources.items[i],
						  &errors);
	}
	assert_non_null(desk->source);
	desk->endpoint = (struct endpoint){
		.url = desk->source->common.url,
		.auth_header = "Authorization",
		.auth_prefix = desk->source->ops->auth_prefix,
		.timeout_ms = 15000,
	};
	secret_set(&desk->endpoint.token, "demonstration", strlen("demonstration"));
	conf_errors_release(&errors);
	*state = desk;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *desk = *state;

	source_free(desk->source);
	settings_free(desk->settings);
	secret_release(&desk->endpoint.token);
	demo_end(&desk->server);
	free(desk);
	return 0;
}

/* The next open incident that nobody has touched. */
static const char *take_incident(struct desk *desk)
{
	const struct account *account = &desk->server.demo->account;
	int64_t now_ms = world_now(account->world);

	while (desk->next_incident < account->incidents.len) {
		const struct world_outage *outage = account->incidents.items[desk->next_incident++];
		char id[ACCOUNT_ID_MAX];

		if (outage->number < FIRST_EXTRA || !world_is_open(outage, now_ms) ||
		    world_is_acked(outage, now_ms))
			continue;
		account_id(outage, id);
		return arena_strdup(&desk->server.arena, id);
	}
	fail_msg("no open incidents left");
	return NULL;
}

/* Runs one step; what the reply means, or ACCEPTED for a write that got none. */
static struct act_result run_step(struct desk *desk, struct action *action, struct err *err)
{
	const struct source_ops *ops = desk->source->ops;
	struct act_result result = {.verdict = ACT_RETRY};
	struct request request = {.method = HTTP_GET};
	struct exchange exchange = {0};
	struct arena arena = {0};

	if (!ops->act(desk->source, action, &arena, &request, err)) {
		result.verdict = ACT_REFUSED;
	} else {
		demo_reconnect(&desk->server);
		exchange_run(desk->server.http, &desk->endpoint, &request, &exchange);
		if (exchange.reply.err.code != ERR_NONE)
			result.verdict = action->step == ACT_WRITE ? ACT_ACCEPTED : ACT_RETRY;
		else
			ops->act_result(desk->source, action, &exchange.reply, &result, err);
	}
	exchange_release(&exchange);
	arena_release(&arena);
	return result;
}

static void set_loss(struct desk *desk, bool is_lost)
{
	demo_reconnect(&desk->server);
	assert_int_equal(demo_post(&desk->server, "/control/faults",
				   is_lost ? "{\"drop_every\":1,\"path\":\"/pagerduty\"}" : "{}"),
			 200);
}

/* The write, or its loss on the way there or back. */
static struct act_result write_once(struct desk *desk, struct action *action, enum loss loss,
				    struct err *err)
{
	struct act_result result = {.verdict = ACT_ACCEPTED};

	action->sent_ms = world_now(&desk->server.demo->world);
	if (loss == LOSE_REQUEST)
		return result;
	set_loss(desk, loss == LOSE_REPLY);
	result = run_step(desk, action, err);
	set_loss(desk, false);
	return result;
}

static void go_on(struct desk *desk, struct action *action, const struct act_result *result)
{
	bool is_more = result->verdict == ACT_MORE;

	if (result->token[0])
		action->token = arena_strdup(&desk->server.arena, result->token);
	action->round = is_more ? action->round + 1 : 0;
	action->context = is_more ? arena_strdup(&desk->server.arena, result->context) : NULL;
}

static struct outcome run_write(struct desk *desk, struct action action, enum loss loss)
{
	struct outcome outcome = {.verdict = ACT_RETRY};
	struct act_result result = {.verdict = ACT_RETRY};
	struct err err = {0};

	action.uuid = "5f0c9f66-0000-4000-8000-000000000001";
	action.operator_name = "demo";
	for (int i = 0; i < STEPS_MAX; i++) {
		bool is_write = result.verdict == ACT_NEEDED;

		action.step = is_write ? ACT_WRITE : ACT_READ;
		action.now_ms = world_now(&desk->server.demo->world);
		err_clear(&err);
		result = is_write ? write_once(desk, &action, loss, &err)
				  : run_step(desk, &action, &err);
		outcome.writes += is_write && loss != LOSE_REQUEST;
		if (is_write)
			loss = LOSE_NOTHING;
		go_on(desk, &action, &result);
		if (result.verdict == ACT_DONE || result.verdict == ACT_REFUSED)
			break;
	}
	outcome.verdict = result.verdict;
	snprintf(outcome.text, sizeof(outcome.text), "%s",
		 err.code != ERR_NONE ? err.text : result.detail);
	return outcome;
}

static struct action action_of(enum verb verb, const char *id, const struct verb_args *args)
{
	return (struct action){
		.verb = verb, .native_id = id, .args = args, .status_seen = INCIDENT_TRIGGERED};
}

static void put(struct desk *desk, const char *from, const char *id, const char *change)
{
	desk->server.from = from;
	assert_int_equal(
		demo_put(&desk->server,
			 arena_printf(&desk->server.arena, "/pagerduty/incidents/%s", id),
			 arena_printf(&desk->server.arena,
				      "{\"incident\":{\"type\":\"incident_reference\",%s}}",
				      change)),
		200);
}

#define ME  "demo.user@elearn.example"
#define ANA "ana.roe@elearn.example"
#define ACK "\"status\":\"acknowledged\""

static struct action prepared(struct desk *desk, enum verb verb, struct verb_args *args)
{
	const char *id = take_incident(desk);

	*args = (struct verb_args){.for_ms = 0};
	if (verb == VERB_SNOOZE || verb == VERB_UNACK)
		put(desk, ME, id, ACK);
	if (verb == VERB_SNOOZE)
		args->for_ms = HOUR_MS;
	if (verb == VERB_NOTE || verb == VERB_RESOLVE)
		snprintf(args->text, sizeof(args->text), "rolled back");
	if (verb == VERB_REASSIGN)
		snprintf(args->to, sizeof(args->to), "grace.kim@elearn.example");
	if (verb == VERB_PRIORITY)
		snprintf(args->to, sizeof(args->to), "p5");
	if (verb == VERB_MERGE)
		snprintf(args->to, sizeof(args->to), "pagerduty:%s", take_incident(desk));
	return action_of(verb, id, args);
}

static void check_verb(struct desk *desk, enum verb verb, const char *stat, enum loss loss)
{
	struct verb_args args;
	struct action action = prepared(desk, verb, &args);
	int before = demo_stat(&desk->server, stat);
	struct outcome outcome = run_write(desk, action, loss);

	if (outcome.verdict != ACT_DONE)
		fail_msg("%s, loss %d: %s", verb_name(verb), (int)loss, outcome.text);
	assert_int_equal(outcome.writes, 1);
	assert_int_equal(demo_stat(&desk->server, stat) - before, 1);
	assert_int_equal(demo_stat(&desk->server, "reopened"), 0);
}

static const struct {
	enum verb verb;
	const char *stat;
} verbs[] = {
	{VERB_ACK, "acks_applied"},       {VERB_UNACK, "unacks"},
	{VERB_RESOLVE, "resolves"},       {VERB_SNOOZE, "snoozes"},
	{VERB_NOTE, "notes_applied"},     {VERB_ESCALATE, "escalations"},
	{VERB_REASSIGN, "reassignments"}, {VERB_PRIORITY, "priorities_set"},
	{VERB_MERGE, "merges"},
};

static void check_verbs(struct desk *desk, enum loss loss)
{
	for (size_t i = 0; i < NINES_COUNT(verbs); i++)
		check_verb(desk, verbs[i].verb, verbs[i].stat, loss);
}

static void every_verb_is_applied_once(void **state)
{
	check_verbs(*state, LOSE_NOTHING);
}

static void every_verb_whose_reply_is_lost_is_applied_once(void **state)
{
	check_verbs(*state, LOSE_REPLY);
}

static void every_verb_whose_request_is_lost_is_applied_once(void **state)
{
	check_verbs(*state, LOSE_REQUEST);
}

static void every_verb_of_the_source_is_tried_here(void **state)
{
	const struct desk *desk = *state;
	unsigned tried = 0;

	for (size_t i = 0; i < NINES_COUNT(verbs); i++)
		tried |= VERB_BIT(verbs[i].verb);
	assert_int_equal(tried, desk->source->ops->verbs);
}

static void what_is_so_already_is_not_written(void **state)
{
	struct desk *desk = *state;
	struct verb_args args = {.to = "P4"};
	const char *id = take_incident(desk);
	struct outcome outcome;

	put(desk, ANA, id, ACK ",\"priority\":\"P4\"");
	outcome = run_write(desk, action_of(VERB_PRIORITY, id, &args), LOSE_NOTHING);
	assert_int_equal(outcome.verdict, ACT_DONE);
	assert_int_equal(outcome.writes, 0);
	assert_string_equal(outcome.text, "priority P4");
	args.to[0] = '\0';
	outcome = run_write(desk, action_of(VERB_ACK, id, &args), LOSE_NOTHING);
	assert_int_equal(outcome.writes, 0);
	assert_string_equal(outcome.text, "acknowledged by Ana Roe");
}

static void what_another_person_took_is_left_alone(void **state)
{
	static const enum verb minding[] = {VERB_RESOLVE, VERB_ESCALATE, VERB_UNACK};
	struct desk *desk = *state;
	struct verb_args args = {.for_ms = 0};

	for (size_t i = 0; i < NINES_COUNT(minding); i++) {
		const char *id = take_incident(desk);
		struct outcome outcome;

		put(desk, ANA, id, ACK);
		outcome = run_write(desk, action_of(minding[i], id, &args), LOSE_NOTHING);
		assert_int_equal(outcome.verdict, ACT_REFUSED);
		assert_int_equal(outcome.writes, 0);
		assert_string_equal(outcome.text, "acknowledged by Ana Roe meanwhile: look again");
	}
}

static void what_we_took_ourselves_is_ours(void **state)
{
	struct desk *desk = *state;
	struct verb_args args = {.for_ms = 0};
	const char *id = take_incident(desk);

	put(desk, ME, id, ACK);
	assert_int_equal(run_write(desk, action_of(VERB_RESOLVE, id, &args), LOSE_NOTHING).verdict,
			 ACT_DONE);
	assert_int_equal(demo_stat(&desk->server, "resolves"), 1);
}

static void nothing_resolved_is_written_to(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < NINES_COUNT(verbs); i++) {
		struct verb_args args;
		struct action action = prepared(desk, verbs[i].verb, &args);
		struct outcome outcome;

		put(desk, ANA, action.native_id, "\"status\":\"resolved\"");
		outcome = run_write(desk, action, LOSE_NOTHING);
		assert_int_equal(outcome.writes, 0);
		assert_int_equal(outcome.verdict,
				 verbs[i].verb == VERB_RESOLVE ? ACT_DONE : ACT_REFUSED);
		assert_true(text_starts_with(outcome.text, "resolved by Ana Roe at "));
	}
	assert_int_equal(demo_stat(&desk->server, "reopened"), 0);
}

static void an_escalation_ends_at_the_last_level(void **state)
{
	struct desk *desk = *state;
	struct verb_args args = {.for_ms = 0};
	const char *id = take_incident(desk);
	struct action action = action_of(VERB_ESCALATE, id, &args);
	struct outcome outcome = run_write(desk, action, LOSE_NOTHING);

	assert_int_equal(outcome.verdict, ACT_DONE);
	assert_true(text_starts_with(outcome.text, "level 2: "));
	outcome = run_write(desk, action, LOSE_NOTHING);
	assert_int_equal(outcome.verdict, ACT_REFUSED);
	assert_true(text_starts_with(outcome.text, "it is at the last level of "));
	assert_int_equal(demo_stat(&desk->server, "escalations"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(every_verb_is_applied_once),
		TEST(every_verb_whose_reply_is_lost_is_applied_once),
		TEST(every_verb_whose_request_is_lost_is_applied_once),
		TEST(every_verb_of_the_source_is_tried_here),
		TEST(what_is_so_already_is_not_written),
		TEST(what_another_person_took_is_left_alone),
		TEST(what_we_took_ourselves_is_ours),
		TEST(nothing_resolved_is_written_to),
		TEST(an_escalation_ends_at_the_last_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 77; /* built without the demonstration */
}

#endif
