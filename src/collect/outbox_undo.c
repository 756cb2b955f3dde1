/* SPDX-License-Identifier: MIT
 * Taking a write back: what no server has is withdrawn, what a server has is undone by the
 * inverse verb, and what can't be undone is said. Also its opposite: a write that is held
 * back or offered is sent now. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"

#include "collect.h"

/* The wish to take back, as a command of its own for what is shown of it. */
static struct command wish_of(const struct command *command, const struct outbox_row *row,
			      enum verb verb)
{
	struct command wish = *command;

	wish.kind = COMMAND_WRITE;
	wish.verb = verb;
	memset(&wish.args, 0, sizeof(wish.args));
	snprintf(wish.incident_id, sizeof(wish.incident_id), "%s", row->incident_id);
	snprintf(wish.title, sizeof(wish.title), "%s", row->title ? row->title : "");
	return wish;
}

static void refuse(struct collector *collector, const struct command *command,
		   const struct outbox_row *row, const char *why)
{
	struct command wish = wish_of(command, row, row->verb);

	outbox_refuse(collector, &wish, why);
}

bool outbox_is_ours(const struct poller *poller, const struct outbox_row *row)
{
	bool has_lease =
		row->verb == VERB_ACK && poller && (poller->source->caps & SOURCE_CAP_ACK_LEASE);

	return row->tries > 0 && (!has_lease || (row->token && row->token[0]));
}

/* Why the inverse of a write would be wrong, in `text`; false when it would not. */
static bool explain(const struct poller *poller, const struct outbox_row *row, char *text,
		    size_t size)
{
	const struct verb_info *info = verb_info(row->verb);

	text[0] = '\0';
	if (row->state == OUTBOX_REFUSED || row->state == OUTBOX_WITHDRAWN)
		snprintf(text, size, _("%s came to nothing: there is nothing to take back"),
			 info->name);
	else if (row->state == OUTBOX_CONFIRMED && !outbox_is_ours(poller, row))
		snprintf(text, size, _("it was so already (%s): there is nothing to take back"),
			 row->answer ? row->answer : _("before nines asked"));
	else if (info->inverse == VERB_NONE)
		snprintf(text, size, _("%s was sent: it can't be taken back"), info->name);
	return text[0] != '\0';
}

/* JSON that the inverse needs of the incident as it is now; else what the first one had. */
static const char *inverse_params(struct poller *poller, const struct outbox_row *row,
				  enum verb verb, struct str *params)
{
	const struct fact_incident *incident = poller_incident(poller, row->native_id);
	struct err err = {0};

	if (!poller->source->ops->prepare || !incident ||
	    !poller->source->ops->prepare(poller->source, verb, incident, params, &err))
		return row->params;
	return params->len ? params->text : row->params;
}

static void invert(struct poller *poller, const struct command *command,
		   const struct outbox_row *first)
{
	struct collector *collector = poller->collector;
	struct outbox_row row = *first;
	struct err err = {0};
	struct str params;

	str_init(&params, 0);
	row.uuid = command->uuid;
	row.verb = verb_info(first->verb)->inverse;
	row.state = OUTBOX_QUEUED;
	row.args = NULL;
	row.undo_of = first->uuid;
	row.params = inverse_params(poller, first, row.verb, &params);
	row.host = collector->outbox.host;
	row.tty = collector->outbox.tty[0] ? collector->outbox.tty : NULL;
	row.created_ms = clock_wall_ms();
	row.sent_ms = row.confirmed_ms = row.next_try_ms = row.latency_ms = row.released_ms = 0;
	row.tries = 0;
	row.answer = row.request_id = NULL;
	if (outbox_add(collector, &row, &err)) {
		/* it waits */
	} else if (err.code == ERR_REFUSED) {
		refuse(collector, command, first,
		       _("the same waits already: send it (W) or withdraw it (x)"));
	} else {
		collector_history_state(collector, &err);
		refuse(collector, command, first, collector->history_error);
	}
	str_release(&params);
}

/* A write that waits for the first answer of its source is nowhere yet. */
static bool drop_waiting(struct outbox *outbox, const char *uuid)
{
	for (size_t i = 0; i < outbox->waiting.len; i++) {
		if (strcmp(outbox->waiting.items[i].uuid, uuid) != 0)
			continue;
		memmove(&outbox->waiting.items[i], &outbox->waiting.items[i + 1],
			(outbox->waiting.len - i - 1) * sizeof(outbox->waiting.items[0]));
		outbox->waiting.len--;
		return true;
	}
	return false;
}

/* Takes back what was not sent, also when another process works on it: that one finds it so
 * before it sends. True when that was all there is to do. */
static bool withdraw(struct collector *collector, const struct command *command,
		     struct outbox_row *row)
{
	if (row->state != OUTBOX_QUEUED && row->state != OUTBOX_OFFERED)
		return false;
	row->answer = row->tries == 0 ? _("taken back before it was sent")
				      : _("taken back: what was sent was not applied");
	outbox_apply(outbox_job_of(collector, row->uuid), row, OUTBOX_EVENT_WITHDRAWN);
	if (row->state == OUTBOX_WITHDRAWN)
		return true;
	/* the file says something else, or nothing can be written to it */
	outbox_refresh(collector);
	row = outbox_row_of(collector, command->of);
	if (row && (row->state == OUTBOX_QUEUED || row->state == OUTBOX_OFFERED))
		refuse(collector, command, row,
		       collector->history_error ? collector->history_error
						: _("it could not be taken back: try again"));
	return !row || row->state == OUTBOX_QUEUED || row->state == OUTBOX_OFFERED ||
	       row->state == OUTBOX_WITHDRAWN;
}

/* Takes back what a server may have. */
static void undo_sent(struct poller *poller, const struct command *command,
		      const struct outbox_row *row)
{
	const char *forbidden;
	char text[256];

	if (explain(poller, row, text, sizeof(text))) {
		refuse(poller->collector, command, row, text);
		return;
	}
	forbidden = outbox_forbidden(poller, verb_info(row->verb)->inverse);
	if (forbidden)
		refuse(poller->collector, command, row, forbidden);
	else
		invert(poller, command, row);
}

/* The row that a server may have; NULL when taking it back is done with. */
static const struct outbox_row *take_back(struct collector *collector,
					  const struct command *command)
{
	struct outbox_row *row;

	if (drop_waiting(&collector->outbox, command->of)) {
		collector_changed(collector, false);
		return NULL;
	}
	outbox_refresh(collector);
	row = outbox_row_of(collector, command->of);
	if (!row || withdraw(collector, command, row))
		return NULL;
	return outbox_row_of(collector, command->of);
}

void outbox_undo_unsent(struct collector *collector, const struct command *command)
{
	const struct outbox_row *row = take_back(collector, command);

	if (row)
		refuse(collector, command, row, _("it was sent meanwhile: it can't be withdrawn"));
}

void outbox_undo(struct collector *collector, const struct command *command)
{
	const struct outbox_row *row = take_back(collector, command);
	struct poller *poller;

	if (!row)
		return;
	poller = collector_poller(collector, row->source);
	if (poller)
		undo_sent(poller, command, row);
}

/* The row to be sent; NULL, and said so, when it may not be. */
static struct outbox_row *row_to_send(struct collector *collector, const struct command *command)
{
	const struct poller *poller;
	struct outbox_row *row;
	const char *forbidden;

	outbox_refresh(collector);
	row = outbox_row_of(collector, command->of);
	if (!row || !outbox_is_unfinished(row))
		return NULL;
	poller = collector_poller(collector, row->source);
	forbidden = poller ? outbox_forbidden(poller, row->verb) : NULL;
	if (forbidden)
		refuse(collector, command, row, forbidden);
	return forbidden ? NULL : row;
}

void outbox_hurry(struct collector *collector, const struct command *command)
{
	const struct outbox_row *row = row_to_send(collector, command);
	struct outbox_job *job = row ? outbox_job_of(collector, row->uuid) : NULL;

	if (!row || row->state != OUTBOX_QUEUED || row->tries > 0 || job->is_under_way)
		return;
	job->due_ms = clock_mono_ms();
	collector_changed(collector, false);
}

void outbox_release_held(struct collector *collector, const struct command *command)
{
	struct outbox_row *row = row_to_send(collector, command);

	if (row && row->state == OUTBOX_OFFERED) {
		outbox_apply(outbox_job_of(collector, row->uuid), row, OUTBOX_EVENT_RELEASED);
		collector_changed(collector, false);
	} else if (row) {
		outbox_hurry(collector, command);
	}
}
