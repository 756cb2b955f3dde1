/* SPDX-License-Identifier: MIT
 * What only tests ask of the server: trouble on demand, and what was done to it. */
#include "config.h"

#include "nines/base/json_out.h"

#include "state.h"

enum { STATUS_BAD = 400 };

static void set_faults(void *context, struct server_request *request, struct server_reply *reply)
{
	struct demo *demo = context;
	struct err err = {0};
	struct json_out out;
	bool is_set = server_set_faults(demo->server, request->body.text, request->body.len, &err);

	if (!is_set)
		reply->status = STATUS_BAD;
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	if (!is_set)
		json_out_string(&out, "error", err.text);
	json_out_end_object(&out);
}

static void answer_stats(void *context, struct server_request *request NINES_UNUSED,
			 struct server_reply *reply)
{
	const struct demo *demo = context;
	int64_t acked = 0;
	struct json_out out;

	for (size_t i = 0; i < demo->account.incidents.len; i++)
		acked += demo->account.incidents.items[i]->acks > 0;
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_int(&out, "acks_applied", demo->account.acks);
	json_out_int(&out, "incidents_acknowledged", acked);
	json_out_int(&out, "resolved", demo->account.resolves);
	json_out_int(&out, "reopened", demo->account.reopens);
	json_out_int(&out, "notes", (int64_t)demo->account.notes.len);
	json_out_int(&out, "silences", (int64_t)demo->silences.list.len);
	server_write_counts(demo->server, &out);
	json_out_end_object(&out);
}

const struct server_route control_routes[] = {
	{"POST", "/control/faults", set_faults},
	{"GET", "/control/stats", answer_stats},
	{0},
};
