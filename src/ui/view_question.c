/* SPDX-License-Identifier: MIT
 * The question before a write: its words, frozen when it is asked, and its answer. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"
#include "ui/view_state.h"

/* Less of a title than this says nothing. */
enum { TITLE_COLUMNS_MIN = 12, TITLE_MARK_COLUMNS = 3 };

static const struct view_request nothing = {.kind = VIEW_NOTHING};

static const struct incident *incident_of(const struct view *view, const struct view_target *target)
{
	return snapshot_incident(view->snapshot, target->id);
}

bool view_question_is_open(const struct view *view, const struct view_target *target)
{
	const struct incident *incident = incident_of(view, target);

	if (view->intent.kind != VIEW_WRITE)
		return true;
	return incident && incident->status != INCIDENT_RESOLVED;
}

static const char *phrase_of(const struct view *view)
{
	return view->intent.kind == VIEW_WRITE ? _(verb_info(view->intent.verb)->phrase)
					       : _("send what waits for");
}

/* " for 2h", " to Ana Lima", " into pd:PQ2PAY": what it was told, as far as that is short. */
static void append_told(const struct view *view, struct str *out)
{
	const struct verb_args *args = &view->intent.args;
	char span[TIME_TEXT_MAX];

	if (view->intent.kind != VIEW_WRITE)
		return;
	if (args->for_ms > 0) {
		duration_format_exact(args->for_ms, span);
		str_printf(out, _(" for %s"), span);
	}
	if (args->to[0] && view->intent.verb == VERB_MERGE)
		str_printf(out, _(" into %s"), args->to);
	else if (args->to[0])
		str_printf(out, _(" to %s"), args->to);
}

void view_question_phrase(const struct view *view, struct str *out)
{
	size_t count = view->target_count, left_out = view->left_out.total;

	str_printf(out, "%s ", phrase_of(view));
	if (view->intent.is_bulk && left_out > 0)
		str_printf(out, _("%zu of %zu marked"), count, count + left_out);
	else if (count == 1)
		str_append(out, view->targets[0].id);
	else
		str_printf(out, P_("%zu incident", "%zu incidents", count), count);
	append_told(view, out);
}

/* The title as far as there is room, dots where it is cut. */
static void append_title(const char *title, int room, struct str *out)
{
	size_t len = strlen(title);

	if (text_columns(title) > room)
		len = text_fit(title, room - TITLE_MARK_COLUMNS);
	str_append(out, "\"");
	str_append_n(out, title, len);
	str_append(out, title[len] ? "...\"" : "\"");
}

void view_question_text(const struct view *view, int room, struct str *out)
{
	const struct view_target *target = &view->targets[0];
	struct str tail, told;

	str_init(&tail, VIEW_MESSAGE_MAX);
	str_init(&told, VIEW_MESSAGE_MAX);
	append_told(view, &told);
	str_printf(&tail, _(" (%s)%s? %s = yes, any other key = no"), target->id, told.text,
		   view->question.confirm_key);
	room -= text_columns(phrase_of(view)) + 1 + text_columns(tail.text) + 2;
	if (view->target_count == 1 && !view->left_out.total && target->title[0] &&
	    room >= TITLE_COLUMNS_MIN) {
		str_printf(out, "%s ", phrase_of(view));
		append_title(target->title, room, out);
		str_append(out, tail.text);
	} else {
		view_question_phrase(view, out);
		str_printf(out, _("? %s = yes, any other key = no"), view->question.confirm_key);
	}
	str_release(&told);
	str_release(&tail);
}

/* "me@example.com at pd" once for each source that is written to. */
static void name_actors(struct view *view)
{
	struct view_question *question = &view->question;
	size_t len = 0;

	for (size_t i = 0; i < view->snapshot->source_count; i++) {
		const struct source_view *source = &view->snapshot->sources[i];
		size_t name_len = strlen(source->name), used = 0;

		for (size_t k = 0; k < view->target_count; k++)
			used += strncmp(view->targets[k].id, source->name, name_len) == 0 &&
				view->targets[k].id[name_len] == ':';
		if (used == 0 || len >= sizeof(question->acts_as))
			continue;
		len += (size_t)snprintf(question->acts_as + len, sizeof(question->acts_as) - len,
					_("%s%.80s at %.60s"), len > 0 ? ", " : "",
					source->acts_as ? source->acts_as
							: _("the owner of the token"),
					source->name);
	}
}

/* "2h, until 14:05: disks are being replaced" */
static void name_told(struct view *view)
{
	const struct verb_args *args = &view->intent.args;
	char span[TIME_TEXT_MAX], until[TIME_TEXT_MAX], date[TIME_TEXT_MAX];
	char *out = view->question.told;
	size_t size = sizeof(view->question.told), len = 0;

	out[0] = '\0';
	if (args->for_ms > 0) {
		duration_format_exact(args->for_ms, span);
		time_format_local(clock_wall_ms() + args->for_ms, "%H:%M", until);
		time_format_local(clock_wall_ms() + args->for_ms, _(" on %a %d %b"), date);
		len = (size_t)snprintf(out, size, _("%s, until %s%s"), span, until,
				       args->for_ms >= DAY_MS / 2 ? date : "");
	}
	if (args->to[0])
		len = (size_t)snprintf(out, size, "%s", args->to);
	if (args->text[0])
		snprintf(out + len, size - len, "%s%s", len > 0 ? ": " : "", args->text);
}

/* Who is called after the one who has it now; NULL when that can't be told. */
static const struct shift_view *next_level(const struct view *view, const struct incident *incident,
					   const char *holder)
{
	const struct service *service =
		incident && incident->service ? snapshot_service(view->snapshot, incident->service)
					      : NULL;
	int level = 0;

	for (size_t i = 0; service && i < service->oncall_count; i++) {
		const struct shift_view *shift = service->oncall[i];

		if (level > 0 && shift->level > level)
			return shift;
		if (shift->user && strcmp(shift->user, holder) == 0)
			level = shift->level;
	}
	return NULL;
}

static void name_next_level(struct view *view, char *out, size_t size)
{
	const struct view_target *target = &view->targets[0];
	const struct shift_view *shift = NULL;

	if (view->target_count == 1)
		shift = next_level(view, incident_of(view, target), target->holder);
	if (shift && shift->user)
		snprintf(out, size, _("the next level, probably %s (level %d)"), shift->user,
			 shift->level);
	else
		snprintf(out, size, _("the next level, whoever that is: not known here"));
}

/* Who is called by it. */
static void name_paged(struct view *view)
{
	char *out = view->question.pages;
	size_t size = sizeof(view->question.pages);

	out[0] = '\0';
	if (view->intent.kind != VIEW_WRITE)
		return;
	switch (view->intent.verb) {
	case VERB_ESCALATE:
		name_next_level(view, out, size);
		break;
	case VERB_REASSIGN:
		snprintf(out, size, _("%.150s, now"), view->intent.args.to);
		break;
	case VERB_UNACK:
		snprintf(out, size, _("who is on call, again"));
		break;
	case VERB_RESOLVE:
		snprintf(out, size, _("nobody: it is closed for everybody"));
		break;
	default:
		break;
	}
}

static void freeze_hits(struct view *view, const struct incident *incident)
{
	const struct incident *hits[VIEW_HITS_MAX];
	struct view_question *question = &view->question;

	question->hit_count = snapshot_scope(view->snapshot, incident, hits, VIEW_HITS_MAX);
	for (size_t i = 0; i < question->hit_count && i < VIEW_HITS_MAX; i++) {
		struct view_hit *hit = &question->hits[i];

		snprintf(hit->id, sizeof(hit->id), "%s", hits[i]->id);
		snprintf(hit->title, sizeof(hit->title), "%s",
			 hits[i]->title ? hits[i]->title : "");
	}
}

/* Which labels a silence matches, and what else has them. */
static void name_scope(struct view *view)
{
	struct view_question *question = &view->question;
	const struct incident *incident = incident_of(view, &view->targets[0]);
	size_t len = 0, size = sizeof(question->labels);

	question->hit_count = 0;
	question->labels[0] = '\0';
	if (view->intent.verb != VERB_SILENCE || view->target_count != 1 || !incident ||
	    view->intent.kind != VIEW_WRITE)
		return;
	for (size_t i = 0; i < incident->scope_count && len < size; i++)
		len += (size_t)snprintf(question->labels + len, size - len, "%s%s=%s",
					i ? ", " : "", incident->scope[i].name,
					incident->scope[i].value);
	if (incident->scope_count == 0)
		snprintf(question->labels, size, _("those of this one"));
	freeze_hits(view, incident);
}

void view_question_begin(struct view *view)
{
	struct view_question *question = &view->question;

	memset(question, 0, sizeof(*question));
	question->confirm_key = strcmp(view->intent.key, "y") == 0 ? "Y" : "y";
	name_actors(view);
	name_told(view);
	name_paged(view);
	name_scope(view);
	view_left_out_text(&view->left_out, question->left_out, sizeof(question->left_out));
	view_aim_asked(view);
	view->mode = VIEW_MODE_CONFIRM;
}

/* Those that were resolved while the question stood there are not written to. */
static void drop_closed(struct view *view)
{
	size_t kept = 0;

	for (size_t i = 0; i < view->target_count; i++)
		if (view_question_is_open(view, &view->targets[i])) {
			if (kept != i)
				view->targets[kept] = view->targets[i];
			kept++;
		}
	view->target_count = kept;
}

struct view_request view_question_key(struct view *view, const char *key, bool is_pasted)
{
	const struct view_question *question = &view->question;

	/* typed before the question could be read: not an answer */
	if (is_pasted || !question->is_drawn)
		return nothing;
	view->mode = VIEW_MODE_PANES;
	view_aim_answered(view);
	if (!question->is_whole || strcmp(key, question->confirm_key) != 0) {
		view_say(view, ROLE_DIM, "nothing was sent");
		return nothing;
	}
	drop_closed(view);
	if (view->target_count > 0)
		return view_write_send(view);
	view_say(view, ROLE_WARNING, "resolved meanwhile: nothing was sent");
	return nothing;
}
