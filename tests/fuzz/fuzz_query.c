/* SPDX-License-Identifier: MIT
 * Fuzzes the filter language: compiling, matching and what is highlighted. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
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
	static const struct service service = {.key = "web", .title = "Web Shop", .tier = 1};
	const char *words[8];
	char *text = xstrndup((const char *)data, size);
	struct err err = {0};
	struct query *query = query_new(text, &err);

	if (!query && err.code == ERR_NONE)
		abort(); /* refused without a reason */
	query_match_incident(query, &incident, &snapshot);
	query_match_service(query, &service, &snapshot);
	query_match_source(query, &source, &snapshot);
	for (size_t i = 0; i < query_words(query, "title", words, NINES_COUNT(words)); i++)
		if (!*words[i])
			abort(); /* nothing can be highlighted by an empty word */
	query_free(query);
	free(text);
	return 0;
}
