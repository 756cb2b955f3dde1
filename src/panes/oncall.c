/* SPDX-License-Identifier: MIT
 * Who is on call: by team and level, until when, and who is next. */
#include "config.h"

#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "panes/list.h"

/* Rows have no id of their own: where the shift stands, and for whom. */
struct oncall {
	struct list list;
	struct arena ids;
};

static const struct shift_view *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static int compare_level(const void *a, const void *b)
{
	int order = record(a)->level - record(b)->level;

	return order ? order : list_compare_id(a, b);
}

static int compare_team(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->team, record(b)->team);

	return order ? order : compare_level(a, b);
}

static int compare_user(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->user, record(b)->user);

	return order ? order : compare_team(a, b);
}

/* 0, no end, is the last. */
static int compare_until(const void *a, const void *b)
{
	uint64_t left = (uint64_t)record(a)->end_ms - 1, right = (uint64_t)record(b)->end_ms - 1;

	return left != right ? (left < right ? -1 : 1) : compare_team(a, b);
}

static void cell_team(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct shift_view *shift = row->record;

	cell->text = shift->team ? shift->team : shift->schedule;
}

static void cell_level(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	const struct shift_view *shift = row->record;

	snprintf(cell->buffer, sizeof(cell->buffer), "L%d", shift->level);
	cell->text = shift->level > 0 ? cell->buffer : "L?";
	cell->role = ROLE_DIM;
}

static void cell_user(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct shift_view *shift = row->record;

	cell->text = shift->user ? shift->user : _("nobody");
	cell->role = shift->user ? ROLE_STRONG : ROLE_WARNING;
}

static void cell_until(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell)
{
	const struct shift_view *shift = row->record;
	int64_t left = shift->end_ms - scene->now_ms;
	char text[TIME_TEXT_MAX];

	cell->text = _("no end");
	cell->role = ROLE_DIM;
	if (shift->end_ms <= 0)
		return;
	time_format_local(shift->end_ms,
			  left < DAY_MS                ? "%H:%M"
			  : left < 6 * (int64_t)DAY_MS ? "%a %H:%M"
						       : "%d %b %H:%M",
			  text);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s", text);
	cell->text = cell->buffer;
	cell->role = ROLE_TEXT;
}

static void cell_left(const struct table_row *row, const struct table_scene *scene,
		      struct table_cell *cell)
{
	const struct shift_view *shift = row->record;
	char span[LABEL_MAX];

	if (shift->end_ms <= 0)
		return;
	label_span(shift->end_ms - scene->now_ms, span);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s",
		 shift->end_ms < scene->now_ms ? _("over") : span);
	cell->text = cell->buffer;
	cell->role = ROLE_DIM;
}

static void cell_next(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct shift_view *shift = row->record;

	cell->text = shift->next_user ? shift->next_user : "?";
	cell->role = shift->next_user ? ROLE_TEXT : ROLE_UNKNOWN;
}

static void cell_schedule(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	cell->text = ((const struct shift_view *)row->record)->schedule;
	cell->role = ROLE_DIM;
}

static void cell_source(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell)
{
	const struct shift_view *shift = row->record;

	cell->text = scene->snapshot->sources[shift->source].name;
	cell->role = ROLE_DIM;
}

static const struct table_column columns[] = {
	{.cell = cell_team,
	 .name = N_("team"),
	 .min = 8,
	 .max = 20,
	 .keep = 2,
	 .compare = compare_team},
	{.cell = cell_level, .name = N_("lvl"), .min = 3, .keep = 4, .compare = compare_level},
	{.cell = cell_user,
	 .name = N_("on call"),
	 .min = 10,
	 .is_flexible = true,
	 .max = 20,
	 .keep = 1,
	 .compare = compare_user},
	{.cell = cell_until,
	 .name = N_("until"),
	 .min = 5,
	 .keep = 3,
	 .align = TABLE_RIGHT,
	 .compare = compare_until},
	{.cell = cell_left, .name = N_("left"), .min = 4, .keep = 6, .align = TABLE_RIGHT},
	{.cell = cell_next,
	 .name = N_("next"),
	 .min = 8,
	 .is_flexible = true,
	 .max = 20,
	 .keep = 5},
	{.cell = cell_schedule,
	 .name = N_("schedule"),
	 .min = 8,
	 .is_flexible = true,
	 .max = 24,
	 .keep = 7,
	 .is_optional = true},
	{.cell = cell_source, .name = N_("source"), .min = 6, .max = 14, .keep = 8},
};

static bool oncall_is_stale(const struct table_row *row)
{
	return ((const struct shift_view *)row->record)->is_stale;
}

static const struct table_ops oncall_table = {
	.is_stale = oncall_is_stale,
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_team,
};

static const char *shift_id(struct oncall *oncall, const struct shift_view *shift)
{
	return arena_printf(&oncall->ids, "%zu:%s:%d:%s", shift->source,
			    shift->owner_id ? shift->owner_id : "", shift->level,
			    shift->user ? shift->user : "");
}

static const struct list_words words = {
	.subject = SUBJECT_ONCALL,
	.none = N_("nobody is on call"),
	.not_asked = N_("no source of on-call shifts is configured"),
};

static void oncall_update(struct pane *pane)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct oncall *oncall = pane->priv;
	struct table *table = list_begin(pane, &oncall_table);

	arena_clear(&oncall->ids);
	for (size_t i = 0; i < snapshot->oncall_count; i++) {
		const struct shift_view *shift = &snapshot->oncall[i];

		if (query_match_shift(pane->query, shift, snapshot))
			table_add(table, shift_id(oncall, shift), shift);
		else
			table->hidden++;
	}
	list_end(pane, &words);
}

static void oncall_brief(const struct pane *pane, struct str *out)
{
	const struct table *table = &((const struct list *)pane->priv)->table;
	size_t start = out->len;

	for (size_t i = 0; i < table->rows.len; i++) {
		const struct shift_view *shift = record(&table->rows.items[i]);

		if (shift->level > 1 || !shift->user)
			continue;
		str_printf(out, "%s%s%s%s%s", out->len > start ? ", " : "",
			   shift->is_stale ? "~" : "", shift->team ? shift->team : "",
			   shift->team ? " " : "", shift->user);
	}
	if (out->len == start)
		str_append(out, table->rows.len > 0 ? _("nobody at level 1") : table->empty_text);
}

static void oncall_release(struct pane *pane)
{
	arena_release(&((struct oncall *)pane->priv)->ids);
	list_release(pane);
}

const struct pane_ops oncall_pane = {
	.name = "oncall",
	.title = N_("on-call"),
	.about = N_("who is on call for which team, until when, and who is next"),
	.priv_size = sizeof(struct oncall),
	.rows_min = 2,
	.cols_min = 20,
	.update = oncall_update,
	.draw = list_draw,
	.act = list_act,
	.targets = list_targets,
	.rows = &oncall_table,
	.table = list_table,
	.status = list_status,
	.brief = oncall_brief,
	.release = oncall_release,
};
