/* SPDX-License-Identifier: MIT
 * Runs a write command: ids in, commands to the collector, results out, see writes.h. */
#include "config.h"

#include "writes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/ident.h"
#include "nines/base/json_out.h"
#include "nines/base/text.h"
#include "session.h"
#include "writes_plan.h"

/* One id and what became of it. */
struct wish {
	char *id;
	char uuid[UUID_TEXT_MAX];
	const char *state; /* a word of the schema */
	char *error;
	bool is_finished, is_refused;
};

struct writes {
	struct cli *cli;
	enum verb verb;
	struct session session;
	VEC(struct wish) wishes;
};

static void add_wish(struct writes *writes, const char *id)
{
	struct wish wish = {.state = "queued"};

	for (size_t i = 0; i < writes->wishes.len; i++) {
		if (strcmp(writes->wishes.items[i].id, id) == 0)
			return;
	}
	wish.id = xstrdup(id);
	uuid_new(wish.uuid);
	VEC_PUSH(&writes->wishes, wish);
}

static void read_ids(struct writes *writes)
{
	char line[INCIDENT_ID_MAX + 2];

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0])
			add_wish(writes, line);
	}
}

static bool check_id(const char *id)
{
	const char *colon = strchr(id, ':');
	struct arena arena = {0};
	bool is_clean = strcmp(id, text_clean(&arena, id, strlen(id), INCIDENT_ID_MAX)) == 0;

	arena_release(&arena);
	if (is_clean && strlen(id) < INCIDENT_ID_MAX && colon && colon != id && colon[1])
		return true;
	cli_complain("%.64s: not an id: wanted SOURCE:NATIVE as `nines incidents` prints it", id);
	return false;
}

static bool collect_ids(struct writes *writes)
{
	for (size_t i = 0; i < writes->cli->args.len; i++) {
		if (strcmp(writes->cli->args.items[i], "-") == 0)
			read_ids(writes);
		else
			add_wish(writes, writes->cli->args.items[i]);
	}
	for (size_t i = 0; i < writes->wishes.len; i++) {
		if (!check_id(writes->wishes.items[i].id))
			return false;
	}
	if (writes->wishes.len == 0)
		cli_complain("%s: no ids given", verb_name(writes->verb));
	return writes->wishes.len > 0;
}

/* Only the sources that the ids name are polled. */
static bool narrow_sources(struct writes *writes)
{
	for (size_t i = 0; i < writes->wishes.len; i++) {
		const char *id = writes->wishes.items[i].id;
		char *name = xstrndup(id, strcspn(id, ":"));
		bool is_known = false;

		for (size_t k = 0; k < writes->session.sources.len; k++)
			is_known |= strcmp(writes->session.sources.items[k]->name, name) == 0;
		if (!is_known)
			cli_complain("%s: no source %s in the configuration", id, name);
		free(name);
		if (!is_known)
			return false;
	}
	return true;
}

static void finish(struct wish *wish, const char *state, bool is_refused, const char *error)
{
	free(wish->error);
	wish->error = xstrdup(error);
	wish->state = state;
	wish->is_refused = is_refused;
	wish->is_finished = true;
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

static void send_wish(struct writes *writes, struct wish *wish, const struct snapshot *snapshot)
{
	const struct incident *incident = snapshot_incident(snapshot, wish->id);
	struct command command = {
		.kind = COMMAND_WRITE,
		.verb = writes->verb,
		.pressed_ms = clock_wall_ms(),
	};

	memcpy(command.uuid, wish->uuid, sizeof(command.uuid));
	memcpy(command.incident_id, wish->id, strlen(wish->id) + 1);
	if (incident && incident->title)
		copy_title(incident->title, command.title);
	command.status_seen = incident ? incident->status : INCIDENT_UNKNOWN;
	if (!queue_push(collector_queue(writes->session.collector), &command))
		finish(wish, "refused", true, "too many writes at once: try again");
}

/* Looks up what the snapshot says of one wish; a write to an incident that has left the
 * screen is found by its uuid in the snapshot's list of writes. */
static void update_wish(struct wish *wish, const struct snapshot *snapshot)
{
	const struct write_view *write = snapshot_write(snapshot, wish->uuid);

	if (!write || wish->is_finished)
		return;
	wish->state = write_state_name(write->state);
	free(wish->error);
	wish->error = xstrdup(write->error);
	wish->is_refused = write->state == WRITE_REFUSED;
	wish->is_finished = write->state == WRITE_CONFIRMED || write->state == WRITE_REFUSED;
}

/* Returns how many are finished. */
static size_t update_all(struct writes *writes, const struct snapshot *snapshot)
{
	size_t finished = 0;

	for (size_t i = 0; i < writes->wishes.len; i++) {
		update_wish(&writes->wishes.items[i], snapshot);
		finished += writes->wishes.items[i].is_finished;
	}
	return finished;
}

/* Patience begins anew with each write that is finished, so that many ids through a slow
 * or throttled server are waited for, and a server that says nothing is not. */
static void wait_for_all(struct writes *writes)
{
	int64_t patience_ms = session_patience_ms(&writes->session);
	int64_t deadline_ms = clock_mono_ms() + patience_ms;
	size_t finished = 0;

	while (finished < writes->wishes.len) {
		const struct snapshot *next = session_next(&writes->session, deadline_ms);
		size_t before = finished;

		if (!next)
			return;
		finished = update_all(writes, next);
		snapshot_unref(next);
		if (finished > before)
			deadline_ms = clock_mono_ms() + patience_ms;
	}
}

static void print_results(const struct writes *writes)
{
	struct json_out json;
	struct str out;

	str_init(&out, 0);
	json_out_init(&json, &out, true);
	if (writes->cli->is_json) {
		json_out_object(&json, NULL);
		json_out_string(&json, "schema", "nines.writes/1");
		json_out_array(&json, "writes");
	}
	for (size_t i = 0; i < writes->wishes.len; i++) {
		const struct wish *wish = &writes->wishes.items[i];

		if (!writes->cli->is_json) {
			str_printf(&out, "%s: %s %s%s%s\n", wish->id, verb_name(writes->verb),
				   wish->state, wish->error ? ": " : "",
				   wish->error ? wish->error : "");
			continue;
		}
		json_out_object(&json, NULL);
		json_out_string(&json, "id", wish->id);
		json_out_string(&json, "action", verb_name(writes->verb));
		json_out_string(&json, "state", wish->state);
		json_out_string(&json, "error", wish->error);
		json_out_end_object(&json);
	}
	if (writes->cli->is_json) {
		json_out_end_array(&json);
		json_out_end_object(&json);
		str_append(&out, "\n");
	}
	(void)cli_print(&out);
	str_release(&out);
}

/* What was kept is said where a script's reader sees it. */
static void complain_kept(const struct writes *writes)
{
	size_t kept = 0;

	for (size_t i = 0; i < writes->wishes.len; i++)
		kept += !writes->wishes.items[i].is_finished;
	if (kept > 0)
		cli_complain("outbox: %zu %s not confirmed yet: kept, and sent while nines "
			     "runs; `nines outbox` shows it",
			     kept, kept == 1 ? "write is" : "writes are");
}

static int exit_code(const struct writes *writes)
{
	int code = EXIT_WELL;

	for (size_t i = 0; i < writes->wishes.len; i++) {
		if (writes->wishes.items[i].is_refused)
			return EXIT_REFUSED;
		if (!writes->wishes.items[i].is_finished)
			code = EXIT_KEPT;
	}
	return code;
}

static int send_all(struct writes *writes)
{
	const struct snapshot *snapshot;
	int code = EXIT_REFUSED;

	if (!session_start(&writes->session))
		return EXIT_REFUSED;
	snapshot = session_poll_once(&writes->session, session_patience_ms(&writes->session));
	if (writes->cli->is_dry_run && snapshot) {
		code = EXIT_WELL;
		for (size_t i = 0; i < writes->wishes.len; i++) {
			const struct wish *wish = &writes->wishes.items[i];

			if (!writes_plan_print(&writes->session, snapshot, wish->id, wish->uuid,
					       writes->verb))
				code = EXIT_REFUSED;
		}
	} else if (snapshot) {
		for (size_t i = 0; i < writes->wishes.len; i++)
			send_wish(writes, &writes->wishes.items[i], snapshot);
		wait_for_all(writes);
		print_results(writes);
		complain_kept(writes);
		code = exit_code(writes);
	}
	snapshot_unref(snapshot);
	return code;
}

int writes_run(struct cli *cli, enum verb verb)
{
	struct writes writes = {.cli = cli, .verb = verb, .session = {.skips_history = true}};
	int code = EXIT_USE;

	if (collect_ids(&writes)) {
		code = EXIT_CONFIG;
		if (session_load(&writes.session, cli))
			code = narrow_sources(&writes) ? send_all(&writes) : EXIT_USE;
	}
	session_close(&writes.session);
	for (size_t i = 0; i < writes.wishes.len; i++) {
		free(writes.wishes.items[i].id);
		free(writes.wishes.items[i].error);
	}
	VEC_RELEASE(&writes.wishes);
	return code;
}
