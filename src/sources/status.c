/* SPDX-License-Identifier: MIT
 * What an HTTP status means, with the one line that the server says about it. */
#include "config.h"

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/json.h"
#include "nines/base/text.h"
#include "nines/sources/source.h"

#include "adapter.h"

/* An error page is never parsed beyond this. */
enum { BODY_PARSE_MAX = 64 * 1024, LINE_MAX_BYTES = 240 };

static const struct status_word {
	int status;
	const char *word;
} status_words[] = {
	{400, N_("bad request")},
	{401, N_("the token or password is not accepted")},
	{402, N_("the plan of the account does not include this")},
	{403, N_("the account may not do this")},
	{404, N_("not found: is the url right?")},
	{408, N_("the server gave up waiting")},
	{410, N_("gone: this version of the API was removed")},
	{429, N_("too many requests")},
	{500, N_("the server failed")},
	{502, N_("bad gateway")},
	{503, N_("unavailable")},
	{504, N_("gateway timeout")},
};

/* A refusal that ends by itself is none: GitHub throttles with 403. */
static enum err_code status_code(const struct reply *reply)
{
	int status = reply->status;

	if (status == 403 && reply->retry_after_ms > 0)
		return ERR_THROTTLED;
	if (status == 401 || status == 403)
		return ERR_AUTH;
	if (status == 429)
		return ERR_THROTTLED;
	if (status >= 500)
		return ERR_NET;
	return status >= 400 ? ERR_REFUSED : ERR_PROTOCOL;
}

static const char *status_word(int status)
{
	for (size_t i = 0; i < NINES_COUNT(status_words); i++) {
		if (status_words[i].status == status)
			return _(status_words[i].word);
	}
	return _("unexpected answer");
}

/* What to do, after the server's own words. */
static const char *status_advice(const struct reply *reply, struct arena *arena)
{
	if (reply->status == 401)
		return _(": check the token or password");
	if (reply->status == 403 && reply->needs)
		return arena_printf(arena, ": the token needs %s", reply->needs);
	return reply->status == 403 ? _(": check what the account may do") : "";
}

/* {"errors":[{"message","source":{"field"}}]}, as incident.io has it. */
static const char *line_of_errors(const struct json *root, struct arena *arena)
{
	const struct json *first = json_first(json_get(root, "errors"));
	const char *line = json_string(first, "message", arena);
	const char *field = json_string(json_get(first, "source"), "field", arena);

	return line && field && *field ? arena_printf(arena, "%s (%s)", line, field) : line;
}

/* {"error":{"message","errors"}}, {"error":"..."}, {"error":404,"status":"..."},
 * {"message":"..."}, {"errors":[{"message"}]} or a bare string. */
static const char *line_of_json(const struct json *root, struct arena *arena)
{
	const struct json *error = json_get(root, "error");
	const char *line = json_string(error, "message", arena);
	const char *more = json_text(json_first(json_get(error, "errors")), arena);

	if (line && more)
		return arena_printf(arena, "%s: %s", line, more);
	if (!line && json_is_number(error))
		line = json_string(root, "status", arena);
	if (!line)
		line = json_text(error, arena);
	if (!line)
		line = json_string(root, "message", arena);
	if (!line)
		line = line_of_errors(root, arena);
	return line ? line : json_text(root, arena);
}

static const char *parse_line(const struct reply *reply, struct arena *arena)
{
	struct json *root;
	const char *line;

	if (reply->len > BODY_PARSE_MAX)
		return NULL;
	root = json_parse(reply->body, reply->len, NULL);
	line = json_is_object(root) || json_is_string(root) ? line_of_json(root, arena) : NULL;
	json_free(root);
	return line;
}

const char *adapter_body_line(const struct reply *reply, struct arena *arena)
{
	size_t blank = strspn(reply->body, " \t\r\n");
	const char *body = reply->body + blank;
	const char *line = NULL;

	if (*body == '\0')
		return NULL;
	if (*body == '<')
		return _("a web page came instead of an answer");
	if (*body == '{' || *body == '"')
		line = parse_line(reply, arena);
	if (!line)
		line = text_clean(arena, body, strcspn(body, "\r\n"), LINE_MAX_BYTES);
	else
		line = text_clean(arena, line, strlen(line), LINE_MAX_BYTES);
	return *line ? line : NULL;
}

bool adapter_expect_json(const struct reply *reply, struct err *err)
{
	char first = reply->body[strspn(reply->body, " \t\r\n")];

	if (first == '{' || first == '[')
		return true;
	if (first == '<')
		return err_set(err, ERR_PROTOCOL,
			       "expected JSON, got a web page: is the url right?");
	return err_set(err, ERR_PROTOCOL,
		       first ? "expected JSON, got other text"
			     : "expected JSON, got an empty body");
}

bool source_status_check(const struct reply *reply, struct err *err)
{
	struct arena arena = {0};
	enum err_code code;
	const char *line;

	if (reply->err.code != ERR_NONE) {
		if (err)
			*err = reply->err;
		return false;
	}
	if ((reply->status >= 200 && reply->status < 300) || reply->status == 304)
		return true;
	line = adapter_body_line(reply, &arena);
	code = status_code(reply);
	err_set(err, code, "HTTP %d: %s%s", reply->status, line ? line : status_word(reply->status),
		line && code != ERR_THROTTLED ? status_advice(reply, &arena) : "");
	arena_release(&arena);
	return false;
}
