/* SPDX-License-Identifier: MIT
 * The screen on a wall: large figures, then the layouts in turn. Nobody presses a key there,
 * so nothing waits for one; what is not known for sure is said large. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "ui/view_state.h"

enum { GLYPH_ROWS = 5, GLYPH_COLS = 5, WALL_TEXT = 32, WALL_WIDE = 100 };

/* A large character: one bit per cell and row, the left one highest. */
struct glyph {
	char letter;
	int cols;
	unsigned char rows[GLYPH_ROWS];
};

static const struct glyph glyphs[] = {
	{'0', 3, {7, 5, 5, 5, 7}},  {'1', 3, {2, 6, 2, 2, 7}},   {'2', 3, {7, 1, 7, 4, 7}},
	{'3', 3, {7, 1, 7, 1, 7}},  {'4', 3, {5, 5, 7, 1, 1}},   {'5', 3, {7, 4, 7, 1, 7}},
	{'6', 3, {7, 4, 7, 5, 7}},  {'7', 3, {7, 1, 1, 2, 2}},   {'8', 3, {7, 5, 7, 5, 7}},
	{'9', 3, {7, 5, 7, 1, 7}},  {'.', 1, {0, 0, 0, 0, 1}},   {'?', 3, {7, 1, 3, 0, 2}},
	{'~', 4, {0, 5, 10, 0, 0}}, {'%', 5, {17, 2, 4, 8, 17}},
};

/* One large figure and the line below it. */
struct figure {
	char text[WALL_TEXT], label[128];
	enum role role;
};

static const struct glyph *find_glyph(char letter)
{
	for (size_t i = 0; i < NINES_COUNT(glyphs); i++)
		if (glyphs[i].letter == letter)
			return &glyphs[i];
	return NULL;
}

static int draw_glyph(struct region region, int col, enum role role, const struct glyph *glyph)
{
	const char *block = region.canvas->is_ascii ? "#" : "█";
	int scale = region.canvas->cols >= WALL_WIDE ? 2 : 1;

	for (int row = 0; row < GLYPH_ROWS; row++)
		for (int i = 0; i < glyph->cols; i++)
			if (glyph->rows[row] >> (glyph->cols - 1 - i) & 1)
				draw_fill(region, at(row, col + i * scale, scale), role, block);
	return col + (glyph->cols + 1) * scale;
}

static void draw_figure(struct region region, const struct figure *figure)
{
	int col = 2;

	for (const char *letter = figure->text; *letter; letter++) {
		const struct glyph *glyph = find_glyph(*letter);

		if (glyph)
			col = draw_glyph(region, col, figure->role, glyph);
	}
	draw_text(region, at(GLYPH_ROWS, 2, -1), ROLE_STRONG, figure->label);
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

static struct figure severe_figure(const struct snapshot *snapshot)
{
	size_t open = snapshot->totals.severe_open, loud = snapshot->totals.severe_unacknowledged;
	bool is_known = snapshot_knows(snapshot, SUBJECT_INCIDENTS) > KNOWN_NOTHING || open > 0;
	struct figure figure = {.text = "?", .role = ROLE_UNKNOWN};

	snprintf(figure.label, sizeof(figure.label), _("open severe incidents"));
	if (!is_known)
		return figure;
	snprintf(figure.text, WALL_TEXT, "%s%zu", doubt(snapshot, SUBJECT_INCIDENTS), open);
	snprintf(figure.label, sizeof(figure.label),
		 _("open severe incidents, %zu of them not acknowledged; %zu open in all"), loud,
		 snapshot->totals.open);
	figure.role = calm(snapshot);
	if (open > 0)
		figure.role = loud > 0 ? ROLE_CRITICAL : ROLE_ACKNOWLEDGED;
	return figure;
}

/* Cut, never rounded up to a nine that was not reached. */
static struct figure uptime_figure(const struct snapshot *snapshot)
{
	double ratio = snapshot->kpi.platform.ratio;
	struct figure figure = {.text = "?", .role = ROLE_UNKNOWN};
	int days = (int)(snapshot->window_ms / DAY_MS);

	snprintf(figure.label, sizeof(figure.label), _("availability of the platform, %d d"), days);
	if (isnan(ratio))
		return figure;
	snprintf(figure.text, WALL_TEXT, "%s%.3f%%", doubt(snapshot, SUBJECT_SERVICES),
		 floor(ratio * 1e5 + 1e-6) / 1e3);
	figure.role = snapshot->totals.by_state[SERVICE_DOWN] > 0 ? ROLE_CRITICAL : calm(snapshot);
	snprintf(figure.label, sizeof(figure.label),
		 _("availability of the platform, %d d; %zu of %zu services ok, %zu down"), days,
		 snapshot->totals.by_state[SERVICE_OK], snapshot->totals.services,
		 snapshot->totals.by_state[SERVICE_DOWN]);
	return figure;
}

/* Who is called first, a line each; says why there is nobody. */
static void draw_on_call(const struct snapshot *snapshot, struct region region)
{
	int row = 1;

	draw_text(region, at(0, 2, -1), ROLE_TITLE, _("on call now"));
	for (size_t i = 0; i < snapshot->oncall_count; i++) {
		const struct shift_view *shift = &snapshot->oncall[i];
		char text[256];

		if (shift->level > 1)
			continue;
		snprintf(text, sizeof(text), "%s%.100s  %.100s", shift->is_stale ? "~ " : "",
			 shift->team       ? shift->team
			 : shift->schedule ? shift->schedule
					   : "",
			 shift->user ? shift->user : _("NOBODY"));
		draw_text(region, at(row++, 2, -1), shift->user ? ROLE_STRONG : ROLE_CRITICAL,
			  text);
	}
	if (row == 1)
		draw_text(region, at(row, 2, -1), ROLE_UNKNOWN,
			  snapshot_knows(snapshot, SUBJECT_ONCALL) == KNOWN_NOT_ASKED
				  ? _("? no source tells who is on call")
				  : _("? nobody is known to be on call"));
}

/* Over the whole width and three rows: what is missing. Returns the rows used. */
static int draw_blindness(const struct snapshot *snapshot, struct region region, int64_t now_ms)
{
	const struct source_view *worst = snapshot_unwell(snapshot, SUBJECT_COUNT);
	char text[256], age[LABEL_MAX];

	if (!worst)
		return 0;
	snprintf(age, sizeof(age), "%s", _("never"));
	if (worst->last_success_ms > 0)
		label_age(now_ms, worst->last_success_ms, age);
	snprintf(text, sizeof(text),
		 _("  NOT THE WHOLE PICTURE: %.60s is %s (%s), %zu of %zu sources live"),
		 worst->name, _(source_state_name(worst->state)), age,
		 snapshot->totals.sources_live, snapshot->source_count);
	for (int row = 0; row < 3; row++) {
		draw_fill(region, at(row, 0, -1), ROLE_CRITICAL, " ");
		if (row == 1)
			draw_text(region, at(row, 0, -1), ROLE_CRITICAL, text);
		draw_selection(region, row);
	}
	return 4;
}

static void draw_large(const struct snapshot *snapshot, struct region region, int64_t now_ms)
{
	int row = draw_blindness(snapshot, region, now_ms);
	bool is_wide = region.cols >= WALL_WIDE;
	int half = is_wide ? region.cols / 2 : region.cols, step = GLYPH_ROWS + 2;
	struct figure uptime = uptime_figure(snapshot), severe = severe_figure(snapshot);

	draw_figure(region_part(region, row, 0, step, half), &severe);
	if (is_wide)
		draw_figure(region_part(region, row, half, step, region.cols - half), &uptime);
	else
		draw_figure(region_part(region, row += step, 0, step, half), &uptime);
	row += step;
	draw_on_call(snapshot, region_part(region, row, 0, region.rows - row, region.cols));
}

/* Not the one for small terminals. */
static bool is_for_wall(const struct view_board *board)
{
	return strcmp(board->layout.name, "small") != 0;
}

static size_t turn_count(const struct view *view)
{
	size_t count = 0;

	for (size_t i = 0; i < view->board_count; i++)
		count += is_for_wall(&view->boards[i]);
	return count;
}

static size_t board_of_turn(const struct view *view, size_t turn)
{
	size_t i = 0;

	for (;; i++)
		if (is_for_wall(&view->boards[i]) && turn-- == 0)
			return i;
}

bool view_wall_draw(struct view *view, struct region region, int64_t now_ms)
{
	size_t page;

	if (view->wall_from_ms == 0 || now_ms < view->wall_from_ms)
		view->wall_from_ms = now_ms;
	page = (size_t)((now_ms - view->wall_from_ms) / view->config.rotate_ms) %
	       (turn_count(view) + 1);
	if (page > 0) {
		view_show_board(view, board_of_turn(view, page - 1));
		return false;
	}
	view_show_board(view, 0);
	if (view->snapshot)
		draw_large(view->snapshot, region_part(region, 2, 0, region.rows - 3, region.cols),
			   now_ms);
	else
		draw_text(region, at(2, 2, -1), ROLE_UNKNOWN, _("connecting: no data yet"));
	return true;
}

int64_t view_wall_left_ms(const struct view *view, int64_t now_ms)
{
	int64_t gone_ms = now_ms - view->wall_from_ms;

	if (view->config.rotate_ms == 0)
		return -1;
	return view->config.rotate_ms - (gone_ms > 0 ? gone_ms % view->config.rotate_ms : 0);
}

struct view_request view_wall_key(const struct view *view, const char *key, bool is_pasted)
{
	enum action_id action = is_pasted ? ACTION_NONE : keymap_find(view->config.keymap, key);

	switch (action) {
	case ACTION_QUIT:
	case ACTION_BACK:
		return (struct view_request){.kind = VIEW_QUIT};
	case ACTION_REDRAW:
		return (struct view_request){.kind = VIEW_REDRAW};
	case ACTION_SUSPEND:
		return (struct view_request){.kind = VIEW_SUSPEND};
	default:
		return (struct view_request){.kind = VIEW_NOTHING};
	}
}
