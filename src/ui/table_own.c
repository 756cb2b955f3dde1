/* SPDX-License-Identifier: MIT
 * The columns of a table that the user chose: a copy of the pane's in another order. */
#include "config.h"

#include <strings.h>

#include "nines/base/alloc.h"
#include "nines/conf/settings.h"
#include "nines/ui/table.h"

struct table_own {
	struct table_ops ops;
	struct table_column columns[TABLE_COLUMNS_MAX];
};

size_t table_find_column(const struct table_ops *ops, const char *name)
{
	size_t i = 0;

	while (i < ops->column_count && strcasecmp(ops->columns[i].name, name) != 0)
		i++;
	return i;
}

static void add_column(struct table_own *own, const struct table_column *column)
{
	if (own->ops.column_count < TABLE_COLUMNS_MAX)
		own->columns[own->ops.column_count++] = *column;
}

/* Columns without a heading are signs: they stay where they are, in front. */
static void choose_columns(struct table *table, const struct text_list *names)
{
	const struct table_ops *all = table->ops;
	struct table_own *own = xcalloc(1, sizeof(*own));

	own->ops = *all;
	own->ops.columns = own->columns;
	own->ops.column_count = 0;
	for (size_t i = 0; i < all->column_count && !all->columns[i].name[0]; i++)
		add_column(own, &all->columns[i]);
	for (size_t i = 0; i < names->len; i++) {
		size_t found = table_find_column(all, names->items[i]);

		if (found < all->column_count)
			add_column(own, &all->columns[found]);
	}
	table->own = own;
	table->ops = &own->ops;
}

void table_configure(struct table *table, const struct pane_settings *settings)
{
	size_t found;

	if (settings->columns.len > 0)
		choose_columns(table, &settings->columns);
	if (!settings->sort)
		return;
	found = table_find_column(table->ops, settings->sort);
	if (found < table->ops->column_count)
		table->sort = found + 1;
}
