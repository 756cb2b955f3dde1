/* SPDX-License-Identifier: MIT
 * The manual's part about panes: in which order their columns go. */
#include "config.h"

#include "manual.h"

#include "nines/panes/pane.h"
#include "nines/ui/table.h"
#include "roff.h"

/* The column that goes at this place of the order, as table_fit_columns would choose it. */
static const struct table_column *next_column(const struct table_ops *rows,
					      bool gone[TABLE_COLUMNS_MAX])
{
	size_t found = TABLE_COLUMNS_MAX;

	for (size_t i = 0; i < rows->column_count; i++)
		if (!gone[i] && (found == TABLE_COLUMNS_MAX ||
				 rows->columns[i].keep >= rows->columns[found].keep))
			found = i;
	gone[found] = true;
	return &rows->columns[found];
}

static void write_order(const struct table_ops *rows, struct str *out)
{
	bool gone[TABLE_COLUMNS_MAX] = {false};
	size_t count = 0;

	for (size_t i = 0; i < rows->column_count; i++) {
		const struct table_column *column = next_column(rows, gone);

		if (!column->name[0])
			continue;
		str_append(out, count++ > 0 ? ",\n" : "");
		roff_words(out, column->name);
	}
	str_append(out, "\n");
}

void manual_columns(struct str *out)
{
	for (size_t i = 0; pane_registry[i]; i++) {
		const struct pane_ops *ops = pane_registry[i];

		if (!ops->rows || ops->is_detail)
			continue;
		str_printf(out, ".It Cm %s\n", ops->name);
		write_order(ops->rows, out);
	}
}
