/* SPDX-License-Identifier: MIT
 * A report as plain text and as Markdown. */
#include "config.h"

#include <string.h>

#include "nines/base/text.h"

#include "doc.h"

enum { RULE_MAX = 78, COLUMNS_MAX = 24 };

static bool is_left(enum report_kind kind)
{
	return kind == REPORT_TEXT || kind == REPORT_TIME;
}

static void rule(struct str *out, const char *under, char c)
{
	int columns = text_columns(under);

	for (int i = 0; i < columns && i < RULE_MAX; i++)
		str_append_char(out, c);
	str_append_char(out, '\n');
}

static void cell(const struct report_table *table, size_t row, size_t column, struct str *out)
{
	str_clear(out);
	value_text(table->columns[column].kind, table_value(table, row, column), out);
}

static void pad(struct str *out, int count)
{
	for (int i = 0; i < count; i++)
		str_append_char(out, ' ');
}

static void put_padded(const char *text, int width, bool is_left_bound, struct str *out)
{
	int room = width - text_columns(text);

	if (!is_left_bound)
		pad(out, room);
	str_append(out, text);
	if (is_left_bound)
		pad(out, room);
}

static void measure(const struct report_table *table, int widths[COLUMNS_MAX])
{
	struct str text;

	str_init(&text, 0);
	for (size_t k = 0; k < table->column_count; k++)
		widths[k] = text_columns(table->columns[k].heading);
	for (size_t i = 0; i < table_rows(table); i++) {
		for (size_t k = 0; k < table->column_count; k++) {
			int columns;

			cell(table, i, k, &text);
			columns = text_columns(text.text);
			widths[k] = columns > widths[k] ? columns : widths[k];
		}
	}
	str_release(&text);
}

/* Ends a line without the blanks that the last column was filled up with. */
static void end_line(struct str *out)
{
	while (out->len > 0 && out->text[out->len - 1] == ' ')
		str_truncate(out, out->len - 1);
	str_append_char(out, '\n');
}

static void text_rows(const struct report_table *table, struct str *out)
{
	int widths[COLUMNS_MAX];
	struct str text;

	str_init(&text, 0);
	measure(table, widths);
	for (size_t k = 0; k < table->column_count; k++) {
		put_padded(table->columns[k].heading, widths[k], is_left(table->columns[k].kind),
			   out);
		str_append(out, "  ");
	}
	end_line(out);
	for (size_t i = 0; i < table_rows(table); i++) {
		for (size_t k = 0; k < table->column_count; k++) {
			cell(table, i, k, &text);
			put_padded(text.text, widths[k], is_left(table->columns[k].kind), out);
			str_append(out, "  ");
		}
		end_line(out);
	}
	str_release(&text);
}

static void text_table_of(const struct report_table *table, struct str *out)
{
	str_printf(out, "\n%s\n", table->title);
	if (table_rows(table) > 0)
		text_rows(table, out);
	else
		str_printf(out, "%s\n", table->empty);
	if (table->note)
		str_printf(out, "(%s)\n", table->note);
}

void report_write_text(const struct report *report, struct str *out)
{
	str_printf(out, "%s\n", report->title);
	rule(out, report->title, '=');
	str_printf(out, "%s\n", report->subtitle);
	for (size_t i = 0; i < report->sections.len; i++) {
		const struct report_section *section = &report->sections.items[i];

		str_printf(out, "\n%s\n", section->title);
		rule(out, section->title, '-');
		for (size_t k = 0; k < section->lines.len; k++)
			str_printf(out, "%s\n", section->lines.items[k]);
		for (size_t k = 0; k < section->tables.len; k++)
			text_table_of(&section->tables.items[k], out);
	}
}

/* What would be markup is not. */
static void escape(const char *text, struct str *out)
{
	for (; *text; text++) {
		if (strchr("\\`*_{}[]<>#|~", *text))
			str_append_char(out, '\\');
		str_append_char(out, *text == '\n' ? ' ' : *text);
	}
}

static void markdown_rows(const struct report_table *table, struct str *out)
{
	struct str text;

	str_init(&text, 0);
	for (size_t k = 0; k < table->column_count; k++) {
		str_append(out, "| ");
		escape(table->columns[k].heading, out);
		str_append_char(out, ' ');
	}
	str_append(out, "|\n");
	for (size_t k = 0; k < table->column_count; k++)
		str_append(out, is_left(table->columns[k].kind) ? "|:---" : "|---:");
	str_append(out, "|\n");
	for (size_t i = 0; i < table_rows(table); i++) {
		for (size_t k = 0; k < table->column_count; k++) {
			cell(table, i, k, &text);
			str_append(out, "| ");
			escape(text.text, out);
			str_append_char(out, ' ');
		}
		str_append(out, "|\n");
	}
	str_release(&text);
}

static void markdown_table(const struct report_table *table, struct str *out)
{
	str_append(out, "\n### ");
	escape(table->title, out);
	str_append(out, "\n\n");
	if (table_rows(table) > 0)
		markdown_rows(table, out);
	else
		escape(table->empty, out);
	if (table->note) {
		str_append(out, "\n\n");
		escape(table->note, out);
	}
	str_append_char(out, '\n');
}

void report_write_markdown(const struct report *report, struct str *out)
{
	str_append(out, "# ");
	escape(report->title, out);
	str_append(out, "\n\n");
	escape(report->subtitle, out);
	str_append_char(out, '\n');
	for (size_t i = 0; i < report->sections.len; i++) {
		const struct report_section *section = &report->sections.items[i];

		str_append(out, "\n## ");
		escape(section->title, out);
		str_append(out, "\n\n");
		for (size_t k = 0; k < section->lines.len; k++) {
			str_append(out, "- ");
			escape(section->lines.items[k], out);
			str_append_char(out, '\n');
		}
		for (size_t k = 0; k < section->tables.len; k++)
			markdown_table(&section->tables.items[k], out);
	}
}
