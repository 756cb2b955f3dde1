/* SPDX-License-Identifier: MIT
 * What the parts of the GitHub dialect share: access, errors, pages, logins. */
#ifndef NINES_DEMO_GITHUB_H
#define NINES_DEMO_GITHUB_H

#include "nines/base/json_out.h"

#include "state.h"

#define GITHUB_OWNER "elearn"
#define GITHUB_WEB   "https://github.example/" GITHUB_OWNER

/* One page of a list, which is an array without more around it. */
struct gh_page {
	struct json_out out;
	const struct server_request *request;
	struct server_reply *reply;
	size_t size, number, seen;
};

/* Answers with GitHub's error object. */
void gh_error(struct server_reply *reply, int status, const char *message);
/* The service whose repository the path names; -1 and answered without a token or with a
 * repository that isn't there. */
int gh_service(const struct server_request *request, struct server_reply *reply);
/* Reads per_page and page and begins the array. */
void gh_page_begin(struct gh_page *page, const struct server_request *request,
		   struct server_reply *reply);
/* Counts an item; true when it is on the page. */
bool gh_page_takes(struct gh_page *page);
/* Ends the array; the header Link says where the next page is, when there is one. */
void gh_page_end(struct gh_page *page, struct arena *arena);
/* An account of a person: "Ana Roe" is "ana-roe". */
void gh_login(struct json_out *out, const char *key, const char *name);

/* Handlers, by file. */
server_handler gh_list_deployments, gh_list_statuses, gh_get_commit, gh_list_releases;
server_handler gh_list_issues;

#endif
