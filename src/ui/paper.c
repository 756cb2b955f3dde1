/* SPDX-License-Identifier: MIT
 * Styled lines, wrapped at blanks to the width there is, with hanging labels. */
#include "config.h"

#include "nines/ui/paper.h"

#include <stdarg.h>
#include <string.h>

#include "nines/base/str.h"
#include "nines/base/text.h"

enum { LABEL_COLUMNS_MAX = 18 };

void paper_release(struct paper *paper)
{
	arena_release(&paper->arena);
	VEC_RELEASE(&paper->lines);
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
	struct region region;
	int row; /* next row, negative above the region */
	int label_columns;
};

static void draw_wrapped(struct paper_drawing *drawing, const struct paper_line *line, int col)
{
	const char *text = line->text;
	char row_text[1024];

	do {
		size_t skip, len = wrap_row(text, drawing->region.cols - col, &skip);

		if (drawing->row >= 0 && drawing->row < drawing->region.rows) {
			size_t copied = len < sizeof(row_text) ? len : sizeof(row_text) - 1;

			memcpy(row_text, text, copied);
			row_text[copied] = '\0';
			draw_text(drawing->region, at(drawing->row, col, -1), line->role, row_text);
		}
		drawing->row++;
		text += len + skip;
	} while (*text);
}

static void draw_line(struct paper_drawing *drawing, const struct paper_line *line)
{
	int col = line->label ? drawing->label_columns + 2 : 0;

	if (line->label && drawing->row >= 0)
		draw_text(drawing->region, at(drawing->row, 0, drawing->label_columns), ROLE_DIM,
			  line->label);
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

static void draw_all(struct paper *paper, struct region region)
{
	struct paper_drawing drawing = {
		.region = region, .row = -paper->top, .label_columns = paper->label_columns};

	for (size_t i = 0; i < paper->lines.len; i++)
		draw_line(&drawing, &paper->lines.items[i]);
	paper->height = drawing.row + paper->top;
}

void paper_draw(struct paper *paper, struct region region)
{
	bool is_ascii = region.canvas->is_ascii;
	struct region text = region_part(region, 0, 1, region.rows, region.cols - 3);

	paper->page = region.rows;
	/* into no rows first, to know the height before the place is fixed */
	draw_all(paper, region_part(text, 0, 0, 0, text.cols));
	clamp_top(paper);
	draw_all(paper, text);
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
