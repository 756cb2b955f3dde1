/* SPDX-License-Identifier: MIT
 * What may be asked of an endpoint: checked before anything is sent. */
#include "config.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/url_check.h"
#include "nines/base/alloc.h"
#include "nines/base/arena.h"
#include "nines/base/str.h"
#include "nines/base/text.h"

/* The parsed url, to be freed with curl_url_cleanup; NULL when it is malformed. */
static CURLU *url_open(const char *text)
{
	CURLU *url = curl_url();

	if (!url)
		BUG("out of memory");
	if (text && curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK)
		return url;
	curl_url_cleanup(url);
	return NULL;
}

/* A part of the url, to be freed with curl_free; NULL when it isn't there. */
static char *url_part(CURLU *url, CURLUPart which)
{
	char *part = NULL;

	if (curl_url_get(url, which, &part, CURLU_DEFAULT_PORT) != CURLUE_OK)
		return NULL;
	return part;
}

static bool url_has(CURLU *url, CURLUPart which)
{
	char *part = url_part(url, which);

	curl_free(part);
	return part != NULL;
}

static bool same_part(CURLU *a, CURLU *b, CURLUPart which)
{
	char *left = url_part(a, which), *right = url_part(b, which);
	bool is_same = left && right && text_equal_nocase(left, right);

	curl_free(left);
	curl_free(right);
	return is_same;
}

bool url_same_origin(const char *a, const char *b)
{
	CURLU *left = url_open(a), *right = url_open(b);
	bool is_same = left && right && same_part(left, right, CURLUPART_SCHEME) &&
		       same_part(left, right, CURLUPART_HOST) &&
		       same_part(left, right, CURLUPART_PORT) && !url_has(right, CURLUPART_USER) &&
		       !url_has(right, CURLUPART_PASSWORD);

	curl_url_cleanup(left);
	curl_url_cleanup(right);
	return is_same;
}

static bool host_is_loopback(const char *host)
{
	struct in_addr address;

	if (text_equal_nocase(host, "localhost") || text_equal(host, "[::1]"))
		return true;
	return inet_pton(AF_INET, host, &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

bool url_is_loopback(const char *text)
{
	CURLU *url = url_open(text);
	char *host = url ? url_part(url, CURLUPART_HOST) : NULL;
	bool is_loopback = host && host_is_loopback(host);

	curl_free(host);
	curl_url_cleanup(url);
	return is_loopback;
}

static void url_label(const char *text, bool with_scheme, char out[HOST_LABEL_MAX])
{
	CURLU *url = url_open(text);
	char *scheme = url ? url_part(url, CURLUPART_SCHEME) : NULL;
	char *host = url ? url_part(url, CURLUPART_HOST) : NULL;
	char *port = url ? url_part(url, CURLUPART_PORT) : NULL;
	char label[HOST_LABEL_MAX];
	struct arena arena = {0};

	snprintf(label, sizeof(label), "%s%s%s%s%s", with_scheme && scheme ? scheme : "",
		 with_scheme && scheme ? "://" : "", host ? host : "the server", port ? ":" : "",
		 port ? port : "");
	snprintf(out, HOST_LABEL_MAX, "%s",
		 text_clean(&arena, label, strlen(label), HOST_LABEL_MAX - 1));
	arena_release(&arena);
	curl_free(scheme);
	curl_free(host);
	curl_free(port);
	curl_url_cleanup(url);
}

void url_host_label(const char *text, char out[HOST_LABEL_MAX])
{
	url_label(text, false, out);
}

void url_origin_label(const char *text, char out[HOST_LABEL_MAX])
{
	url_label(text, true, out);
}

bool header_is_clean(const char *text)
{
	for (; *text; text++)
		if (((unsigned char)*text < 0x20 && *text != '\t') || *text == 0x7f)
			return false;
	return true;
}

/* RFC 9110, 5.6.2: the characters of a header's name. */
static bool is_header_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789!#$%&'*+-.^_`|~";

	return *name && strspn(name, letters) == strlen(name);
}

static bool ends_with_nocase(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && text_equal_nocase(text + len - end_len, end);
}

/* Headers a user sets for a login rather than for routing. */
static bool is_login_header(const char *name)
{
	static const char *const ends[] = {"authorization", "cookie", "token", "key", "secret"};

	for (size_t i = 0; i < NINES_COUNT(ends); i++)
		if (ends_with_nocase(name, ends[i]))
			return true;
	return false;
}

static bool endpoint_has_login(const struct endpoint *endpoint)
{
	if ((endpoint->auth_header && !secret_is_empty(&endpoint->token)) || endpoint->username)
		return true;
	for (size_t i = 0; endpoint->headers && i < endpoint->headers->len; i++)
		if (is_login_header(endpoint->headers->items[i].name))
			return true;
	return false;
}

static bool check_headers(const struct endpoint *endpoint, struct err *err)
{
	if (endpoint->auth_header && !header_is_clean(secret_reveal(&endpoint->token)))
		return err_set(err, ERR_CONFIG,
			       "the token holds a line break or control character");
	if (endpoint->username && strchr(endpoint->username, ':'))
		return err_set(err, ERR_CONFIG, "username must not hold a colon");
	for (size_t i = 0; endpoint->headers && i < endpoint->headers->len; i++) {
		const struct text_pair *header = &endpoint->headers->items[i];

		if (!is_header_name(header->name) || !header_is_clean(header->value))
			return err_set(err, ERR_CONFIG,
				       "header %zu of header.NAME has a bad name or a control "
				       "character in its value",
				       i + 1);
	}
	return true;
}

/* Plain http with a login: only within this machine, a proxy on the way included. */
static bool check_plain(const struct endpoint *endpoint, struct err *err)
{
	char host[HOST_LABEL_MAX];

	if (!endpoint_has_login(endpoint))
		return true;
	url_host_label(endpoint->url, host);
	if (!url_is_loopback(endpoint->url))
		return err_set(err, ERR_CONFIG,
			       "a login must not go unencrypted to %s: use an https url", host);
	if (endpoint->proxy && !url_is_loopback(endpoint->proxy))
		return err_set(err, ERR_CONFIG,
			       "a login must not go unencrypted through a proxy: remove proxy");
	return true;
}

static bool check_parts(const struct endpoint *endpoint, CURLU *url, struct err *err)
{
	char *scheme = url_part(url, CURLUPART_SCHEME);
	bool is_plain = scheme && text_equal_nocase(scheme, "http");
	bool is_known = is_plain || (scheme && text_equal_nocase(scheme, "https"));

	curl_free(scheme);
	if (!is_known)
		return err_set(err, ERR_CONFIG, "url must begin with https:// or http://");
	if (url_has(url, CURLUPART_USER) || url_has(url, CURLUPART_PASSWORD))
		return err_set(err, ERR_CONFIG,
			       "url must not hold a user or password: use username and "
			       "password_env");
	if (url_has(url, CURLUPART_FRAGMENT))
		return err_set(err, ERR_CONFIG, "url must not hold a '#'");
	return check_headers(endpoint, err) && (!is_plain || check_plain(endpoint, err));
}

bool endpoint_check(const struct endpoint *endpoint, struct err *err)
{
	CURLU *url = url_open(endpoint->url);
	bool is_good;

	if (!url)
		return err_set(err, ERR_CONFIG,
			       "url is malformed: write https://host, https://host:port or "
			       "https://host/prefix");
	is_good = check_parts(endpoint, url, err);
	curl_url_cleanup(url);
	return is_good;
}

/* Length of a '.' at `text`, written as such or percent-encoded; 0 when it is none. */
static size_t dot_len(const char *text)
{
	if (text[0] == '.')
		return 1;
	return text[0] == '%' && text[1] == '2' && (text[2] == 'e' || text[2] == 'E') ? 3 : 0;
}

/* True when the segment that begins at `text` is "." or "..", which servers and proxies
 * resolve to a place above the base. */
static bool is_dot_segment(const char *text)
{
	size_t dots = 0;

	for (size_t len; (len = dot_len(text)) > 0; text += len)
		dots++;
	return dots >= 1 && dots <= 2 && strchr("/\\?", *text);
}

static bool check_path(const char *path, struct err *err)
{
	if (*path && *path != '/' && *path != '?')
		return err_set(err, ERR_PROTOCOL, "a path must begin with '/'");
	for (const char *c = path; *c; c++)
		if ((unsigned char)*c <= 0x20 || *c == 0x7f || *c == '#')
			return err_set(err, ERR_PROTOCOL, "a path must be percent-encoded");
	for (const char *c = path; *c && *c != '?'; c++)
		if ((*c == '/' || *c == '\\') && is_dot_segment(c + 1))
			return err_set(err, ERR_PROTOCOL, "a path must not leave the url");
	return true;
}

char *endpoint_address(const struct endpoint *endpoint, const char *path, struct err *err)
{
	if (!path)
		path = "";
	if (!check_path(path, err))
		return NULL;
	if (*path && strchr(endpoint->url, '?')) {
		err_set(err, ERR_PROTOCOL, "url must not hold a query");
		return NULL;
	}
	return xasprintf("%s%s", endpoint->url, path);
}
