/* SPDX-License-Identifier: MIT
 * What an API user of Icinga 2 may do: the server lists its permissions. For `nines check`. */
#include "config.h"

#include <fnmatch.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"

#include "adapter.h"
#include "icinga2.h"

void icinga2_plan_login(struct plan *plan, int tag)
{
	adapter_plan_login(plan, tag, "/v1");
}

enum { MATCH_NONE, MATCH_SOME, MATCH_ALL };

/* "actions/\*", or "objects/query/Host (filtered)": for some objects only. */
static int match(const char *granted, const char *wanted, struct arena *arena)
{
	size_t len = strcspn(granted, " ");
	const char *pattern = arena_strndup(arena, granted, len);

	if (fnmatch(pattern, wanted, FNM_NOESCAPE) != 0)
		return MATCH_NONE;
	return granted[len] ? MATCH_SOME : MATCH_ALL;
}

static int match_any(const struct json *list, const char *wanted, struct arena *arena)
{
	int best = MATCH_NONE;

	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		const char *granted = json_raw(item);
		int found = granted ? match(granted, wanted, arena) : MATCH_NONE;

		best = found > best ? found : best;
	}
	return best;
}

static void judge(const struct json *list, struct facts *facts)
{
	struct fact_login *login = &facts->login;

	for (int verb = VERB_NONE + 1; verb < VERB_COUNT; verb++) {
		const char *path = icinga2_action_path((enum verb)verb);
		int found;

		if (!path)
			continue;
		found = match_any(list, path + strlen("/v1/"), &facts->arena);
		if (found == MATCH_ALL)
			login->allowed |= VERB_BIT(verb);
		else if (found == MATCH_NONE)
			login->refused |= VERB_BIT(verb);
	}
}

bool icinga2_parse_login(const struct source_reply *reply, struct facts *facts, struct err *err)
{
	struct json *results;
	const struct json *first;
	const char *user;

	if (reply->reply->err.code != ERR_NONE)
		return source_status_check(reply->reply, err);
	if (!adapter_login_told(reply->reply, facts))
		return true;
	results = json_scan_member(reply->reply->body, reply->reply->len, "results", NULL);
	first = json_first(results);
	user = json_string(first, "user", &facts->arena);
	if (json_is_array(json_get(first, "permissions"))) {
		adapter_login(facts, "API user %s", user ? user : _("without a name"));
		judge(json_get(first, "permissions"), facts);
	}
	json_free(results);
	return true;
}
