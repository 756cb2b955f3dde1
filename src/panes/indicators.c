/* SPDX-License-Identifier: MIT
 * The list of indicators: value, trend, state and limits, by category. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "panes/indicator_cells.h"
#include "panes/list.h"

static const struct indicator_view *record(const void *row)
{
	return ((const struct table_row *)row)->record;
}

static void cell_sign(const struct table_row *row, const struct table_scene *scene,
		      struct table_cell *cell)
{
	cell->text = label_sign(indicator_word(record(row)), scene->is_ascii);
	cell->role = indicator_word(record(row))->role;
}

static void cell_category(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	cell->text = indicator_category_name(record(row)->category);
	cell->role = ROLE_DIM;
}

static void cell_title(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	cell->text = record(row)->title;
}

static void cell_service(const struct table_row *row, const struct table_scene *scene,
			 struct table_cell *cell)
{
	const struct service *service = snapshot_service(scene->snapshot, record(row)->service);

	cell->text = service ? service->title : record(row)->service;
}

static void cell_value(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	char text[INDICATOR_TEXT_MAX];

	indicator_value_format(record(row)->value, record(row)->unit, text);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s", text);
	cell->text = cell->buffer;
	cell->role = indicator_value_role(record(row));
}

static void cell_trend(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	cell->is_spark = indicator_spark(record(row), &cell->spark);
}

static void cell_state(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	cell->text = _(indicator_word(record(row))->word);
	cell->role = indicator_word(record(row))->role;
}

static void cell_since(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell)
{
	char age[LABEL_MAX];

	label_age(scene->now_ms, record(row)->since_ms, age);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s", age);
	cell->text = cell->buffer;
}

static void cell_limits(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	indicator_limits(record(row), cell->buffer, sizeof(cell->buffer));
	cell->text = cell->buffer;
	cell->role = ROLE_DIM;
}

static void cell_flapping(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	const struct indicator_state *state = &record(row)->state;

	if (!state->is_flapping)
		return;
	snprintf(cell->buffer, sizeof(cell->buffer), _("flaps %d %%"),
		 (int)flap_percent_nagios(state->changed));
	cell->text = cell->buffer;
	cell->role = ROLE_WARNING;
}

static void cell_false(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	char text[LABEL_MAX];

	cell->role = indicator_false_alarms(record(row), text);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s", text);
	cell->text = cell->buffer;
}

static int compare_category(const void *a, const void *b)
{
	int order = (int)record(a)->category - (int)record(b)->category;

	return order ? order : list_compare_id(a, b);
}

static int compare_title(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->title, record(b)->title);

	return order ? order : list_compare_id(a, b);
}

static int compare_service(const void *a, const void *b)
{
	int order = list_compare_text(record(a)->service, record(b)->service);

	return order ? order : compare_category(a, b);
}

/* The worst first; unknown before ok. */
static int compare_state(const void *a, const void *b)
{
	static const int ranks[INDICATOR_LEVEL_COUNT] = {[INDICATOR_CRIT] = 0,
							 [INDICATOR_WARN] = 1,
							 [INDICATOR_UNKNOWN] = 2,
							 [INDICATOR_OK] = 3};
	int order = ranks[record(a)->state.level] - ranks[record(b)->state.level];

	return order ? order : compare_category(a, b);
}

static double false_share(const struct indicator_view *view)
{
	return view->judged > 0 ? (double)view->false_alarms / (double)view->judged : -1;
}

static int compare_false(const void *a, const void *b)
{
	double left = false_share(record(a)), right = false_share(record(b));

	return left == right ? compare_category(a, b) : left < right ? 1 : -1;
}

static const struct table_column columns[] = {
	{.cell = cell_sign, .name = "", .min = 1, .max = 1, .keep = 1},
	{.cell = cell_category,
	 .name = N_("category"),
	 .min = 11,
	 .max = 11,
	 .keep = 5,
	 .compare = compare_category},
	{.cell = cell_title,
	 .name = N_("indicator"),
	 .min = 14,
	 .want = 24,
	 .max = 32,
	 .is_flexible = true,
	 .keep = 2,
	 .compare = compare_title},
	{.cell = cell_service,
	 .name = N_("service"),
	 .min = 8,
	 .max = 20,
	 .keep = 8,
	 .is_optional = true,
	 .compare = compare_service},
	{.cell = cell_value, .name = N_("value"), .min = 6, .keep = 1, .align = TABLE_DECIMAL},
	{.cell = cell_trend,
	 .name = N_("trend"),
	 .min = 8,
	 .max = 16,
	 .is_flexible = true,
	 .keep = 7,
	 .is_optional = true},
	{.cell = cell_state,
	 .name = N_("state"),
	 .min = 7,
	 .max = 8,
	 .keep = 3,
	 .compare = compare_state},
	{.cell = cell_since, .name = N_("since"), .min = 5, .keep = 4, .align = TABLE_RIGHT},
	{.cell = cell_flapping, .name = N_("flapping"), .min = 8, .keep = 6, .is_optional = true},
	{.cell = cell_false,
	 .name = N_("false alarms"),
	 .min = 12,
	 .max = 20,
	 .keep = 8,
	 .compare = compare_false},
	{.cell = cell_limits,
	 .name = N_("limits"),
	 .min = 16,
	 .max = 60,
	 .is_flexible = true,
	 .keep = 9},
};

static bool indicators_are_stale(const struct table_row *row)
{
	return record(row)->is_stale;
}

static const struct table_ops indicators_table = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_category,
	.is_stale = indicators_are_stale,
};

static const struct list_words words = {
	.subject = SUBJECT_COUNT,
	.is_local = true,
	.none = N_("none declared: add [indicator NAME] with category, query, warn = > 100 for 5m"),
};

static void indicators_update(struct pane *pane)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct table *table = list_begin(pane, &indicators_table);

	for (size_t i = 0; i < snapshot->indicator_count; i++) {
		const struct indicator_view *view = &snapshot->indicators[i];

		if (query_match_indicator(pane->query, view, snapshot))
			table_add(table, view->name, view);
		else
			table->hidden++;
	}
	list_end(pane, &words);
}

/* Says the window of the false alarms, too. */
static void indicators_status(const struct pane *pane, struct str *out)
{
	const struct snapshot *snapshot = pane->snapshot;
	const struct table *table = &((const struct list *)pane->priv)->table;
	size_t levels[INDICATOR_LEVEL_COUNT] = {0};
	char window[TIME_TEXT_MAX];

	list_status(pane, out);
	if (!snapshot || snapshot->indicator_count == 0)
		return;
	for (size_t i = 0; i < table->rows.len; i++)
		levels[record(&table->rows.items[i])->state.level]++;
	if (levels[INDICATOR_CRIT] > 0)
		str_printf(out, _(", %zu crit"), levels[INDICATOR_CRIT]);
	if (levels[INDICATOR_WARN] > 0)
		str_printf(out, _(", %zu warn"), levels[INDICATOR_WARN]);
	duration_format_exact(snapshot->window_ms, window);
	str_printf(out, _(", false alarms over %s"), window);
}

static void indicators_brief(const struct pane *pane, struct str *out)
{
	const struct snapshot *snapshot = pane->snapshot;
	size_t unknown = 0;

	if (!snapshot || snapshot->indicator_count == 0) {
		str_append(out, _("none is declared"));
		return;
	}
	for (size_t i = 0; i < snapshot->indicator_count; i++)
		unknown += snapshot->indicators[i].state.level == INDICATOR_UNKNOWN;
	str_printf(out, _("%zu crit, %zu warn, %zu unknown of %zu"),
		   snapshot->totals.indicators_crit, snapshot->totals.indicators_warn, unknown,
		   snapshot->indicator_count);
}

const struct pane_ops indicators_pane = {
	.name = "indicators",
	.title = N_("indicators"),
	.about = N_("declared values by category: trend, state against their limits, false alarms"),
	.priv_size = sizeof(struct list),
	.rows_min = 2,
	.cols_min = 20,
	.detail = "indicator",
	.update = indicators_update,
	.draw = list_draw,
	.act = list_act,
	.targets = list_targets,
	.rows = &indicators_table,
	.table = list_table,
	.status = indicators_status,
	.brief = indicators_brief,
	.release = list_release,
};
