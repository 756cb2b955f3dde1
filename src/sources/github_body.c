/* SPDX-License-Identifier: MIT
 * What people write into an issue for us: lines such as "incident: ID", "due: 2026-12-01" and
 * "service: NAME", in plain text or Markdown. */
#include "config.h"

#include "github_body.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "nines/base/str.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

enum { VALUE_MAX = 200, DATE_LEN = 10 };

/* Marks of lists, quotes, headings and emphasis before a word. */
#define MARKS " \t-*_>#`"

/* The value after `key`, if the line [text, end) begins with it; else NULL. */
static const char *after_key(const char *text, const char *end, const char *key)
{
	size_t len = strlen(key);

	while (text < end && strchr(MARKS, *text))
		text++;
	if ((size_t)(end - text) <= len || strncasecmp(text, key, len) != 0)
		return NULL;
	text += len;
	while (text < end && (*text == '*' || *text == '_'))
		text++;
	if (text == end || *text != ':')
		return NULL;
	for (text++; text < end && strchr(" \t*_`", *text); text++)
		continue;
	return text;
}

static char *copy_value(const char *text, const char *end, struct arena *arena)
{
	while (end > text && strchr(" \t\r*_`", end[-1]))
		end--;
	return end > text ? text_clean(arena, text, (size_t)(end - text), VALUE_MAX) : NULL;
}

char *github_body_line(const char *body, const char *key, struct arena *arena)
{
	while (body && *body) {
		const char *end = body + strcspn(body, "\n");
		const char *value = after_key(body, end, key);

		if (value)
			return copy_value(value, end, arena);
		body = *end ? end + 1 : NULL;
	}
	return NULL;
}

/* "[words](https://x/y)" is its address. */
static const char *link_target(const char *value, size_t *len)
{
	const char *open = *value == '[' ? strstr(value, "](") : NULL;

	if (open)
		value = open + 2;
	*len = strcspn(value, open ? ") \t" : " \t,;)>");
	return value;
}

/* The last part of the path of an address, which is `*len` bytes long. */
static const char *last_part(const char *address, size_t *len)
{
	const char *host = strstr(address, "://") + strlen("://");
	const char *end = address + *len;
	const char *query = address + strcspn(address, "?#");
	const char *part;

	end = query < end ? query : end;
	while (end > host && end[-1] == '/')
		end--;
	for (part = end; part > host && part[-1] != '/';)
		part--;
	*len = (size_t)(end - part);
	return part;
}

static const char *incident_of_value(const char *value, struct arena *arena)
{
	size_t len;

	value += strspn(value, "<#");
	value = link_target(value, &len);
	if (text_starts_with(value, "http://") || text_starts_with(value, "https://"))
		value = last_part(value, &len);
	return len > 0 ? arena_strndup(arena, value, len) : NULL;
}

const char *github_body_incident(const char *body, const char *title, struct arena *arena)
{
	static const char word[] = "incident:";
	const char *value = github_body_line(body, "incident", arena);

	for (; !value && title && *title; title++) {
		if (strncasecmp(title, word, sizeof(word) - 1) == 0) {
			title += sizeof(word) - 1;
			value = title + strspn(title, " ");
		}
	}
	return value ? incident_of_value(value, arena) : NULL;
}

int64_t github_body_due(const char *body, struct arena *arena)
{
	const char *value = github_body_line(body, "due", arena);
	char text[TIME_TEXT_MAX];
	int64_t due_ms = 0;

	if (!value)
		return 0;
	if (strlen(value) > DATE_LEN && value[DATE_LEN] == 'T')
		return time_parse(value, &due_ms) ? due_ms : 0;
	/* a day is over when it ends */
	snprintf(text, sizeof(text), "%.*sT23:59:59Z", DATE_LEN, value);
	return time_parse(text, &due_ms) ? due_ms : 0;
}
