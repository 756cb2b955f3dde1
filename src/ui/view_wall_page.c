/* SPDX-License-Identifier: MIT
 * The large page of a wall: one word that says how it is, the figures behind it, and below what
 * is open and who is on call. What is not known for sure is said large. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "ui/large.h"
#include "ui/view_state.h"

enum {
	WALL_TEXT = 32,
	LEFT = 2,
	CAPTION_ROWS = 2,
	LIST_ROWS_MIN = 4,
	ONCALL_COLUMNS = 56, /* of the list on the right */
	TWO_LISTS_MIN = 118
};

/* A large text with what it counts below. */
struct figure {
	char text[WALL_TEXT], captions[CAPTION_ROWS][160];
	enum role role;
};

/* Sizes of letters, the largest first, and the page that leaves room for the lists. */
static const struct {
	int cols, rows;
	struct large_dot dot;
} steps[] = {
	{190, 46, {5, 3}}, {150, 36, {4, 2}}, {112, 34, {3, 2}}, {78, 20, {2, 1}}, {0, 0, {1, 1}}};

static size_t step_for(struct region region)
{
	size_t step = 0;

	while (region.cols < steps[step].cols || region.rows < steps[step].rows)
		step++;
	return step;
}

/* How it is, the worst first: never well where somebody could not look. */
static enum role verdict(const struct snapshot *snapshot, const char **word)
{
	const struct totals *totals = &snapshot->totals;
	bool is_sure =
		totals->is_complete && totals->by_state[SERVICE_UNKNOWN] == 0 &&
		(totals->services > 0 || snapshot_knows(snapshot, SUBJECT_INCIDENTS) == KNOWN_ALL);
	const struct {
		bool is_so;
		const char *word;
		enum role role;
	} cases[] = {
		{totals->severe_unacknowledged > 0, N_("SEVERE"), ROLE_CRITICAL},
		{totals->by_state[SERVICE_DOWN] > 0, N_("DOWN"), ROLE_CRITICAL},
		{totals->severe_open > 0, N_("SEVERE"), ROLE_ACKNOWLEDGED},
		{!is_sure, N_("UNKNOWN"), ROLE_UNKNOWN},
		{totals->by_state[SERVICE_DEGRADED] > 0, N_("DEGRADED"), ROLE_WARNING},
		{totals->unacknowledged > 0, N_("INCIDENT"), ROLE_TRIGGERED},
		{totals->burning > 0, N_("BURNING"), ROLE_WARNING},
		{true, N_("ALL WELL"), ROLE_OK},
	};
	size_t i = 0;

	while (!cases[i].is_so)
		i++;
	*word = _(cases[i].word);
	return cases[i].role;
}

/* Nothing is well while a source doesn't answer. */
static enum role calm(const struct snapshot *snapshot)
{
	return snapshot->totals.is_complete ? ROLE_OK : ROLE_UNKNOWN;
}

static const char *doubt(const struct snapshot *snapshot, enum subject subject)
{
	return snapshot_knows(snapshot, subject) == KNOWN_ALL ? "" : "~";
}

static void severe_figure(const struct snapshot *snapshot, struct figure *figure)
{
	const struct totals *totals = &snapshot->totals;
	bool is_known = snapshot_knows(snapshot, SUBJECT_INCIDENTS) > KNOWN_NOTHING ||
			totals->severe_open > 0;

	*figure = (struct figure){.text = "?", .role = ROLE_UNKNOWN};
	snprintf(figure->captions[0], sizeof(figure->captions[0]), "%s",
		 P_("severe incident open", "severe incidents open", totals->severe_open));
	if (!is_known)
		return;
	snprintf(figure->text, WALL_TEXT, "%s%zu", doubt(snapshot, SUBJECT_INCIDENTS),
		 totals->severe_open);
	snprintf(figure->captions[1], sizeof(figure->captions[1]), _("%zu unacked, %zu in all"),
		 totals->severe_unacknowledged, totals->open);
	figure->role = calm(snapshot);
	if (totals->severe_open > 0)
		figure->role =
			totals->severe_unacknowledged > 0 ? ROLE_CRITICAL : ROLE_ACKNOWLEDGED;
}

static void append_state(const struct totals *totals, enum service_state state, struct str *out)
{
	if (totals->by_state[state] > 0)
		str_printf(out, "%s%zu %s", out->len > 0 ? ", " : "", totals->by_state[state],
			   _(label_service_state(state)->word));
}

/* "1 DOWN, 2 degraded, 9 ok of 12 services" */
static void list_states(const struct totals *totals, char *out, size_t size)
{
	static const enum service_state order[] = {SERVICE_DOWN, SERVICE_DEGRADED, SERVICE_UNKNOWN,
						   SERVICE_MAINTENANCE, SERVICE_OK};
	struct str text;

	if (totals->services == 0) {
		snprintf(out, size, "%s", _("no service is known"));
		return;
	}
	str_init(&text, 160);
	for (size_t i = 0; i < NINES_COUNT(order); i++)
		append_state(totals, order[i], &text);
	snprintf(out, size, P_("%s of %zu service", "%s of %zu services", totals->services),
		 text.text, totals->services);
	str_release(&text);
}

/* Cut, never rounded up to a nine that was not reached. */
static void uptime_figure(const struct snapshot *snapshot, struct figure *figure)
{
	double ratio = snapshot->kpi.platform.ratio;
	char window[TIME_TEXT_MAX];

	*figure = (struct figure){.text = "?", .role = ROLE_UNKNOWN};
	duration_format_exact(snapshot->window_ms, window);
	snprintf(figure->captions[0], sizeof(figure->captions[0]),
		 _("availability of the platform, %s"), window);
	list_states(&snapshot->totals, figure->captions[1], sizeof(figure->captions[1]));
	if (isnan(ratio))
		return;
	snprintf(figure->text, WALL_TEXT, "%s%.3f %%", doubt(snapshot, SUBJECT_SERVICES),
		 floor(ratio * 1e5 + 1e-6) / 1e3);
	figure->role = snapshot->totals.by_state[SERVICE_DOWN] > 0 ? ROLE_CRITICAL : calm(snapshot);
}

/* Over the whole width: what is missing. Returns the rows used. */
static int draw_blindness(const struct snapshot *snapshot, struct region region, int64_t now_ms)
{
	const struct source_view *worst = snapshot_unwell(snapshot, SUBJECT_COUNT);
	char text[256], age[LABEL_MAX], since[LABEL_MAX * 2];

	if (!worst)
		return 0;
	label_age(now_ms, worst->last_success_ms, age);
	if (worst->last_success_ms > 0)
		snprintf(since, sizeof(since), _("its data %s old"), age);
	else
		snprintf(since, sizeof(since), "%s", _("never answered"));
	snprintf(text, sizeof(text),
		 _("  NOT THE WHOLE PICTURE: %.60s %s, %.100s; %zu of %zu sources live"),
		 worst->name, _(source_state_name(worst->state)), since,
		 snapshot->totals.sources_live, snapshot->source_count);
	draw_fill(region, at(0, 0, -1), ROLE_CRITICAL, " ");
	draw_text(region, at(0, 0, -1), ROLE_CRITICAL, text);
	draw_selection(region, 0);
	return 1;
}

static void draw_figure(struct region region, struct large_dot dot, const struct figure *figure)
{
	large_draw(region, dot, figure->role, figure->text);
	for (int i = 0; i < CAPTION_ROWS; i++)
		draw_text(region, at(LARGE_ROWS * dot.rows + i, 0, -1),
			  i == 0 ? ROLE_STRONG : ROLE_DIM, figure->captions[i]);
}

/* Where the second figure begins; 0 = both have no room side by side. */
static int second_column(struct region region, struct large_dot dot, const struct figure *severe,
			 const struct figure *uptime)
{
	int left = region.cols - LEFT - large_columns(dot, uptime->text);

	if (left > region.cols * 2 / 5)
		left = region.cols * 2 / 5;
	return left >= LEFT + large_columns(dot, severe->text) ? left : 0;
}

/* Both figures side by side; only their captions where they have no room. */
static int draw_figures(const struct snapshot *snapshot, struct region region, size_t step)
{
	struct figure severe, uptime;
	int left, rows;

	severe_figure(snapshot, &severe);
	uptime_figure(snapshot, &uptime);
	left = second_column(region, steps[step].dot, &severe, &uptime);
	while (left == 0 && step + 1 < NINES_COUNT(steps))
		left = second_column(region, steps[++step].dot, &severe, &uptime);
	rows = LARGE_ROWS * steps[step].dot.rows + CAPTION_ROWS;
	if (region.rows >= rows && left > 0) {
		draw_figure(region_part(region, 0, LEFT, rows, left - LEFT - 1), steps[step].dot,
			    &severe);
		draw_figure(region_part(region, 0, left, rows, region.cols - left), steps[step].dot,
			    &uptime);
		return rows;
	}
	for (int i = 0; i < 2; i++) {
		const struct figure *figure = i == 0 ? &severe : &uptime;
		int col = LEFT + draw_text(region, at(i, LEFT, -1), figure->role, figure->text);

		draw_text(region, at(i, col + 1, -1), ROLE_STRONG, figure->captions[0]);
	}
	return 2;
}

/* What is open, and who is on call beside it or in a line below. */
static void draw_lists(struct view *view, struct region region, int64_t now_ms)
{
	struct pane *incidents = view_find_pane(view, "incidents");
	struct pane *oncall = view_find_pane(view, "oncall");
	bool is_wide = region.cols >= TWO_LISTS_MIN;
	int right = is_wide && oncall ? ONCALL_COLUMNS : 0;
	int rows = is_wide ? region.rows : region.rows - 1;

	if (region.rows < LIST_ROWS_MIN) {
		view_draw_strip(view, region, 0);
		return;
	}
	if (incidents)
		view_draw_pane(view,
			       region_part(region, 0, 0, rows, region.cols - right - (right > 0)),
			       incidents, now_ms);
	if (right > 0)
		view_draw_pane(view, region_part(region, 0, region.cols - right, rows, right),
			       oncall, now_ms);
	else
		view_draw_strip(view, region, region.rows - 1);
}

void view_draw_wall_page(struct view *view, struct region region, int64_t now_ms)
{
	const struct snapshot *snapshot = view->snapshot;
	size_t step = step_for(region);
	struct large_dot dot = steps[step].dot;
	const char *word;
	enum role role;
	int row;

	if (!snapshot) {
		draw_text(region, at(1, LEFT, -1), ROLE_UNKNOWN, _("connecting: no data yet"));
		large_draw(region_part(region, 3, LEFT, region.rows - 3, region.cols - LEFT), dot,
			   ROLE_UNKNOWN, _("UNKNOWN"));
		return;
	}
	row = draw_blindness(snapshot, region, now_ms);
	row += region.rows > LARGE_ROWS + 6;
	role = verdict(snapshot, &word);
	large_draw(region_part(region, row, LEFT, LARGE_ROWS * dot.rows, region.cols - LEFT), dot,
		   role, word);
	row += LARGE_ROWS * dot.rows + (region.rows > LARGE_ROWS + 6);
	row += draw_figures(snapshot, region_part(region, row, 0, region.rows - row, region.cols),
			    step);
	row++;
	if (row < region.rows)
		draw_lists(view, region_part(region, row, 0, region.rows - row, region.cols),
			   now_ms);
}
