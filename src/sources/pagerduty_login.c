/* SPDX-License-Identifier: MIT
 * Whose key of PagerDuty it is, and what its user may do: for `nines check`. A key of an account
 * belongs to nobody and doesn't tell whether it is read-only. */
#include "config.h"

#include "nines/base/attr.h"
#include "nines/base/i18n.h"

#include "adapter.h"
#include "pagerduty.h"

enum { NOT_A_USER = 400 }; /* the answer to a key of an account */

/* Roles that are known to allow or refuse every write; others depend on teams. */
static const struct role {
	const char *name;
	bool may_write;
} roles[] = {
	{"owner", true},        {"admin", true},           {"user", true},
	{"limited_user", true}, {"read_only_user", false}, {"read_only_limited_user", false},
};

void pagerduty_plan_login(struct plan *plan)
{
	pagerduty_dress(adapter_plan_login(plan, PAGERDUTY_ME, "/users/me"));
}

static void judge_role(const char *role, struct fact_login *login)
{
	for (size_t i = 0; i < NINES_COUNT(roles); i++) {
		if (!text_equal(roles[i].name, role))
			continue;
		if (roles[i].may_write)
			login->allowed = pagerduty_source.verbs;
		else
			login->refused = pagerduty_source.verbs;
	}
}

/* Every write is made in the name of somebody. */
static void judge_from(const struct pagerduty *options, const char *mail, struct facts *facts)
{
	if (!options->from) {
		facts->login.allowed = 0;
		facts->login.refused = pagerduty_source.verbs;
		adapter_login(facts, "%s; to write, set from = %s", facts->login.text,
			      mail ? mail : _("the e-mail of a user"));
	} else if (mail && !text_equal_nocase(mail, options->from)) {
		adapter_login(facts, "%s, whose e-mail is %s", facts->login.text, mail);
	}
}

static void read_user(const struct pagerduty *options, const struct reply *reply,
		      struct facts *facts)
{
	struct json *user = json_scan_member(reply->body, reply->len, "user", NULL);
	const char *name = json_string(user, "name", &facts->arena);
	const char *role = json_string(user, "role", &facts->arena);

	adapter_login(facts, "key of %s, role %s", name ? name : _("a user without a name"),
		      role ? role : _("not told"));
	judge_role(role, &facts->login);
	judge_from(options, json_string(user, "email", &facts->arena), facts);
	json_free(user);
}

/* Only of interest where teams are asked for. */
static void follow_abilities(const struct pagerduty *options, const struct source_reply *reply,
			     struct plan *more)
{
	if (options->teams.len > 0)
		pagerduty_dress(
			adapter_follow(more, reply->request, PAGERDUTY_ABILITIES, "/abilities"))
			->takes_failures = true;
}

/* Without the ability there are no teams to narrow by. */
static void read_abilities(const struct reply *reply, struct facts *facts)
{
	struct json *list = NULL;
	bool has_teams = false;

	if (source_status_check(reply, NULL))
		list = json_scan_member(reply->body, reply->len, "abilities", NULL);
	for (const struct json *item = json_first(list); item; item = json_next(item))
		has_teams |= text_equal(json_raw(item), "teams");
	if (json_is_array(list) && !has_teams)
		adapter_notice(facts, "the account has no teams: take teams = out");
	json_free(list);
}

bool pagerduty_parse_login(const struct source *source, const struct source_reply *reply,
			   struct facts *facts, struct plan *more, struct err *err)
{
	const struct pagerduty *options = source->priv;

	if (reply->reply->err.code != ERR_NONE)
		return source_status_check(reply->reply, err);
	if (reply->request->tag == PAGERDUTY_ABILITIES) {
		read_abilities(reply->reply, facts);
	} else if (reply->reply->status == NOT_A_USER) {
		adapter_login(facts, "key of an account, read-only or not");
		judge_from(options, NULL, facts);
		follow_abilities(options, reply, more);
	} else if (adapter_login_told(reply->reply, facts)) {
		read_user(options, reply->reply, facts);
	}
	return true;
}
