/* SPDX-License-Identifier: MIT
 * The notes of PagerDuty's incidents. */
#include "config.h"

#include <stdlib.h>

#include "nines/base/json.h"
#include "nines/base/timefmt.h"

#include "pagerduty.h"

/* In the place of a number: the note that the story tells. */
enum { TOLD_INDEX = 99999 };

bool pd_story_note(const struct demo *demo, const struct world_outage *outage,
		   struct account_note *note)
{
	static const char *const texts[] = {
		"Looking at it: errors began with the last change of traffic.",
		"One replica is stuck, restarting it.",
		"Connection pool is full, raised the limit for now.",
		"Dependency answers slowly, turned the feature off meanwhile.",
		"Queue drains again, watching it.",
	};
	double share = world_share(&demo->world, 0x4e07e5, (uint64_t)outage->number);
	const size_t count = NINES_COUNT(texts);

	if (outage->is_noise || outage->was_acked_by_user || !outage->acked_by)
		return false;
	*note = (struct account_note){
		.number = outage->number,
		.at_ms = outage->ack_ms + (int64_t)((2 + 5 * share) * (double)MINUTE_MS),
		.who = outage->acked_by,
		.text = texts[(size_t)(share * (double)count)],
	};
	return note->at_ms < outage->end_ms && note->at_ms <= world_now(&demo->world);
}

static void write_note(const struct demo *demo, const struct account_note *note, size_t index,
		       struct json_out *out, const char *key)
{
	char *id = xasprintf("PN%05zu", index);

	json_out_object(out, key);
	json_out_string(out, "id", id);
	pd_user(&demo->account, out, "user", note->who);
	json_out_string(out, "content", note->text);
	pd_out_time(out, "created_at", note->at_ms);
	json_out_end_object(out);
	free(id);
}

void pd_list_notes(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	const struct world_outage *outage;
	struct account_note told;
	struct json_out out;

	if (!pd_allows(request, reply))
		return;
	outage = pd_find(demo, request->id, reply);
	if (!outage)
		return;
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_array(&out, "notes");
	if (pd_story_note(demo, outage, &told))
		write_note(demo, &told, TOLD_INDEX, &out, NULL);
	for (size_t i = 0; i < demo->account.notes.len; i++) {
		if (demo->account.notes.items[i].number == outage->number)
			write_note(demo, &demo->account.notes.items[i], i, &out, NULL);
	}
	json_out_end_array(&out);
	json_out_end_object(&out);
}

static void add_note(struct demo *demo, const struct account_note *draft,
		     struct server_reply *reply)
{
	size_t index = demo->account.notes.len;
	struct json_out out;

	account_add_note(&demo->account, draft);
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	write_note(demo, &demo->account.notes.items[index], index, &out, "note");
	json_out_end_object(&out);
}

void pd_post_note(void *context, struct server_request *request, struct server_reply *reply)
{
	struct demo *demo = context;
	struct account_note draft = {.at_ms = world_now(&demo->world)};
	const struct world_outage *outage;
	struct json *root;

	if (!pd_allows(request, reply))
		return;
	draft.who = pd_requester(demo, request, reply);
	outage = draft.who ? pd_find(demo, request->id, reply) : NULL;
	if (!outage)
		return;
	root = json_parse(request->body.text, request->body.len, NULL);
	draft.number = outage->number;
	draft.text = json_raw_string(json_get(root, "note"), "content");
	if (draft.text)
		add_note(demo, &draft, reply);
	else
		pd_error(reply, PD_BAD, PD_INVALID_INPUT, "Invalid Input Provided",
			 "Content can't be blank");
	json_free(root);
}
