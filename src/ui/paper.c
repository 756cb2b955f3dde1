/* SPDX-License-Identifier: MIT
 * Styled lines, wrapped at blanks to the width there is, with hanging labels. */
#include "config.h"

#include "nines/ui/paper.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/str.h"
#include "nines/base/text.h"

#define PAPER_MATCH_NEAREST SIZE_MAX

enum { LABEL_COLUMNS_MAX = 18 };

void paper_release(struct paper *paper)
{
	arena_release(&paper->arena);
	VEC_RELEASE(&paper->lines);
	VEC_RELEASE(&paper->match_rows);
	memset(paper, 0, sizeof(*paper));
}

void paper_clear(struct paper *paper)
{
	arena_clear(&paper->arena);
	paper->lines.len = 0;
	paper->label_columns = 0;
}

static void add_line(struct paper *paper, const struct paper_line *line)
{
	int columns = line->label ? text_columns(line->label) : 0;

	if (columns > paper->label_columns)
		paper->label_columns = columns;
	if (paper->label_columns > LABEL_COLUMNS_MAX)
		paper->label_columns = LABEL_COLUMNS_MAX;
	VEC_PUSH(&paper->lines, *line);
}

void paper_add(struct paper *paper, const char *label, enum role role, const char *format, ...)
{
	struct str text;
	va_list args;

	str_init(&text, 64 * 1024);
	va_start(args, format);
	str_vprintf(&text, format, args);
	va_end(args);
	add_line(paper, &(struct paper_line){.label = arena_strdup(&paper->arena, label),
					     .text = arena_strdup(&paper->arena, text.text),
					     .role = role});
	str_release(&text);
}

void paper_add_spark(struct paper *paper, const char *label, const struct spark *spark)
{
	add_line(paper, &(struct paper_line){.label = arena_strdup(&paper->arena, label),
					     .text = "",
					     .is_spark = true,
					     .spark = *spark});
}

void paper_head(struct paper *paper, const char *text)
{
	if (paper->lines.len > 0)
		paper_add(paper, NULL, ROLE_TEXT, "%s", "");
	paper_add(paper, NULL, ROLE_TITLE, "%s", text);
}

/* Bytes of the first wrapped row of `text`; `*skip` are the blanks or break after it. */
static size_t wrap_row(const char *text, int columns, size_t *skip)
{
	size_t fit = text_fit(text, columns > 0 ? columns : 1);
	const char *line_break = memchr(text, '\n', fit + (text[fit] != '\0'));
	size_t len;

	*skip = 0;
	if (line_break) {
		*skip = 1;
		return (size_t)(line_break - text);
	}
	if (!text[fit] || fit == 0) {
		int width;

		return fit > 0 ? fit : grapheme_next(text, &width);
	}
	for (len = fit; len > 0 && text[len] != ' '; len--)
		;
	if (len == 0)
		return fit;
	while (text[len + *skip] == ' ')
		++*skip;
	return len;
}

struct paper_drawing {
	struct paper *paper;
	struct region region;
	int row; /* next row, negative above the region */
	int label_columns;
	size_t matches; /* passed by */
	bool is_first;  /* nothing is shown: heights and matches are counted */
};

/* A text that is looked through while it is drawn in pieces. */
struct paper_search {
	const char *next;    /* the next match, NULL = none */
	const char *counted; /* the last one that was counted */
	const char *needle;
	size_t len;
};

static struct paper_search search_begin(const struct paper *paper, const char *text)
{
	struct paper_search search = {.needle = paper->find, .len = strlen(paper->find)};

	search.next = search.len > 0 ? text_find_nocase(text, search.needle) : NULL;
	return search;
}

/* Marks the part of a match that stands between `from` and `to`, which were drawn at `place`. */
static void mark_part(struct paper_drawing *drawing, struct span place, const char *from,
		      const char *to, const struct paper_search *search)
{
	const char *start = search->next > from ? search->next : from;
	const char *end = search->next + search->len < to ? search->next + search->len : to;
	char before[1024], part[1024];
	int col, columns;

	if (end <= start || (size_t)(to - from) >= sizeof(before))
		return;
	snprintf(before, sizeof(before), "%.*s", (int)(start - from), from);
	snprintf(part, sizeof(part), "%.*s", (int)(end - start), start);
	col = place.col + text_columns(before);
	columns = text_columns(part);
	if (place.columns >= 0 && col + columns > place.col + place.columns)
		columns = place.col + place.columns - col;
	draw_match(drawing->region, at(place.row, col, columns),
		   drawing->matches == drawing->paper->match);
}

/* Marks and counts the matches that begin before `to`. */
static void search_piece(struct paper_drawing *drawing, struct span place, const char *from,
			 const char *to, struct paper_search *search)
{
	while (search->next && search->next < to) {
		if (drawing->is_first && search->next != search->counted)
			VEC_PUSH(&drawing->paper->match_rows, drawing->row + drawing->paper->top);
		search->counted = search->next;
		if (place.row >= 0)
			mark_part(drawing, place, from, to, search);
		if (search->next + search->len > to && *to)
			return; /* it goes on in the next row */
		drawing->matches++;
		search->next = text_find_nocase(search->next + search->len, search->needle);
	}
}

static void draw_wrapped(struct paper_drawing *drawing, const struct paper_line *line, int col)
{
	struct paper_search search = search_begin(drawing->paper, line->text);
	const char *text = line->text;
	char row_text[1024];

	do {
		size_t skip, len = wrap_row(text, drawing->region.cols - col, &skip);

		if (drawing->row >= 0 && drawing->row < drawing->region.rows) {
			size_t copied = len < sizeof(row_text) ? len : sizeof(row_text) - 1;

			memcpy(row_text, text, copied);
			row_text[copied] = '\0';
			draw_text(drawing->region, at(drawing->row, col, -1), line->role, row_text);
			if (line->role == ROLE_LINK)
				draw_link(drawing->region,
					  at(drawing->row, col, text_columns(row_text)),
					  line->text);
		}
		search_piece(drawing, at(drawing->row, col, -1), text, text + len, &search);
		drawing->row++;
		text += len + skip;
	} while (*text);
}

/* One that is longer than its column has a row of its own. */
static void draw_label(struct paper_drawing *drawing, const char *label)
{
	bool is_long = text_columns(label) > drawing->label_columns;
	struct span place = at(drawing->row, 0, is_long ? -1 : drawing->label_columns);
	struct paper_search search = search_begin(drawing->paper, label);

	if (drawing->row >= 0)
		draw_text(drawing->region, place, ROLE_DIM, label);
	search_piece(drawing, place, label, label + strlen(label), &search);
	drawing->row += is_long;
}

static void draw_line(struct paper_drawing *drawing, const struct paper_line *line)
{
	int col = line->label ? drawing->label_columns + 2 : 0;

	if (line->label)
		draw_label(drawing, line->label);
	if (!line->is_spark) {
		draw_wrapped(drawing, line, col);
		return;
	}
	if (drawing->row >= 0)
		draw_sparkline(drawing->region, at(drawing->row, col, drawing->region.cols - col),
			       &line->spark);
	drawing->row++;
}

static void clamp_top(struct paper *paper)
{
	if (paper->top > paper->height - paper->page)
		paper->top = paper->height - paper->page;
	if (paper->top < 0)
		paper->top = 0;
}

/* On narrow paper labels leave most of it to what they are about. */
static int label_columns(const struct paper *paper, int columns)
{
	int most = columns * 2 / 5;

	return paper->label_columns < most ? paper->label_columns : most;
}

static void draw_all(struct paper *paper, struct region region, bool is_first)
{
	struct paper_drawing drawing = {.paper = paper,
					.region = region,
					.row = -paper->top,
					.label_columns = label_columns(paper, region.cols),
					.is_first = is_first};

	for (size_t i = 0; i < paper->lines.len; i++)
		draw_line(&drawing, &paper->lines.items[i]);
	paper->height = drawing.row + paper->top;
}

/* Goes to the match that is meant: on the page where it is not, a third from above. */
static void seek(struct paper *paper)
{
	int row;

	paper->match_count = paper->match_rows.len;
	if (paper->match >= paper->match_count)
		paper->match = 0;
	if (!paper->is_sought || paper->match_count == 0)
		return;
	paper->is_sought = false;
	row = paper->match_rows.items[paper->match];
	if (row < paper->top || row >= paper->top + paper->page)
		paper->top = row - paper->page / 3;
}

/* The first match at or below the place scrolled to. */
static void choose(struct paper *paper)
{
	if (paper->match != PAPER_MATCH_NEAREST)
		return;
	paper->match = 0;
	for (size_t i = paper->match_rows.len; i-- > 0;)
		if (paper->match_rows.items[i] >= paper->top)
			paper->match = i;
}

void paper_find(struct paper *paper, const char *text)
{
	snprintf(paper->find, sizeof(paper->find), "%s", text);
	paper->match = PAPER_MATCH_NEAREST;
	paper->is_sought = true;
}

void paper_find_next(struct paper *paper)
{
	paper->match = paper->match_count > 0 ? (paper->match + 1) % paper->match_count : 0;
	paper->is_sought = true;
}

void paper_draw(struct paper *paper, struct region region)
{
	bool is_ascii = region.canvas->is_ascii;
	struct region text = region_part(region, 0, 1, region.rows, region.cols - 3);

	paper->page = region.rows;
	/* into no rows first, to know the height before the place is fixed */
	paper->match_rows.len = 0;
	draw_all(paper, region_part(text, 0, 0, 0, text.cols), true);
	choose(paper);
	seek(paper);
	clamp_top(paper);
	draw_all(paper, text, false);
	if (paper->top > 0)
		draw_text(region, at(0, region.cols - 1, 1), ROLE_DIM, is_ascii ? "^" : "↑");
	if (paper->top + paper->page < paper->height)
		draw_text(region, at(region.rows - 1, region.cols - 1, 1), ROLE_DIM,
			  is_ascii ? "v" : "↓");
}

bool paper_act(struct paper *paper, enum action_id action)
{
	switch (action) {
	case ACTION_DOWN:
		paper->top++;
		break;
	case ACTION_UP:
		paper->top--;
		break;
	case ACTION_PAGE_DOWN:
		paper->top += paper->page > 1 ? paper->page - 1 : 1;
		break;
	case ACTION_PAGE_UP:
		paper->top -= paper->page > 1 ? paper->page - 1 : 1;
		break;
	case ACTION_FIRST:
		paper->top = 0;
		break;
	case ACTION_LAST:
		paper->top = paper->height;
		break;
	default:
		return false;
	}
	clamp_top(paper);
	return true;
}
