/* SPDX-License-Identifier: MIT
 * What a token of GitHub is for: a classic one names its scopes with every reply, others don't
 * say what they may. For `nines check`. */
#include "config.h"

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"

#include "adapter.h"
#include "github.h"

void github_plan_login(struct plan *plan)
{
	/* it is no part of the limit that it tells */
	github_dress(adapter_plan_login(plan, GITHUB_LIMIT, "/rate_limit"));
}

/* True when the word stands in the list "read:org, repo". */
static bool has_scope(const char *scopes, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = scopes; *at; at += strspn(at, ", ")) {
		size_t item = strcspn(at, ", ");

		if (item == len && strncmp(at, word, len) == 0)
			return true;
		at += item;
	}
	return false;
}

static const char *kind_of(const struct source *source, const char *scopes, struct arena *arena)
{
	if (source->common.token.kind == SECRET_NONE)
		return _("no token: public repositories only");
	if (!scopes)
		return _("token that names no scopes (fine-grained, or an app's): what it may see "
			 "was tried");
	if (has_scope(scopes, "repo"))
		return arena_printf(arena, _("classic token, scopes %s"), scopes);
	return arena_printf(arena, _("classic token, scopes %s: public repositories only"), scopes);
}

static void add_limit(const struct reply *reply, struct facts *facts)
{
	struct json *root = json_scan_member(reply->body, reply->len, "resources", NULL);
	const struct json *core = json_get(root, "core");
	double limit = json_number(core, "limit", 0), left = json_number(core, "remaining", 0);

	if (limit > 0)
		adapter_login(facts, "%s; %.0f of %.0f requests left this hour", facts->login.text,
			      left, limit);
	json_free(root);
}

bool github_parse_login(const struct source *source, const struct source_reply *reply,
			struct facts *facts, struct err *err)
{
	const struct reply *answer = reply->reply;

	if (answer->err.code != ERR_NONE)
		return source_status_check(answer, err);
	/* a server of one's own may have no limit: 404, and the scopes all the same */
	if (!answer->scopes && answer->status != 404 && !adapter_login_told(answer, facts))
		return true;
	adapter_login(facts, "%s", kind_of(source, answer->scopes, &facts->arena));
	if (answer->status == 200)
		add_limit(answer, facts);
	return true;
}
