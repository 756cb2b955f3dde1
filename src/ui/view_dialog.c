/* SPDX-License-Identifier: MIT
 * The box of the question before a write: what, to which, as whom, and what it sets off. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "ui/view_state.h"

enum {
	BOX_LINES_MAX = 96,
	BOX_LIST_MAX = 48, /* at most VIEW_HITS_MAX */
	BOX_TEXT_MAX = 512,
	BOX_COLS_MAX = 76,
	BOX_COLS_MIN = 30,
	LABEL_COLS = 8, /* with the blank behind */
	LABEL_COLS_MAX = 16
};

struct box_line {
	const char *label;
	char text[BOX_TEXT_MAX];
	enum role role;
};

/* Lines before the list, the list, lines after it. The list alone may be cut. */
struct box {
	struct box_line lines[BOX_LINES_MAX];
	size_t count, list_start, list_count;
	size_t list_more; /* further ones that have no line */
	int label_columns;
};

static NINES_PRINTF(4, 5) void add(struct box *box, const char *label, enum role role,
				   const char *format, ...)
{
	struct box_line *line = &box->lines[box->count];
	va_list args;
	int columns;

	if (box->count == BOX_LINES_MAX)
		return;
	box->count++;
	columns = text_columns(label) + 1;
	columns = columns < LABEL_COLS_MAX ? columns : LABEL_COLS_MAX;
	box->label_columns = columns > box->label_columns ? columns : box->label_columns;
	line->label = label;
	line->role = role;
	va_start(args, format);
	vsnprintf(line->text, sizeof(line->text), format, args);
	va_end(args);
}

static void add_optional(struct box *box, const char *label, enum role role, const char *text)
{
	if (text[0])
		add(box, label, role, "%s", text);
}

static void add_single(const struct view *view, struct box *box)
{
	const struct view_target *target = &view->targets[0];
	const struct label_word *status = label_incident_status(target->status);
	char word[LABEL_MAX];

	label_text(status, view->config.is_ascii, word);
	add(box, "", ROLE_STRONG, "%s", target->title[0] ? target->title : target->id);
	if (view_question_is_open(view, target))
		add(box, _("id"), status->role, "%s  %s%s%s", target->id, word,
		    target->holder[0] ? ", " : "", target->holder);
	else
		add(box, _("id"), ROLE_WARNING, _("%s  resolved meanwhile: left out"), target->id);
}

static void add_many(const struct view *view, struct box *box)
{
	box->list_start = box->count;
	for (size_t i = 0; i < view->target_count; i++) {
		const struct view_target *target = &view->targets[i];
		const struct label_word *status = label_incident_status(target->status);
		bool is_open = view_question_is_open(view, target);

		if (box->count - box->list_start < BOX_LIST_MAX)
			add(box, i == 0 ? _("which") : "", is_open ? ROLE_TEXT : ROLE_WARNING,
			    "%s %s %s%s", label_sign(status, view->config.is_ascii), target->id,
			    is_open ? "" : _("(resolved meanwhile: left out) "), target->title);
		else
			box->list_more++;
	}
	box->list_count = box->count - box->list_start;
}

static void add_hits(const struct view *view, struct box *box)
{
	const struct view_question *question = &view->question;

	if (question->hit_count == 0)
		return;
	box->list_start = box->count;
	for (size_t i = 0; i < question->hit_count; i++) {
		if (i < BOX_LIST_MAX)
			add(box, i == 0 ? _("hits") : "", ROLE_TEXT, "%s %s", question->hits[i].id,
			    question->hits[i].title);
		else
			box->list_more++;
	}
	box->list_count = box->count - box->list_start;
}

static const char *told_label(const struct view *view)
{
	const struct verb_args *args = &view->intent.args;

	if (args->for_ms > 0)
		return _("for");
	if (view->intent.verb == VERB_MERGE)
		return _("into");
	return args->to[0] ? _("to") : _("text");
}

static void add_held(const struct view *view, struct box *box)
{
	int64_t hold_ms = view_hold_ms(view);
	char span[TIME_TEXT_MAX];

	if (hold_ms == 0)
		return;
	duration_format(hold_ms, span);
	add(box, _("held"), ROLE_TEXT, _("back %s first: %s stops it"), span,
	    keymap_key(view->config.keymap, ACTION_UNDO));
}

static void fill_box(const struct view *view, struct box *box)
{
	const struct view_question *question = &view->question;

	if (view->target_count == 1)
		add_single(view, box);
	else
		add_many(view, box);
	add_optional(box, _("left out"), ROLE_WARNING, question->left_out);
	add_optional(box, _("as"), ROLE_TEXT, question->acts_as);
	add_optional(box, told_label(view), ROLE_TEXT, question->told);
	add_optional(box, _("pages"), ROLE_WARNING, question->pages);
	add_optional(box, _("matches"), ROLE_TEXT, question->labels);
	add_hits(view, box);
	add_held(view, box);
	if (view->config.is_dry_run)
		add(box, _("dry run"), ROLE_TEXT, _("it is only said what would be sent"));
}

/* Cuts the list to what has room; false when even then there is not enough. */
static bool fit_list(struct box *box, int room)
{
	size_t fixed = box->count - box->list_count, keep;

	if ((int)box->count <= room)
		return true;
	if ((int)fixed + (box->list_count > 0 ? 1 : 0) > room)
		return false;
	keep = (size_t)room - fixed;
	box->list_more += box->list_count - keep;
	memmove(&box->lines[box->list_start + keep], &box->lines[box->list_start + box->list_count],
		(box->count - box->list_start - box->list_count) * sizeof(box->lines[0]));
	box->count -= box->list_count - keep;
	box->list_count = keep;
	return true;
}

static int box_columns(const struct box *box, int cols)
{
	int columns = BOX_COLS_MIN;

	for (size_t i = 0; i < box->count; i++) {
		int needed = text_columns(box->lines[i].text) + box->label_columns + 4;

		if (needed > columns)
			columns = needed;
	}
	columns = columns < BOX_COLS_MAX ? columns : BOX_COLS_MAX;
	return columns < cols ? columns : cols;
}

static void draw_edge(const struct view *view, struct region region, int row, bool is_top)
{
	bool is_ascii = view->config.is_ascii;
	const char *left = is_top ? "┌" : "└", *right = is_top ? "┐" : "┘";

	draw_fill(region, at(row, 0, -1), ROLE_PROMPT, is_ascii ? "-" : "─");
	draw_text(region, at(row, 0, 1), ROLE_PROMPT, is_ascii ? "+" : left);
	draw_text(region, at(row, region.cols - 1, 1), ROLE_PROMPT, is_ascii ? "+" : right);
}

static void draw_line(const struct view *view, struct region region, const struct box *box,
		      size_t index)
{
	const struct box_line *line = &box->lines[index];
	const char *side = view->config.is_ascii ? "|" : "│";
	int columns = region.cols - 4, col = 2, row = (int)index + 1;

	draw_fill(region, at(row, 0, -1), ROLE_TEXT, " ");
	draw_text(region, at(row, 0, 1), ROLE_PROMPT, side);
	draw_text(region, at(row, region.cols - 1, 1), ROLE_PROMPT, side);
	if (line->label[0] || line->role != ROLE_STRONG) {
		draw_text(region, at(row, col, box->label_columns - 1), ROLE_DIM, line->label);
		col += box->label_columns;
		columns -= box->label_columns;
	}
	draw_text(region, at(row, col, columns), line->role, line->text);
}

/* Says at the end of the last line of the list how many have none. */
static void draw_more(const struct box *box, struct region region, int row)
{
	char text[96];
	int columns;

	if (box->list_more == 0)
		return;
	snprintf(text, sizeof(text), _(" and %zu more"), box->list_more);
	columns = text_columns(text);
	draw_text(region, at(row, region.cols - 2 - columns, columns), ROLE_WARNING, text);
}

static void draw_box(const struct view *view, const struct box *box, struct region region)
{
	int row = 1;
	struct str phrase;

	str_init(&phrase, VIEW_MESSAGE_MAX);
	view_question_phrase(view, &phrase);
	draw_edge(view, region, 0, true);
	draw_text(region, at(0, 2, 1), ROLE_PROMPT, " ");
	row = 3 + draw_text(region, at(0, 3, region.cols - 6), ROLE_TITLE_FOCUS, phrase.text);
	str_release(&phrase);
	draw_text(region, at(0, row, 1), ROLE_PROMPT, " ");
	for (size_t i = 0; i < box->count; i++) {
		draw_line(view, region, box, i);
		if (box->list_count > 0 && i + 1 == box->list_start + box->list_count)
			draw_more(box, region, (int)i + 1);
	}
	if (region.rows > (int)box->count + 1)
		draw_edge(view, region, region.rows - 1, false);
}

void view_draw_dialog(struct view *view, struct region region)
{
	struct box box = {.label_columns = LABEL_COLS};
	int rows, cols;

	fill_box(view, &box);
	view->question.is_drawn = true;
	/* the lower edge goes before anything is cut */
	view->question.is_whole = region.cols >= BOX_COLS_MIN && fit_list(&box, region.rows - 1);
	if (!view->question.is_whole)
		return;
	cols = box_columns(&box, region.cols);
	rows = (int)box.count + 2 <= region.rows ? (int)box.count + 2 : (int)box.count + 1;
	draw_box(view, &box,
		 region_part(region, (region.rows - rows) / 2, (region.cols - cols) / 2, rows,
			     cols));
}
