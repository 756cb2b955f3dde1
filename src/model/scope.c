/* SPDX-License-Identifier: MIT
 * What a write may be and what it hits: the verbs of a source, the alerts of a silence. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/model/correlate.h"
#include "nines/model/snapshot.h"

static const char no_action[] = N_("this source has no such action");
static const char no_write[] = N_("this source can't be written to");

const char *source_lacks(const struct source_view *source, enum verb verb)
{
	const struct verb_lack *lack = source->lacks;

	if (verb != VERB_NONE && (unsigned)verb < VERB_COUNT && (source->verbs & VERB_BIT(verb)))
		return NULL;
	for (; lack && lack->why; lack++) {
		if (lack->verb == verb)
			return lack->why;
	}
	return source->verbs ? no_action : no_write;
}

bool source_refuses_verb(const struct source_view *source, enum verb verb, char *out, size_t size)
{
	const char *why = source_lacks(source, verb);

	if (source->is_read_only)
		snprintf(out, size, _("%s is read-only"), source->name);
	else if (why == no_action)
		snprintf(out, size, _("%s has no such action"), source->name);
	else if (why == no_write)
		snprintf(out, size, _("%s can't be written to"), source->name);
	else if (why)
		snprintf(out, size, "%s", _(why));
	return source->is_read_only || why;
}

bool verb_can_repeat(enum verb verb)
{
	return verb == VERB_NOTE || verb == VERB_RECHECK;
}

static bool is_under_way(const struct snapshot *snapshot, const struct incident *incident,
			 enum verb verb)
{
	for (size_t i = 0; i <= snapshot->write_count; i++) {
		const struct write_view *write =
			i < snapshot->write_count ? &snapshot->writes[i] : incident->write;

		if (!write || write->verb != verb || write->is_offered ||
		    (write->state != WRITE_QUEUED && write->state != WRITE_SENT))
			continue;
		if (write == incident->write ||
		    (write->incident_id && strcmp(write->incident_id, incident->id) == 0))
			return true;
	}
	return false;
}

const char *incident_refuses(const struct snapshot *snapshot, const struct incident *incident,
			     enum verb verb)
{
	if (incident->status == INCIDENT_RESOLVED)
		return N_("is resolved already");
	if (verb == VERB_ACK && incident->status == INCIDENT_ACKNOWLEDGED)
		return N_("is acknowledged already");
	if (verb == VERB_UNACK && incident->status != INCIDENT_ACKNOWLEDGED)
		return N_("is not acknowledged");
	if ((verb == VERB_ACK || verb == VERB_SILENCE) && incident->is_suppressed)
		return N_("is silenced already");
	if (verb_can_repeat(verb) || !is_under_way(snapshot, incident, verb))
		return NULL;
	return verb == VERB_ACK ? N_("has an acknowledgement on its way")
				: N_("has the same on its way");
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
