/* SPDX-License-Identifier: MIT
 * The screen on a wall: a large page, then the layouts in turn. Nobody presses a key there, so
 * nothing waits for one; the last line says which page it is and how old the data are. */
#include "config.h"

#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "ui/view_state.h"

enum { DATA_AGE_COLUMNS = 16 };

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

/* Of the pages: 0 is the large one, then the layouts. */
static size_t turn_of(const struct view *view, int64_t now_ms)
{
	int64_t gone_ms = now_ms - view->wall_from_ms;

	return (size_t)(gone_ms / view->config.rotate_ms) % (turn_count(view) + 1);
}

static const char *turn_name(const struct view *view, size_t turn)
{
	turn %= turn_count(view) + 1;
	return turn == 0 ? _("large figures")
			 : view->boards[board_of_turn(view, turn - 1)].layout.name;
}

/* When the source that is behind most was heard last; 0 = one never was. */
static int64_t oldest_ms(const struct snapshot *snapshot)
{
	int64_t oldest = snapshot->built_ms;

	for (size_t i = 0; i < snapshot->source_count; i++)
		if (snapshot->sources[i].last_success_ms < oldest)
			oldest = snapshot->sources[i].last_success_ms;
	return oldest;
}

static void draw_data_age(const struct view *view, struct region region, struct span span,
			  int64_t now_ms)
{
	char age[LABEL_MAX];
	struct str text;

	if (!view->snapshot)
		return;
	label_age(now_ms, oldest_ms(view->snapshot), age);
	str_init(&text, 128);
	if (oldest_ms(view->snapshot) > 0)
		str_printf(&text, _("data %s old"), age);
	else
		str_append(&text, _("data missing"));
	draw_text_right(region, span, view->snapshot->totals.is_complete ? ROLE_DIM : ROLE_CRITICAL,
			text.text);
	str_release(&text);
}

/* "○●○○ overview · next: figures, every 20s        data <1m old" */
void view_wall_draw_footer(const struct view *view, struct region region, int64_t now_ms)
{
	size_t turn = turn_of(view, now_ms);
	bool is_ascii = view->config.is_ascii;
	int row = region.rows - 1, col = 1;
	char every[TIME_TEXT_MAX];
	struct str text;

	for (size_t i = 0; i <= turn_count(view); i++)
		col += draw_text(region, at(row, col, 1), i == turn ? ROLE_STRONG : ROLE_DIM,
				 i == turn ? (is_ascii ? "*" : "●") : (is_ascii ? "." : "○"));
	duration_format_exact(view->config.rotate_ms, every);
	col += 1 + draw_text(region, at(row, col + 1, -1), ROLE_STRONG, turn_name(view, turn));
	str_init(&text, 128);
	str_printf(&text, _("%snext: %s, every %s"), label_dot(is_ascii), turn_name(view, turn + 1),
		   every);
	if (text_columns(text.text) < region.cols - col - DATA_AGE_COLUMNS)
		draw_text(region, at(row, col, -1), ROLE_DIM, text.text);
	str_release(&text);
	draw_data_age(view, region, at(row, region.cols - DATA_AGE_COLUMNS, DATA_AGE_COLUMNS - 1),
		      now_ms);
}

bool view_wall_draw(struct view *view, struct region region, int64_t now_ms)
{
	size_t turn;

	if (view->wall_from_ms == 0 || now_ms < view->wall_from_ms)
		view->wall_from_ms = now_ms;
	turn = turn_of(view, now_ms);
	view_show_board(view, turn == 0 ? 0 : board_of_turn(view, turn - 1));
	if (turn > 0)
		return false;
	view_draw_wall_page(view, region_part(region, 1, 0, region.rows - 2, region.cols), now_ms);
	view_wall_draw_footer(view, region, now_ms);
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
