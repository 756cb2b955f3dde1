/* SPDX-License-Identifier: MIT
 * A reply while it comes in: bounded body and headers. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/incoming.h"
#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/net/backoff.h"

enum { BODY_START = 16 * 1024 };

enum { HTTP_FORBIDDEN = 403, HTTP_TOO_MANY = 429, HTTP_UNAVAILABLE = 503 };

static const struct kept_row {
	const char *name;
	size_t offset;
	const char *when_empty; /* a header without a value says something, too */
} kept_rows[] = {
	{.name = "etag", .offset = offsetof(struct kept_headers, etag)},
	{.name = "retry-after", .offset = offsetof(struct kept_headers, retry_after)},
	{.name = "ratelimit-reset", .offset = offsetof(struct kept_headers, ratelimit_reset)},
	{.name = "x-ratelimit-reset", .offset = offsetof(struct kept_headers, ratelimit_reset)},
	{.name = "x-ratelimit-remaining",
	 .offset = offsetof(struct kept_headers, ratelimit_remaining)},
	{.name = "x-request-id", .offset = offsetof(struct kept_headers, request_id)},
	{.name = "x-oauth-scopes",
	 .offset = offsetof(struct kept_headers, scopes),
	 .when_empty = "none"},
	{.name = "x-accepted-github-permissions", .offset = offsetof(struct kept_headers, needs)},
	{.name = "transfer-encoding", .offset = offsetof(struct kept_headers, transfer_encoding)},
};

void incoming_reset(struct incoming *incoming)
{
	size_t limit = incoming->limit;

	free(incoming->body);
	*incoming = (struct incoming){.limit = limit};
}

static void format_bytes(size_t bytes, char *out, size_t out_len)
{
	static const struct {
		size_t size;
		const char *name;
	} units[] = {{1 << 20, "MB"}, {1 << 10, "KB"}, {1, "bytes"}};
	size_t i = 0;

	while (bytes % units[i].size)
		i++;
	snprintf(out, out_len, "%zu %s", bytes / units[i].size, units[i].name);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Copies the value without the blanks around it. What is too long or holds anything but
 * printable ASCII is foreign rubbish and counts as not there. */
static void keep_value(char out[KEPT_HEADER_MAX], const char *value, size_t len)
{
	while (len > 0 && is_blank(*value))
		value++, len--;
	while (len > 0 && is_blank(value[len - 1]))
		len--;
	out[0] = '\0';
	if (len >= KEPT_HEADER_MAX)
		return;
	for (size_t i = 0; i < len; i++)
		if (value[i] < 0x20 || value[i] > 0x7e)
			return;
	memcpy(out, value, len);
	out[len] = '\0';
}

static bool name_is(const char *line, size_t len, const char *name)
{
	char start[32];

	if (strlen(name) != len || len >= sizeof(start))
		return false;
	memcpy(start, line, len);
	start[len] = '\0';
	return text_equal_nocase(start, name);
}

static void keep_header(struct kept_headers *kept, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);

	if (!colon)
		return;
	for (size_t i = 0; i < NINES_COUNT(kept_rows); i++) {
		char *value = (char *)kept + kept_rows[i].offset;

		if (!name_is(line, (size_t)(colon - line), kept_rows[i].name))
			continue;
		keep_value(value, colon + 1, len - (size_t)(colon + 1 - line));
		if (!value[0] && kept_rows[i].when_empty)
			snprintf(value, KEPT_HEADER_MAX, "%s", kept_rows[i].when_empty);
	}
}

bool incoming_header(struct incoming *incoming, const char *line, size_t len)
{
	incoming->header_bytes += len;
	if (incoming->header_bytes > HEADER_LIMIT)
		return err_set(&incoming->err, ERR_TOO_BIG,
			       "reply has more than %d KB of headers: check that url is right",
			       HEADER_LIMIT / 1024);
	/* a status line: what a 1xx or a proxy said before does not count */
	if (len >= 5 && !memcmp(line, "HTTP/", 5))
		incoming->kept = (struct kept_headers){0};
	else
		keep_header(&incoming->kept, line, len);
	return true;
}

static size_t body_limit(const struct incoming *incoming)
{
	return incoming->limit ? incoming->limit : BODY_LIMIT_DEFAULT;
}

/* Room for `wanted` bytes and the final zero; never more than the limit needs. */
static void body_reserve(struct incoming *incoming, size_t wanted)
{
	size_t capacity = incoming->capacity ? incoming->capacity : BODY_START;
	size_t most = body_limit(incoming) + 1;

	if (wanted + 1 <= incoming->capacity)
		return;
	while (capacity < wanted + 1)
		capacity *= 2;
	incoming->capacity = capacity < most ? capacity : most;
	incoming->body = xrealloc_array(incoming->body, incoming->capacity, 1);
}

static void body_append(struct incoming *incoming, const char *bytes, size_t len)
{
	body_reserve(incoming, incoming->len + len);
	memcpy(incoming->body + incoming->len, bytes, len);
	incoming->len += len;
	incoming->body[incoming->len] = '\0';
}

bool incoming_body(struct incoming *incoming, const char *bytes, size_t len)
{
	size_t room = body_limit(incoming) - incoming->len;
	char limit[32];

	if (len > room) {
		if (incoming->keeps_start)
			body_append(incoming, bytes, room);
		format_bytes(body_limit(incoming), limit, sizeof(limit));
		return err_set(&incoming->err, ERR_TOO_BIG,
			       "reply larger than the limit of %s: raise body_limit", limit);
	}
	body_append(incoming, bytes, len);
	return true;
}

bool incoming_expansion(struct incoming *incoming, int64_t wire)
{
	if (incoming->len <= EXPAND_FREE || incoming->len / EXPAND_RATIO_MAX <= (uint64_t)wire)
		return true;
	return err_set(&incoming->err, ERR_TOO_BIG,
		       "reply grew more than %d times when it was unpacked: check the server",
		       EXPAND_RATIO_MAX);
}

int64_t incoming_retry_after(const struct incoming *incoming, int status, int64_t now_ms)
{
	/* GitHub says 403 when nothing remains of its limit */
	bool is_used_up =
		status == HTTP_FORBIDDEN && strcmp(incoming->kept.ratelimit_remaining, "0") == 0;
	bool is_throttled = status == HTTP_TOO_MANY || status == HTTP_UNAVAILABLE || is_used_up;
	int64_t wait_ms = 0;

	if (is_throttled || status == HTTP_FORBIDDEN)
		wait_ms = retry_after_parse(incoming->kept.retry_after, now_ms);
	if (!wait_ms && is_throttled)
		wait_ms = retry_after_parse(incoming->kept.ratelimit_reset, now_ms);
	return wait_ms;
}
