/* SPDX-License-Identifier: MIT
 * What became of the last write: told in the footer from the writes of the snapshot. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "ui/view_state.h"

static int64_t seconds_up(int64_t ms)
{
	return (ms + SECOND_MS - 1) / SECOND_MS;
}

static void add_countdown(const struct view *view, struct str *out)
{
	int64_t left_ms = view_undo_left_ms(view);

	if (left_ms > 0)
		str_printf(out, _(" - %s takes it back (%llds)"),
			   keymap_key(view->config.keymap, ACTION_UNDO),
			   (long long)seconds_up(left_ms));
}

static enum role say_queued(const struct view_asked *asked, const struct write_view *write,
			    struct str *out)
{
	int64_t age_ms = clock_wall_ms() - write->created_ms;
	char age[TIME_TEXT_MAX] = "";

	if (write->held_until_ms > clock_wall_ms()) {
		str_printf(out, _("%s held back: %s"), _(verb_name(write->verb)), asked->id);
		return ROLE_QUEUED;
	}
	if (age_ms >= 10 * SECOND_MS && write->created_ms > 0) {
		char span[TIME_TEXT_MAX];

		duration_format_short(age_ms, span);
		snprintf(age, sizeof(age), _(" for %.20s"), span);
	}
	if (write->error)
		str_printf(out, _("%s queued%s, is tried again: %s: %s"), _(verb_name(write->verb)),
			   age, write->error, asked->id);
	else
		str_printf(out, _("%s queued%s: %s"), _(verb_name(write->verb)), age, asked->id);
	return ROLE_QUEUED;
}

static enum role say_confirmed(const struct view *view, const struct view_asked *asked,
			       const struct write_view *write, struct str *out)
{
	const char *verb = _(verb_name(write->verb));

	if (view->config.is_dry_run && write->detail)
		str_printf(out, "%s (%s)", write->detail, asked->id);
	else if (write->tries == 0)
		str_printf(out, _("%s was so already: %s, nothing was sent (%s)"), verb,
			   write->detail ? write->detail : _("the source says so"), asked->id);
	else
		str_printf(out, _("%s confirmed: %s"), verb, asked->id);
	return write->tries == 0 ? ROLE_WARNING : ROLE_OK;
}

static enum role say_write(const struct view *view, const struct view_asked *asked,
			   const struct write_view *write, struct str *out)
{
	switch (write->state) {
	case WRITE_QUEUED:
		return say_queued(asked, write, out);
	case WRITE_SENT:
		if (write->error)
			str_printf(out, _("%s sent, is looked at again: %s: %s"),
				   _(verb_name(write->verb)), write->error, asked->id);
		else
			str_printf(out, _("%s sent: %s"), _(verb_name(write->verb)), asked->id);
		return ROLE_QUEUED;
	case WRITE_CONFIRMED:
		return say_confirmed(view, asked, write, out);
	case WRITE_REFUSED:
		break;
	}
	str_printf(out, _("%s refused: %s (%s)"), _(verb_name(write->verb)),
		   write->error ? write->error : _("no reason given"), asked->id);
	return ROLE_REFUSED;
}

static enum role say_one(const struct view *view, const struct view_asked *asked, struct str *out)
{
	const struct write_view *write = snapshot_write(view->snapshot, asked->uuid);
	bool is_newer = view->snapshot->built_ms > asked->pressed_ms;

	if (write)
		return say_write(view, asked, write, out);
	if (asked->of[0] && is_newer && !snapshot_write(view->snapshot, asked->of)) {
		str_printf(out, _("taken back: %s of %s"), _(verb_name(asked->verb)), asked->id);
		return ROLE_OK;
	}
	if (asked->of[0])
		str_printf(out, _("taking back: %s of %s"), _(verb_name(asked->verb)), asked->id);
	else if (!asked->was_seen)
		str_printf(out, _("%s queued: %s"), _(verb_name(asked->verb)), asked->id);
	else
		return ROLE_DIM;
	return ROLE_QUEUED;
}

/* What counts as settled though no snapshot shows it any more counts as confirmed. */
static enum write_state state_of(const struct view *view, const struct view_asked *asked)
{
	const struct write_view *write = snapshot_write(view->snapshot, asked->uuid);

	if (write)
		return write->state;
	return view_asked_is_settled(view, asked) ? WRITE_CONFIRMED : WRITE_QUEUED;
}

static enum role say_many(const struct view *view, const struct view_asked *asked, size_t count,
			  struct str *out)
{
	size_t counts[WRITE_REFUSED + 1] = {0};

	for (size_t i = 0; i < count; i++)
		counts[state_of(view, &asked[i])]++;
	str_printf(out,
		   asked->of[0] ? _("taking back the %s of %zu: %zu queued, %zu sent, %zu done, "
				    "%zu refused")
				: _("%s of %zu: %zu queued, %zu sent, %zu confirmed, %zu refused"),
		   _(verb_name(asked->verb)), count, counts[WRITE_QUEUED], counts[WRITE_SENT],
		   counts[WRITE_CONFIRMED], counts[WRITE_REFUSED]);
	if (counts[WRITE_REFUSED] > 0)
		return ROLE_REFUSED;
	return counts[WRITE_CONFIRMED] == count ? ROLE_OK : ROLE_QUEUED;
}

enum role view_write_state(const struct view *view, struct str *out)
{
	size_t count;
	const struct view_asked *asked = view_asked_last(view, &count);
	enum role role;

	if (!view->tells_write || !view->snapshot || !asked)
		return ROLE_DIM;
	role = count == 1 ? say_one(view, asked, out) : say_many(view, asked, count, out);
	if (out->len > 0)
		add_countdown(view, out);
	return role;
}

size_t view_offered(const struct snapshot *snapshot)
{
	size_t count = 0;

	for (size_t i = 0; snapshot && i < snapshot->write_count; i++)
		count += snapshot->writes[i].is_offered;
	return count;
}

void view_offer_text(const struct view *view, int64_t now_ms, struct str *out)
{
	const struct snapshot *snapshot = view->snapshot;
	const struct keymap *keymap = view->config.keymap;
	int64_t oldest_ms = now_ms;
	struct view_aim aim;
	char age[LABEL_MAX];
	size_t count = 0;

	if (view_offered(snapshot) == 0)
		return;
	view_aim_row(view, &aim);
	for (size_t i = 0; i < snapshot->write_count; i++) {
		const struct write_view *write = &snapshot->writes[i];

		if (!write->is_offered || !write->incident_id ||
		    (strcmp(write->incident_id, aim.id) != 0 && strcmp(write->uuid, aim.id) != 0))
			continue;
		count++;
		oldest_ms = write->created_ms < oldest_ms ? write->created_ms : oldest_ms;
	}
	if (count == 0)
		return;
	label_age(now_ms, oldest_ms, age);
	str_printf(out,
		   P_("%zu write of %s ago was not sent: %s sends it, %s withdraws it",
		      "%zu writes of %s ago were not sent: %s sends them, %s withdraws them",
		      count),
		   count, age, keymap_key(keymap, ACTION_SEND), keymap_key(keymap, ACTION_DISMISS));
}

static bool has_refusal(const struct snapshot *snapshot)
{
	for (size_t i = 0; snapshot && i < snapshot->write_count; i++) {
		if (snapshot->writes[i].state == WRITE_REFUSED)
			return true;
	}
	return false;
}

/* Asked for each frame: the writes are few, the incidents may be many. */
const struct incident *view_refused(const struct view *view)
{
	if (!has_refusal(view->snapshot))
		return NULL;
	for (size_t i = 0; i < view->snapshot->incident_count; i++) {
		const struct incident *incident = &view->snapshot->incidents[i];

		if (incident->write && incident->write->state == WRITE_REFUSED)
			return incident;
	}
	return NULL;
}

int64_t view_redraw_ms(const struct view *view)
{
	int64_t left_ms = view->tells_write ? view_undo_left_ms(view) : 0;

	if (left_ms == 0)
		return view_wall_left_ms(view, clock_wall_ms());
	return left_ms % SECOND_MS ? left_ms % SECOND_MS : SECOND_MS;
}

/* Only the user's word sends what is too old, and leaving is no such word. */
static bool is_offered(const struct view *view, const struct view_asked *asked)
{
	const struct write_view *write =
		view->snapshot ? snapshot_write(view->snapshot, asked->uuid) : NULL;

	return write && write->is_offered;
}

size_t view_unsettled(const struct view *view, char uuids[][UUID_TEXT_MAX], size_t max)
{
	size_t count = 0;

	for (size_t i = 0; i < view->asked_count && count < max; i++)
		if (!view_asked_is_settled(view, &view->asked[i]) &&
		    !is_offered(view, &view->asked[i]))
			memcpy(uuids[count++], view->asked[i].uuid, UUID_TEXT_MAX);
	return count;
}
