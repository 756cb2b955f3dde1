/* SPDX-License-Identifier: MIT
 * incident.io's incidents: lists by category and date, single ones. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/timefmt.h"

#include "incidentio.h"
#include "world_aftermath.h"

enum { MISSING = 404, INVALID = 422 };

/* --- one record --- */

static int64_t updated_ms(const struct demo *demo, const struct world_outage *outage)
{
	int64_t now_ms = world_now(&demo->world);
	int64_t latest_ms = world_is_open(outage, now_ms) ? outage->start_ms : outage->end_ms;
	struct world_word word;
	int64_t begun_ms;
	int64_t completed_ms;

	for (size_t i = 0; world_word_at(&demo->world, outage, i, now_ms, &word); i++) {
		if (word.at_ms > latest_ms)
			latest_ms = word.at_ms;
	}
	if (world_review(&demo->world, outage, now_ms, &begun_ms, &completed_ms))
		latest_ms = completed_ms ? completed_ms : begun_ms;
	return latest_ms;
}

static void write_lead(const struct demo *demo, const struct world_outage *outage,
		       struct json_out *out)
{
	const char *commander = world_commander(&demo->world, outage);

	json_out_array(out, "incident_role_assignments");
	json_out_object(out, NULL);
	json_out_object(out, "role");
	json_out_string(out, "id", "01ROLELEAD");
	json_out_string(out, "name", "Incident Lead");
	json_out_string(out, "shortform", "lead");
	json_out_string(out, "description", "Commands the incident");
	json_out_string(out, "instructions", "");
	json_out_string(out, "role_type", "lead");
	json_out_string(out, "created_at", "2024-01-08T09:00:00.000000Z");
	json_out_string(out, "updated_at", "2024-01-08T09:00:00.000000Z");
	json_out_end_object(out);
	if (commander) /* an empty seat has no assignee */
		io_user(&demo->account, out, "assignee", commander);
	json_out_end_object(out);
	json_out_end_array(out);
}

static void write_timestamp(struct json_out *out, int rank, const char *name, int64_t at_ms)
{
	char id[] = "01TIMESTAMP0";

	id[sizeof(id) - 2] = (char)('0' + rank);
	json_out_object(out, NULL);
	json_out_object(out, "incident_timestamp");
	json_out_string(out, "id", id);
	json_out_string(out, "name", name);
	json_out_int(out, "rank", rank);
	json_out_end_object(out);
	if (at_ms > 0) {
		json_out_object(out, "value");
		io_out_time(out, "value", at_ms);
		json_out_end_object(out);
	}
	json_out_end_object(out);
}

static void write_times(const struct demo *demo, const struct world_outage *outage,
			struct json_out *out)
{
	int64_t now_ms = world_now(&demo->world);
	int64_t end_ms = world_is_open(outage, now_ms) ? 0 : outage->end_ms;

	json_out_array(out, "incident_timestamp_values");
	write_timestamp(out, 1, "Reported at", outage->start_ms);
	write_timestamp(out, 2, "Accepted at", world_is_acked(outage, now_ms) ? outage->ack_ms : 0);
	write_timestamp(out, 3, "Resolved at", end_ms);
	json_out_end_array(out);
	json_out_array(out, "duration_metrics");
	json_out_object(out, NULL);
	json_out_object(out, "duration_metric");
	json_out_string(out, "id", "01METRICRESOLVE");
	json_out_string(out, "name", "Time to resolve");
	json_out_end_object(out);
	json_out_string(out, "status", end_ms ? "success" : "timestamps_missing");
	if (end_ms)
		json_out_int(out, "value_seconds", (end_ms - outage->start_ms) / 1000);
	json_out_end_object(out);
	json_out_end_array(out);
}

static void write_service(const struct world_outage *outage, struct json_out *out)
{
	const char *name = world_services[outage->service].name;

	json_out_array(out, "custom_field_entries");
	json_out_object(out, NULL);
	json_out_object(out, "custom_field");
	json_out_string(out, "id", "01FIELDSERVICE");
	json_out_string(out, "name", "Service");
	json_out_string(out, "description", "What is broken");
	json_out_string(out, "field_type", "single_select");
	json_out_array(out, "options");
	json_out_end_array(out);
	json_out_end_object(out);
	json_out_array(out, "values");
	json_out_object(out, NULL);
	json_out_object(out, "value_catalog_entry");
	json_out_string(out, "id", world_services[outage->service].id);
	json_out_string(out, "name", name);
	json_out_end_object(out);
	json_out_end_object(out);
	json_out_end_array(out);
	json_out_end_object(out);
	json_out_end_array(out);
}

static void write_names(const struct demo *demo, const struct world_outage *outage, size_t place,
			struct json_out *out)
{
	char *reference = xasprintf("INC-%zu", place + 1);
	char *page = xasprintf("https://elearn.incident.example/incidents/%zu", place + 1);
	char *channel = xasprintf("inc-%zu-%s", place + 1, world_services[outage->service].name);

	json_out_string(out, "reference", reference);
	json_out_string(out, "name", outage->title);
	json_out_string(out, "mode", "standard");
	json_out_string(out, "visibility", "public");
	json_out_string(out, "permalink", page);
	json_out_string(out, "slack_team_id", "TELEARN");
	json_out_string(out, "slack_channel_id", reference);
	json_out_string(out, "slack_channel_name", channel);
	json_out_object(out, "creator");
	io_user(&demo->account, out, "user",
		world_called(&demo->world, world_services[outage->service].team, outage->start_ms));
	json_out_end_object(out);
	free(channel);
	free(page);
	free(reference);
}

static void write_record(const struct demo *demo, size_t place, struct json_out *out,
			 const char *key)
{
	const struct world_outage *outage = io_record(demo, place);
	char id[IO_ID_MAX];

	io_id(outage, id);
	json_out_object(out, key);
	json_out_string(out, "id", id);
	write_names(demo, outage, place, out);
	io_out_time(out, "created_at", outage->start_ms);
	io_out_time(out, "updated_at", updated_ms(demo, outage));
	io_status(out, "incident_status", io_category(demo, outage));
	io_severity(out, "severity", outage->severity);
	write_lead(demo, outage, out);
	write_times(demo, outage, out);
	write_service(outage, out);
	json_out_end_object(out);
}

/* --- lists --- */

/* "2026-11-01" as the begin of that day. */
static bool read_day(const char *text, int64_t *ms)
{
	char *whole = xasprintf("%.10sT00:00:00Z", text);
	bool is_good = strlen(text) >= 10 && time_parse(whole, ms);

	free(whole);
	return is_good;
}

/* One filter of dates, both days of a range included. False when it is none. */
static bool passes_date(const struct server_request *request, const char *field, int64_t at_ms,
			bool *is_wanted)
{
	char name[48];
	const char *range;
	const char *since;
	int64_t from_ms = INT64_MIN;
	int64_t to_ms = INT64_MAX;

	snprintf(name, sizeof(name), "%s[gte]", field);
	since = server_parameter(request, name);
	if (since && !read_day(since, &from_ms))
		return false;
	snprintf(name, sizeof(name), "%s[date_range]", field);
	range = server_parameter(request, name);
	if (range) {
		const char *second = strchr(range, '~');

		if (!second || !read_day(range, &from_ms) || !read_day(second + 1, &to_ms))
			return false;
		to_ms += DAY_MS;
	}
	*is_wanted = *is_wanted && at_ms >= from_ms && at_ms < to_ms;
	return true;
}

static bool passes(const struct demo *demo, const struct server_request *request,
		   const struct world_outage *outage, bool *is_wanted)
{
	*is_wanted =
		server_accepts(request, "status_category[one_of]", io_category(demo, outage)) &&
		server_accepts(request, "mode[one_of]", "standard");
	return passes_date(request, "created_at", outage->start_ms, is_wanted) &&
	       passes_date(request, "updated_at", updated_ms(demo, outage), is_wanted);
}

/* Newest first. */
void io_list_incidents(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	struct io_page page;

	if (!io_page_begin(&page, "incidents", request, reply))
		return;
	for (size_t i = io_count(demo); i > 0; i--) {
		const struct world_outage *outage = io_record(demo, i - 1);
		char id[IO_ID_MAX];
		bool is_wanted;

		if (!passes(demo, request, outage, &is_wanted)) {
			io_error(reply, INVALID, "validation_error", "must be a date");
			return;
		}
		io_id(outage, id);
		if (is_wanted && io_page_takes(&page, id))
			write_record(demo, i - 1, &page.out, NULL);
	}
	io_page_end(&page);
}

void io_get_incident(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	const struct world_outage *outage;
	struct json_out out;

	if (!io_allows(request, reply))
		return;
	outage = io_find(demo, request->id);
	if (!outage) {
		io_error(reply, MISSING, "not_found", "No incident of that id");
		return;
	}
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	for (size_t i = 0; i < io_count(demo); i++) {
		if (io_record(demo, i) == outage)
			write_record(demo, i, &out, "incident");
	}
	json_out_end_object(&out);
}
