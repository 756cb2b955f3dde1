/* SPDX-License-Identifier: MIT
 * Which alerts a silence covers, why a verb can't be sent, and which acknowledgements are
 * announced before they lapse. */
#include "config.h"

#include "model_support.h"

#include <string.h>

static const struct label shard_a[] = {
	{"alertname", "Errors"}, {"service", "checkout"}, {"shard", "a"}};
static const struct label shard_b[] = {
	{"alertname", "Errors"}, {"service", "checkout"}, {"shard", "b"}};
static const struct label elsewhere[] = {
	{"alertname", "Errors"}, {"service", "search"}, {"shard", "a"}};

static struct fact_incident *add(struct facts *facts, const char *id, const struct label *labels)
{
	VEC_PUSH(&facts->incidents, (struct fact_incident){.native_id = id,
							   .title = "Errors",
							   .status = INCIDENT_TRIGGERED,
							   .created_ms = NOW_MS - HOURS(2),
							   .is_alert = true,
							   .labels = labels,
							   .label_count = 3,
							   .scope = labels,
							   .scope_count = 2});
	return &facts->incidents.items[facts->incidents.len - 1];
}

static size_t hits_of(const struct snapshot *snapshot, const char *id, const struct incident **hits,
		      size_t max)
{
	return snapshot_scope(snapshot, snapshot_incident(snapshot, id), hits, max);
}

static void silence_covers_the_alerts_with_all_its_labels(void **state NINES_UNUSED)
{
	const struct incident *hits[4];
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "am", SOURCE_LIVE);
	add(facts, "1", shard_a);
	add(facts, "2", shard_b);
	add(facts, "3", elsewhere);
	add(world_source(&world, "other", SOURCE_LIVE), "1", shard_a);
	snapshot = world_build(&world);
	assert_int_equal(hits_of(snapshot, "am:1", hits, 4), 2);
	assert_string_equal(hits[0]->id, "am:1");
	assert_string_equal(hits[1]->id, "am:2");
	assert_int_equal(hits_of(snapshot, "am:3", hits, 4), 1);
	assert_string_equal(hits[0]->id, "am:3");
	assert_int_equal(hits_of(snapshot, "other:1", hits, 4), 1);
	assert_string_equal(hits[0]->id, "other:1");
	snapshot_unref(snapshot);
	world_release(&world);
}

static void silence_covers_alerts_that_an_incident_stands_for(void **state NINES_UNUSED)
{
	const struct incident *hits[4];
	const struct snapshot *snapshot;
	struct fact_incident *page;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "am", SOURCE_LIVE);
	add(facts, "1", shard_a);
	add(facts, "2", shard_b);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	page = add(facts, "Q1", shard_a);
	page->is_alert = false;
	page->scope_count = 0;
	page->dedup_key = "1";
	snapshot = world_build(&world);
	assert_int_equal(snapshot_incident(snapshot, "pager:Q1")->joined_count, 1);
	assert_int_equal(hits_of(snapshot, "am:2", hits, 4), 2);
	assert_string_equal(hits[0]->id, "am:2");
	assert_string_equal(hits[1]->id, "am:1");
	assert_int_equal(hits_of(snapshot, "am:1", hits, 1), 2);
	assert_int_equal(hits_of(snapshot, "pager:Q1", hits, 4), 1);
	assert_string_equal(hits[0]->id, "pager:Q1");
	snapshot_unref(snapshot);
	world_release(&world);
}

static void reason_why_a_verb_is_lacking_is_said(void **state NINES_UNUSED)
{
	static const struct verb_lack lacks[] = {{VERB_MERGE, "nothing can be merged"}, {0}};
	const struct source_view reads = {.verbs = 0, .lacks = lacks};
	const struct source_view writes = {.verbs = VERB_BIT(VERB_ACK), .lacks = lacks};

	assert_null(source_lacks(&writes, VERB_ACK));
	assert_string_equal(source_lacks(&writes, VERB_MERGE), "nothing can be merged");
	assert_non_null(source_lacks(&writes, VERB_NOTE));
	assert_non_null(source_lacks(&writes, VERB_NONE));
	assert_string_equal(source_lacks(&reads, VERB_ACK), "this source can't be written to");
	assert_string_equal(source_lacks(&reads, VERB_MERGE), "nothing can be merged");
}

/* --- acknowledgements that lapse --- */

static struct fact_incident *acknowledge(struct fact_incident *fact, int64_t left_ms,
					 const char *token)
{
	fact->status = INCIDENT_ACKNOWLEDGED;
	fact->acknowledged_by = "Ana";
	fact->ack_ends_ms = NOW_MS + left_ms;
	fact->ack_token = token;
	return fact;
}

/* The notice of a world whose acknowledgement of `renewed` is renewed here; "" = none. */
static const char *notice_of(struct world *world, const char *renewed, struct str *text)
{
	const struct snapshot *snapshot;

	world->renewed = renewed;
	snapshot = world_build(world);
	str_clear(text);
	assert_true(snapshot->notice_count <= 1);
	if (snapshot->notice_count == 1)
		str_append(text, snapshot->notices[0].text);
	snapshot_unref(snapshot);
	return text->text;
}

static void acknowledgement_that_nobody_renews_is_announced(void **state NINES_UNUSED)
{
	struct fact_incident *fact;
	struct facts *facts;
	struct world world;
	struct str text;

	str_init(&text, 0);
	world_init(&world);
	facts = world_source(&world, "am", SOURCE_LIVE);
	fact = acknowledge(add(facts, "1", shard_a), MINUTES(3) + 500, "T1");
	assert_string_equal(notice_of(&world, NULL, &text),
			    "acknowledgement of am:1 by Ana lapses in 3m: nobody here renews it");
	assert_string_equal(notice_of(&world, "am:1", &text), "");
	fact->is_suppressed = true;
	assert_string_equal(notice_of(&world, NULL, &text), "");
	fact->is_suppressed = false;
	fact->ack_ends_ms = 0; /* does not end by itself */
	assert_string_equal(notice_of(&world, NULL, &text), "");
	fact->ack_ends_ms = NOW_MS + MINUTES(4); /* time enough for a renewal elsewhere */
	assert_string_equal(notice_of(&world, NULL, &text), "");
	fact->ack_ends_ms = NOW_MS - 1;
	assert_string_equal(notice_of(&world, NULL, &text), "");
	fact->ack_ends_ms = NOW_MS + MINUTES(1);
	fact->acknowledged_by = NULL;
	world.sources[0].view.state = SOURCE_STALE;
	assert_string_equal(notice_of(&world, NULL, &text),
			    "acknowledgement of am:1 lapses in 1m: nobody here renews it (as last "
			    "seen: the source is not live)");
	str_release(&text);
	world_release(&world);
}

static void silence_renewed_for_one_alert_is_so_for_all(void **state NINES_UNUSED)
{
	struct facts *facts;
	struct world world;
	struct str text;

	str_init(&text, 0);
	world_init(&world);
	facts = world_source(&world, "am", SOURCE_LIVE);
	acknowledge(add(facts, "1", shard_a), MINUTES(2), "T1");
	acknowledge(add(facts, "2", shard_b), MINUTES(2), "T1");
	assert_string_equal(notice_of(&world, "am:1", &text), "");
	facts->incidents.items[1].ack_token = "T2";
	assert_non_null(strstr(notice_of(&world, "am:1", &text), "am:2"));
	str_release(&text);
	world_release(&world);
}

static void several_that_lapse_are_one_line_the_first_first(void **state NINES_UNUSED)
{
	static const char *const ids[] = {"1", "2", "3", "4"};
	struct facts *facts;
	struct world world;
	struct str text;

	str_init(&text, 0);
	world_init(&world);
	facts = world_source(&world, "am", SOURCE_LIVE);
	for (size_t i = 0; i < NINES_COUNT(ids); i++)
		acknowledge(add(facts, ids[i], elsewhere), MINUTES(3) - (int64_t)i * 1000, NULL);
	assert_string_equal(notice_of(&world, NULL, &text),
			    "4 acknowledgements lapse within 4m and nobody here renews them: am:4, "
			    "am:3, am:2, ...");
	facts->incidents.items[3].ack_ends_ms = 0;
	assert_string_equal(notice_of(&world, NULL, &text),
			    "3 acknowledgements lapse within 4m and nobody here renews them: am:3, "
			    "am:2, am:1");
	str_release(&text);
	world_release(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(silence_covers_the_alerts_with_all_its_labels),
		cmocka_unit_test(silence_covers_alerts_that_an_incident_stands_for),
		cmocka_unit_test(reason_why_a_verb_is_lacking_is_said),
		cmocka_unit_test(acknowledgement_that_nobody_renews_is_announced),
		cmocka_unit_test(silence_renewed_for_one_alert_is_so_for_all),
		cmocka_unit_test(several_that_lapse_are_one_line_the_first_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
