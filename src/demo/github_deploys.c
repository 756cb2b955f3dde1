/* SPDX-License-Identifier: MIT
 * GitHub's deployments with their statuses, the commits behind them, and releases. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/timefmt.h"

#include "github.h"

enum { MISSING = 404, FIRST_ID = 7000000 };

/* How long it takes from the request to production. */
#define ROLLOUT_MS (3 * (int64_t)MINUTE_MS)

static void out_time(struct json_out *out, const char *key, int64_t ms)
{
	json_out_time(out, key, ms / 1000 * 1000);
}

static bool accepts_deploy(const struct server_request *request, const struct world_deploy *deploy)
{
	return server_accepts(request, "environment", "production") &&
	       server_accepts(request, "sha", deploy->sha) &&
	       server_accepts(request, "ref", deploy->version) &&
	       server_accepts(request, "task", "deploy");
}

static void write_deployment(const struct world_deploy *deploy, struct json_out *out)
{
	const char *name = world_services[deploy->service].name;
	int id = FIRST_ID + deploy->number;
	char *statuses = xasprintf("https://api.github.example/repos/" GITHUB_OWNER
				   "/%s/deployments/%d/statuses",
				   name, id);

	json_out_object(out, NULL);
	json_out_int(out, "id", id);
	json_out_string(out, "sha", deploy->sha);
	json_out_string(out, "ref", deploy->version);
	json_out_string(out, "task", "deploy");
	json_out_string(out, "environment", "production");
	json_out_string(out, "original_environment", "production");
	if (deploy->is_rollback)
		json_out_string(out, "description", "roll back");
	else
		json_out_null(out, "description");
	gh_login(out, "creator", deploy->author);
	out_time(out, "created_at", deploy->at_ms - ROLLOUT_MS);
	out_time(out, "updated_at", deploy->at_ms);
	json_out_string(out, "statuses_url", statuses);
	json_out_bool(out, "production_environment", true);
	json_out_bool(out, "transient_environment", false);
	json_out_end_object(out);
	free(statuses);
}

/* Newest first. What is being rolled out is there already. */
void gh_list_deployments(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	int service = gh_service(request, reply);
	int64_t now_ms = world_now(&demo->world);
	struct gh_page page;

	if (service < 0)
		return;
	gh_page_begin(&page, request, reply);
	for (size_t i = demo->world.deploys.len; i > 0; i--) {
		const struct world_deploy *deploy = &demo->world.deploys.items[i - 1];

		if (deploy->service == service && deploy->at_ms - ROLLOUT_MS <= now_ms &&
		    accepts_deploy(request, deploy) && gh_page_takes(&page))
			write_deployment(deploy, &page.out);
	}
	gh_page_end(&page, &request->arena);
}

/* --- statuses --- */

struct status {
	const char *state;
	int64_t at_ms;
};

/* When the next deploy of the service succeeded, which makes this one inactive; 0 = it is
 * the newest. */
static int64_t replaced_ms(const struct world *world, const struct world_deploy *deploy)
{
	for (size_t i = (size_t)deploy->number; i < world->deploys.len; i++) {
		if (world->deploys.items[i].service == deploy->service)
			return world->deploys.items[i].at_ms;
	}
	return 0;
}

static void write_status(const struct world_deploy *deploy, const struct status *status, int place,
			 struct json_out *out)
{
	char *page = xasprintf(GITHUB_WEB "/%s/actions/runs/%d",
			       world_services[deploy->service].name, FIRST_ID + deploy->number);

	json_out_object(out, NULL);
	json_out_int(out, "id", (int64_t)(FIRST_ID + deploy->number) * 10 + place);
	json_out_string(out, "state", status->state);
	json_out_string(out, "environment", "production");
	json_out_string(out, "description", "");
	json_out_string(out, "log_url", page);
	json_out_string(out, "target_url", page);
	gh_login(out, "creator", deploy->author);
	out_time(out, "created_at", status->at_ms);
	out_time(out, "updated_at", status->at_ms);
	json_out_end_object(out);
	free(page);
}

/* The deployment of the path, if it is one of that service. */
static const struct world_deploy *find(const struct demo *demo, const char *id, int service)
{
	long number = strtol(id, NULL, 10) - FIRST_ID;
	const struct world_deploy *deploy;

	if (number < 1 || (size_t)number > demo->world.deploys.len)
		return NULL;
	deploy = &demo->world.deploys.items[number - 1];
	return deploy->service == service && deploy->at_ms - ROLLOUT_MS <= world_now(&demo->world)
		       ? deploy
		       : NULL;
}

static void write_statuses(const struct demo *demo, const struct world_deploy *deploy,
			   struct gh_page *page)
{
	const struct status all[] = {
		{"in_progress", deploy->at_ms - ROLLOUT_MS + 20 * (int64_t)SECOND_MS},
		{"success", deploy->at_ms},
		{"failure", deploy->failed_ms},
		/* what failed is not taken over: it ends as failed */
		{"inactive", deploy->failed_ms ? 0 : replaced_ms(&demo->world, deploy)},
	};

	for (size_t i = NINES_COUNT(all); i > 0; i--) {
		const struct status *status = &all[i - 1];

		if (status->at_ms > 0 && status->at_ms <= world_now(&demo->world) &&
		    gh_page_takes(page))
			write_status(deploy, status, (int)i, &page->out);
	}
}

void gh_list_statuses(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	int service = gh_service(request, reply);
	const struct world_deploy *deploy;
	struct gh_page page;

	if (service < 0)
		return;
	deploy = find(demo, request->id, service);
	if (!deploy) {
		gh_error(reply, MISSING, "Not Found");
		return;
	}
	gh_page_begin(&page, request, reply);
	write_statuses(demo, deploy, &page);
	gh_page_end(&page, &request->arena);
}

/* --- commits --- */

static void write_signature(struct json_out *out, const char *key,
			    const struct world_deploy *deploy)
{
	json_out_object(out, key);
	json_out_string(out, "name", deploy->author);
	out_time(out, "date", deploy->committed_ms);
	json_out_end_object(out);
}

void gh_get_commit(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	int service = gh_service(request, reply);
	struct json_out out;

	for (size_t i = 0; service >= 0 && i < demo->world.deploys.len; i++) {
		const struct world_deploy *deploy = &demo->world.deploys.items[i];

		if (deploy->service != service || strcmp(deploy->sha, request->id) != 0)
			continue;
		json_out_init(&out, &reply->body, false);
		json_out_object(&out, NULL);
		json_out_string(&out, "sha", deploy->sha);
		write_signature(&out, "author", deploy);
		write_signature(&out, "committer", deploy);
		json_out_string(&out, "message", deploy->version);
		json_out_end_object(&out);
		return;
	}
	if (service >= 0)
		gh_error(reply, MISSING, "Not Found");
}

/* --- releases --- */

static void write_release(const struct world_deploy *deploy, struct json_out *out)
{
	char *page = xasprintf(GITHUB_WEB "/%s/releases/tag/%s",
			       world_services[deploy->service].name, deploy->version);

	json_out_object(out, NULL);
	json_out_int(out, "id", FIRST_ID + deploy->number);
	json_out_string(out, "tag_name", deploy->version);
	json_out_string(out, "name", deploy->version);
	json_out_string(out, "target_commitish", "main");
	json_out_bool(out, "draft", false);
	json_out_bool(out, "prerelease", false);
	out_time(out, "created_at", deploy->committed_ms);
	out_time(out, "published_at", deploy->at_ms);
	json_out_string(out, "html_url", page);
	gh_login(out, "author", deploy->author);
	json_out_end_object(out);
	free(page);
}

void gh_list_releases(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	int service = gh_service(request, reply);
	struct gh_page page;

	if (service < 0)
		return;
	gh_page_begin(&page, request, reply);
	for (size_t i = demo->world.deploys.len; i > 0; i--) {
		const struct world_deploy *deploy = &demo->world.deploys.items[i - 1];

		if (deploy->service == service && !deploy->is_rollback &&
		    deploy->at_ms <= world_now(&demo->world) && gh_page_takes(&page))
			write_release(deploy, &page.out);
	}
	gh_page_end(&page, &request->arena);
}
