/* SPDX-License-Identifier: MIT
 * A report as data: JSON with every number unrounded, CSV of all tables. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/json_out.h"
#include "nines/base/timefmt.h"

#include "doc.h"

static void json_value(struct json_out *json, const struct report_column *column,
		       const struct report_value *value)
{
	switch (column->kind) {
	case REPORT_TEXT:
		json_out_string(json, column->key, value->text);
		break;
	case REPORT_TIME:
		json_out_time(json, column->key, value->time_ms);
		break;
	case REPORT_MONEY:
		if (isnan(value->number)) {
			json_out_null(json, column->key);
			break;
		}
		json_out_object(json, column->key);
		json_out_number(json, "amount", value->number);
		json_out_string(json, "currency", value->text);
		json_out_end_object(json);
		break;
	default:
		json_out_number(json, column->key, value->number);
		break;
	}
}

static void json_table(struct json_out *json, const struct report_table *table)
{
	json_out_array(json, table->key);
	for (size_t i = 0; i < table_rows(table); i++) {
		json_out_object(json, NULL);
		for (size_t k = 0; k < table->column_count; k++)
			json_value(json, &table->columns[k], table_value(table, i, k));
		json_out_end_object(json);
	}
	json_out_end_array(json);
}

static void json_chart(struct json_out *json, const struct report_chart *chart)
{
	json_out_object(json, chart->key);
	json_out_array(json, "labels");
	for (size_t i = 0; i < chart->value_count; i++)
		json_out_string(json, NULL, chart->labels[i]);
	json_out_end_array(json);
	json_out_number(json, "target", chart->target);
	json_out_array(json, "series");
	for (size_t i = 0; i < chart->series.len; i++) {
		const struct report_series *series = &chart->series.items[i];

		json_out_object(json, NULL);
		json_out_string(json, "name", series->name);
		json_out_array(json, "values");
		for (size_t k = 0; k < chart->value_count; k++)
			json_out_number(json, NULL, series->values[k]);
		json_out_end_array(json);
		json_out_end_object(json);
	}
	json_out_end_array(json);
	json_out_end_object(json);
}

static void json_section(struct json_out *json, const struct report_section *section)
{
	json_out_object(json, section->key);
	json_out_array(json, "lines");
	for (size_t i = 0; i < section->lines.len; i++)
		json_out_string(json, NULL, section->lines.items[i]);
	json_out_end_array(json);
	for (size_t i = 0; i < section->tables.len; i++)
		json_table(json, &section->tables.items[i]);
	if (section->charts.len > 0) {
		json_out_object(json, "charts");
		for (size_t i = 0; i < section->charts.len; i++)
			json_chart(json, &section->charts.items[i]);
		json_out_end_object(json);
	}
	json_out_end_object(json);
}

void report_write_json(const struct report *report, struct str *out)
{
	struct json_out json;

	json_out_init(&json, out, true);
	json_out_object(&json, NULL);
	json_out_string(&json, "schema", "nines.report/1");
	json_out_string(&json, "title", report->title);
	json_out_time(&json, "from", report->from_ms);
	json_out_time(&json, "to", report->to_ms);
	json_out_time(&json, "generated_at", report->made_ms);
	for (size_t i = 0; i < report->sections.len; i++)
		json_section(&json, &report->sections.items[i]);
	json_out_end_object(&json);
	str_append_char(out, '\n');
}

/* A text that a spreadsheet would take for a formula is not one; a number stays a number. */
static void csv_text(const char *text, struct str *out)
{
	bool is_formula = *text && strchr("=+-@\t\r", *text);

	if (!is_formula && text[strcspn(text, "\",\r\n")] == '\0') {
		str_append(out, text);
		return;
	}
	str_append(out, is_formula ? "\"'" : "\"");
	for (; *text; text++) {
		if (*text == '"')
			str_append_char(out, '"');
		str_append_char(out, *text);
	}
	str_append_char(out, '"');
}

static void csv_value(enum report_kind kind, const struct report_value *value, struct str *out)
{
	char text[TIME_TEXT_MAX];
	struct json_out number;

	if (value_is_unknown(kind, value))
		return;
	if (kind == REPORT_TEXT) {
		csv_text(value->text, out);
	} else if (kind == REPORT_TIME) {
		time_format(value->time_ms, text);
		str_append(out, text);
	} else {
		json_out_init(&number, out, false); /* every digit, a point in any locale */
		json_out_number(&number, NULL, value->number);
	}
}

static void csv_table(const struct report_table *table, struct str *out)
{
	str_append(out, "table");
	for (size_t k = 0; k < table->column_count; k++)
		str_printf(out, ",%s", table->columns[k].key);
	str_append(out, "\r\n");
	for (size_t i = 0; i < table_rows(table); i++) {
		str_append(out, table->key);
		for (size_t k = 0; k < table->column_count; k++) {
			str_append_char(out, ',');
			csv_value(table->columns[k].kind, table_value(table, i, k), out);
		}
		str_append(out, "\r\n");
	}
}

void report_write_csv(const struct report *report, struct str *out)
{
	bool is_first = true;

	for (size_t i = 0; i < report->sections.len; i++) {
		const struct report_section *section = &report->sections.items[i];

		for (size_t k = 0; k < section->tables.len; k++) {
			if (!is_first)
				str_append(out, "\r\n");
			is_first = false;
			csv_table(&section->tables.items[k], out);
		}
	}
}
