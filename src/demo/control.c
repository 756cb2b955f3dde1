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

/* How often a kind of write was applied, or to how many incidents. */
static int64_t count_writes(const struct account *account, enum account_write kind,
			    bool is_by_incident)
{
	int64_t total = 0;

	for (size_t i = 0; i < account->changes.len; i++) {
		int count = account->changes.items[i].counts[kind];

		total += is_by_incident ? count > 0 : count;
	}
	return total;
}

static void write_account(const struct account *account, bool is_by_incident, struct json_out *out)
{
	for (int kind = 0; kind < ACCOUNT_WRITE_COUNT; kind++)
		json_out_int(out, account_write_names[kind],
			     count_writes(account, (enum account_write)kind, is_by_incident));
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
	write_account(&demo->account, false, &out);
	json_out_object(&out, "incidents");
	write_account(&demo->account, true, &out);
	json_out_end_object(&out);
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
