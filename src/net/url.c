/* SPDX-License-Identifier: MIT
 * Percent-encoding of what goes into paths, queries and form bodies. */
#include "config.h"

#include <string.h>

#include "nines/net/request.h"

/* RFC 3986, 2.3; written out because isalnum(3) follows the locale. */
static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("-._~", c));
}

void url_encode(struct str *out, const char *value)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *value; value++) {
		unsigned char byte = (unsigned char)*value;
		const char escape[3] = {'%', digits[byte >> 4], digits[byte & 15]};

		if (is_unreserved(*value))
			str_append_char(out, *value);
		else
			str_append_n(out, escape, sizeof(escape));
	}
}

static void append_pair(struct str *out, const char *name, const char *value)
{
	url_encode(out, name);
	str_append_char(out, '=');
	url_encode(out, value);
}

static bool ends_with_separator(const struct str *out)
{
	return out->len > 0 && strchr("?&", out->text[out->len - 1]);
}

void url_query(struct str *out, const char *name, const char *value)
{
	if (!ends_with_separator(out))
		str_append_char(out, out->len > 0 && strchr(out->text, '?') ? '&' : '?');
	append_pair(out, name, value);
}

void form_field(struct str *out, const char *name, const char *value)
{
	if (out->len > 0 && out->text[out->len - 1] != '&')
		str_append_char(out, '&');
	append_pair(out, name, value);
}
