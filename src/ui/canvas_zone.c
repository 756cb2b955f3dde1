/* SPDX-License-Identifier: MIT
 * What a click at a cell means, as the code that drew it says. */
#include "config.h"

#include "ui/canvas_zone.h"

void canvas_clear_zones(struct canvas *canvas)
{
	canvas->zones.len = 0;
	arena_clear(&canvas->zone_ids);
}

void canvas_release_zones(struct canvas *canvas)
{
	VEC_RELEASE(&canvas->zones);
	arena_release(&canvas->zone_ids);
}

static void add(struct region region, const struct hit *hit)
{
	const struct zone zone = {.row = region.row,
				  .col = region.col,
				  .rows = region.rows,
				  .cols = region.cols,
				  .hit = *hit};

	VEC_PUSH(&region.canvas->zones, zone);
}

void draw_pane_zone(struct region region, const char *pane)
{
	add(region, &(struct hit){.pane = pane, .column = -1});
}

void draw_row_zone(struct region region, int row, const char *id)
{
	add(region_part(region, row, 0, 1, region.cols),
	    &(struct hit){.id = arena_strdup(&region.canvas->zone_ids, id), .column = -1});
}

void draw_head_zone(struct region region, struct span span, size_t column)
{
	add(region_part(region, span.row, span.col, 1, span.columns),
	    &(struct hit){.column = (int)column});
}

static bool is_inside(const struct zone *zone, int row, int col)
{
	return row >= zone->row && row < zone->row + zone->rows && col >= zone->col &&
	       col < zone->col + zone->cols;
}

struct hit canvas_hit(const struct canvas *canvas, int row, int col)
{
	struct hit hit = {.column = -1};

	for (size_t i = 0; i < canvas->zones.len; i++) {
		const struct zone *zone = &canvas->zones.items[i];
		const char *pane;

		if (!is_inside(zone, row, col))
			continue;
		pane = zone->hit.pane ? zone->hit.pane : hit.pane;
		hit = zone->hit;
		hit.pane = pane;
	}
	return hit;
}
