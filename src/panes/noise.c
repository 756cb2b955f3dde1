/* SPDX-License-Identifier: MIT
 * Pages that nobody needed, by service and rule, those that page most first. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "panes/list.h"
#include "panes/stats_lines.h"

struct noise_pane {
	struct list list;
	struct arena ids;
};

static const struct noise *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static int compare_size(size_t x, size_t y, const void *a, const void *b)
{
	return x != y ? (x < y ? 1 : -1) : list_compare_id(a, b);
}

static int compare_pages(const void *a, const void *b)
{
	return compare_size(record(a)->pages, record(b)->pages, a, b);
}

static int compare_no_action(const void *a, const void *b)
{
	return compare_size(record(a)->no_action, record(b)->no_action, a, b);
}

static int compare_flaps(const void *a, const void *b)
{
	return compare_size(record(a)->flaps, record(b)->flaps, a, b);
}

static int compare_service(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->service, record(b)->service);

	return order ? order : compare_pages(a, b);
}

static void cell_service(const struct table_row *row, const struct table_scene *scene,
			 struct table_cell *cell)
{
	const struct service *service = snapshot_service(scene->snapshot, record(row)->service);

	cell->text = service ? service->title : record(row)->service;
	if (cell->text)
		return;
	cell->text = _("not said");
	cell->role = ROLE_DIM;
}

static void cell_rule(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	cell->text = record(row)->rule;
}

static void cell_pages(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	stats_number_cell(cell, record(row)->pages);
}

static void cell_no_action(const struct table_row *row,
			   const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	stats_number_cell(cell, record(row)->no_action);
}

static void cell_flaps(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	stats_number_cell(cell, record(row)->flaps);
}

static void cell_duplicates(const struct table_row *row,
			    const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	stats_number_cell(cell, record(row)->duplicates);
}

static void cell_share(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	stats_percent_cell(cell, record(row)->share);
}

static void cell_so_far(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	stats_percent_cell(cell, record(row)->share_so_far);
	cell->role = ROLE_DIM;
}

static const struct table_column columns[] = {
	{.cell = cell_service,
	 .name = N_("service"),
	 .min = 8,
	 .max = 24,
	 .keep = 3,
	 .compare = compare_service},
	{.cell = cell_rule,
	 .name = N_("rule"),
	 .min = 10,
	 .want = 20,
	 .keep = 1,
	 .is_flexible = true},
	{.cell = cell_pages,
	 .name = N_("pages"),
	 .min = 5,
	 .keep = 2,
	 .align = TABLE_RIGHT,
	 .compare = compare_pages},
	{.cell = cell_no_action,
	 .name = N_("no action"),
	 .min = 9,
	 .keep = 4,
	 .align = TABLE_RIGHT,
	 .compare = compare_no_action},
	{.cell = cell_flaps,
	 .name = N_("flaps"),
	 .min = 5,
	 .keep = 5,
	 .align = TABLE_RIGHT,
	 .compare = compare_flaps},
	{.cell = cell_duplicates, .name = N_("twins"), .min = 5, .keep = 6, .align = TABLE_RIGHT},
	{.cell = cell_share, .name = N_("share"), .min = 5, .keep = 7, .align = TABLE_DECIMAL},
	{.cell = cell_so_far, .name = N_("so far"), .min = 6, .keep = 8, .align = TABLE_DECIMAL},
};

static const struct table_ops noise_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_pages,
};

static void noise_update(struct pane *pane)
{
	const char *why;
	const struct incident_stats *stats = stats_of_snapshot(pane->snapshot, &why);
	const struct list_words words = {
		.subject = SUBJECT_HISTORY,
		.none = why ? stats_bare(why) : N_("no page to count"),
		.not_asked = N_("no source of incidents is configured"),
	};
	struct noise_pane *own = pane->priv;
	struct table *table = list_begin(pane, &noise_table);

	arena_clear(&own->ids);
	for (size_t i = 0; stats && i < stats->noise_count; i++) {
		const struct noise *noise = &stats->noise[i];

		if (stats_matches(pane, noise->service, noise->rule, NULL))
			table_add(table,
				  arena_printf(&own->ids, "%s:%s",
					       noise->service ? noise->service : "", noise->rule),
				  noise);
		else
			table->hidden++;
	}
	list_end(pane, &words);
	pane->rows_wanted += stats ? stats_history_rows(pane->snapshot, stats->is_complete) : 0;
}

static void noise_draw(struct pane *pane, struct region region, const struct pane_context *context)
{
	const char *why;
	const struct incident_stats *stats = stats_of_snapshot(pane->snapshot, &why);
	int row = stats ? stats_history_line(region, 0, pane->snapshot, stats->is_complete) : 0;

	list_draw(pane, region_part(region, row, 0, region.rows - row, region.cols), context);
}

static void noise_status(const struct pane *pane, struct str *out)
{
	const char *why;
	const struct incident_stats *stats = stats_of_snapshot(pane->snapshot, &why);
	const struct table *table = &((const struct list *)pane->priv)->table;
	char share[64], window[TIME_TEXT_MAX];
	bool is_of_all;

	if (!stats || stats->pages == 0) {
		str_append(out, _("actionable ?"));
		return;
	}
	stats_share_text(stats->pages - stats->no_action, stats->pages, share);
	duration_format_exact(stats->to_ms - stats->from_ms, window);
	is_of_all = list_status_of_all(pane, out);
	str_printf(out, _("actionable %s, %s, %zu rules"), share, window, stats->noise_count);
	if (!is_of_all && table_sort_name(table))
		str_printf(out, _(", by %s"), _(table_sort_name(table)));
}

static void noise_release(struct pane *pane)
{
	arena_release(&((struct noise_pane *)pane->priv)->ids);
	list_release(pane);
}

const struct pane_ops noise_pane = {
	.name = "noise",
	.title = N_("alert noise"),
	.about = N_("pages, and those that nobody had to act on, by service and rule"),
	.priv_size = sizeof(struct noise_pane),
	.rows_min = 2,
	.cols_min = 20,
	.update = noise_update,
	.draw = noise_draw,
	.act = list_act,
	.rows = &noise_table,
	.table = list_table,
	.status = noise_status,
	.release = noise_release,
};
