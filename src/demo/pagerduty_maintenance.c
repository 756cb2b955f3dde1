/* SPDX-License-Identifier: MIT
 * PagerDuty's maintenance windows. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "pagerduty.h"

static void write_window(const struct demo *demo, size_t place, struct json_out *out)
{
	const struct world_maintenance *work = &demo->world.maintenances.items[place];
	const struct account_service *service = &demo->account.services.items[work->service];
	char *id = xasprintf("PW%05zu", place + 1);

	json_out_object(out, NULL);
	json_out_string(out, "id", id);
	json_out_string(out, "type", "maintenance_window");
	json_out_string(out, "summary", work->title);
	json_out_int(out, "sequence_number", (int64_t)place + 1);
	pd_out_time(out, "start_time", work->from_ms);
	pd_out_time(out, "end_time", work->to_ms);
	json_out_string(out, "description", work->title);
	pd_user(&demo->account, out, "created_by", work->who);
	json_out_array(out, "services");
	pd_service(out, NULL, service);
	json_out_end_array(out);
	json_out_array(out, "teams");
	pd_team(out, NULL, service->team);
	json_out_end_array(out);
	json_out_end_object(out);
	free(id);
}

/* "past", "future", "ongoing", "open" (the last two), "all". False when it is none of them. */
static bool passes(const char *filter, const struct world_maintenance *work, int64_t now_ms,
		   bool *is_wanted)
{
	bool is_past = work->to_ms <= now_ms;
	bool is_future = work->from_ms > now_ms;

	if (!filter || strcmp(filter, "all") == 0)
		*is_wanted = true;
	else if (strcmp(filter, "past") == 0)
		*is_wanted = is_past;
	else if (strcmp(filter, "future") == 0)
		*is_wanted = is_future;
	else if (strcmp(filter, "ongoing") == 0)
		*is_wanted = !is_past && !is_future;
	else if (strcmp(filter, "open") == 0)
		*is_wanted = !is_past;
	else
		return false;
	return true;
}

void pd_list_maintenance(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	const char *filter = server_parameter(request, "filter");
	int64_t now_ms = world_now(&demo->world);
	struct pd_page page;

	if (!pd_page_begin(&page, "maintenance_windows", request, reply))
		return;
	for (size_t i = 0; i < demo->world.maintenances.len; i++) {
		const struct world_maintenance *work = &demo->world.maintenances.items[i];
		const struct account_service *service =
			&demo->account.services.items[work->service];
		bool is_wanted;

		if (!passes(filter, work, now_ms, &is_wanted)) {
			pd_error(reply, PD_BAD, PD_INVALID_INPUT, "Invalid Input Provided",
				 "Filter must be one of past, future, ongoing, open, all");
			return;
		}
		if (is_wanted && server_accepts(request, "service_ids[]", service->id) &&
		    server_accepts(request, "team_ids[]", world_teams[service->team].id) &&
		    pd_page_takes(&page))
			write_window(demo, i, &page.out);
	}
	pd_page_end(&page);
}
