/* SPDX-License-Identifier: MIT
 * The GitHub dialect: routes, access, pages. Each service has a repository of its name. */
#include "config.h"

#include "github.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DENIED = 401, MISSING = 404, SIZE_DEFAULT = 30, SIZE_MAX_PAGE = 100 };

#define REPOS "/github/repos/" GITHUB_OWNER "/"

void gh_error(struct server_reply *reply, int status, const char *message)
{
	struct json_out out;
	char *code = xasprintf("%d", status);

	str_clear(&reply->body);
	reply->status = status;
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_string(&out, "message", message);
	json_out_string(&out, "documentation_url", "https://docs.github.example/rest");
	json_out_string(&out, "status", code);
	json_out_end_object(&out);
	free(code);
}

static bool has_token(const struct server_request *request)
{
	static const char *const prefixes[] = {"Bearer ", "token "};
	const char *token = request->authorization;

	for (size_t i = 0; token && i < NINES_COUNT(prefixes); i++) {
		if (text_starts_with(token, prefixes[i]) && token[strlen(prefixes[i])])
			return true;
	}
	return false;
}

/* A classic token that reads and writes repositories, as most are. */
static void gh_get_limit(void *context NINES_UNUSED, struct server_request *request,
			 struct server_reply *reply)
{
	struct json_out out;

	if (!has_token(request)) {
		gh_error(reply, DENIED, "Bad credentials");
		return;
	}
	reply->scopes = "read:org, repo";
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_object(&out, "resources");
	json_out_object(&out, "core");
	json_out_int(&out, "limit", 5000);
	json_out_int(&out, "used", 240);
	json_out_int(&out, "remaining", 4760);
	json_out_end_object(&out);
	json_out_end_object(&out);
	json_out_end_object(&out);
}

int gh_service(const struct server_request *request, struct server_reply *reply)
{
	const char *name = request->path + strlen(REPOS);
	size_t len = strcspn(name, "/");

	if (!has_token(request)) {
		gh_error(reply, DENIED, "Bad credentials");
		return -1;
	}
	for (int i = 0; i < WORLD_SERVICE_COUNT; i++) {
		if (strlen(world_services[i].name) == len &&
		    strncmp(world_services[i].name, name, len) == 0)
			return i;
	}
	gh_error(reply, MISSING, "Not Found");
	return -1;
}

/* --- pages --- */

static size_t number_of(const struct server_request *request, const char *name, size_t fallback)
{
	const char *text = server_parameter(request, name);
	long value = text ? strtol(text, NULL, 10) : 0;

	return value > 0 && value < 100000 ? (size_t)value : fallback;
}

void gh_page_begin(struct gh_page *page, const struct server_request *request,
		   struct server_reply *reply)
{
	*page = (struct gh_page){.request = request, .reply = reply};
	page->size = number_of(request, "per_page", SIZE_DEFAULT);
	if (page->size > SIZE_MAX_PAGE)
		page->size = SIZE_MAX_PAGE;
	page->number = number_of(request, "page", 1);
	json_out_init(&page->out, &reply->body, false);
	json_out_array(&page->out, NULL);
}

bool gh_page_takes(struct gh_page *page)
{
	size_t place = page->seen++;

	return place / page->size + 1 == page->number;
}

void gh_page_end(struct gh_page *page, struct arena *arena)
{
	const char *query = "";

	json_out_end_array(&page->out);
	if (page->seen <= page->number * page->size)
		return;
	for (size_t i = 0; i < page->request->parameters.len; i++) {
		const struct server_parameter *parameter = &page->request->parameters.items[i];

		if (strcmp(parameter->name, "page") != 0)
			query = arena_printf(arena, "%s%s=%s&", query, parameter->name,
					     parameter->value);
	}
	page->reply->link = arena_printf(arena, "<http://127.0.0.1%s?%spage=%zu>; rel=\"next\"",
					 page->request->path, query, page->number + 1);
}

void gh_login(struct json_out *out, const char *key, const char *name)
{
	char *login;

	if (!name) {
		json_out_null(out, key);
		return;
	}
	login = xasprintf("%s", name);
	for (char *at = login; *at; at++)
		*at = (char)(*at == ' ' ? '-' : tolower((unsigned char)*at));
	json_out_object(out, key);
	json_out_string(out, "login", login);
	json_out_string(out, "type", "User");
	json_out_end_object(out);
	free(login);
}

const struct server_route github_routes[] = {
	{"GET", REPOS "*/deployments", gh_list_deployments},
	{"GET", REPOS "*/deployments/*/statuses", gh_list_statuses},
	{"GET", REPOS "*/git/commits/*", gh_get_commit},
	{"GET", REPOS "*/releases", gh_list_releases},
	{"GET", REPOS "*/issues", gh_list_issues},
	{"GET", "/github/rate_limit", gh_get_limit},
	{0},
};
