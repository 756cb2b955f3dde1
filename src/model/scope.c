/* SPDX-License-Identifier: MIT
 * What a write may be and what it hits: the verbs of a source, the alerts of a silence. */
#include "config.h"

#include <string.h>

#include "nines/model/correlate.h"
#include "nines/model/snapshot.h"

const char *source_lacks(const struct source_view *source, enum verb verb)
{
	const struct verb_lack *lack = source->lacks;

	if (verb != VERB_NONE && (unsigned)verb < VERB_COUNT && (source->verbs & VERB_BIT(verb)))
		return NULL;
	for (; lack && lack->why; lack++) {
		if (lack->verb == verb)
			return lack->why;
	}
	return source->verbs ? "this source has no such action" : "this source can't be written to";
}

static bool is_in_scope(const struct incident *incident, const struct incident *of)
{
	if (incident->source != of->source)
		return false;
	for (size_t i = 0; i < of->scope_count; i++) {
		const char *value =
			label_value(incident->labels, incident->label_count, of->scope[i].name);

		if (!value || strcmp(value, of->scope[i].value) != 0)
			return false;
	}
	return true;
}

static void take(const struct incident *incident, const struct incident *of,
		 const struct incident **hits, size_t *count, size_t max)
{
	if (incident != of && (of->scope_count == 0 || !is_in_scope(incident, of)))
		return;
	if (*count < max)
		hits[*count] = incident;
	++*count;
}

size_t snapshot_scope(const struct snapshot *snapshot, const struct incident *incident,
		      const struct incident **hits, size_t max)
{
	size_t count = 0;

	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *open = &snapshot->incidents[i];

		take(open, incident, hits, &count, max);
		for (size_t k = 0; k < open->joined_count; k++)
			take(open->joined[k], incident, hits, &count, max);
	}
	return count;
}
