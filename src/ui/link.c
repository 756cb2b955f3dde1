/* SPDX-License-Identifier: MIT
 * Links in printable ASCII; nothing but http, https and mailto. */
#include "config.h"

#include "nines/ui/link.h"

#include <string.h>
#include <strings.h>

#include "nines/base/attr.h"

static const struct {
	const char *prefix;
	bool is_web;
} schemes[] = {{"https://", true}, {"http://", true}, {"mailto:", false}};

/* What stands after the scheme; NULL = none of ours, or nothing stands there. */
static const char *after_scheme(const char *url, bool *is_web)
{
	for (size_t i = 0; url && i < NINES_COUNT(schemes); i++) {
		size_t len = strlen(schemes[i].prefix);

		*is_web = schemes[i].is_web;
		if (strncasecmp(url, schemes[i].prefix, len) == 0)
			return url[len] && !strchr("/?#", url[len]) ? url + len : NULL;
	}
	return NULL;
}

/* RFC 3986: unreserved, reserved, and the sign of what is encoded already. */
static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("-._~:/?#[]@!$&'()*+,;=%", c));
}

bool link_is_web(const char *url)
{
	bool is_web = false;

	return after_scheme(url, &is_web) && is_web;
}

bool link_encode(const char *url, struct str *out)
{
	size_t start = out->len;
	bool is_web;

	if (!after_scheme(url, &is_web))
		return false;
	for (; *url; url++) {
		if (is_plain(*url))
			str_append_char(out, *url);
		else
			str_printf(out, "%%%02X", (unsigned)(unsigned char)*url);
	}
	if (out->len - start <= LINK_MAX)
		return true;
	str_truncate(out, start);
	return false;
}
