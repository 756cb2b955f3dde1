/* SPDX-License-Identifier: MIT
 * The dashboard without a terminal: its panes, and where they are drawn. */
#include "config.h"

#include "nines/ui/view.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/ui/label.h"
#include "ui/view_state.h"

/* The pane of that name, opened when it is asked for first: layouts share panes. */
static struct view_pane *share_pane(struct view *view, const char *name)
{
	const struct pane_ops *ops = pane_ops_find(name);
	struct view_pane *place;

	for (size_t i = 0; i < view->pane_count; i++)
		if (view->panes[i].pane->ops == ops)
			return &view->panes[i];
	if (!ops || view->pane_count == VIEW_PANES_MAX)
		BUG("a layout names a pane that there is not");
	place = &view->panes[view->pane_count++];
	place->pane = pane_new(ops);
	place->pane->settings = layout_wish(&view->config.wishes, name);
	return place;
}

static void open_board(struct view *view, struct view_board *board,
		       const struct layout_board *layout)
{
	board->layout = *layout;
	for (; layout->panes[board->count]; board->count++) {
		board->panes[board->count] = share_pane(view, layout->panes[board->count]);
		if (layout->first && strcmp(layout->first, layout->panes[board->count]) == 0)
			board->focus = board->count;
	}
}

struct view *view_new(const struct view_config *config)
{
	struct view *view = xcalloc(1, sizeof(*view));
	struct layout_board boards[LAYOUTS_MAX];

	view->config = *config;
	view->board_count = layout_boards(&config->wishes, boards);
	for (size_t i = 0; i < view->board_count; i++) {
		open_board(view, &view->boards[i], &boards[i]);
		if (config->layout && strcmp(config->layout, boards[i].name) == 0)
			view->board = i;
	}
	return view;
}

void view_configure(struct view *view, const struct view_config *config)
{
	view->config = *config;
}

void view_free(struct view *view)
{
	if (!view)
		return;
	for (size_t i = 0; i < view->pane_count; i++) {
		pane_free(view->panes[i].pane);
		query_free(view->panes[i].query);
	}
	for (size_t i = 0; i < view->detail_count; i++)
		pane_free(view->details[i]);
	snapshot_unref(view->snapshot);
	attention_release(&view->attention);
	free(view);
}

void view_turn(struct view *view, int step)
{
	view_show_board(view, (view->board + view->board_count + (size_t)step) % view->board_count);
}

void view_show_board(struct view *view, size_t board)
{
	bool is_same = board == view->board;

	view->board = board;
	if (is_same || !view->snapshot)
		return;
	for (size_t i = 0; i < view_shown(view)->count; i++)
		pane_set_snapshot(view_shown(view)->panes[i]->pane, view->snapshot);
}

void view_set_snapshot(struct view *view, const struct snapshot *snapshot)
{
	const struct snapshot *old = view->snapshot;
	struct view_aim before;

	view_aim(view, &before);
	view->snapshot = snapshot_ref(snapshot);
	view_reach_see(view);
	for (size_t i = 0; i < view_shown(view)->count; i++)
		pane_set_snapshot(view_shown(view)->panes[i]->pane, snapshot);
	for (size_t i = 0; i < view->detail_count; i++)
		pane_set_snapshot(view->details[i], snapshot);
	snapshot_unref(old);
	view_aim_refreshed(view, &before);
	view_asked_see(view);
	view_attention_look(view);
}

struct pane *view_active(const struct view *view)
{
	if (view->detail_count > 0)
		return view->details[view->detail_count - 1];
	return view_shown(view)->panes[view_shown(view)->focus]->pane;
}

void view_message(struct view *view, enum role role, const char *text)
{
	snprintf(view->message, sizeof(view->message), "%s", text);
	view->message_role = role;
}

void view_say(struct view *view, enum role role, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(view->message, sizeof(view->message), _(format), args);
	va_end(args);
	view->message_role = role;
}

/* What the pane's rows can't show: that a source of theirs may know better. */
static void append_doubt(const struct pane *pane, const char *dot, struct str *out)
{
	for (unsigned i = 0; pane->snapshot && i < SUBJECT_COUNT; i++) {
		const struct source_view *source;

		if (!(pane->ops->subjects & (1u << i)))
			continue;
		source = snapshot_unwell(pane->snapshot, (enum subject)i);
		if (source && snapshot_knows(pane->snapshot, (enum subject)i) >= KNOWN_NOTHING) {
			str_printf(out, _("%s~ %s is %s"), dot, source->name,
				   _(source_state_name(source->state)));
			return;
		}
	}
}

static void append_title(const struct view *view, const struct pane *pane,
			 const struct view_pane *place, struct str *out)
{
	const char *dot = label_dot(view->config.is_ascii);

	if (view->reach != QUERY_ALL && pane->is_owned)
		str_printf(out, "%s%s", dot, view_reach_name(view->reach));
	view_find_status((struct pane *)pane, dot, out);
	append_doubt(pane, dot, out);
	if (pane->ops->status && pane->snapshot) {
		size_t len;

		str_append(out, dot);
		len = out->len;
		pane->ops->status(pane, out);
		if (out->len == len)
			str_truncate(out, len - strlen(dot));
	}
	if (place)
		view_filter_title(view, place, dot, out);
}

/* On a wall no pane has. */
static bool has_keys(const struct view *view, const struct pane *pane)
{
	return view->config.rotate_ms == 0 && pane == view_active(view);
}

/* The digit that chooses it; 0 for details, and on a wall. */
static int view_number(const struct view *view, const struct pane *pane)
{
	for (size_t i = 0; i < view_shown(view)->count && view->config.rotate_ms == 0; i++)
		if (view_shown(view)->panes[i]->pane == pane)
			return (int)i + 1;
	return 0;
}

static void draw_title(const struct view *view, struct region region, const struct pane *pane,
		       const struct view_pane *place)
{
	bool is_active = has_keys(view, pane), is_ascii = view->config.is_ascii;
	struct str title, more;
	int col = 0;

	str_init(&title, 512);
	str_init(&more, 512);
	draw_fill(region, at(0, 0, -1), ROLE_BORDER, is_ascii ? "-" : "─");
	if (view_number(view, pane) > 0)
		str_printf(&title, "%d ", view_number(view, pane));
	str_append(&title, _(pane->ops->title));
	append_title(view, pane, place, &more);
	str_append_char(&more, ' ');
	draw_text(region, at(0, col, 2), is_active ? ROLE_TITLE_FOCUS : ROLE_BORDER,
		  is_active ? (is_ascii ? "> " : "▸ ") : (is_ascii ? "- " : "─ "));
	col = 2 + draw_text(region, at(0, 2, -1), is_active ? ROLE_TITLE_FOCUS : ROLE_TITLE,
			    title.text);
	draw_text(region, at(0, col, -1), ROLE_DIM, more.text);
	str_release(&title);
	str_release(&more);
}

static void draw_pane(const struct view *view, struct region region, struct pane *pane,
		      int64_t now_ms)
{
	struct pane_context context = {
		.now_ms = view_now_ms(view, now_ms),
		.is_focused = has_keys(view, pane),
		.is_zoomed = view->is_zoomed,
		.is_read_only = view->config.is_read_only,
		.has_mouse = view->config.has_mouse,
		.keymap = view->config.keymap,
		.attention = &view->attention,
		.here = view_here(view),
	};

	if (region.rows < pane->ops->rows_min || region.cols < pane->ops->cols_min)
		draw_text(region, at(0, 1, -1), ROLE_DIM, _("no room: make the terminal larger"));
	else if (pane->snapshot)
		pane->ops->draw(pane, region, &context);
	else
		draw_text(region, at(0, 2, -1), ROLE_UNKNOWN, _("no data yet"));
}

void view_draw_pane(const struct view *view, struct region region, struct pane *pane,
		    int64_t now_ms)
{
	const struct view_pane *place = NULL;

	for (size_t i = 0; i < view_shown(view)->count; i++)
		if (view_shown(view)->panes[i]->pane == pane)
			place = view_shown(view)->panes[i];
	draw_pane_zone(region, pane->ops->name);
	draw_pane(view, region_part(region, 1, 0, region.rows - 1, region.cols), pane, now_ms);
	draw_title(view, region, pane, place); /* after it: it counts what was drawn */
}

struct pane *view_find_pane(const struct view *view, const char *name)
{
	for (size_t i = 0; i < view_shown(view)->count; i++)
		if (strcmp(view_shown(view)->panes[i]->pane->ops->name, name) == 0)
			return view_shown(view)->panes[i]->pane;
	return NULL;
}

static int rows_wanted(const void *context, const char *name)
{
	const struct pane *pane = view_find_pane(context, name);

	return pane ? pane->rows_wanted + 1 : 0;
}

static bool has_place(const struct layout *layout, const char *name)
{
	for (size_t i = 0; i < layout->count; i++)
		if (strcmp(layout->places[i].pane, name) == 0)
			return true;
	return false;
}

/* Where Esc leads from a pane without a place: to the last that had the keys and has one. */
static void see_places(struct view *view, const struct layout *layout)
{
	struct view_board *board = view_shown(view);
	bool is_placed = has_place(layout, board->panes[board->focus]->pane->ops->name);

	view->is_lone = layout->count > 0 && !is_placed;
	if (is_placed)
		board->home = board->focus;
	board->unplaced = 0;
	for (size_t i = 0; i < board->count; i++)
		if (!has_place(layout, board->panes[i]->pane->ops->name))
			board->unplaced |= 1u << i;
	for (size_t i = 0; i < board->count && view->is_lone; i++)
		if (!has_place(layout, board->panes[board->home]->pane->ops->name))
			board->home = i;
}

static void draw_divider(const struct view *view, struct region region, const struct place *place)
{
	if (place->col == 0)
		return;
	for (int row = place->row; row < place->row + place->rows; row++)
		draw_text(region, at(row, place->col - 1, 1), ROLE_BORDER,
			  view->config.is_ascii ? "|" : "│");
}

void view_draw_strip(const struct view *view, struct region region, int row)
{
	static const char *const names[] = {"oncall", "kpi"};
	int half = view_find_pane(view, names[1]) ? region.cols / 2 : region.cols;

	for (size_t i = 0; i < 2; i++) {
		const struct pane *pane = view_find_pane(view, names[i]);
		struct str text;
		int col = (int)i * half;

		if (!pane || !pane->snapshot || !pane->ops->brief)
			continue;
		draw_pane_zone(region_part(region, row, col, 1, half), pane->ops->name);
		str_init(&text, 512);
		pane->ops->brief(pane, &text);
		if (i == 0)
			col += draw_text(region, at(row, 1, 9), ROLE_DIM, _("on-call: ")) + 1;
		draw_text(region, at(row, col, (int)(i + 1) * half - col - 1), ROLE_TEXT,
			  text.text);
		str_release(&text);
	}
}

static void draw_places(const struct view *view, const struct layout *layout, struct region region,
			int64_t now_ms)
{
	for (size_t i = 0; i < layout->count; i++) {
		const struct place *place = &layout->places[i];
		struct pane *pane = view_find_pane(view, place->pane);

		draw_divider(view, region, place);
		if (pane)
			view_draw_pane(view,
				       region_part(region, place->row, place->col, place->rows,
						   place->cols),
				       pane, now_ms);
	}
}

static void draw_body(const struct view *view, const struct layout *layout, struct region region,
		      int64_t now_ms)
{
	struct pane *active = view_active(view);
	bool is_alone = view->detail_count > 0 || view->is_zoomed || layout->is_single ||
			!has_place(layout, active->ops->name);
	int row = layout->body_row + layout->body_rows;
	int bottom = region.rows - 1 - layout->has_strip - layout->has_source_bar;

	if (is_alone)
		view_draw_pane(
			view,
			region_part(region, layout->body_row, 0, layout->body_rows, region.cols),
			active, now_ms);
	else
		draw_places(view, layout, region, now_ms);
	row = row > bottom ? row : bottom;
	if (layout->has_strip)
		view_draw_strip(view, region, row++);
	if (layout->has_source_bar)
		view_draw_source_bar(view, region_part(region, row, 0, 1, region.cols), now_ms);
}

static bool is_blank_row(const struct canvas *canvas, int row)
{
	for (int col = 0; col < canvas->cols; col++) {
		const char *text = canvas->cells[row * canvas->cols + col].text;

		if (text[0] && strcmp(text, " ") != 0)
			return false;
	}
	return true;
}

/* The panes end above a footer of several rows: it never covers the row that keys mean. */
static void make_room(struct view *view, struct region region, struct layout *layout,
		      int64_t now_ms)
{
	int bottom = layout->body_row + layout->body_rows, top = region.rows, covered;

	if (view->mode == VIEW_MODE_CONFIRM || view->config.rotate_ms > 0)
		return;
	view_draw_footer(view, region, now_ms);
	while (top > 1 && !is_blank_row(region.canvas, top - 1))
		top--;
	covered = bottom - top;
	if (covered <= 0 || covered >= layout->body_rows)
		return;
	for (size_t i = 0; i < layout->count; i++)
		if (layout->places[i].row + layout->places[i].rows > top)
			layout->places[i].rows -= covered;
	layout->body_rows -= covered;
}

/* Below the line of the header, where there is one. */
static void draw_too_small(struct region region)
{
	char text[64];

	snprintf(text, sizeof(text), _("too small: %dx%d"), LAYOUT_COLS_MIN, LAYOUT_ROWS_MIN);
	if (region.rows > 1)
		draw_text(region, at(1, 0, -1), ROLE_DIM, text);
}

void view_draw(struct view *view, struct canvas *canvas, int64_t now_ms)
{
	struct region region = canvas_region(canvas);
	struct layout layout;

	canvas->is_ascii = view->config.is_ascii;
	canvas->graphs = view->config.graphs;
	if (view->config.rotate_ms > 0 && canvas->rows >= LAYOUT_ROWS_MIN &&
	    view_wall_draw(view, region, now_ms)) {
		view_draw_header(view, region, now_ms);
		return;
	}
	layout_compute(&(struct layout_screen){&view_shown(view)->layout, view->config.wishes,
					       canvas->rows, canvas->cols},
		       rows_wanted, view, &layout);
	see_places(view, &layout);
	if (!layout.is_line)
		make_room(view, region, &layout, now_ms);
	view_draw_header(view, region, now_ms);
	/* under the box of a question rows may be hidden */
	if (view->mode != VIEW_MODE_CONFIRM)
		view_aim_drawn(view, !layout.is_line);
	else if (layout.is_line)
		view->question = (struct view_question){.is_drawn = true}; /* any key is no */
	if (layout.is_line) {
		draw_too_small(region);
		return;
	}
	draw_body(view, &layout, region, now_ms);
	if (view->config.rotate_ms == 0)
		view_draw_footer(view, region, now_ms);
	else
		view_wall_draw_footer(view, region, now_ms);
	if (view->mode != VIEW_MODE_PANES)
		draw_pane_zone(region, ""); /* what lies under a question is nothing to click at */
}
