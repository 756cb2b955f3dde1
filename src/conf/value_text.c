/* SPDX-License-Identifier: MIT
 * Values that are addresses: URLs, links and paths; hours and time zones. */
#include "config.h"

#include "value.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"

#define HOST_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"

enum { PORT_DIGITS = 5, PORT_MAX = 65535 };

/* Length of "http://" or "https://", 0 when neither. */
static size_t scheme_length(const char *text)
{
	static const char *const schemes[] = {"http://", "https://"};

	for (size_t i = 0; i < NINES_COUNT(schemes); i++) {
		if (text_starts_with(text, schemes[i]))
			return strlen(schemes[i]);
	}
	return 0;
}

/* ":9090" or nothing, up to `len`. */
static bool port_is_sound(const char *text, size_t len)
{
	long port = 0;

	if (len == 0)
		return true;
	if (*text != ':' || len < 2 || len > PORT_DIGITS + 1)
		return false;
	for (size_t i = 1; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		port = port * 10 + (text[i] - '0');
	}
	return port > 0 && port <= PORT_MAX;
}

/* "host", "host:port" or "[::1]:port". */
static bool authority_is_sound(const char *text, size_t len)
{
	size_t host = strspn(text, HOST_CHARS);

	if (*text == '[') {
		host = 1 + strspn(text + 1, "0123456789abcdefABCDEF:.");
		if (host < 3 || text[host] != ']')
			return false;
		host++;
	}
	return host > 0 && host <= len && port_is_sound(text + host, len - host);
}

static bool bytes_are_sound(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text <= ' ' || (unsigned char)*text >= 0x7f ||
		    strchr("\\\"<>^`{|}", *text))
			return false;
	}
	return true;
}

/* The message never holds the text: it may hold a password. */
static bool check_url(const char *text, struct err *err)
{
	size_t scheme = scheme_length(text);
	const char *authority = text + scheme;
	size_t len = strcspn(authority, "/?#");

	if (scheme == 0)
		return false;
	if (memchr(authority, '@', len))
		return err_set(err, ERR_CONFIG,
			       "no user or password in a URL: use username and password_env, "
			       "password_file or password_command");
	if (!bytes_are_sound(text))
		return err_set(err, ERR_CONFIG,
			       "a blank, quote, control or non-ASCII character in a URL: "
			       "write it as %%XX");
	if (!authority_is_sound(authority, len))
		return err_set(err, ERR_CONFIG, "expected host or host:port after %.*s",
			       (int)scheme, text);
	return true;
}

static void set_text(void *field, const char *text, size_t len)
{
	char **string = field;

	free(*string);
	*string = xstrndup(text, len);
}

bool url_parse(const struct option *row, const char *text, void *field, struct err *err)
{
	size_t len = strlen(text);

	(void)row;
	if (!check_url(text, err))
		return false;
	if (text[strcspn(text, "?#")] != '\0')
		return err_set(err, ERR_CONFIG, "expected a URL without ? and #");
	while (text[len - 1] == '/')
		len--;
	set_text(field, text, len);
	return true;
}

bool link_parse(const struct option *row, const char *text, void *field, struct err *err)
{
	(void)row;
	if (!check_url(text, err))
		return false;
	set_text(field, text, strlen(text));
	return true;
}

bool hours_parse(const struct option *row, const char *text, void *field, struct err *err)
{
	(void)row;
	(void)err;
	return week_hours_parse(text, field);
}

bool zone_parse(const struct option *row, const char *text, void *field, struct err *err)
{
	(void)row;
	if (!zone_load(text) && strcmp(text, "UTC") != 0)
		return err_set(err, ERR_CONFIG,
			       "this system knows no such time zone: expected a name such as "
			       "UTC or Europe/Berlin");
	set_text(field, text, strlen(text));
	return true;
}

char *path_expand(const char *path, struct err *err)
{
	const char *home = getenv("HOME");

	if (*path != '~')
		return xstrdup(path);
	if (path[1] != '/' && path[1] != '\0') {
		err_set(err, ERR_CONFIG, "only ~/ is expanded: write the whole path");
		return NULL;
	}
	if (!home || *home != '/') {
		err_set(err, ERR_CONFIG, "HOME is not set: write the whole path");
		return NULL;
	}
	return xasprintf("%s%s", home, path + 1);
}

bool path_parse(const struct option *row, const char *text, void *field, struct err *err)
{
	char *path = path_expand(text, err);

	(void)row;
	if (!path)
		return false;
	set_text(field, path, strlen(path));
	free(path);
	return true;
}
