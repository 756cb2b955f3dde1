/* SPDX-License-Identifier: MIT
 * Looking back: which moment the keys ask for, and what they may not do there. */
#include "config.h"

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "ui/view_state.h"

/* How far one key steps. */
static int64_t step_ms(enum action_id action)
{
	switch (action) {
	case ACTION_HOUR_BACK:
		return -(int64_t)HOUR_MS;
	case ACTION_HOUR_FORWARD:
		return HOUR_MS;
	case ACTION_DAY_BACK:
		return -(int64_t)DAY_MS;
	default:
		return DAY_MS;
	}
}

/* The first step back from now goes to a full hour at least half an hour ago. */
static int64_t first_moment(int64_t now_ms, int64_t step)
{
	int64_t moment_ms = now_ms + step + (int64_t)HOUR_MS / 2;

	return moment_ms - moment_ms % (int64_t)HOUR_MS;
}

static struct view_request travel(struct view *view, int64_t at_ms)
{
	char when[TIME_TEXT_MAX];

	view->travel_ms = at_ms;
	time_format_local(at_ms, "%a %Y-%m-%d %H:%M %Z", when);
	if (at_ms > 0)
		view_say(view, ROLE_DIM, "going to %s", when);
	else
		view_say(view, ROLE_DIM, "back to now");
	return (struct view_request){.kind = VIEW_TRAVEL, .at_ms = at_ms};
}

struct view_request view_past_key(struct view *view, enum action_id action)
{
	const struct view_request nothing = {.kind = VIEW_NOTHING};
	int64_t now_ms = clock_wall_ms();
	int64_t step = step_ms(action), at_ms;

	if (view->travel_ms == 0 && step > 0) {
		view_say(view, ROLE_DIM, "this is now");
		return nothing;
	}
	at_ms = view->travel_ms > 0 ? view->travel_ms + step : first_moment(now_ms, step);
	return travel(view, at_ms < now_ms - MINUTE_MS ? at_ms : 0);
}

struct view_request view_past_end(struct view *view)
{
	if (view->travel_ms == 0) {
		view_say(view, ROLE_DIM, "this is now");
		return (struct view_request){.kind = VIEW_NOTHING};
	}
	return travel(view, 0);
}

int64_t view_now_ms(const struct view *view, int64_t now_ms)
{
	return view->snapshot && view->snapshot->past_ms > 0 ? view->snapshot->past_ms : now_ms;
}

bool view_past_refuses(struct view *view)
{
	if (!view->snapshot || (view->snapshot->past_ms == 0 && view->travel_ms == 0))
		return false;
	view_say(view, ROLE_WARNING, "this is the past: nothing can be done there, %s goes to now",
		 keymap_key(view->config.keymap, ACTION_NOW));
	return true;
}

void view_past_banner(const struct view *view, int64_t now_ms, bool is_wide, struct str *out)
{
	char when[TIME_TEXT_MAX], ago[LABEL_MAX];

	if (!view->snapshot || view->snapshot->past_ms == 0)
		return;
	time_format_local(view->snapshot->past_ms, "%Y-%m-%d %H:%M", when);
	label_age(now_ms, view->snapshot->past_ms, ago);
	if (!is_wide) {
		str_printf(out, _("[PAST %s] "), when);
		return;
	}
	str_printf(out, _("[PAST %s, %s ago, actions off, %s: now] "), when, ago,
		   keymap_key(view->config.keymap, ACTION_NOW));
}
