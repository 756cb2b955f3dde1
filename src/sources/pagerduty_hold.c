/* SPDX-License-Identifier: MIT
 * What one round of a PagerDuty reading tells the next, and the token that a write keeps. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "pagerduty_act.h"

static const char *const ask_names[ASK_COUNT] = {
	[ASK_INCIDENT] = "incident",     [ASK_ME] = "me",         [ASK_NOTES] = "notes",
	[ASK_ONCALLS] = "oncalls",       [ASK_USERS] = "users",   [ASK_USER] = "user",
	[ASK_PRIORITIES] = "priorities", [ASK_TARGET] = "target",
};

static void write_text(struct json_out *out, const char *key, const char *text)
{
	if (text[0])
		json_out_string(out, key, text);
}

bool pagerduty_hold_write(const struct pagerduty_hold *hold, char *context, size_t size)
{
	struct json_out out;
	struct str text;
	bool is_fitting;

	str_init(&text, 0);
	json_out_init(&out, &text, false);
	json_out_object(&out, NULL);
	json_out_string(&out, "ask", ask_names[hold->ask]);
	write_text(&out, "policy", hold->policy);
	write_text(&out, "name", hold->policy_name);
	write_text(&out, "assignees", hold->assignees);
	write_text(&out, "others", hold->others);
	write_text(&out, "who", hold->who);
	write_text(&out, "priority", hold->priority);
	write_text(&out, "chosen", hold->chosen);
	json_out_end_object(&out);
	is_fitting = text.len < size;
	if (is_fitting)
		memcpy(context, text.text, text.len + 1);
	str_release(&text);
	return is_fitting;
}

static void read_text(const struct json *root, const char *key, char *text, size_t size)
{
	const char *value = json_raw_string(root, key);

	snprintf(text, size, "%s", value ? value : "");
}

void pagerduty_hold_read(const char *context, struct pagerduty_hold *hold)
{
	struct json *root = context ? json_parse(context, strlen(context), NULL) : NULL;

	*hold = (struct pagerduty_hold){.ask = ASK_INCIDENT};
	for (int ask = 0; ask < ASK_COUNT; ask++) {
		if (text_equal(ask_names[ask], json_raw_string(root, "ask")))
			hold->ask = (enum pagerduty_ask)ask;
	}
	read_text(root, "policy", hold->policy, sizeof(hold->policy));
	read_text(root, "name", hold->policy_name, sizeof(hold->policy_name));
	read_text(root, "assignees", hold->assignees, sizeof(hold->assignees));
	read_text(root, "others", hold->others, sizeof(hold->others));
	read_text(root, "who", hold->who, sizeof(hold->who));
	read_text(root, "priority", hold->priority, sizeof(hold->priority));
	read_text(root, "chosen", hold->chosen, sizeof(hold->chosen));
	json_free(root);
}

bool pagerduty_list_has(const char *list, const char *id)
{
	size_t len = strlen(id);

	while (*list) {
		size_t item = strcspn(list, ",");

		if (item == len && strncmp(list, id, len) == 0)
			return true;
		list += item;
		list += *list == ',';
	}
	return false;
}

bool pagerduty_list_add(char *list, size_t size, const char *id)
{
	size_t len = strlen(list);

	if (!id || !*id || strpbrk(id, ",:"))
		return false;
	if (pagerduty_list_has(list, id))
		return true;
	if (len + strlen(id) + 2 > size)
		return false;
	snprintf(list + len, size - len, "%s%s", len > 0 ? "," : "", id);
	return true;
}

bool pagerduty_list_within(const char *a, const char *b)
{
	char id[128];

	while (*a) {
		size_t item = strcspn(a, ",");

		snprintf(id, sizeof(id), "%.*s", (int)item, a);
		if (!pagerduty_list_has(b, id))
			return false;
		a += item;
		a += *a == ',';
	}
	return true;
}

const char *pagerduty_token_part(const struct action *action, int part, struct arena *arena)
{
	const char *token = action->token ? action->token : "";

	for (; part > 0; part--) {
		token += strcspn(token, ":");
		token += *token == ':';
	}
	return arena_printf(arena, "%.*s", (int)strcspn(token, ":"), token);
}
