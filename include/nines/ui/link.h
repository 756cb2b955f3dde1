/* SPDX-License-Identifier: MIT
 * Links as a terminal or another program may be given them. Pure; any thread. */
#ifndef NINES_UI_LINK_H
#define NINES_UI_LINK_H

#include <stdbool.h>

#include "nines/base/str.h"

enum { LINK_MAX = 2000 }; /* terminals refuse longer ones */

/* Appends `url` in printable ASCII: what a URL may not hold is percent-encoded, UTF-8 byte by
 * byte. False, appending nothing, unless it is http or https with a host, or mailto with an
 * address, and not longer than LINK_MAX then. Accepts NULL. */
bool link_encode(const char *url, struct str *out);
/* True for those of link_encode that a program may be started with: http and https. */
bool link_is_web(const char *url);

#endif
