/* SPDX-License-Identifier: MIT
 * The panes of writes and acknowledgements: what stands first, what keys do, what they hit. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/panes/pane.h"

#define NOW_MS INT64_C(1795348800000)

static const struct incident part = {.id = "am:3",
				     .title = "third",
				     .status = INCIDENT_ACKNOWLEDGED,
				     .acknowledged_ms = NOW_MS - 3 * (int64_t)HOUR_MS};
static const struct incident *const parts[] = {&part};
static const struct incident incidents[] = {
	{.id = "pd:1",
	 .title = "first",
	 .status = INCIDENT_ACKNOWLEDGED,
	 .acknowledged_ms = NOW_MS - 2 * (int64_t)HOUR_MS,
	 .url = "https://pd.example/1"},
	{.id = "pd:2",
	 .title = "second",
	 .status = INCIDENT_TRIGGERED,
	 .joined = parts,
	 .joined_count = 1},
};
static const struct source_view source = {
	.name = "pd", .state = SOURCE_LIVE, .gives = 1u << SUBJECT_INCIDENTS};

/* A pane that shows these writes; the caller frees it. */
static struct pane *open_pane(const char *name, const struct write_view *writes, size_t count)
{
	struct pane *pane = pane_new(pane_ops_find(name));
	struct snapshot *snapshot = xcalloc(1, sizeof(*snapshot));

	snapshot->refs = 1;
	snapshot->built_ms = NOW_MS;
	snapshot->sources = &source;
	snapshot->source_count = 1;
	snapshot->incidents = incidents;
	snapshot->incident_count = NINES_COUNT(incidents);
	snapshot->writes = writes;
	snapshot->write_count = count;
	if (pane->ops->open)
		pane->ops->open(pane, "pd:1");
	pane_set_snapshot(pane, snapshot);
	snapshot_unref(snapshot);
	return pane;
}

static const char *selected(const struct pane *pane)
{
	struct pane_targets targets = {.count = 0};

	pane->ops->targets(pane, &targets);
	return targets.selected ? targets.selected : "";
}

static void expect_status(const struct pane *pane, const char *expected)
{
	struct str text;

	str_init(&text, 0);
	pane->ops->status(pane, &text);
	assert_string_equal(text.text, expected);
	str_release(&text);
}

/* An offered write may be sent or dropped; what was confirmed neither. */
static void send_and_dismiss_do_what_they_can(void **state NINES_UNUSED)
{
	static const struct {
		struct write_view write;
		bool can_send, can_dismiss;
	} cases[] = {
		{{.state = WRITE_QUEUED, .is_offered = true}, true, true},
		{{.state = WRITE_QUEUED, .held_until_ms = NOW_MS + 1}, true, true},
		{{.state = WRITE_QUEUED}, false, true},
		{{.state = WRITE_SENT, .tries = 1}, false, true},
		{{.state = WRITE_REFUSED}, false, true},
		{{.state = WRITE_CONFIRMED, .tries = 1}, false, false},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct write_view write = cases[i].write;
		struct pane *pane;

		write.uuid = "u1";
		write.incident_id = "pd:1";
		write.created_ms = NOW_MS - MINUTE_MS;
		pane = open_pane("writes", &write, 1);
		assert_int_equal(pane->ops->act(pane, ACTION_SEND),
				 cases[i].can_send ? PANE_SEND : PANE_IGNORED);
		assert_int_equal(pane->ops->act(pane, ACTION_DISMISS),
				 cases[i].can_dismiss ? PANE_SEND : PANE_IGNORED);
		assert_int_equal(pane->ops->act(pane, ACTION_ACK), PANE_IGNORED);
		pane_free(pane);
	}
}

static const struct write_view mixed[] = {
	{.uuid = "u1",
	 .incident_id = "pd:9",
	 .state = WRITE_QUEUED,
	 .is_offered = true,
	 .created_ms = NOW_MS - HOUR_MS},
	{.uuid = "u2", .incident_id = "pd:1", .state = WRITE_REFUSED, .created_ms = NOW_MS - 3000},
	{.uuid = "u3", .incident_id = "pd:1", .state = WRITE_REFUSED, .created_ms = NOW_MS - 2000},
	{.uuid = "u4",
	 .incident_id = "pd:1",
	 .state = WRITE_CONFIRMED,
	 .tries = 1,
	 .created_ms = NOW_MS - 1000},
};

static void what_needs_a_decision_stands_first(void **state NINES_UNUSED)
{
	static const char *const order[] = {"u1", "u3", "u2", "u4"};
	struct pane *pane = open_pane("writes", mixed, NINES_COUNT(mixed));

	expect_status(pane, "4, 1 not sent");
	for (size_t i = 0; i < NINES_COUNT(order); i++) {
		assert_string_equal(selected(pane), order[i]);
		pane->ops->act(pane, ACTION_DOWN);
	}
	pane_free(pane);
}

static void targets_are_writes_and_enter_opens_their_incident(void **state NINES_UNUSED)
{
	struct pane *pane = open_pane("writes", mixed, NINES_COUNT(mixed));
	struct pane_targets targets = {.count = 0};

	pane->ops->act(pane, ACTION_DOWN);
	pane->ops->targets(pane, &targets);
	assert_true(targets.are_writes);
	assert_int_equal(targets.count, 1);
	assert_string_equal(targets.ids[0], "u3");
	assert_string_equal(targets.opens, "pd:1");
	assert_string_equal(targets.url, "https://pd.example/1");
	assert_int_equal(pane->ops->act(pane, ACTION_OPEN), PANE_OPEN);
	pane_free(pane);
}

static void marked_writes_are_hit_together(void **state NINES_UNUSED)
{
	struct pane *pane = open_pane("writes", mixed, NINES_COUNT(mixed));
	struct pane_targets targets = {.count = 0};

	pane->ops->act(pane, ACTION_MARK);
	pane->ops->act(pane, ACTION_MARK);
	pane->ops->act(pane, ACTION_LAST);
	assert_int_equal(pane->ops->act(pane, ACTION_DISMISS), PANE_SEND);
	pane->ops->targets(pane, &targets);
	assert_int_equal(targets.count, 2);
	pane_free(pane);
}

static void a_write_under_two_names_is_one_row(void **state NINES_UNUSED)
{
	static const struct write_view twins[] = {
		{.uuid = "u1", .incident_id = "pd:1", .verb = VERB_ACK, .created_ms = NOW_MS},
		{.uuid = "u2", .incident_id = "pd:2", .verb = VERB_ACK, .created_ms = NOW_MS},
		{.uuid = "u3", .incident_id = "pd:1", .verb = VERB_ACK, .created_ms = NOW_MS},
		{.uuid = "u4", .incident_id = "pd:1", .verb = VERB_NOTE, .created_ms = NOW_MS},
	};
	struct pane *pane = open_pane("writes", twins, NINES_COUNT(twins));

	expect_status(pane, "3");
	pane_free(pane);
}

/* An alert that is part of an incident has an acknowledgement of its own. */
static void the_oldest_acknowledgement_stands_first(void **state NINES_UNUSED)
{
	struct pane *pane = open_pane("acks", NULL, 0);

	expect_status(pane, "2");
	assert_string_equal(selected(pane), "am:3");
	pane->ops->act(pane, ACTION_DOWN);
	assert_string_equal(selected(pane), "pd:1");
	pane_free(pane);
}

static void every_write_action_is_sent_for_incidents(void **state NINES_UNUSED)
{
	static const char *const names[] = {"incidents", "incident", "acks"};

	for (size_t i = 0; i < NINES_COUNT(names); i++) {
		struct pane *pane = open_pane(names[i], NULL, 0);

		for (int action = ACTION_ACK; action <= ACTION_DISMISS; action++)
			assert_int_equal(pane->ops->act(pane, (enum action_id)action) == PANE_SEND,
					 action != ACTION_UNDO);
		assert_int_not_equal(pane->ops->act(pane, ACTION_REFRESH), PANE_SEND);
		pane_free(pane);
	}
}

/* It is gone, but what was asked for it is not settled. */
static void the_detail_of_a_gone_incident_hits_its_writes(void **state NINES_UNUSED)
{
	static const struct write_view writes[] = {
		{.uuid = "u1", .incident_id = "pd:9", .state = WRITE_REFUSED},
		{.uuid = "u2", .incident_id = "pd:9", .state = WRITE_CONFIRMED, .tries = 1},
		{.uuid = "u3", .incident_id = "pd:1", .state = WRITE_REFUSED},
	};
	struct pane *pane = open_pane("incident", writes, NINES_COUNT(writes));
	struct pane_targets targets = {.count = 0};

	pane->ops->targets(pane, &targets);
	assert_false(targets.are_writes);
	assert_string_equal(targets.ids[0], "pd:1");
	pane->ops->open(pane, "pd:9");
	assert_int_equal(pane->ops->act(pane, ACTION_DISMISS), PANE_SEND);
	assert_int_equal(pane->ops->act(pane, ACTION_ACK), PANE_IGNORED);
	targets = (struct pane_targets){.count = 0};
	pane->ops->targets(pane, &targets);
	assert_true(targets.are_writes);
	assert_int_equal(targets.count, 1);
	assert_string_equal(targets.ids[0], "u1");
	pane->ops->open(pane, "pd:8");
	assert_int_equal(pane->ops->act(pane, ACTION_DISMISS), PANE_IGNORED);
	pane_free(pane);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(send_and_dismiss_do_what_they_can),
		cmocka_unit_test(what_needs_a_decision_stands_first),
		cmocka_unit_test(targets_are_writes_and_enter_opens_their_incident),
		cmocka_unit_test(marked_writes_are_hit_together),
		cmocka_unit_test(a_write_under_two_names_is_one_row),
		cmocka_unit_test(the_oldest_acknowledgement_stands_first),
		cmocka_unit_test(every_write_action_is_sent_for_incidents),
		cmocka_unit_test(the_detail_of_a_gone_incident_hits_its_writes),
	};

	return cmocka_run_group_tests_name("write_panes", tests, NULL, NULL);
}
