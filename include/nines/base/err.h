/* SPDX-License-Identifier: MIT
 * What went wrong in the outside world: a code and one line of text.
 * A function that can fail returns bool or a pointer and fills `struct err` once;
 * callers add context by prefix; only the top layer shows or logs it. */
#ifndef NINES_BASE_ERR_H
#define NINES_BASE_ERR_H

#include <stdbool.h>

#include "nines/base/attr.h"

enum err_code {
	ERR_NONE,
	ERR_CONFIG,    /* the user's file or command line */
	ERR_NET,       /* no connection, time-out, cut reply */
	ERR_TLS,       /* certificate or handshake */
	ERR_AUTH,      /* 401, 403, missing secret */
	ERR_THROTTLED, /* 429 and its relatives */
	ERR_PROTOCOL,  /* the reply is not what the API promises */
	ERR_TOO_BIG,   /* a limit of ours was passed */
	ERR_IO,        /* files and the database */
	ERR_REFUSED,   /* the server understood and said no */
	ERR_CODE_COUNT
};

enum { ERR_TEXT_MAX = 512 };

/* Zeroed memory is "no error". */
struct err {
	enum err_code code;
	char text[ERR_TEXT_MAX]; /* lower case, no full stop, one line */
};

/* Fills `err` (which may be NULL) and returns false, so `return err_set(...)`; translates the
 * format. */
bool err_set(struct err *err, enum err_code code, const char *format, ...) NINES_PRINTF(3, 4);
/* Puts formatted text before the present text; returns false. */
bool err_prefix(struct err *err, const char *format, ...) NINES_PRINTF(2, 3);
/* Empty again. */
void err_clear(struct err *err);
/* The code's name in lower case: "net", "auth" ... */
const char *err_code_name(enum err_code code);

#endif
