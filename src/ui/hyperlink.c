/* SPDX-License-Identifier: MIT
 * OSC 8: "\033]8;;URL\033\\TEXT\033]8;;\033\\", each run between DECSC and DECRC. */
#include "config.h"

#include "ui/hyperlink.h"

#include <stdio.h>

static const struct cell *cell_at(const struct canvas *canvas, int row, int col)
{
	return &canvas->cells[row * canvas->cols + col];
}

static bool is_linked(const struct cell *cell)
{
	unsigned char byte = (unsigned char)cell->text[0];

	return cell->link > 0 && byte >= 0x20 && byte < 0x7f && cell->text[1] == '\0';
}

static bool is_alike(const struct cell *a, const struct cell *b)
{
	return a->link == b->link && a->role == b->role && a->is_selected == b->is_selected;
}

bool hyperlink_find(const struct canvas *canvas, int row, int col, struct hyperlink_run *run)
{
	while (col < canvas->cols && !is_linked(cell_at(canvas, row, col)))
		col++;
	*run = (struct hyperlink_run){.row = row, .col = col};
	while (col < canvas->cols && is_linked(cell_at(canvas, row, col)) &&
	       is_alike(cell_at(canvas, row, run->col), cell_at(canvas, row, col)))
		col++;
	run->columns = col - run->col;
	return run->columns > 0;
}

void hyperlink_cells(const struct canvas *canvas, const struct hyperlink_run *run, struct str *out)
{
	const struct cell *first = cell_at(canvas, run->row, run->col);

	str_printf(out, "\033]8;;%s\033\\", canvas->links[first->link - 1]);
	for (int i = 0; i < run->columns; i++)
		str_append(out, first[i].text);
	str_append(out, "\033]8;;\033\\");
}

static void print(struct str *out)
{
	fwrite(out->text, 1, out->len, stdout);
	str_truncate(out, 0);
}

void hyperlink_write(const struct canvas *canvas, int row, hyperlink_look_fn *look,
		     const void *context)
{
	struct hyperlink_run run = {.row = row};
	struct str out;

	str_init(&out, 0);
	while (hyperlink_find(canvas, row, run.col + run.columns, &run)) {
		look(context, NULL);
		str_printf(&out, "\0337\033[%d;%dH", run.row + 1, run.col + 1);
		print(&out);
		look(context, cell_at(canvas, row, run.col));
		hyperlink_cells(canvas, &run, &out);
		print(&out);
		look(context, NULL);
		str_append(&out, "\0338");
		print(&out);
	}
	fflush(stdout);
	str_release(&out);
}
