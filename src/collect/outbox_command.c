/* SPDX-License-Identifier: MIT
 * From a key press to a row on the disk, or to a refusal with its reason. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/json_out.h"
#include "nines/base/str.h"

#include "collect.h"

enum { REFUSALS_MAX = 200 };

void outbox_refuse(struct collector *collector, const struct command *command, const char *text)
{
	struct outbox *outbox = &collector->outbox;
	struct outbox_refusal refusal = {.verb = command->verb, .created_ms = clock_wall_ms()};

	memcpy(refusal.uuid, command->uuid, sizeof(refusal.uuid));
	memcpy(refusal.incident_id, command->incident_id, sizeof(refusal.incident_id));
	memcpy(refusal.title, command->title, sizeof(refusal.title));
	snprintf(refusal.text, sizeof(refusal.text), "%s", text);
	if (outbox->refusals.len == REFUSALS_MAX) {
		memmove(outbox->refusals.items, outbox->refusals.items + 1,
			(REFUSALS_MAX - 1) * sizeof(refusal));
		outbox->refusals.len--;
	}
	VEC_PUSH(&outbox->refusals, refusal);
	collector_changed(collector, false);
}

/* The source of "SOURCE:NATIVE", or NULL; `native` is the rest. */
static struct poller *target_of(struct collector *collector, const char *id, const char **native)
{
	const char *colon = strchr(id, ':');
	char name[INCIDENT_ID_MAX];

	if (!colon)
		return NULL;
	*native = colon + 1;
	snprintf(name, sizeof(name), "%.*s", (int)(colon - id), id);
	return collector_poller(collector, name);
}

/* The wish is there already: this one is answered by that row. Asked for again, an offered
 * one is wanted. */
static void add_alias(struct collector *collector, const struct command *command, const char *of)
{
	struct outbox_alias alias = {.uuid = ""};
	struct command release = {.kind = COMMAND_RELEASE};
	const struct outbox_row *row;

	if (strcmp(command->uuid, of) == 0)
		return;
	memcpy(alias.uuid, command->uuid, sizeof(alias.uuid));
	snprintf(alias.of, sizeof(alias.of), "%.36s", of);
	VEC_PUSH(&collector->outbox.aliases, alias);
	collector->outbox.must_reload = true; /* it may be another process' row */
	memcpy(release.of, alias.of, sizeof(release.of));
	memcpy(release.incident_id, command->incident_id, sizeof(release.incident_id));
	outbox_refresh(collector);
	row = outbox_row_of(collector, alias.of);
	/* what is held back for its grace time stays so; what was tried is tried again */
	if (row && (row->state == OUTBOX_OFFERED || row->answer))
		outbox_release_held(collector, &release);
}

/* What was on the screen when the key was pressed, for conflicts and the audit trail. */
static void write_seen(const struct command *command, struct str *out)
{
	struct json_out json;

	json_out_init(&json, out, false);
	json_out_object(&json, NULL);
	json_out_string(&json, "status", incident_status_name(command->status_seen));
	json_out_string(&json, "holder", command->holder_seen[0] ? command->holder_seen : NULL);
	json_out_time(&json, "at", command->seen_ms);
	json_out_end_object(&json);
}

/* Stores the row: from here on it survives everything. */
static void enqueue(struct poller *poller, const struct command *command, const char *native,
		    const char *params)
{
	struct collector *collector = poller->collector;
	const struct outbox *outbox = &collector->outbox;
	int64_t created_ms = command->pressed_ms ? command->pressed_ms : clock_wall_ms();
	struct str args, seen;
	struct err err = {0};

	str_init(&args, 0);
	str_init(&seen, 0);
	outbox_args_write(&command->args, &args);
	write_seen(command, &seen);

	const struct outbox_row row = {
		.uuid = command->uuid,
		.incident_id = command->incident_id,
		.source = poller->source->name,
		.native_id = native,
		.title = command->title,
		.verb = command->verb,
		.state = OUTBOX_QUEUED,
		.args = args.text,
		.seen = seen.text,
		.params = params,
		.operator_name = poller->source->core->operator_name,
		.host = outbox->host,
		.tty = outbox->tty[0] ? outbox->tty : NULL,
		.created_ms = created_ms,
		.next_try_ms = command->hold_ms > 0 ? created_ms + command->hold_ms : 0,
	};

	if (outbox_add(collector, &row, &err)) {
		/* it waits */
	} else if (err.code == ERR_REFUSED) {
		add_alias(collector, command, err.text);
	} else {
		collector_history_state(collector, &err);
		outbox_refuse(collector, command, collector->history_error);
	}
	str_release(&args);
	str_release(&seen);
}

static void prepare(struct poller *poller, const struct command *command,
		    const struct fact_incident *incident)
{
	const struct source *source = poller->source;
	struct err err = {0};
	struct str params;

	str_init(&params, 0);
	if (source->ops->prepare &&
	    !source->ops->prepare(source, command->verb, incident, &params, &err))
		outbox_refuse(poller->collector, command, err.text);
	else
		enqueue(poller, command, incident->native_id, params.len ? params.text : NULL);
	str_release(&params);
}

/* A source that is down: what needs no more than the id is kept for later. Nothing is sent
 * before the state was read. */
static bool keep_for_later(struct poller *poller, const struct command *command, const char *native)
{
	if (poller->health.last_success_ms != 0 || poller->source->ops->prepare ||
	    poller->collector->config.is_dry_run)
		return false;
	enqueue(poller, command, native, NULL);
	return true;
}

static void refuse_unknown(struct poller *poller, const struct command *command)
{
	char text[256];

	if (poller->health.last_success_ms == 0)
		snprintf(text, sizeof(text), _("the source has not answered: %s"),
			 poller->health.error ? poller->health.error : _("no reason known"));
	else
		snprintf(text, sizeof(text), _("no such open incident: nothing was sent"));
	outbox_refuse(poller->collector, command, text);
}

static const char *no_store(const struct collector *collector)
{
	if (collector->history || collector->config.is_dry_run)
		return NULL;
	return collector->history_error ? collector->history_error
					: _("there is no state file to keep the write in");
}

void outbox_write(struct collector *collector, const struct command *command)
{
	const char *native = NULL;
	struct poller *poller = target_of(collector, command->incident_id, &native);
	const struct fact_incident *incident;
	const char *reason;

	if (!poller) {
		outbox_refuse(collector, command, _("no such source in the configuration"));
		return;
	}
	reason = outbox_forbidden(poller, command->verb);
	if (!reason)
		(void)verb_args_check(command->verb, &command->args, &reason);
	if (!reason)
		reason = no_store(collector);
	if (reason) {
		outbox_refuse(collector, command, reason);
		return;
	}
	incident = poller_incident(poller, native);
	if (!incident && keep_for_later(poller, command, native))
		return;
	if (!incident && !poller->has_polled)
		VEC_PUSH(&collector->outbox.waiting, *command);
	else if (!incident)
		refuse_unknown(poller, command);
	else if (incident->status == INCIDENT_RESOLVED)
		outbox_refuse(collector, command, _("it is resolved: nothing was sent"));
	else
		prepare(poller, command, incident);
}

void outbox_dismiss(struct collector *collector, const char *incident_id)
{
	struct outbox *outbox = &collector->outbox;
	size_t kept = 0;

	for (size_t i = 0; i < outbox->refusals.len; i++) {
		if (strcmp(outbox->refusals.items[i].incident_id, incident_id) != 0)
			outbox->refusals.items[kept++] = outbox->refusals.items[i];
	}
	outbox->refusals.len = kept;
	for (size_t i = 0; i < outbox->rows.len; i++) {
		const struct outbox_row *row = &outbox->rows.items[i];

		if (row->state == OUTBOX_REFUSED && strcmp(row->incident_id, incident_id) == 0)
			outbox_job_of(collector, row->uuid)->is_dismissed = true;
	}
	collector_changed(collector, false);
}
