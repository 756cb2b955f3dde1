/* SPDX-License-Identifier: MIT
 * Runs a write command: ids in, commands to the collector, results out, see writes.h. */
#include "config.h"

#include "writes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "session.h"
#include "wishes.h"

struct writes {
	struct cli *cli;
	enum verb verb;
	struct session session;
	struct wishes wishes;
};

/* Each id once, whatever was typed. */
static void add_id(struct writes *writes, const char *id)
{
	for (size_t i = 0; i < writes->wishes.list.len; i++) {
		if (strcmp(writes->wishes.list.items[i].id, id) == 0)
			return;
	}
	(void)wishes_add(&writes->wishes, writes->verb, id);
}

static void read_ids(struct writes *writes)
{
	char line[INCIDENT_ID_MAX + 2];

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0])
			add_id(writes, line);
	}
}

static bool collect_ids(struct writes *writes)
{
	for (size_t i = 0; i < writes->cli->args.len; i++) {
		if (strcmp(writes->cli->args.items[i], "-") == 0)
			read_ids(writes);
		else
			add_id(writes, writes->cli->args.items[i]);
	}
	for (size_t i = 0; i < writes->wishes.list.len; i++) {
		const char *id = writes->wishes.list.items[i].id;

		if (writes_is_id(id))
			continue;
		cli_complain("%.64s: not an id: wanted SOURCE:NATIVE as `nines incidents` "
			     "prints it",
			     id);
		return false;
	}
	if (writes->wishes.list.len == 0)
		cli_complain("%s: no ids given", verb_name(writes->verb));
	return writes->wishes.list.len > 0;
}

static const struct source *source_of(const struct writes *writes, const char *id)
{
	size_t len = strcspn(id, ":");

	for (size_t i = 0; i < writes->session.sources.len; i++) {
		const struct source *source = writes->session.sources.items[i];

		if (strlen(source->name) == len && strncmp(source->name, id, len) == 0)
			return source;
	}
	return NULL;
}

/* Each id names a source that is configured, for a merge the one of the other incident. */
static bool check_sources(const struct writes *writes)
{
	const char *to = writes->cli->told.to;

	for (size_t i = 0; i < writes->wishes.list.len; i++) {
		const char *id = writes->wishes.list.items[i].id;
		const struct source *source = source_of(writes, id);

		if (!source) {
			cli_complain("%s: no source %.*s in the configuration", id,
				     (int)strcspn(id, ":"), id);
			return false;
		}
		if (writes->verb == VERB_MERGE &&
		    (source_of(writes, to) != source || strcmp(id, to) == 0)) {
			cli_complain("%s: can't be merged into %s: wanted another incident of %s",
				     id, to, source->name);
			return false;
		}
	}
	return true;
}

/* What a source can't do is said before any is asked. Returns how many can go on. */
static size_t refuse_lacks(struct writes *writes)
{
	size_t left = 0;

	for (size_t i = 0; i < writes->wishes.list.len; i++) {
		struct wish *wish = &writes->wishes.list.items[i];
		const struct source_ops *ops = source_of(writes, wish->id)->ops;
		const struct source_view view = {.verbs = ops->verbs, .lacks = ops->lacks};
		const char *why = source_lacks(&view, writes->verb);

		if (why)
			wish_finish(wish, "refused", true, why);
		left += why == NULL;
	}
	return left;
}

/* As much of the title as fits, cut on a character's border. */
static void copy_title(const char *title, char out[COMMAND_TITLE_MAX])
{
	int columns = COMMAND_TITLE_MAX;
	size_t len = text_fit(title, columns);

	while (len >= COMMAND_TITLE_MAX)
		len = text_fit(title, --columns);
	memcpy(out, title, len);
	out[len] = '\0';
}

void writes_note_seen(struct command *command, const struct snapshot *snapshot,
		      const struct incident *incident)
{
	const char *holder = incident->assignee_count > 0 ? incident->assignees[0] : "";

	if (incident->status == INCIDENT_ACKNOWLEDGED && incident->acknowledged_by)
		holder = incident->acknowledged_by;
	if (incident->title)
		copy_title(incident->title, command->title);
	command->status_seen = incident->status;
	command->seen_ms = snapshot->sources[incident->source].last_success_ms;
	snprintf(command->holder_seen, sizeof(command->holder_seen), "%s", holder);
}

static void send_wish(struct writes *writes, struct wish *wish, const struct snapshot *snapshot)
{
	const struct incident *incident = snapshot_incident(snapshot, wish->id);
	struct command command = {
		.kind = COMMAND_WRITE,
		.verb = writes->verb,
		.args = writes->cli->told,
		.pressed_ms = clock_wall_ms(),
	};

	memcpy(command.uuid, wish->uuid, sizeof(command.uuid));
	memcpy(command.incident_id, wish->id, strlen(wish->id) + 1);
	if (incident) {
		writes_note_seen(&command, snapshot, incident);
		wish_note_covers(&writes->wishes, wish, snapshot, incident);
	}
	if (!queue_push(collector_queue(writes->session.collector), &command))
		wish_finish(wish, "refused", true, _("too many writes at once: try again"));
}

static int send_all(struct writes *writes)
{
	const struct snapshot *snapshot;

	if (refuse_lacks(writes) == 0)
		return wishes_report(&writes->wishes);
	if (!session_start(&writes->session))
		return EXIT_REFUSED;
	snapshot = session_poll_once(&writes->session, session_patience_ms(&writes->session));
	if (!snapshot) {
		cli_complain("no source answered: nothing was sent: `nines check` tries each");
		return EXIT_REFUSED;
	}
	for (size_t i = 0; i < writes->wishes.list.len; i++) {
		if (!writes->wishes.list.items[i].is_finished)
			send_wish(writes, &writes->wishes.list.items[i], snapshot);
	}
	snapshot_unref(snapshot);
	wishes_wait(&writes->wishes, &writes->session);
	return wishes_report(&writes->wishes);
}

int writes_run(struct cli *cli, enum verb verb)
{
	struct writes writes = {.cli = cli,
				.verb = verb,
				.session = {.skips_history = true},
				.wishes = {.is_json = cli->is_json, .is_dry_run = cli->is_dry_run}};
	int code = EXIT_USE;

	if (collect_ids(&writes)) {
		code = EXIT_CONFIG;
		if (session_load(&writes.session, cli))
			code = check_sources(&writes) ? send_all(&writes) : EXIT_USE;
	}
	session_close(&writes.session);
	wishes_release(&writes.wishes);
	return code;
}
