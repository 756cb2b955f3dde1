/* SPDX-License-Identifier: MIT
 * The structural scanner: walks JSON by its brackets and quotes only, so that large
 * bodies are parsed one array element at a time. */
#include "config.h"

#include <string.h>

#include "json_parse.h"

#include "nines/base/i18n.h"
#include "nines/base/json.h"

/* Where the scanner stands. */
struct scan {
	const char *begin;
	const char *at;
	const char *end;
	int open;       /* containers around `at` */
	uint64_t kinds; /* bit n: container n is an array */
	struct err *err;
};

enum found { FOUND, ABSENT, BROKEN };

_Static_assert(JSON_DEPTH_MAX <= 64, "the kinds of open containers fit 64 bits");

static bool fail(struct scan *scan, const char *what)
{
	err_set(scan->err, ERR_PROTOCOL, "%s at byte %zu", what, (size_t)(scan->at - scan->begin));
	return false;
}

static bool fail_here(struct scan *scan)
{
	return fail(scan, scan->at < scan->end ? _("not JSON") : _("JSON is cut"));
}

/* As cJSON does, which takes every control character for space. */
static void skip_space(struct scan *scan)
{
	while (scan->at < scan->end && (unsigned char)*scan->at <= ' ')
		scan->at++;
}

static struct scan scan_start(const char *text, size_t len, struct err *err)
{
	struct scan scan = {.begin = text, .at = text, .end = text + len, .err = err};

	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		scan.at += 3;
	skip_space(&scan);
	return scan;
}

/* From an opening quote to behind the closing one. A quote is escaped when an odd number
 * of backslashes stands before it. */
static bool skip_string(struct scan *scan)
{
	const char *first = scan->at + 1;
	const char *from = first;

	for (;;) {
		const char *quote = memchr(from, '"', (size_t)(scan->end - from));
		const char *slash = quote;

		if (!quote)
			return fail(scan, _("string without end"));
		while (slash > first && slash[-1] == '\\')
			slash--;
		from = quote + 1;
		if ((quote - slash) % 2 == 0)
			break;
	}
	scan->at = from;
	return true;
}

static bool open_container(struct scan *scan)
{
	uint64_t bit;

	if (scan->open >= JSON_DEPTH_MAX)
		return fail(scan, _("JSON is nested too deep"));
	bit = (uint64_t)1 << scan->open;
	scan->kinds = *scan->at == '[' ? scan->kinds | bit : scan->kinds & ~bit;
	scan->open++;
	scan->at++;
	return true;
}

static bool close_container(struct scan *scan)
{
	bool is_array = scan->kinds >> (scan->open - 1) & 1;

	if (is_array != (*scan->at == ']'))
		return fail_here(scan);
	scan->open--;
	scan->at++;
	return true;
}

/* The next quote or bracket, or the end. */
static const char *next_mark(const char *at, const char *end)
{
	static const unsigned char is_mark[256] = {
		['"'] = 1, ['{'] = 1, ['}'] = 1, ['['] = 1, [']'] = 1,
	};

	while (at < end && !is_mark[(unsigned char)*at])
		at++;
	return at;
}

/* Goes on until only `open` containers are open. */
static bool skip_to_level(struct scan *scan, int open)
{
	while (scan->open > open) {
		bool is_good;

		scan->at = next_mark(scan->at, scan->end);
		if (scan->at >= scan->end)
			return fail_here(scan);
		if (*scan->at == '"')
			is_good = skip_string(scan);
		else if (*scan->at == '{' || *scan->at == '[')
			is_good = open_container(scan);
		else
			is_good = close_container(scan);
		if (!is_good)
			return false;
	}
	return true;
}

/* A number or a word. */
static bool skip_scalar(struct scan *scan)
{
	const char *from = scan->at;

	while (scan->at < scan->end &&
	       (*scan->at == '-' || *scan->at == '+' || *scan->at == '.' ||
		(*scan->at >= '0' && *scan->at <= '9') || (*scan->at >= 'a' && *scan->at <= 'z') ||
		(*scan->at >= 'A' && *scan->at <= 'Z')))
		scan->at++;
	return scan->at > from || fail_here(scan);
}

static bool skip_value(struct scan *scan)
{
	int open = scan->open;

	if (scan->at >= scan->end)
		return fail_here(scan);
	if (*scan->at == '"')
		return skip_string(scan);
	if (*scan->at == '{' || *scan->at == '[')
		return open_container(scan) && skip_to_level(scan, open);
	return skip_scalar(scan);
}

/* Takes `c` and the space behind it. */
static bool take(struct scan *scan, char c)
{
	if (scan->at >= scan->end || *scan->at != c)
		return false;
	scan->at++;
	skip_space(scan);
	return true;
}

/* Reads a member's name and its colon; *is_match when the name is `key`. */
static bool take_name(struct scan *scan, const char *key, size_t key_len, bool *is_match)
{
	const char *name = scan->at + 1;

	if (scan->at >= scan->end || *scan->at != '"')
		return fail_here(scan);
	if (!skip_string(scan))
		return false;
	*is_match = (size_t)(scan->at - 1 - name) == key_len && memcmp(name, key, key_len) == 0;
	skip_space(scan);
	return take(scan, ':') || fail_here(scan);
}

/* Enters the object here and stops at the value of its member `key`. */
static enum found enter_member(struct scan *scan, const char *key, size_t key_len)
{
	bool is_match;

	if (scan->at >= scan->end || *scan->at != '{')
		return skip_value(scan) ? ABSENT : BROKEN;
	if (!open_container(scan))
		return BROKEN;
	skip_space(scan);
	if (scan->at < scan->end && *scan->at == '}')
		return close_container(scan) ? ABSENT : BROKEN;
	do {
		if (!take_name(scan, key, key_len, &is_match))
			return BROKEN;
		if (is_match)
			return FOUND;
		if (!skip_value(scan))
			return BROKEN;
		skip_space(scan);
	} while (take(scan, ','));
	if (scan->at >= scan->end || *scan->at != '}')
		return fail_here(scan), BROKEN;
	return close_container(scan) ? ABSENT : BROKEN;
}

/* Stops at the value under the dotted `path`; NULL is the document itself. When it is
 * found, there is at least one byte of it. */
static enum found enter_path(struct scan *scan, const char *path)
{
	enum found found = FOUND;

	if (scan->at >= scan->end)
		return fail(scan, _("empty document")), BROKEN;
	while (found == FOUND && path && *path) {
		size_t len = strcspn(path, ".");

		found = enter_member(scan, path, len);
		path += len + (path[len] == '.');
	}
	if (found == FOUND && scan->at >= scan->end)
		return fail_here(scan), BROKEN;
	return found;
}

/* Only space may follow the document. */
static bool check_end(struct scan *scan)
{
	skip_space(scan);
	return scan->at == scan->end || fail(scan, _("more text than JSON"));
}

/* Reads one value and points `piece` at it. */
static bool take_piece(struct scan *scan, struct json_piece *piece)
{
	piece->text = scan->at;
	piece->offset = (size_t)(scan->at - scan->begin);
	if (!skip_value(scan))
		return false;
	piece->len = (size_t)(scan->at - piece->text);
	skip_space(scan);
	return true;
}

bool json_scan_whole(const char *text, size_t len, struct json_piece *piece, struct err *err)
{
	struct scan scan = scan_start(text, len, err);

	if (scan.at >= scan.end)
		return fail(&scan, _("empty document"));
	return take_piece(&scan, piece) && check_end(&scan);
}

/* What json_scan_array calls for each element. */
struct visit {
	json_element_fn *fn;
	void *context;
	struct arena arena; /* holds the element of the moment */
};

static bool visit_elements(struct scan *scan, struct visit *visit)
{
	size_t index = 0;

	do {
		struct json_piece piece;
		struct json *element;

		if (!take_piece(scan, &piece))
			return false;
		arena_clear(&visit->arena);
		element = json_parse_piece(&piece, &visit->arena, scan->err);
		if (!element || !visit->fn(visit->context, element, index++, scan->err))
			return false;
	} while (take(scan, ','));
	if (scan->at >= scan->end || *scan->at != ']')
		return fail_here(scan);
	return close_container(scan);
}

static bool visit_array(struct scan *scan, struct visit *visit)
{
	if (!open_container(scan))
		return false;
	skip_space(scan);
	if (scan->at < scan->end && *scan->at == ']')
		return close_container(scan);
	return visit_elements(scan, visit);
}

bool json_scan_array(const char *text, size_t len, const char *path, json_element_fn *fn,
		     void *context, struct err *err)
{
	struct scan scan = scan_start(text, len, err);
	struct visit visit = {.fn = fn, .context = context};
	enum found found = enter_path(&scan, path);
	bool is_good;

	if (found == BROKEN)
		return false;
	if (found == ABSENT || *scan.at != '[') {
		if (!path)
			return err_set(err, ERR_PROTOCOL, "expected an array");
		return err_set(err, ERR_PROTOCOL, "expected \"%s\" array", path);
	}
	is_good = visit_array(&scan, &visit) && skip_to_level(&scan, 0) && check_end(&scan);
	arena_release(&visit.arena);
	return is_good;
}

struct json *json_scan_member(const char *text, size_t len, const char *path, struct err *err)
{
	struct scan scan = scan_start(text, len, err);
	struct json_piece piece;

	if (enter_path(&scan, path) != FOUND || !take_piece(&scan, &piece))
		return NULL;
	if (piece.len == 4 && memcmp(piece.text, "null", 4) == 0)
		return NULL;
	return json_parse_piece(&piece, NULL, err);
}
