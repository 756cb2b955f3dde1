/* SPDX-License-Identifier: MIT
 * The sources: state, age of their data, and what went wrong. */
#include "config.h"

#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/ui/label.h"
#include "panes/list.h"

static const struct source_view *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static int compare_name(const void *a, const void *b)
{
	return list_compare_id(a, b);
}

static int compare_state(const void *a, const void *b)
{
	static const int ranks[SOURCE_STATE_COUNT] = {[SOURCE_FAILED] = 0,
						      [SOURCE_STALE] = 1,
						      [SOURCE_CONNECTING] = 2,
						      [SOURCE_LIVE] = 3};
	int order = ranks[record(a)->state] - ranks[record(b)->state];

	return order ? order : compare_name(a, b);
}

static void cell_sign(const struct table_row *row, const struct table_scene *scene,
		      struct table_cell *cell)
{
	const struct label_word *word = label_source_state(record(row)->state);

	cell->text = label_sign(word, scene->is_ascii);
	cell->role = word->role;
}

static void cell_name(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	cell->text = record(row)->name;
}

static void cell_type(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	cell->text = record(row)->type;
	cell->role = ROLE_DIM;
}

static void cell_state(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	const struct label_word *word = label_source_state(record(row)->state);

	cell->text = _(word->word);
	cell->role = word->role;
}

static void cell_age(const struct table_row *row, const struct table_scene *scene,
		     struct table_cell *cell)
{
	if (record(row)->last_success_ms > 0)
		label_age(scene->now_ms, record(row)->last_success_ms, cell->buffer);
	else
		snprintf(cell->buffer, sizeof(cell->buffer), _("never"));
	cell->text = cell->buffer;
}

static void cell_latency(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			 struct table_cell *cell)
{
	label_latency(record(row)->latency_ms, cell->buffer);
	cell->text = cell->buffer;
	cell->role = ROLE_DIM;
}

static void cell_error(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	const struct source_view *source = record(row);

	cell->text = source->error ? source->error : source->notice;
	cell->role = source->error ? ROLE_CRITICAL : ROLE_WARNING;
	if (cell->text)
		return;
	cell->role = ROLE_WARNING;
	cell->text = source->skips_verify   ? _("TLS is not verified")
		     : source->is_read_only ? _("read-only")
					    : NULL;
	if (cell->text || !label_progress(source, cell->buffer, sizeof(cell->buffer)))
		return;
	cell->role = ROLE_DIM;
	cell->text = cell->buffer;
}

static const struct table_column columns[] = {
	{.cell = cell_sign, .name = "", .min = 1, .max = 1, .keep = 1},
	{.cell = cell_name,
	 .name = N_("source"),
	 .min = 8,
	 .max = 20,
	 .keep = 2,
	 .compare = compare_name},
	{.cell = cell_type, .name = N_("type"), .min = 8, .max = 14, .keep = 7},
	{.cell = cell_state,
	 .name = N_("state"),
	 .min = 5,
	 .max = 10,
	 .keep = 3,
	 .compare = compare_state},
	{.cell = cell_age, .name = N_("data"), .min = 5, .keep = 4, .align = TABLE_RIGHT},
	{.cell = cell_latency, .name = N_("reply"), .min = 6, .keep = 6, .align = TABLE_RIGHT},
	{.cell = cell_error,
	 .name = N_("what is wrong"),
	 .min = 14,
	 .is_flexible = true,
	 .keep = 5},
};

static const struct table_ops sources_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_state,
};

static const struct list_words words = {
	.is_nobodys = true,
	.subject = SUBJECT_COUNT,
	.none = N_("no sources"),
	.not_asked = N_("no sources"),
};

static void sources_update(struct pane *pane)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct table *table = list_begin(pane, &sources_table);

	for (size_t i = 0; i < snapshot->source_count; i++) {
		const struct source_view *source = &snapshot->sources[i];

		if (query_match_source(pane->query, source, snapshot))
			table_add(table, source->name, source);
		else
			table->hidden++;
	}
	list_end(pane, &words);
}

static void sources_status(const struct pane *pane, struct str *out)
{
	size_t hidden = ((const struct list *)pane->priv)->table.hidden;

	if (!pane->snapshot)
		return;
	str_printf(out, _("%zu of %zu live"), pane->snapshot->totals.sources_live,
		   pane->snapshot->source_count);
	if (hidden > 0)
		str_printf(out, _(", %zu hidden"), hidden);
}

const struct pane_ops sources_pane = {
	.name = "sources",
	.title = N_("sources"),
	.about = N_("the state of each source, the age of its data and its last error"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.detail = "source",
	.update = sources_update,
	.draw = list_draw,
	.act = list_act,
	.targets = list_targets,
	.rows = &sources_table,
	.table = list_table,
	.status = sources_status,
	.release = list_release,
};
