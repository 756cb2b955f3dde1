/* SPDX-License-Identifier: MIT
 * Icinga's downtimes as maintenance of services. Icinga forgets a downtime soon after its
 * end, so that only those that run or are to come are known here. */
#include "config.h"

#include "nines/base/json_out.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "icinga2.h"

enum { DENIED = 403, NOT_FOUND = 404 };

static void write_list(struct json_out *out, const char *key, const char *const *names)
{
	json_out_array(out, key);
	for (; *names; names++)
		json_out_string(out, NULL, *names);
	json_out_end_array(out);
}

void icinga2_plan_downtimes(const struct source *source, struct plan *plan, int tag)
{
	static const char *const attributes[] = {"host_name", "service_name", "start_time",
						 "end_time",  "trigger_time", "duration",
						 "fixed",     "comment",      NULL};
	static const char *const joins[] = {"host.display_name", "host.vars",
					    "service.display_name", "service.vars", NULL};
	const struct icinga2 *options = source->priv;
	bool wants_vars = text_starts_with(options->service_by, "vars.");
	static const char *const names[] = {"host.display_name", "service.display_name", NULL};
	struct plan_request *request;
	struct json_out out;
	struct str body;

	str_init(&body, 0);
	json_out_init(&out, &body, false);
	json_out_object(&out, NULL);
	write_list(&out, "attrs", attributes);
	write_list(&out, "joins", wants_vars ? joins : names);
	json_out_end_object(&out);
	request = plan_post_json(plan, "downtimes", tag, "/v1/objects/downtimes", body.text);
	request->request.headers[0] = ICINGA2_QUERY_HEADER;
	request->every_ms = MINUTE_MS;
	request->priority = 1;
	request->takes_errors = true;
	str_release(&body);
}

/* A fixed one that runs counts from when it took effect, which may be after its start when it
 * was scheduled late; a flexible one runs for its length once something has failed. */
static bool read_times(const struct json *attrs, struct fact_maintenance *fact)
{
	int64_t triggered_ms = icinga2_time(attrs, "trigger_time");

	fact->from_ms = triggered_ms;
	if (json_bool(attrs, "fixed", true)) {
		fact->to_ms = icinga2_time(attrs, "end_time");
		if (triggered_ms == 0)
			fact->from_ms = icinga2_time(attrs, "start_time");
	} else if (triggered_ms > 0) {
		fact->to_ms = triggered_ms + icinga2_time(attrs, "duration");
	}
	return fact->from_ms > 0 && fact->to_ms > fact->from_ms;
}

struct downtime_reader {
	const struct icinga2 *options;
	struct facts *facts;
};

static bool read_downtime(void *context, const struct json *item, size_t index NINES_UNUSED,
			  struct err *err NINES_UNUSED)
{
	struct downtime_reader *reader = context;
	const struct json *attrs = json_get(item, "attrs");
	struct arena *arena = &reader->facts->arena;
	struct fact_maintenance fact = {
		.service = icinga2_downtime_service(reader->options, item, arena),
		.title = json_string(attrs, "comment", arena),
	};

	if (fact.service && read_times(attrs, &fact))
		VEC_PUSH(&reader->facts->maintenances, fact);
	return true;
}

/* An API user without the permission is told that nothing is there. */
bool icinga2_parse_downtimes(const struct source *source, const struct source_reply *reply,
			     struct facts *facts, struct err *err)
{
	struct downtime_reader reader = {.options = source->priv, .facts = facts};

	if (reply->reply->status == DENIED || reply->reply->status == NOT_FOUND)
		return true;
	return source_status_check(reply->reply, err) && adapter_expect_json(reply->reply, err) &&
	       json_scan_array(reply->reply->body, reply->reply->len, "results", read_downtime,
			       &reader, err);
}
