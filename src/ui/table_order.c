/* SPDX-License-Identifier: MIT
 * The order of a table's rows: by a column, either way round, and in groups. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "nines/base/alloc.h"
#include "nines/base/arena.h"
#include "nines/base/json.h"
#include "nines/base/text.h"
#include "nines/ui/table.h"

/* A row with what it is sorted by. */
struct entry {
	struct table_row row;
	size_t index;     /* among those that are sorted */
	bool is_unknown;  /* stands last, either way round */
	uint64_t rank;    /* of ops->rank */
	double number;    /* of a column without an order of its own; NAN = it is no number */
	const char *text; /* the same */
};

/* One sorting. */
struct sorting {
	const struct table *table;
	int (*compare)(const void *a, const void *b); /* the column's, or NULL */
	struct arena arena;                           /* texts of cells */
};

static int compare_cells(const struct entry *a, const struct entry *b)
{
	bool has_number = !isnan(a->number);

	if (has_number != !isnan(b->number))
		return has_number ? -1 : 1;
	if (has_number)
		return (a->number > b->number) - (a->number < b->number);
	return a->text == b->text || !a->text || !b->text ? 0 : strcasecmp(a->text, b->text);
}

static int compare_default(const struct table_ops *ops, const struct entry *a,
			   const struct entry *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return ops->compare(&a->row, &b->row);
}

static int compare_entries(const struct sorting *sorting, const struct entry *a,
			   const struct entry *b)
{
	const struct table *table = sorting->table;
	int order;

	if (a->is_unknown != b->is_unknown)
		return a->is_unknown ? 1 : -1;
	if (table->sort == 0)
		order = compare_default(table->ops, a, b);
	else if (a->is_unknown)
		order = 0;
	else
		order = sorting->compare ? sorting->compare(&a->row, &b->row) : compare_cells(a, b);
	if (order == 0)
		return compare_default(table->ops, a, b);
	return table->is_reversed ? -order : order;
}

/* Merges two neighbors that are sorted, of which `left` is the first's length. */
static void merge(const struct sorting *sorting, struct entry *entries, size_t left, size_t count,
		  struct entry *spare)
{
	size_t i = 0, k = left, out = 0;

	/* the rows of a new snapshot stand mostly where they stood */
	if (compare_entries(sorting, &entries[left - 1], &entries[left]) <= 0)
		return;
	memcpy(spare, entries, left * sizeof(*entries));
	while (i < left && k < count)
		entries[out++] = compare_entries(sorting, &spare[i], &entries[k]) <= 0
					 ? spare[i++]
					 : entries[k++];
	memcpy(&entries[out], &spare[i], (left - i) * sizeof(*entries));
}

static void sort_entries(const struct sorting *sorting, struct entry *entries, size_t count)
{
	struct entry *spare = xcalloc(count + 1, sizeof(*spare));

	for (size_t run = 1; run < count; run *= 2)
		for (size_t at = 0; at + run < count; at += run * 2)
			merge(sorting, entries + at, run,
			      count - at < run * 2 ? count - at : run * 2, spare);
	free(spare);
}

/* A unit of time or of size behind a number, its factor. Money counts as it stands. */
static double unit_factor(const char *unit, size_t len)
{
	static const struct {
		const char *name;
		double factor;
	} units[] = {{"ms", 1e-3}, {"s", 1}, {"m", 60},  {"h", 3600}, {"d", 86400}, {"w", 604800},
		     {"%", 1},     {"x", 1}, {"k", 1e3}, {"M", 1e6},  {"G", 1e9}};

	while (len > 0 && unit[len - 1] == '!') /* "63.3x!!": what is bad is marked */
		len--;
	if (len == 0 || *unit == '/') /* "12.3/43.2": of so many */
		return 1;
	if (len == 3 && strspn(unit, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3)
		return 1;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strlen(units[i].name) == len && strncmp(units[i].name, unit, len) == 0)
			return units[i].factor;
	return NAN;
}

/* A number and its unit, and `text` moved behind them; NAN when it doesn't read as one. */
static double read_figure(const char **text)
{
	size_t len = strspn(*text, "+-0123456789.,"), unit, count = 0;
	char digits[32];
	double number;

	if (len == 0 || len >= sizeof(digits))
		return NAN;
	for (size_t i = 0; i < len; i++)
		if ((*text)[i] != ',')
			digits[count++] = (*text)[i];
	digits[count] = '\0';
	if (!number_parse(digits, &number))
		return NAN;
	*text += len;
	*text += **text == ' ';
	unit = strcspn(*text, " ");
	number *= unit_factor(*text, unit);
	*text += unit;
	return number;
}

/* "3", "-12 %", "2.5x", "1,200 USD"; "3m 12s", "250ms" in seconds. NAN when it doesn't read as
 * one. */
static double cell_number(const char *text)
{
	double number = read_figure(&text);
	bool is_time = !isnan(number) && text[-1] >= 'd' && text[-1] <= 'w';

	while (is_time && text[0] == ' ' && text[1] >= '0' && text[1] <= '9') {
		text++;
		number += read_figure(&text);
	}
	return number;
}

/* Nothing, "-", or a question mark at the end: no figure to be sorted by. */
static bool is_unknown_text(const char *text)
{
	size_t len = text ? strlen(text) : 0;

	return len == 0 || (len == 1 && *text == '-') || text[len - 1] == '?';
}

/* How the row reads in the sorted column. */
static void read_cell(struct sorting *sorting, struct entry *entry)
{
	const struct table *table = sorting->table;
	const struct table_scene scene = {
		.snapshot = table->snapshot,
		.now_ms = table->snapshot ? table->snapshot->built_ms : 0,
		.is_ascii = true,
	};
	struct table_cell cell;

	table_cell_get(table, &entry->row, table->sort - 1, &scene, &cell);
	entry->is_unknown = !cell.is_gauge && is_unknown_text(cell.text);
	if (sorting->compare || entry->is_unknown)
		return;
	entry->number = cell.is_gauge ? cell.ratio : cell_number(cell.text);
	entry->text =
		cell.text == cell.buffer ? arena_strdup(&sorting->arena, cell.text) : cell.text;
}

static struct entry *make_entries(struct sorting *sorting, const struct table_row *rows,
				  size_t count)
{
	const struct table *table = sorting->table;
	struct entry *entries = xcalloc(count + 1, sizeof(*entries));

	for (size_t i = 0; i < count; i++) {
		entries[i] = (struct entry){.row = rows[i], .index = i, .number = NAN};
		if (table->ops->rank)
			entries[i].rank = table->ops->rank(&rows[i]);
		if (table->sort > 0)
			read_cell(sorting, &entries[i]);
	}
	return entries;
}

/* The rows with their places among `rows`, sorted; the caller frees. */
static struct entry *sorted(const struct table *table, const struct table_row *rows, size_t count)
{
	struct sorting sorting = {.table = table};
	struct entry *entries;

	arena_init(&sorting.arena);
	if (table->sort > 0)
		sorting.compare = table->ops->columns[table->sort - 1].compare;
	entries = make_entries(&sorting, rows, count);
	sort_entries(&sorting, entries, count);
	arena_release(&sorting.arena);
	return entries;
}

static bool is_order_known(const struct table *table)
{
	return table->is_ordered && table->snapshot && table->order.len == table->offered.len;
}

/* Of what was offered the part that is shown, in order: sorted once for a snapshot, however
 * often the filter changes. */
static void take_offered(struct table *table)
{
	if (!is_order_known(table)) {
		struct entry *entries = sorted(table, table->offered.items, table->offered.len);

		table->order.len = 0;
		for (size_t i = 0; i < table->offered.len; i++)
			VEC_PUSH(&table->order, entries[i].index);
		table->is_ordered = true;
		free(entries);
	}
	table->rows.len = 0;
	for (size_t i = 0; i < table->order.len; i++)
		if (table->is_shown.items[table->order.items[i]])
			VEC_PUSH(&table->rows, table->offered.items[table->order.items[i]]);
}

static void sort_added(struct table *table)
{
	struct entry *entries = sorted(table, table->rows.items, table->rows.len);

	for (size_t i = 0; i < table->rows.len; i++)
		table->rows.items[i] = entries[i].row;
	free(entries);
}

static const struct table_grouping *grouping(const struct table *table)
{
	return table->grouping > 0 ? &table->ops->groupings[table->grouping - 1] : NULL;
}

/* By name, as "S1" stands before "S2"; rows that are in none stand last. */
static int compare_groups(const void *a, const void *b)
{
	const char *left = ((const struct table_group *)a)->name;
	const char *right = ((const struct table_group *)b)->name;
	int order;

	if (!left || !right)
		return !left - !right;
	order = strcasecmp(left, right);
	return order != 0 ? order : strcmp(left, right);
}

/* Returns the places of the groups that they have left; the caller frees. */
static size_t *sort_groups(struct table *table)
{
	size_t *places = xcalloc(table->groups.len + 1, sizeof(*places));

	for (size_t i = 0; i < table->groups.len; i++)
		table->groups.items[i].first = i;
	if (table->groups.len > 0)
		qsort(table->groups.items, table->groups.len, sizeof(*table->groups.items),
		      compare_groups);
	for (size_t i = 0; i < table->groups.len; i++)
		places[table->groups.items[i].first] = i;
	return places;
}

/* Which group a row is in: those that are new stand behind the others. */
static size_t find_group(struct table *table, struct map *known, const char *name)
{
	const char *key = name ? name : "";
	size_t index = (size_t)(uintptr_t)map_get(known, key);

	if (index == 0) {
		VEC_PUSH(&table->groups, (struct table_group){.name = name});
		index = table->groups.len;
		map_set(known, key, (void *)(uintptr_t)index);
	}
	return index - 1;
}

/* The group of each row, in `of`, and how long each group is. */
static void count_groups(struct table *table, size_t *of)
{
	const struct table_grouping *by = grouping(table);
	struct map known = {0};
	size_t *places;

	for (size_t i = 0; i < table->rows.len; i++) {
		of[i] = find_group(table, &known, by->of(&table->rows.items[i]));
		table->groups.items[of[i]].count++;
	}
	places = sort_groups(table);
	for (size_t i = 0; i < table->rows.len; i++)
		of[i] = places[of[i]];
	for (size_t i = 0, first = 0; i < table->groups.len; i++) {
		table->groups.items[i].first = first;
		first += table->groups.items[i].count;
	}
	free(places);
	map_release(&known);
}

/* Groups follow each other by name, rows as they were in each. */
static void gather(struct table *table)
{
	size_t count = table->rows.len;
	size_t *of = xcalloc(count + 1, sizeof(*of));
	size_t *next;
	struct table_row *rows = xcalloc(count + 1, sizeof(*rows));

	count_groups(table, of);
	next = xcalloc(table->groups.len + 1, sizeof(*next));
	for (size_t i = 0; i < table->groups.len; i++)
		next[i] = table->groups.items[i].first;
	for (size_t i = 0; i < count; i++)
		rows[next[of[i]]++] = table->rows.items[i];
	if (count > 0)
		memcpy(table->rows.items, rows, count * sizeof(*rows));
	free(rows);
	free(next);
	free(of);
}

void table_order(struct table *table)
{
	if (table->offered.len > 0)
		take_offered(table);
	else if (table->rows.len > 1)
		sort_added(table);
	table->groups.len = 0;
	if (grouping(table))
		gather(table);
}

/* A column that can't be seen is passed over. */
static bool can_sort_by(const struct table *table, size_t column)
{
	return *table->ops->columns[column].name && !table->is_absent[column];
}

void table_sort_next(struct table *table)
{
	do {
		table->sort = (table->sort + 1) % (table->ops->column_count + 1);
	} while (table->sort > 0 && !can_sort_by(table, table->sort - 1));
	table->is_reversed = false;
	table->is_ordered = false;
}

bool table_sort_column(struct table *table, size_t column)
{
	if (column >= table->ops->column_count || !can_sort_by(table, column))
		return false;
	table->sort = column + 1;
	table->is_reversed = false;
	table->is_ordered = false;
	return true;
}

void table_sort_reverse(struct table *table)
{
	table->is_reversed = !table->is_reversed;
	table->is_ordered = false;
}

bool table_group_next(struct table *table)
{
	if (table->ops->grouping_count == 0)
		return false;
	table->grouping = (table->grouping + 1) % (table->ops->grouping_count + 1);
	table->is_ordered = table->is_ordered && table->offered.len > 0;
	return true;
}

const char *table_sort_name(const struct table *table)
{
	return table->sort > 0 ? table->ops->columns[table->sort - 1].name : NULL;
}

const char *table_group_name(const struct table *table)
{
	return grouping(table) ? grouping(table)->name : NULL;
}

size_t table_group_at(const struct table *table, size_t index)
{
	size_t low = 0, high = table->groups.len;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (table->groups.items[middle].first <= index)
			low = middle;
		else
			high = middle;
	}
	return low;
}
