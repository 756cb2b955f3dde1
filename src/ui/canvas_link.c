/* SPDX-License-Identifier: MIT
 * Where the cells of a canvas lead. */
#include "config.h"

#include "ui/canvas_link.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/ui/link.h"

void canvas_clear_links(struct canvas *canvas)
{
	for (int i = 0; i < canvas->link_count; i++)
		free(canvas->links[i]);
	canvas->link_count = 0;
}

/* The index of the link + 1, made when missing; 0 = no room. */
static uint8_t find_link(struct canvas *canvas, const char *url)
{
	for (int i = 0; i < canvas->link_count; i++)
		if (strcmp(canvas->links[i], url) == 0)
			return (uint8_t)(i + 1);
	if (canvas->link_count == CANVAS_LINKS_MAX)
		return 0;
	canvas->links[canvas->link_count++] = xstrdup(url);
	return (uint8_t)canvas->link_count;
}

void draw_link(struct region region, struct span span, const char *url)
{
	struct str encoded;
	uint8_t link = 0;
	int end = span.columns < 0 ? region.cols : span.col + span.columns;

	if (span.row < 0 || span.row >= region.rows || span.col < 0)
		return;
	str_init(&encoded, 0);
	if (link_encode(url, &encoded))
		link = find_link(region.canvas, encoded.text);
	str_release(&encoded);
	for (int col = span.col; link > 0 && col < end && col < region.cols; col++) {
		size_t place = (size_t)(region.row + span.row) * (size_t)region.canvas->cols;

		region.canvas->cells[place + (size_t)(region.col + col)].link = link;
	}
}

bool canvas_row_has_link(const struct canvas *canvas, int row)
{
	for (int col = 0; canvas->link_count > 0 && col < canvas->cols; col++)
		if (canvas->cells[row * canvas->cols + col].link > 0)
			return true;
	return false;
}

bool canvas_links_equal(const struct canvas *canvas, const struct canvas *other)
{
	if (canvas->link_count != other->link_count)
		return false;
	for (int i = 0; i < canvas->link_count; i++)
		if (strcmp(canvas->links[i], other->links[i]) != 0)
			return false;
	return true;
}

void canvas_copy_links(struct canvas *canvas, const struct canvas *other)
{
	canvas_clear_links(canvas);
	for (; canvas->link_count < other->link_count; canvas->link_count++)
		canvas->links[canvas->link_count] = xstrdup(other->links[canvas->link_count]);
}
