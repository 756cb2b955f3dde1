/* SPDX-License-Identifier: MIT
 * Which columns of a table there is room for, and how its rows are drawn. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/model/query.h"
#include "nines/ui/gauge.h"
#include "nines/ui/label.h"
#include "nines/ui/table.h"

enum {
	PREFIX_COLUMNS = 2, /* cursor and mark */
	GAP_COLUMNS = 1,
	SCROLL_COLUMNS = 1,
	HIGHLIGHTS_MAX = 16, /* words looked for in one cell */
	GAUGE_COLUMNS = 6,
	MEASURED_ROWS = 256 /* rows whose cells decide the widths, beside those drawn */
};

/* One drawing of a table. */
struct drawing {
	struct table *table;
	struct region region;
	const struct table_scene *scene;
	struct table_fit fit;
	int first_row; /* of the region, below the headings */
	bool is_focused;
	struct {
		const char *words[HIGHLIGHTS_MAX]; /* that the filter looks for in the column */
		size_t count;
	} sought[TABLE_COLUMNS_MAX];
};

void table_cell_get(const struct table *table, const struct table_row *row, size_t column,
		    const struct table_scene *scene, struct table_cell *cell)
{
	cell->text = NULL;
	cell->role = ROLE_TEXT;
	cell->is_gauge = cell->is_spark = false;
	cell->buffer[0] = '\0';
	table->ops->columns[column].cell(row, scene, cell);
}

static int cell_columns(const struct table_cell *cell)
{
	int columns = cell->text ? text_columns(cell->text) : 0;

	if (cell->is_spark)
		return (int)(cell->spark.is_dense ? (cell->spark.count + 1) / 2
						  : cell->spark.count);
	return cell->is_gauge ? columns + GAUGE_COLUMNS + 1 : columns;
}

/* Where the unit of a number begins: "99.98 % 30d" at " % 30d", "3.13k people" at "k people",
 * "360 USD" at " USD". */
static const char *unit_of(const char *text)
{
	const char *point = strchr(text, '.');
	const char *unit = strrchr(text, ' '), *end = text + strlen(text);
	bool is_number = text[strspn(text, "+-~<")] >= '0' && text[strspn(text, "+-~<")] <= '9';

	if (point)
		return point + 1 + strspn(point + 1, "0123456789");
	while (end > text && end[-1] == '!') /* what is bad is marked */
		end--;
	if (*end)
		return end;
	/* "30d ?" has no unit, and neither has "4d 06h" */
	if (!unit || !is_number || strchr("?0123456789", unit[1]))
		return end;
	return unit;
}

/* What stands on each side of the decimal point. */
static struct table_need decimal_need(const char *text)
{
	int columns = text ? text_columns(text) : 0;
	int unit = text ? text_columns(unit_of(text)) : 0;
	const char *point = text ? strchr(text, '.') : NULL;
	int fraction = point ? text_columns(point) - unit : 0;

	return (struct table_need){.columns = columns,
				   .whole = columns - fraction - unit,
				   .fraction = fraction,
				   .unit = unit};
}

static int clamp_width(const struct table_column *column, int width)
{
	if (width < column->min)
		width = column->min;
	return column->max > 0 && width > column->max ? column->max : width;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static void widen(struct table_need *need, enum table_align align, const struct table_cell *cell)
{
	struct table_need own = {.whole = cell_columns(cell)};

	if (align == TABLE_DECIMAL && !cell->is_gauge && !cell->is_spark)
		own = decimal_need(cell->text);
	need->whole = larger(need->whole, own.whole);
	need->fraction = larger(need->fraction, own.fraction);
	need->unit = larger(need->unit, own.unit);
	need->columns = need->whole + need->fraction + need->unit;
}

/* In the user's language; a column may have no name. */
static const char *heading_of(const struct table_column *column)
{
	return column->name[0] ? _(column->name) : "";
}

static void measure_row(const struct table *table, const struct table_row *row,
			const struct table_scene *scene, struct table_need *needs)
{
	struct table_cell cell;

	for (size_t i = 0; i < table->ops->column_count; i++) {
		table_cell_get(table, row, i, scene, &cell);
		widen(&needs[i], table->ops->columns[i].align, &cell);
	}
}

/* The first rows once per update, those that are drawn each time. */
static void measure(struct drawing *drawing, size_t shown, int natural[TABLE_COLUMNS_MAX])
{
	struct table *table = drawing->table;
	struct table_need needs[TABLE_COLUMNS_MAX];

	if (!table->is_measured) {
		memset(table->needs, 0, sizeof(table->needs));
		for (size_t i = 0; i < table->rows.len && i < MEASURED_ROWS; i++)
			measure_row(table, &table->rows.items[i], drawing->scene, table->needs);
		table->is_measured = true;
	}
	memcpy(needs, table->needs, sizeof(needs));
	for (size_t i = table->top; i < table->rows.len && i < table->top + shown; i++)
		measure_row(table, &table->rows.items[i], drawing->scene, needs);
	for (size_t i = 0; i < table->ops->column_count; i++) {
		int heading =
			text_columns(heading_of(&table->ops->columns[i])) + (table->sort == i + 1);
		bool is_empty = needs[i].columns == 0 && table->ops->columns[i].is_optional;

		drawing->fit.fraction[i] = needs[i].fraction;
		drawing->fit.unit[i] = needs[i].unit;
		natural[i] = needs[i].columns;
		if (natural[i] < heading && !is_empty)
			natural[i] = heading;
	}
}

/* The column that goes next: the one that matters least of those above `above`; -1 when
 * there is none, or only one column is left. */
static int next_to_drop(const struct table_ops *ops, const int *width, int above)
{
	int found = -1, left = 0;

	for (size_t i = 0; i < ops->column_count; i++) {
		if (width[i] == 0)
			continue;
		left++;
		if (ops->columns[i].keep > above &&
		    (found < 0 || ops->columns[i].keep >= ops->columns[found].keep))
			found = (int)i;
	}
	return left > 1 ? found : -1;
}

static int width_sum(const struct table_ops *ops, const int *width)
{
	int sum = -GAP_COLUMNS;

	for (size_t i = 0; i < ops->column_count; i++)
		if (width[i] > 0)
			sum += width[i] + GAP_COLUMNS;
	return sum;
}

/* Gives what is left to the columns that want more, the most important first. */
static void share_room(const struct table_ops *ops, const int *natural, int room, int *width)
{
	for (int keep = 1; keep <= TABLE_COLUMNS_MAX; keep++) {
		for (size_t i = 0; i < ops->column_count; i++) {
			int more = clamp_width(&ops->columns[i], natural[i]) - width[i];

			if (width[i] == 0 || ops->columns[i].keep != keep || more <= 0)
				continue;
			more = more < room ? more : room > 0 ? room : 0;
			width[i] += more;
			room -= more;
		}
	}
}

/* What a flexible column gets at least. */
static int flexible_width(const struct table_column *column, int wanted, bool is_roomy)
{
	int width = is_roomy && column->want > column->min ? column->want : column->min;

	return width < wanted ? width : wanted;
}

void table_fit_columns(const struct table_ops *ops, const int *natural, int columns,
		       struct table_fit *fit)
{
	int drop;

	memset(fit->width, 0, sizeof(fit->width));
	for (size_t i = 0; i < ops->column_count; i++)
		if (natural[i] > 0 || !ops->columns[i].is_optional)
			fit->width[i] = clamp_width(&ops->columns[i], natural[i]);
	/* first as roomy as extras allow, then as narrow as it must be */
	for (int is_roomy = 1; is_roomy >= 0; is_roomy--) {
		for (size_t i = 0; i < ops->column_count; i++)
			if (fit->width[i] > 0 && ops->columns[i].is_flexible)
				fit->width[i] = flexible_width(
					&ops->columns[i], clamp_width(&ops->columns[i], natural[i]),
					is_roomy);
		while (width_sum(ops, fit->width) > columns &&
		       (drop = next_to_drop(ops, fit->width, is_roomy ? TABLE_EXTRA : 0)) >= 0)
			fit->width[drop] = 0;
		if (width_sum(ops, fit->width) <= columns)
			break;
	}
	share_room(ops, natural, columns - width_sum(ops, fit->width), fit->width);
}

/* A heading, with the mark of the column that is sorted by behind it. */
static void draw_heading(const struct drawing *drawing, size_t index, struct span span)
{
	static const char *const marks[2][2] = {{"▲", "▼"}, {"^", "v"}};
	const struct table *table = drawing->table;
	const struct table_column *column = &table->ops->columns[index];
	const char *name = heading_of(column);
	int mark = span.col + span.columns - 1;

	if (table->sort == index + 1 && span.columns > 1) {
		if (column->align == TABLE_LEFT && text_columns(name) < span.columns)
			mark = span.col + text_columns(name);
		draw_text(drawing->region, at(span.row, mark, 1), ROLE_STRONG,
			  marks[drawing->scene->is_ascii][table->is_reversed]);
		span.columns--;
	}
	if (column->align != TABLE_LEFT) {
		draw_text_right(drawing->region, span, ROLE_COLUMN, name);
		return;
	}
	if (text_columns(name) < span.columns)
		span.columns = text_columns(name);
	draw_text(drawing->region, span, ROLE_COLUMN, name);
}

static void draw_headings(const struct drawing *drawing)
{
	int col = PREFIX_COLUMNS;

	for (size_t i = 0; i < drawing->table->ops->column_count; i++) {
		int width = drawing->fit.width[i];

		if (width == 0)
			continue;
		draw_heading(drawing, i, at(0, col, width));
		draw_head_zone(drawing->region, at(0, col, width), i);
		col += width + GAP_COLUMNS;
	}
}

/* Point below point, and unit below unit. */
static void draw_decimal(const struct drawing *drawing, struct span span, size_t index,
			 const struct table_cell *cell)
{
	struct table_need need = decimal_need(cell->text);
	char number[TABLE_BUFFER];
	int unit = drawing->fit.unit[index];
	int before = span.columns - unit - drawing->fit.fraction[index] - need.whole;

	if (before < 0 || need.fraction > drawing->fit.fraction[index] || need.unit > unit) {
		draw_text_right(drawing->region, span, cell->role, cell->text);
		return;
	}
	snprintf(number, sizeof(number), "%.*s", (int)(unit_of(cell->text) - cell->text),
		 cell->text);
	draw_text(drawing->region, at(span.row, span.col + before, -1), cell->role, number);
	draw_text(drawing->region, at(span.row, span.col + span.columns - unit, need.unit),
		  cell->role, unit_of(cell->text));
}

/* A text that may be longer than its column, scrolled: a mark where it is cut. */
static void draw_long(const struct drawing *drawing, struct span span,
		      const struct table_cell *cell)
{
	struct table *table = drawing->table;
	const char *text = cell->text ? cell->text : "";
	int beyond = text_columns(text) - span.columns;
	int shift = beyond < table->shift ? beyond : table->shift;

	if (beyond > table->shift_max)
		table->shift_max = beyond;
	if (shift <= 0) {
		draw_text(drawing->region, span, cell->role, text);
		return;
	}
	draw_text(drawing->region, at(span.row, span.col, 1), cell->role,
		  drawing->scene->is_ascii ? "<" : "‹");
	draw_text(drawing->region, at(span.row, span.col + 1, span.columns - 1), cell->role,
		  text + text_fit(text, shift + 1));
}

static void draw_cell(const struct drawing *drawing, int row, int col, size_t index,
		      const struct table_cell *cell)
{
	struct region region = drawing->region;
	int width = drawing->fit.width[index];

	if (cell->is_spark) {
		draw_sparkline(region, at(row, col, width), &cell->spark);
		return;
	}
	if (cell->is_gauge && width > GAUGE_COLUMNS + 1) {
		draw_gauge(region, at(row, col, GAUGE_COLUMNS), cell->role, cell->ratio);
		draw_text_right(region, at(row, col + GAUGE_COLUMNS + 1, width - GAUGE_COLUMNS - 1),
				cell->role, cell->text);
		return;
	}
	if (drawing->table->ops->columns[index].align == TABLE_DECIMAL && cell->text)
		draw_decimal(drawing, at(row, col, width), index, cell);
	else if (drawing->table->ops->columns[index].align == TABLE_LEFT)
		draw_long(drawing, at(row, col, width), cell);
	else
		draw_text_right(region, at(row, col, width), cell->role, cell->text);
}

/* What the filter looks for, by column. */
static void seek(struct drawing *drawing)
{
	const struct table_ops *ops = drawing->table->ops;

	for (size_t i = 0; i < ops->column_count; i++)
		drawing->sought[i].count = query_words(drawing->scene->query, ops->columns[i].name,
						       drawing->sought[i].words, HIGHLIGHTS_MAX);
}

static void highlight(const struct drawing *drawing, int row, int col, size_t index)
{
	for (size_t i = 0; i < drawing->sought[index].count; i++)
		draw_matches(drawing->region, at(row, col, drawing->fit.width[index]), ROLE_MATCH,
			     drawing->sought[index].words[i]);
}

static void draw_prefix(const struct drawing *drawing, int row, size_t index, bool is_stale)
{
	const struct table *table = drawing->table;
	bool is_ascii = drawing->scene->is_ascii;

	if (is_stale)
		draw_text(drawing->region, at(row, 1, 1), ROLE_STALE, "~");
	if (table_is_marked(table, table->rows.items[index].id))
		draw_text(drawing->region, at(row, 1, 1), ROLE_MARK, "*");
	if (index == table->selected && drawing->is_focused)
		draw_text(drawing->region, at(row, 0, 1), ROLE_STRONG, is_ascii ? ">" : "▸");
}

static void draw_row(const struct drawing *drawing, int row, size_t index)
{
	const struct table *table = drawing->table;
	const struct table_row *record = &table->rows.items[index];
	bool is_stale = table->ops->is_stale && table->ops->is_stale(record);
	struct table_cell cell;
	int col = PREFIX_COLUMNS;

	draw_row_zone(drawing->region, row, record->id);
	draw_prefix(drawing, row, index, is_stale);
	for (size_t i = 0; i < table->ops->column_count; i++) {
		if (drawing->fit.width[i] == 0)
			continue;
		table_cell_get(table, record, i, drawing->scene, &cell);
		if (is_stale && cell.role != ROLE_REFUSED && cell.role != ROLE_QUEUED)
			cell.role = ROLE_STALE;
		draw_cell(drawing, row, col, i, &cell);
		highlight(drawing, row, col, i);
		col += drawing->fit.width[i] + GAP_COLUMNS;
	}
	if (index == table->selected && drawing->is_focused)
		draw_selection(drawing->region, row);
}

/* Lines of the screen from one row to another, with the heads of their groups. */
static size_t lines_of(const struct table *table, size_t first, size_t last)
{
	size_t rows = last - first + 1;

	if (table->groups.len == 0)
		return rows;
	return rows + table_group_at(table, last) - table_group_at(table, first) + 1;
}

static void scroll_into_view(struct table *table, size_t room)
{
	if (table->selected < table->top)
		table->top = table->selected;
	if (table->selected >= table->top + room)
		table->top = table->selected - room + 1;
	while (table->top < table->selected && lines_of(table, table->top, table->selected) > room)
		table->top++;
	while (table->top > 0 && lines_of(table, table->top - 1, table->rows.len - 1) <= room)
		table->top--;
}

/* The cursor stays with its row, or on the last one of the lines that are still shown. */
static void keep_in_view(struct table *table)
{
	size_t last = table->top + table->lines - 1;

	if (last >= table->rows.len)
		last = table->rows.len - 1;
	while (last > table->top && lines_of(table, table->top, last) > table->lines)
		last--;
	if (table->selected < table->top)
		table_select(table, table->rows.items[table->top].id);
	else if (table->selected > last)
		table_select(table, table->rows.items[last].id);
}

void table_scroll(struct table *table, long rows)
{
	size_t top = table->top, len = table->rows.len;

	if (len == 0 || table->lines == 0)
		return;
	table->top = rows < 0 && (size_t)-rows > top ? 0 : (size_t)((long)top + rows);
	if (table->top >= len)
		table->top = len - 1;
	while (table->top > 0 && lines_of(table, table->top - 1, len - 1) <= table->lines)
		table->top--;
	if (table->top == top)
		return;
	keep_in_view(table);
	table_choose(table);
}

static void draw_scroll_marks(const struct drawing *drawing, int lines)
{
	const struct table *table = drawing->table;
	bool is_ascii = drawing->scene->is_ascii;
	int col = drawing->region.cols - 1;

	if (table->top > 0)
		draw_text(drawing->region, at(drawing->first_row, col, 1), ROLE_DIM,
			  is_ascii ? "^" : "↑");
	if (table->top + table->page < table->rows.len)
		draw_text(drawing->region, at(drawing->first_row + lines - 1, col, 1), ROLE_DIM,
			  is_ascii ? "v" : "↓");
}

/* What a group's rows come to, without what its name says already. */
static const char *beside_name(const struct table_group *group, const char *words)
{
	size_t len = group->name ? strlen(group->name) : 0;

	if (len == 0 || strncmp(words, group->name, len) != 0 || strncmp(words + len, ", ", 2) != 0)
		return words;
	return words + len + 2;
}

/* "payments · 12 · S1, 3 triggered": no row, so that no key can mean it. */
static void draw_head(const struct drawing *drawing, int row, size_t index)
{
	const struct table *table = drawing->table;
	const struct table_group *group = &table->groups.items[table_group_at(table, index)];
	const char *dot = label_dot(drawing->scene->is_ascii);
	char text[TABLE_BUFFER], words[TABLE_BUFFER] = "";
	enum role role = table->ops->sum(&table->rows.items[group->first], group->count, words);
	int col;

	if (group->name)
		snprintf(text, sizeof(text), "%.100s", group->name);
	else
		snprintf(text, sizeof(text), _("no %s"), table_group_name(table));
	col = draw_text(drawing->region, at(row, 0, -1), ROLE_TITLE, text);
	snprintf(text, sizeof(text), "%s%zu%s", dot, group->count, words[0] ? dot : "");
	col += draw_text(drawing->region, at(row, col, -1), ROLE_DIM, text);
	draw_text(drawing->region, at(row, col, -1), role, beside_name(group, words));
}

/* Rows from the top on, the head of its group before the first of each; says how many lines
 * were drawn. */
static int draw_rows(struct drawing *drawing, int room)
{
	struct table *table = drawing->table;
	bool has_heads = table->groups.len > 0 && room > 1;
	size_t index = table->top;
	int line = 0;

	for (; index < table->rows.len && line < room; index++) {
		size_t group = has_heads ? table_group_at(table, index) : 0;

		if (has_heads &&
		    (index == table->top || table->groups.items[group].first == index)) {
			if (line + 1 == room)
				break; /* a head without a row says nothing */
			draw_head(drawing, drawing->first_row + line++, index);
		}
		draw_row(drawing, drawing->first_row + line++, index);
	}
	table->page = index - table->top;
	return line;
}

static void draw_empty(const struct table *table, struct region region)
{
	draw_text(region, at(region.rows > 1 ? 1 : 0, PREFIX_COLUMNS, -1), ROLE_DIM,
		  table->empty_text);
}

void table_draw(struct table *table, struct region region, const struct table_scene *scene,
		bool is_focused)
{
	struct drawing drawing = {.table = table,
				  .region = region,
				  .scene = scene,
				  .first_row = region.rows > 2 ? 1 : 0,
				  .is_focused = is_focused};
	int room = region.rows - drawing.first_row, natural[TABLE_COLUMNS_MAX] = {0};
	size_t shown;

	if (room <= 0)
		return;
	if (table->rows.len == 0) {
		draw_empty(table, region);
		return;
	}
	table->lines = (size_t)room;
	shown = (size_t)room < table->rows.len ? (size_t)room : table->rows.len;
	scroll_into_view(table, (size_t)room);
	measure(&drawing, shown, natural);
	table_fit_columns(table->ops, natural, region.cols - PREFIX_COLUMNS - SCROLL_COLUMNS,
			  &drawing.fit);
	for (size_t i = 0; i < table->ops->column_count; i++)
		table->is_absent[i] = drawing.fit.width[i] == 0;
	if (drawing.first_row > 0)
		draw_headings(&drawing);
	table->shift_max = 0;
	seek(&drawing);
	draw_scroll_marks(&drawing, draw_rows(&drawing, room));
}
