/* SPDX-License-Identifier: MIT
 * Fuzzes the filter language: compiling, and matching an incident. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "nines/base/alloc.h"
#include "nines/model/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct source_view source = {.name = "pager"};
	static const struct snapshot snapshot = {
		.built_ms = 2000, .sources = &source, .source_count = 1};
	static const struct incident incident = {.id = "pager:Q1",
						 .title = "checkout is slow",
						 .status = INCIDENT_TRIGGERED,
						 .severity = 2,
						 .created_ms = 1000};
	char *text = xstrndup((const char *)data, size);
	struct err err = {0};
	struct query *query = query_new(text, &err);

	if (!query && err.code == ERR_NONE)
		abort(); /* refused without a reason */
	query_match_incident(query, &incident, &snapshot);
	query_free(query);
	free(text);
	return 0;
}
