/* SPDX-License-Identifier: MIT
 * What became of the writes that this process waits for, see wishes.h. */
#include "config.h"

#include "wishes.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/json_out.h"

#define DRY_RUN "dry run: "

struct wish *wishes_add(struct wishes *wishes, enum verb verb, const char *id)
{
	struct wish wish = {.state = "queued", .verb = verb};

	wish.id = xstrdup(id);
	uuid_new(wish.uuid);
	VEC_PUSH(&wishes->list, wish);
	return &wishes->list.items[wishes->list.len - 1];
}

static void set_text(char **text, const char *value)
{
	free(*text);
	*text = xstrdup(value);
}

void wish_finish(struct wish *wish, const char *state, bool is_refused, const char *error)
{
	set_text(&wish->error, error);
	wish->state = state;
	wish->is_refused = is_refused;
	wish->is_finished = true;
}

void wish_note_covers(struct wishes *wishes, struct wish *wish, const struct snapshot *snapshot,
		      const struct incident *incident)
{
	const struct incident *hits[WISH_COVERS_MAX];
	const char **titles;

	if (incident->scope_count == 0 || (wish->verb != VERB_ACK && wish->verb != VERB_SILENCE))
		return;
	wish->cover_count = snapshot_scope(snapshot, incident, hits, WISH_COVERS_MAX);
	titles = arena_alloc(&wishes->arena, sizeof(hits));
	for (size_t i = 0; i < wish->cover_count && i < WISH_COVERS_MAX; i++)
		titles[i] = arena_strdup(&wishes->arena, hits[i]->title ? hits[i]->title : "?");
	wish->covers = titles;
}

/* --dry-run: a row ends as refused with the request in its answer, or was so already. */
static void take_rehearsal(struct wish *wish, const struct write_view *write)
{
	bool is_made = write->error && text_starts_with(write->error, DRY_RUN);

	if (write->state == WRITE_REFUSED && !is_made)
		return;
	free(wish->detail);
	wish->detail =
		is_made ? xstrdup(write->error + strlen(DRY_RUN))
			: xasprintf(_("would send nothing: it is so already%s%s"),
				    write->detail ? ": " : "", write->detail ? write->detail : "");
	wish_finish(wish, "dry-run", false, NULL);
}

/* What was there before nines asked is said: somebody else has it, perhaps. */
static void take_detail(struct wish *wish, const struct write_view *write)
{
	free(wish->detail);
	if (write->state == WRITE_CONFIRMED && write->tries == 0)
		wish->detail = xasprintf(_("it was so already%s%s"), write->detail ? ": " : "",
					 write->detail ? write->detail : "");
	else
		wish->detail = xstrdup(write->detail);
}

/* What is withdrawn leaves the list of writes; what can't be stays, with a refusal. */
static void follow_withdrawal(struct wish *wish, const struct snapshot *snapshot)
{
	const struct write_view *write = snapshot_write(snapshot, wish->uuid);

	if (!write)
		wish_finish(wish, "withdrawn", false, NULL);
	else if (snapshot_write(snapshot, wish->undo))
		wish_finish(wish, write_state_name(write->state), true,
			    write->state == WRITE_QUEUED
				    ? _("another nines holds it: take it back there")
				    : _("it was sent meanwhile"));
}

/* A write to an incident that has left the screen is found by its uuid in the snapshot's
 * list of writes. */
static void update(struct wish *wish, const struct snapshot *snapshot, bool is_dry_run)
{
	const struct write_view *write = snapshot_write(snapshot, wish->uuid);

	if (!wish->is_finished && wish->undo[0])
		follow_withdrawal(wish, snapshot);
	if (!write || wish->is_finished)
		return;
	wish->state = write_state_name(write->state);
	wish->is_offered = write->is_offered;
	wish->is_unstored = write->is_unstored;
	set_text(&wish->error, write->error);
	set_text(&wish->told, write->told);
	take_detail(wish, write);
	wish->is_refused = write->state == WRITE_REFUSED;
	wish->is_finished = write->state == WRITE_CONFIRMED || write->state == WRITE_REFUSED;
	if (is_dry_run && wish->is_finished)
		take_rehearsal(wish, write);
}

size_t wishes_update(struct wishes *wishes, const struct snapshot *snapshot)
{
	size_t finished = 0;

	for (size_t i = 0; i < wishes->list.len; i++) {
		update(&wishes->list.items[i], snapshot, wishes->is_dry_run);
		finished += wishes->list.items[i].is_finished;
	}
	return finished;
}

/* Its source never answered, so that nothing could be put on the disk. */
static void give_up_unstored(struct wishes *wishes)
{
	for (size_t i = 0; i < wishes->list.len; i++) {
		struct wish *wish = &wishes->list.items[i];

		if (wish->is_finished || !wish->is_unstored)
			continue;
		wish->state = write_state_name(WRITE_REFUSED);
		set_text(&wish->error, _("the source has not answered: nothing was kept"));
		wish->is_finished = wish->is_refused = true;
	}
}

static void wait_for_all(struct wishes *wishes, struct session *session)
{
	int64_t patience_ms = session_patience_ms(session);
	int64_t deadline_ms = clock_mono_ms() + patience_ms;
	size_t finished = 0;

	for (size_t i = 0; i < wishes->list.len; i++)
		finished += wishes->list.items[i].is_finished;
	while (finished < wishes->list.len) {
		const struct snapshot *next = session_next(session, deadline_ms);
		size_t before = finished;

		if (!next)
			return;
		finished = wishes_update(wishes, next);
		snapshot_unref(next);
		if (finished > before)
			deadline_ms = clock_mono_ms() + patience_ms;
	}
}

void wishes_wait(struct wishes *wishes, struct session *session)
{
	wait_for_all(wishes, session);
	give_up_unstored(wishes);
}

static void text_covers(const struct wish *wish, struct str *out)
{
	if (!wish->covers)
		return;
	str_printf(out, P_("%s: covers %zu alert: ", "%s: covers %zu alerts: ", wish->cover_count),
		   wish->id, wish->cover_count);
	for (size_t i = 0; i < wish->cover_count && i < WISH_COVERS_MAX; i++)
		str_printf(out, "%s%s", i > 0 ? ", " : "", wish->covers[i]);
	if (wish->cover_count > WISH_COVERS_MAX)
		str_printf(out, _(" and %zu more"), wish->cover_count - WISH_COVERS_MAX);
	str_append(out, "\n");
}

static void text_wish(const struct wish *wish, struct str *out)
{
	const char *why = wish->error ? wish->error : wish->detail;

	if (strcmp(wish->state, "dry-run") == 0) {
		str_printf(out, "%s: " DRY_RUN "%s\n", wish->id, wish->detail);
		text_covers(wish, out);
		return;
	}
	str_printf(out, "%s: %s %s%s%s\n", wish->id, _(verb_name(wish->verb)),
		   wish->is_offered ? _("offered") : _(wish->state), why ? ": " : "",
		   why ? why : "");
}

static void json_wish(const struct wish *wish, struct json_out *json)
{
	json_out_object(json, NULL);
	json_out_string(json, "id", wish->id);
	json_out_string(json, "action", verb_name(wish->verb));
	json_out_string(json, "state", wish->state);
	json_out_string(json, "error", wish->error);
	json_out_string(json, "detail", wish->detail);
	json_out_string(json, "told", wish->told);
	json_out_string(json, "uuid", wish->uuid);
	json_out_bool(json, "offered", wish->is_offered);
	if (wish->covers) {
		json_out_array(json, "covers");
		for (size_t i = 0; i < wish->cover_count && i < WISH_COVERS_MAX; i++)
			json_out_string(json, NULL, wish->covers[i]);
		json_out_end_array(json);
	}
	json_out_end_object(json);
}

static void print_json(const struct wishes *wishes, struct str *out)
{
	struct json_out json;

	json_out_init(&json, out, true);
	json_out_object(&json, NULL);
	json_out_string(&json, "schema", "nines.writes/1");
	json_out_array(&json, "writes");
	for (size_t i = 0; i < wishes->list.len; i++)
		json_wish(&wishes->list.items[i], &json);
	json_out_end_array(&json);
	json_out_end_object(&json);
	str_append(out, "\n");
}

static bool print_all(const struct wishes *wishes)
{
	struct str out;
	bool is_printed;

	str_init(&out, 0);
	if (wishes->is_json)
		print_json(wishes, &out);
	for (size_t i = 0; !wishes->is_json && i < wishes->list.len; i++)
		text_wish(&wishes->list.items[i], &out);
	is_printed = cli_print(&out);
	str_release(&out);
	return is_printed;
}

/* What was kept is said where a script's reader sees it. */
static void complain_kept(const struct wishes *wishes)
{
	size_t kept = 0, offered = 0;

	for (size_t i = 0; i < wishes->list.len; i++) {
		const struct wish *wish = &wishes->list.items[i];

		kept += !wish->is_finished && !wish->is_offered;
		offered += !wish->is_finished && wish->is_offered;
	}
	if (wishes->is_dry_run && kept > 0)
		cli_complain("dry run: no answer for %zu of them: what would be sent is not known",
			     kept);
	else if (kept > 0)
		cli_complain(
			P_("outbox: %zu write is not confirmed yet: kept, and sent while nines "
			   "runs; `nines outbox` shows it",
			   "outbox: %zu writes are not confirmed yet: kept, and sent while nines "
			   "runs; `nines outbox` shows them",
			   kept),
			kept);
	if (offered > 0)
		cli_complain(P_("outbox: %zu write is too old to be sent without a word: `nines "
				"outbox send UUID` sends it, `withdraw` drops it",
				"outbox: %zu writes are too old to be sent without a word: `nines "
				"outbox send UUID` sends one, `withdraw` drops it",
				offered),
			     offered);
}

int wishes_report(const struct wishes *wishes)
{
	int code = print_all(wishes) ? EXIT_WELL : EXIT_REFUSED;

	complain_kept(wishes);
	for (size_t i = 0; i < wishes->list.len; i++) {
		const struct wish *wish = &wishes->list.items[i];

		if (wish->is_refused || (wishes->is_dry_run && !wish->is_finished))
			return EXIT_REFUSED;
		if (!wish->is_finished && code == EXIT_WELL)
			code = EXIT_KEPT;
	}
	return code;
}

void wishes_release(struct wishes *wishes)
{
	for (size_t i = 0; i < wishes->list.len; i++) {
		struct wish *wish = &wishes->list.items[i];

		free(wish->id);
		free(wish->error);
		free(wish->detail);
		free(wish->told);
	}
	VEC_RELEASE(&wishes->list);
	arena_release(&wishes->arena);
}
