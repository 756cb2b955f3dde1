/* SPDX-License-Identifier: MIT
 * The document of a report, and how its values read. */
#include "config.h"

#include "doc.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#include "nines/base/alloc.h"
#include "nines/base/timefmt.h"
#include "nines/model/stat.h"

struct report_section *doc_section(struct report *report, const char *key, const char *title)
{
	VEC_PUSH(&report->sections, (struct report_section){.key = key, .title = title});
	return &report->sections.items[report->sections.len - 1];
}

struct report_table *doc_table(struct report_section *section, const struct report_table *like)
{
	VEC_PUSH(&section->tables, *like);
	return &section->tables.items[section->tables.len - 1];
}

struct report_chart *doc_chart(struct report_section *section, const struct report_chart *like)
{
	VEC_PUSH(&section->charts, *like);
	return &section->charts.items[section->charts.len - 1];
}

void doc_line(struct report *report, struct report_section *section, const char *format, ...)
{
	struct str text;
	va_list args;

	str_init(&text, 0);
	va_start(args, format);
	str_vprintf(&text, format, args);
	va_end(args);
	VEC_PUSH(&section->lines, arena_strdup(&report->arena, text.text));
	str_release(&text);
}

void cell_text(struct report_table *table, const char *text)
{
	VEC_PUSH(&table->cells, (struct report_value){.text = text, .number = NAN});
}

void cell_number(struct report_table *table, double number)
{
	VEC_PUSH(&table->cells, (struct report_value){.number = number});
}

void cell_count(struct report_table *table, size_t count)
{
	cell_number(table, (double)count);
}

void cell_ratio(struct report_table *table, double ratio, int decimals)
{
	VEC_PUSH(&table->cells, (struct report_value){.number = ratio, .decimals = decimals});
}

void cell_money(struct report_table *table, double amount, const char *currency)
{
	VEC_PUSH(&table->cells, (struct report_value){.number = amount, .text = currency});
}

void cell_time(struct report_table *table, int64_t time_ms)
{
	VEC_PUSH(&table->cells, (struct report_value){.number = NAN, .time_ms = time_ms});
}

bool doc_is_of(const struct report *report, const char *team)
{
	return !report->team || text_equal(report->team, team);
}

double *doc_values(struct report *report, size_t count)
{
	double *values = arena_calloc(&report->arena, count > 0 ? count : 1, sizeof(*values));

	for (size_t i = 0; i < count; i++)
		values[i] = NAN;
	return values;
}

bool value_is_unknown(enum report_kind kind, const struct report_value *value)
{
	if (kind == REPORT_TEXT)
		return !value->text;
	return kind == REPORT_TIME ? value->time_ms == 0 : !isfinite(value->number);
}

static void ratio_text(const struct report_value *value, struct str *out)
{
	char percent[16];

	/* an overspent budget is below zero, and there may be no end to it */
	if (value->number < 0 || value->number > 1)
		percent_budget(value->number, value->decimals, percent);
	else
		percent_format(value->number, value->decimals, percent);
	str_printf(out, "%s %%", percent);
}

static void seconds_text(double seconds, struct str *out)
{
	char text[TIME_TEXT_MAX];

	if (seconds > 0 && seconds < 1) {
		str_printf(out, "%.0fms", seconds * 1000);
		return;
	}
	duration_format((int64_t)llround(fabs(seconds) * SECOND_MS), text);
	str_printf(out, "%s%s", seconds < 0 ? "-" : "", text);
}

void value_text(enum report_kind kind, const struct report_value *value, struct str *out)
{
	char text[TIME_TEXT_MAX];

	if (value_is_unknown(kind, value)) {
		str_append(out, kind == REPORT_TEXT || kind == REPORT_TIME ? "-" : "?");
		return;
	}
	switch (kind) {
	case REPORT_TEXT:
		str_append(out, value->text);
		break;
	case REPORT_COUNT:
		str_printf(out, "%.0f", value->number);
		break;
	case REPORT_NUMBER:
		str_printf(out, "%.1f", value->number);
		break;
	case REPORT_RATIO:
		ratio_text(value, out);
		break;
	case REPORT_SHARE:
		percent_share(value->number, text);
		str_printf(out, "%s %%", text);
		break;
	case REPORT_SECONDS:
		seconds_text(value->number, out);
		break;
	case REPORT_MONEY:
		str_printf(out, "%.0f %s", value->number, value->text ? value->text : "");
		break;
	case REPORT_TIME:
		time_format_local(value->time_ms, "%Y-%m-%d %H:%M", text);
		str_append(out, text);
		break;
	}
}

size_t table_rows(const struct report_table *table)
{
	return table->cells.len / table->column_count;
}

const struct report_value *table_value(const struct report_table *table, size_t row, size_t column)
{
	return &table->cells.items[row * table->column_count + column];
}

void report_free(struct report *report)
{
	if (!report)
		return;
	for (size_t i = 0; i < report->sections.len; i++) {
		struct report_section *section = &report->sections.items[i];

		for (size_t k = 0; k < section->tables.len; k++)
			VEC_RELEASE(&section->tables.items[k].cells);
		for (size_t k = 0; k < section->charts.len; k++)
			VEC_RELEASE(&section->charts.items[k].series);
		VEC_RELEASE(&section->lines);
		VEC_RELEASE(&section->tables);
		VEC_RELEASE(&section->charts);
	}
	VEC_RELEASE(&report->sections);
	arena_release(&report->arena);
	free(report);
}
