/* SPDX-License-Identifier: MIT
 * Acknowledgements that lapse (a silence in Alertmanager): renewed while the alert fires,
 * removed when it is gone. Only our own, only while the source is live: what is not seen
 * is not touched. */
#include "config.h"

#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/ident.h"
#include "nines/base/log.h"

#include "collect.h"

/* A server that was restarted knows no alerts for a moment: one poll is not enough. */
enum { GONE_POLLS = 2 };

/* True when this write says how the acknowledgement of its incident stands now. One that
 * came to nothing changes nothing, but a renewal that was refused ends the lease. */
static bool counts(const struct outbox_row *row)
{
	if (row->state == OUTBOX_WITHDRAWN || row->state == OUTBOX_OFFERED)
		return false;
	if (row->verb == VERB_ACK || row->verb == VERB_UNACK)
		return row->state != OUTBOX_REFUSED;
	return row->verb == VERB_RENEW || row->verb == VERB_EXPIRE;
}

/* The row that stands for the lease of the row's incident: the newest one that counts. */
static bool is_current(const outbox_rows *rows, size_t index)
{
	const struct outbox_row *row = &rows->items[index];

	for (size_t i = index + 1; i < rows->len; i++) {
		const struct outbox_row *later = &rows->items[i];

		if (counts(later) && strcmp(later->incident_id, row->incident_id) == 0)
			return false;
	}
	return true;
}

/* An acknowledgement that was there before we asked is not ours. */
static bool is_running_lease(const struct outbox_row *row)
{
	bool is_ours = row->verb == VERB_RENEW || (row->verb == VERB_ACK && row->tries > 0);

	return is_ours && row->state == OUTBOX_CONFIRMED && row->token && row->token[0] &&
	       row->lease_ends_ms > clock_wall_ms();
}

/* One that was made for a time lapses by wish; it is still removed when its alert is gone. */
static bool lapses_by_wish(const struct outbox_row *row)
{
	struct verb_args args;

	outbox_args_read(row->args, &args);
	return args.for_ms > 0;
}

static void add_follow_up(struct poller *poller, const struct outbox_row *lease, enum verb verb,
			  const char *params)
{
	char uuid[UUID_TEXT_MAX];
	struct outbox_row row = *lease;
	struct err err = {0};

	uuid_new(uuid);
	row.uuid = uuid;
	row.verb = verb;
	row.state = OUTBOX_QUEUED;
	row.params = params;
	row.args = row.seen = row.undo_of = row.request_id = NULL;
	row.released_ms = 0;
	row.created_ms = clock_wall_ms();
	row.host = poller->collector->outbox.host;
	row.sent_ms = row.confirmed_ms = row.next_try_ms = row.latency_ms = 0;
	row.tries = 0;
	row.answer = NULL;
	/* refused: another process was faster */
	if (!outbox_add(poller->collector, &row, &err) && err.code != ERR_REFUSED)
		collector_history_state(poller->collector, &err);
}

static bool is_running_out(const struct outbox_row *lease)
{
	int64_t length_ms = lease->lease_ends_ms - lease->confirmed_ms;

	return lease->lease_ends_ms - clock_wall_ms() < length_ms / 3;
}

static void renew(struct poller *poller, const struct outbox_row *lease,
		  const struct fact_incident *incident)
{
	const struct source_ops *ops = poller->source->ops;
	struct err err = {0};
	struct str params;

	str_init(&params, 0);
	if (!ops->prepare || ops->prepare(poller->source, VERB_RENEW, incident, &params, &err))
		add_follow_up(poller, lease, VERB_RENEW, params.len ? params.text : NULL);
	else
		log_write(LOG_LEVEL_WARNING, "outbox", "%s: %s", lease->incident_id, err.text);
	str_release(&params);
}

static void tend(struct poller *poller, const struct outbox_row *lease)
{
	const struct fact_incident *incident = poller_incident(poller, lease->native_id);
	struct outbox_job *job = outbox_job_of(poller->collector, lease->uuid);

	if (incident && incident->status != INCIDENT_RESOLVED) {
		job->gone_polls = 0;
		if (is_running_out(lease) && !lapses_by_wish(lease))
			renew(poller, lease, incident);
		return;
	}
	if (++job->gone_polls >= GONE_POLLS)
		add_follow_up(poller, lease, VERB_EXPIRE, lease->params);
}

/* False when another process has just written: it may have renewed what we see run out. */
static bool are_rows_fresh(struct collector *collector)
{
	struct outbox *outbox = &collector->outbox;

	if (!collector->config.is_dry_run && history_changed_elsewhere(collector->history))
		outbox->must_reload = true;
	return !outbox->must_reload;
}

void lease_tick(struct poller *poller)
{
	outbox_rows *rows = &poller->collector->outbox.rows;

	if (!(poller->source->caps & SOURCE_CAP_ACK_LEASE) ||
	    poller->polls == poller->leases_seen || poller->health.state != SOURCE_LIVE ||
	    outbox_forbidden(poller, VERB_RENEW) || !are_rows_fresh(poller->collector))
		return;
	poller->leases_seen = poller->polls;
	for (size_t i = 0, count = rows->len; i < count; i++) {
		const struct outbox_row row = rows->items[i];

		if (strcmp(row.source, poller->source->name) == 0 && is_running_lease(&row) &&
		    is_current(rows, i))
			tend(poller, &row);
	}
}

/* By this process as things are now, or by another of the same user: one that only looks,
 * such as `nines status` beside a dashboard, can't know more than that it is there. */
static bool may_be_renewed(struct collector *collector, const struct outbox_row *row)
{
	const struct poller *poller = collector_poller(collector, row->source);

	if (poller && poller->health.state == SOURCE_LIVE && !collector->is_paused &&
	    !outbox_forbidden(poller, VERB_RENEW))
		return true;
	return collector->history && history_is_shared(collector->history);
}

void lease_list(struct collector *collector, outbox_ids *ids)
{
	const outbox_rows *rows = &collector->outbox.rows;

	for (size_t i = 0; i < rows->len; i++) {
		const struct outbox_row *row = &rows->items[i];

		if (is_running_lease(row) && !lapses_by_wish(row) && is_current(rows, i) &&
		    may_be_renewed(collector, row))
			VEC_PUSH(ids, row->incident_id);
	}
}
