/* SPDX-License-Identifier: MIT
 * Whether a target is down, from the looks at it: one failed look makes a soft state, so
 * many of the last ones a hard state, and as many good ones in a row end it. Uptime does
 * not wait for it: there each look holds until the next. Pure; any thread. */
#ifndef NINES_MODEL_CHECK_STATE_H
#define NINES_MODEL_CHECK_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* When a state becomes hard, and what else is worth a warning. */
struct check_rule {
	unsigned failures, looks; /* down: so many of the last `looks` failed; 1 <= failures <=
	                             looks <= CHECK_LOOKS_MAX */
	unsigned successes;       /* up again: so many in a row; 1..CHECK_LOOKS_MAX */
	int64_t cert_warn_ms;     /* a certificate that ends sooner is a warning; 0 = never */
	double slow_s;            /* an answer that takes longer is one, too; 0 = never */
};

enum { CHECK_LOOKS_MAX = 20 };

/* Zeroed memory has seen nothing. */
struct check_state {
	uint32_t failed;  /* the last looks, newest in bit 0: 1 = failed */
	unsigned count;   /* how many of the bits are looks, at most CHECK_LOOKS_MAX */
	bool is_down;     /* hard */
	int64_t at_ms;    /* of the newest look; 0 = none */
	int64_t since_ms; /* when the present run of equal looks began: the first failed look
	                        of an outage, whenever it became hard */
};

/* Takes note of a look. One that is not newer than the newest is ignored. */
void check_state_look(struct check_state *state, const struct check_rule *rule, int64_t at_ms,
		      bool is_up);
/* True when the last look failed, down or not. */
bool check_state_failed(const struct check_state *state);
/* True when it is on the way to another hard state. */
bool check_state_is_soft(const struct check_state *state);
/* "up", "down", "down? 1 of 3", "up? 1 of 2", "not looked at", into `out`. */
void check_state_text(const struct check_state *state, const struct check_rule *rule, char *out,
		      size_t size);

#endif
