/* SPDX-License-Identifier: MIT
 * GitHub's issues: bugs, action items and reviews, by label, state and time of the last
 * change. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/timefmt.h"

#include "github.h"
#include "world_issues.h"

enum { UNPROCESSABLE = 422 };

static void out_time(struct json_out *out, const char *key, int64_t ms)
{
	json_out_time(out, key, ms / 1000 * 1000);
}

static void write_people(const struct world_issue *issue, struct json_out *out)
{
	json_out_array(out, "labels");
	json_out_object(out, NULL);
	json_out_string(out, "name", issue->label);
	json_out_end_object(out);
	json_out_end_array(out);
	gh_login(out, "assignee", issue->owner);
	json_out_array(out, "assignees");
	if (issue->owner)
		gh_login(out, NULL, issue->owner);
	json_out_end_array(out);
	json_out_null(out, "milestone");
}

static void write_issue(const struct world_issue *issue, int service, struct json_out *out)
{
	char *page = xasprintf(GITHUB_WEB "/%s/%s/%d", world_services[service].name,
			       issue->is_change ? "pull" : "issues", issue->number);

	json_out_object(out, NULL);
	json_out_int(out, "number", issue->number);
	json_out_string(out, "title", issue->title);
	json_out_string(out, "state", issue->closed_ms ? "closed" : "open");
	json_out_string(out, "state_reason", issue->closed_ms ? "completed" : NULL);
	write_people(issue, out);
	out_time(out, "created_at", issue->created_ms);
	out_time(out, "updated_at", issue->closed_ms ? issue->closed_ms : issue->created_ms);
	out_time(out, "closed_at", issue->closed_ms);
	json_out_string(out, "html_url", page);
	json_out_string(out, "body", issue->body);
	if (issue->is_change) {
		json_out_object(out, "pull_request");
		json_out_string(out, "html_url", page);
		json_out_end_object(out);
	}
	json_out_end_object(out);
	free(page);
}

/* All labels of a list "a,b" must be there; an issue here has one. */
static bool has_labels(const struct world_issue *issue, const char *labels)
{
	while (labels && *labels) {
		size_t len = strcspn(labels, ",");

		if (strlen(issue->label) != len || strncmp(issue->label, labels, len) != 0)
			return false;
		labels += len + (labels[len] == ',');
	}
	return true;
}

static bool is_wanted(const struct server_request *request, const struct world_issue *issue,
		      int64_t since_ms)
{
	const char *state = server_parameter(request, "state");
	int64_t updated_ms = issue->closed_ms ? issue->closed_ms : issue->created_ms;

	if (!state)
		state = "open";
	return has_labels(issue, server_parameter(request, "labels")) && updated_ms >= since_ms &&
	       (strcmp(state, "all") == 0 ||
		strcmp(state, issue->closed_ms ? "closed" : "open") == 0);
}

void gh_list_issues(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	const char *since = server_parameter(request, "since");
	int service = gh_service(request, reply);
	world_issues issues = {0};
	int64_t since_ms = 0;
	struct gh_page page;

	if (service < 0)
		return;
	if (since && !time_parse(since, &since_ms)) {
		gh_error(reply, UNPROCESSABLE, "Validation Failed");
		return;
	}
	world_list_issues(&demo->world, service, world_now(&demo->world), &request->arena, &issues);
	gh_page_begin(&page, request, reply);
	for (size_t i = 0; i < issues.len; i++) {
		if (is_wanted(request, &issues.items[i], since_ms) && gh_page_takes(&page))
			write_issue(&issues.items[i], service, &page.out);
	}
	gh_page_end(&page, &request->arena);
	VEC_RELEASE(&issues);
}
