/* SPDX-License-Identifier: MIT
 * What the files of the probe share: its options, and what came of them. */
#ifndef NINES_SOURCES_PROBE_H
#define NINES_SOURCES_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/conf/option.h"
#include "nines/sources/source.h"

enum { PROBE_RANGES_MAX = 16, PROBE_TARGETS_MAX = 2000 };

/* One thing to look at, for one service. */
struct probe_target {
	const char *service; /* in the options */
	char *text;          /* as configured: "tcp://db:5432" */
	char *url;           /* what is asked: http or https */
	bool is_tcp;
};

struct probe_range {
	int first, last;
};

struct probe {
	struct text_pairs checks;
	struct text_list expect_status;
	char *expect_body;
	int method; /* enum probe_method */
	char *down_after;
	int64_t up_after;
	int64_t tls_warn_ms, slow_ms;
	struct probe_target *targets; /* from here on filled by probe_resolve */
	size_t target_count;
	struct probe_range ranges[PROBE_RANGES_MAX];
	size_t range_count;
	unsigned failures, looks;
};

/* How much of a body is read: to find a text, and when only the status counts. */
enum { PROBE_BODY_MAX = 1024 * 1024, PROBE_SKIM_MAX = 64 * 1024 };

enum probe_method { PROBE_GET, PROBE_HEAD };

/* Makes targets, ranges and the rule of the options; false with what is wrong. */
bool probe_resolve(struct probe *probe, struct err *err);
/* Frees what probe_resolve made. */
void probe_forget(struct probe *probe);
/* Turns what came, or didn't, of one target into facts. */
void probe_judge(const struct probe *probe, const struct probe_target *target,
		 const struct source_reply *answer, struct facts *facts);

#endif
