/* SPDX-License-Identifier: MIT
 * The rotas: who is called first now and next, how many they are, holes to come. */
#include "config.h"

#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "panes/work_cells.h"

static const struct rota_view *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static int compare_team(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->team, record(b)->team);

	if (order == 0)
		order = list_compare_text(record(a)->schedule, record(b)->schedule);
	return order ? order : list_compare_id(a, b);
}

/* 0, not known, is the last. */
static int compare_handover(const void *a, const void *b)
{
	uint64_t left = (uint64_t)record(a)->handover_ms - 1;
	uint64_t right = (uint64_t)record(b)->handover_ms - 1;

	return left != right ? (left < right ? -1 : 1) : compare_team(a, b);
}

static int compare_size(const void *a, const void *b)
{
	size_t left = record(a)->member_count - 1, right = record(b)->member_count - 1;

	return left != right ? (left < right ? -1 : 1) : compare_team(a, b);
}

static int compare_gaps(const void *a, const void *b)
{
	size_t left = record(a)->gap_count, right = record(b)->gap_count;

	return left != right ? (left > right ? -1 : 1) : compare_team(a, b);
}

static void cell_team(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	cell->text = record(row)->team ? record(row)->team : record(row)->schedule;
}

static void cell_now(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		     struct table_cell *cell)
{
	bool is_known = record(row)->ahead_to_ms > 0;

	cell->text = record(row)->user ? record(row)->user : is_known ? _("NOBODY") : "?";
	cell->role = record(row)->user ? ROLE_STRONG : is_known ? ROLE_CRITICAL : ROLE_UNKNOWN;
}

static void cell_next(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	cell->text = record(row)->next_user ? record(row)->next_user : "?";
	cell->role = record(row)->next_user ? ROLE_TEXT : ROLE_UNKNOWN;
}

static void cell_handover(const struct table_row *row, const struct table_scene *scene,
			  struct table_cell *cell)
{
	work_time(record(row)->handover_ms, scene->now_ms, cell->buffer);
	cell->text = cell->buffer;
	cell->role = record(row)->handover_ms > 0 ? ROLE_TEXT : ROLE_UNKNOWN;
}

/* How many, and whether that is too few or too many. Of those seen in shifts there may be
 * more. */
static void cell_size(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct rota_view *rota = row->record;
	bool is_odd = rota->is_small || rota->is_large;

	snprintf(cell->buffer, sizeof(cell->buffer), "%zu%s%s", rota->member_count,
		 rota->are_seen ? "+" : "",
		 rota->is_small   ? _(" SMALL")
		 : rota->is_large ? _(" LARGE")
				  : "");
	cell->text = rota->member_count > 0 ? cell->buffer : "?";
	cell->role = rota->member_count == 0 ? ROLE_UNKNOWN : is_odd ? ROLE_WARNING : ROLE_TEXT;
}

/* Nothing is said about the time that no shift is known of. */
static void cell_gaps(const struct table_row *row, const struct table_scene *scene,
		      struct table_cell *cell)
{
	const struct rota_view *rota = row->record;
	char when[LABEL_MAX], span[LABEL_MAX], count[LABEL_MAX];

	cell->text = "?";
	cell->role = ROLE_UNKNOWN;
	if (rota->ahead_to_ms <= 0)
		return;
	cell->text = cell->buffer;
	if (rota->gap_count == 0) {
		label_span(rota->ahead_to_ms - scene->snapshot->built_ms, span);
		snprintf(cell->buffer, sizeof(cell->buffer), _("none in %s"), span);
		cell->role = ROLE_TEXT;
		return;
	}
	work_time(rota->gaps[0].from_ms, scene->now_ms, when);
	label_span(rota->gaps[0].to_ms - rota->gaps[0].from_ms, span);
	snprintf(count, sizeof(count), P_("GAP", "%zu GAPS", rota->gap_count), rota->gap_count);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s %.30s, %.20s", count, when, span);
	cell->role = ROLE_CRITICAL;
}

static void cell_twice(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell)
{
	const struct rota_view *rota = row->record;
	char when[LABEL_MAX];

	if (!rota->double_user)
		return;
	work_time(rota->double_from_ms, scene->now_ms, when);
	if (rota->double_from_ms > scene->now_ms)
		snprintf(cell->buffer, sizeof(cell->buffer), _("%.60s from %.30s"),
			 rota->double_user, when);
	else
		snprintf(cell->buffer, sizeof(cell->buffer), _("%.60s now"), rota->double_user);
	cell->text = cell->buffer;
	cell->role = ROLE_WARNING;
}

static void cell_schedule(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	cell->text = record(row)->schedule;
	cell->role = ROLE_DIM;
}

static const struct table_column columns[] = {
	{.cell = cell_team,
	 .name = N_("team"),
	 .min = 8,
	 .is_flexible = true,
	 .max = 16,
	 .keep = 1,
	 .compare = compare_team},
	{.cell = cell_now, .name = N_("now"), .min = 8, .is_flexible = true, .max = 18, .keep = 2},
	{.cell = cell_next,
	 .name = N_("next"),
	 .min = 6,
	 .is_flexible = true,
	 .max = 18,
	 .keep = 5},
	{.cell = cell_handover,
	 .name = N_("hand-over"),
	 .min = 5,
	 .keep = 6,
	 .align = TABLE_RIGHT,
	 .compare = compare_handover},
	{.cell = cell_size, .name = N_("people"), .min = 6, .keep = 3, .compare = compare_size},
	{.cell = cell_gaps,
	 .name = N_("gaps"),
	 .min = 13,
	 .want = 22,
	 .is_flexible = true,
	 .max = 32,
	 .keep = 4,
	 .compare = compare_gaps},
	{.cell = cell_twice,
	 .name = N_("on two levels"),
	 .min = 13,
	 .max = 30,
	 .is_flexible = true,
	 .keep = 7,
	 .is_optional = true},
	{.cell = cell_schedule,
	 .name = N_("schedule"),
	 .min = 8,
	 .max = 24,
	 .is_flexible = true,
	 .keep = 9,
	 .is_optional = true},
};

static bool is_stale(const struct table_row *row)
{
	return record(row)->is_stale;
}

static const struct table_ops rotas_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_team,
	.is_stale = is_stale,
};

static const struct list_words words = {
	.subject = SUBJECT_ONCALL,
	.none = N_("no rota has a shift"),
	.not_asked = N_("no source of on-call shifts is configured"),
};

static bool matches(const struct pane *pane, const struct rota_view *rota)
{
	struct query_record about = {
		.source = pane->snapshot->sources[rota->source].name,
		.team = rota->team,
		.title = rota->schedule,
		.words = {rota->user, rota->next_user, rota->double_user,
			  rota->is_small   ? "small"
			  : rota->is_large ? "large"
					   : NULL},
	};

	return query_match_record(pane->query, &about);
}

static void rotas_update(struct pane *pane)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct work_list *own = pane->priv;
	struct table *table = list_begin(pane, &rotas_table);

	arena_clear(&own->ids);
	for (size_t i = 0; i < snapshot->rota_count; i++) {
		const struct rota_view *rota = &snapshot->rotas[i];

		if (matches(pane, rota))
			table_add(table,
				  arena_printf(&own->ids, "%zu:%s:%s", rota->source,
					       rota->owner_id ? rota->owner_id : "",
					       rota->schedule ? rota->schedule : ""),
				  rota);
		else
			table->hidden++;
	}
	list_end(pane, &words);
}

static void say(struct str *out, size_t count, const char *what)
{
	if (count > 0)
		str_printf(out, ", %zu %s", count, what);
}

static void rotas_status(const struct pane *pane, struct str *out)
{
	const struct table *table = &((const struct list *)pane->priv)->table;
	size_t small = 0, large = 0, gaps = 0, twice = 0;

	list_status(pane, out);
	for (size_t i = 0; pane->snapshot && i < table->rows.len; i++) {
		const struct rota_view *rota = table->rows.items[i].record;

		small += rota->is_small;
		large += rota->is_large;
		gaps += rota->gap_count > 0;
		twice += rota->double_user != NULL;
	}
	say(out, small, _("small"));
	say(out, large, _("large"));
	say(out, gaps, _("with gaps"));
	say(out, twice, _("on two levels"));
}

const struct pane_ops rotas_pane = {
	.name = "rotas",
	.title = N_("rotas"),
	.about = N_("who is called first now and next, how many are in each rota, gaps of the next "
		    "14 days"),
	.priv_size = sizeof(struct work_list),
	.rows_min = 2,
	.cols_min = 20,
	.update = rotas_update,
	.draw = list_draw,
	.act = list_act,
	.targets = list_targets,
	.rows = &rotas_table,
	.table = list_table,
	.status = rotas_status,
	.release = work_release,
};
