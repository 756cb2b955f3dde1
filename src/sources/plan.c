/* SPDX-License-Identifier: MIT
 * The list of requests of one poll. */
#include "config.h"

#include "nines/sources/source.h"

#include <string.h>

static struct plan_request *plan_add(struct plan *plan, const char *key, int tag, const char *path)
{
	struct plan_request request = {
		.key = arena_strdup(&plan->arena, key),
		.tag = tag,
		.request = {.method = HTTP_GET, .path = arena_strdup(&plan->arena, path)},
	};

	VEC_PUSH(&plan->requests, request);
	return &plan->requests.items[plan->requests.len - 1];
}

static struct plan_request *plan_post(struct plan *plan, struct plan_request *added,
				      const char *type, const char *body)
{
	added->request.method = HTTP_POST;
	added->request.content_type = type;
	added->request.body = arena_strdup(&plan->arena, body);
	added->request.body_len = strlen(body);
	return added;
}

struct plan_request *plan_get(struct plan *plan, const char *key, int tag, const char *path)
{
	return plan_add(plan, key, tag, path);
}

struct plan_request *plan_post_form(struct plan *plan, const char *key, int tag, const char *path,
				    const char *form)
{
	struct plan_request *added = plan_add(plan, key, tag, path);

	return plan_post(plan, added, "application/x-www-form-urlencoded", form);
}

struct plan_request *plan_post_json(struct plan *plan, const char *key, int tag, const char *path,
				    const char *json)
{
	return plan_post(plan, plan_add(plan, key, tag, path), "application/json", json);
}

void plan_release(struct plan *plan)
{
	VEC_RELEASE(&plan->requests);
	arena_release(&plan->arena);
}
