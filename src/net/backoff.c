/* SPDX-License-Identifier: MIT
 * How long to wait after a failure. */
#include "config.h"

#include <stdbool.h>
#include <stdlib.h>

#include "nines/base/timefmt.h"
#include "nines/net/backoff.h"

/* A longer wait than this is a server's mistake or a bad clock. */
enum { RETRY_AFTER_MAX_MS = HOUR_MS };

/* Beyond this, a plain number can't be a wait: some servers send the Unix time at which
 * the limit ends instead (GitHub's x-ratelimit-reset). */
static const int64_t epoch_min_s = 1000000000;

static int64_t clamp_ms(int64_t wait_ms)
{
	if (wait_ms < 0)
		return 0;
	return wait_ms > RETRY_AFTER_MAX_MS ? RETRY_AFTER_MAX_MS : wait_ms;
}

static int64_t ceiling_ms(unsigned failures)
{
	int64_t ceiling = BACKOFF_BASE_MS;

	for (unsigned i = 0; i < failures && ceiling < BACKOFF_MAX_MS; i++)
		ceiling *= 2;
	return ceiling > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : ceiling;
}

int64_t backoff_failed(struct backoff *backoff, int64_t retry_after_ms, uint64_t random)
{
	if (backoff->failures < 64)
		backoff->failures++;
	/* Never before the time the server named; a little after it, so that all who were
	 * told the same do not come back at once. */
	if (retry_after_ms > 0)
		return clamp_ms(retry_after_ms) + (int64_t)(random % BACKOFF_BASE_MS);
	int64_t spread = ceiling_ms(backoff->failures) - BACKOFF_BASE_MS;

	return BACKOFF_BASE_MS + (int64_t)(random % (uint64_t)(spread + 1));
}

void backoff_reset(struct backoff *backoff)
{
	backoff->failures = 0;
}

/* Digits with an optional fraction ("30", "1.5"), nothing else. */
static bool parse_seconds(const char *value, double *seconds)
{
	char *end;

	if (*value < '0' || *value > '9')
		return false;
	for (const char *c = value; *c; c++)
		if ((*c < '0' || *c > '9') && *c != '.')
			return false;
	*seconds = strtod(value, &end);
	return *end == '\0';
}

int64_t retry_after_parse(const char *value, int64_t now_ms)
{
	double seconds;
	int64_t when_ms;

	if (!value)
		return 0;
	if (parse_seconds(value, &seconds)) {
		if (seconds >= (double)epoch_min_s)
			seconds -= (double)now_ms / SECOND_MS;
		if (seconds * SECOND_MS > RETRY_AFTER_MAX_MS)
			return RETRY_AFTER_MAX_MS;
		return clamp_ms((int64_t)(seconds * SECOND_MS));
	}
	if (time_parse_http(value, &when_ms))
		return clamp_ms(when_ms - now_ms);
	return 0;
}
