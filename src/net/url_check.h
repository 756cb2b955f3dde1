/* SPDX-License-Identifier: MIT
 * Addresses: what may be asked of an endpoint, and whether two URLs mean one server. */
#ifndef NINES_NET_URL_CHECK_H
#define NINES_NET_URL_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/base/err.h"
#include "nines/net/http.h"

enum { HOST_LABEL_MAX = 200 };

/* The endpoint's url and `path` (NULL or "" = the url itself) as one string that the
 * caller frees. NULL and `err` when the path could leave the base or break the request. */
char *endpoint_address(const struct endpoint *endpoint, const char *path, struct err *err);
/* True when both have the same scheme, host and port, and `b` names no user. */
bool url_same_origin(const char *a, const char *b);
/* True when the host is this machine: 127/8, ::1 or localhost. */
bool url_is_loopback(const char *url);
/* Host and port of `url` for a message, cleaned; never user, path or query. */
void url_host_label(const char *url, char out[HOST_LABEL_MAX]);
/* As url_host_label, with the scheme: "https://host:8443". */
void url_origin_label(const char *url, char out[HOST_LABEL_MAX]);
/* True when `text` can't break out of a header line: no control characters. */
bool header_is_clean(const char *text);

#endif
