/* SPDX-License-Identifier: MIT
 * How long to wait after a failure: full jitter between 1 s and 5 min, doubled by each
 * failure in a row; a server's own word (Retry-After) is obeyed, clamped. Pure. */
#ifndef NINES_NET_BACKOFF_H
#define NINES_NET_BACKOFF_H

#include <stdint.h>

enum { BACKOFF_BASE_MS = 1000, BACKOFF_MAX_MS = 300000 };

/* Zeroed memory is "no failure yet". */
struct backoff {
	unsigned failures; /* in a row */
};

/* Counts a failure and returns the wait in ms. `retry_after_ms` is the server's word,
 * 0 = none; `random` is a fresh random number. */
int64_t backoff_failed(struct backoff *backoff, int64_t retry_after_ms, uint64_t random);
/* A success: the next failure begins anew. */
void backoff_reset(struct backoff *backoff);
/* Parses Retry-After (seconds or HTTP date) or ratelimit-reset (seconds) into ms from
 * `now_ms`, clamped to 0..1 h; 0 when it is neither. */
int64_t retry_after_parse(const char *value, int64_t now_ms);

#endif
