/* SPDX-License-Identifier: MIT
 * A report as one HTML file: no script, nothing from elsewhere; light, dark, for paper. */
#include "config.h"

#include <math.h>

#include "nines/base/json_out.h"

#include "html.h"

static const char head[] =
	"<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" "
	"content=\"default-src 'none'; style-src 'unsafe-inline'\">\n";

static const char style[] =
	"<style>\n"
	":root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#59636e;--line:#d1d9e0;"
	"--ok:#1a7f37;--warn:#9a6700;--bad:#cf222e;--none:#afb8c1;"
	"--c0:#0969da;--c1:#bc4c00;--c2:#8250df;--c3:#1a7f37;--c4:#bf3989;--c5:#57606a}\n"
	"@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9198a1;"
	"--line:#3d444d;--ok:#3fb950;--warn:#d29922;--bad:#f85149;--none:#484f58;"
	"--c0:#4493f8;--c1:#f0883e;--c2:#ab7df8;--c3:#3fb950;--c4:#db61a2;--c5:#9198a1}}\n"
	"body{background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,sans-serif;"
	"margin:2rem auto;max-width:72rem;padding:0 1rem}\n"
	"h1{margin-bottom:0}h2{border-bottom:1px solid var(--line);margin-top:2.5rem}\n"
	".sub,.note,figcaption{color:var(--dim)}.note{font-size:.9em}\n"
	".wide{overflow-x:auto}\n"
	"table{border-collapse:collapse;font-variant-numeric:tabular-nums}\n"
	"th,td{padding:.2rem .7rem .2rem 0;border-bottom:1px solid var(--line);text-align:left;"
	"vertical-align:top}\n"
	"th{color:var(--dim);font-weight:600}.n{text-align:right}\n"
	"figure{margin:1rem 0}svg{width:100%;height:auto;display:block;max-width:56rem}\n"
	"svg text{fill:var(--dim);font:11px system-ui,sans-serif}\n"
	".axis{stroke:var(--line)}.target{stroke:var(--dim);stroke-dasharray:4 3}\n"
	".line{fill:none;stroke-width:1.8}.ok{fill:var(--ok)}.warn{fill:var(--warn)}\n"
	".bad{fill:var(--bad)}.none{fill:var(--none)}\n"
	".s0{--s:var(--c0)}.s1{--s:var(--c1)}.s2{--s:var(--c2)}.s3{--s:var(--c3)}"
	".s4{--s:var(--c4)}.s5{--s:var(--c5)}\n"
	".line,.mark{stroke:var(--s)}.bar,.dot,.key{fill:var(--s)}\n"
	"@media print{:root{--bg:#fff;--fg:#000;--dim:#444;--line:#bbb}"
	"body{margin:0;max-width:none;font-size:10pt}h2{break-after:avoid}"
	"figure,tr{break-inside:avoid}.wide{overflow:visible}}\n"
	"</style>\n";

void html_escape(const char *text, struct str *out)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			str_append(out, "&amp;");
			break;
		case '<':
			str_append(out, "&lt;");
			break;
		case '>':
			str_append(out, "&gt;");
			break;
		case '"':
			str_append(out, "&quot;");
			break;
		case '\'':
			str_append(out, "&#39;");
			break;
		default:
			str_append_char(out, *text);
			break;
		}
	}
}

static void element(const char *name, const char *text, struct str *out)
{
	str_printf(out, "<%s>", name);
	html_escape(text, out);
	str_printf(out, "</%s>\n", name);
}

static bool is_number(enum report_kind kind)
{
	return kind != REPORT_TEXT && kind != REPORT_TIME;
}

/* A cell for people, with the number that JSON has for programs. */
static void data_cell(enum report_kind kind, const struct report_value *value, struct str *out)
{
	struct json_out number;
	struct str text;

	str_append(out, is_number(kind) ? "<td class=\"n\"" : "<td");
	if (is_number(kind) && !value_is_unknown(kind, value)) {
		str_append(out, " data-value=\"");
		json_out_init(&number, out, false);
		json_out_number(&number, NULL, value->number);
		str_append_char(out, '"');
	}
	str_append_char(out, '>');
	str_init(&text, 0);
	value_text(kind, value, &text);
	html_escape(text.text, out);
	str_append(out, "</td>");
	str_release(&text);
}

static void rows(const struct report_table *table, struct str *out)
{
	str_append(out, "<thead><tr>");
	for (size_t k = 0; k < table->column_count; k++) {
		str_printf(out, "<th scope=\"col\"%s data-key=\"%s\">",
			   is_number(table->columns[k].kind) ? " class=\"n\"" : "",
			   table->columns[k].key);
		html_escape(table->columns[k].heading, out);
		str_append(out, "</th>");
	}
	str_append(out, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < table_rows(table); i++) {
		str_append(out, "<tr>");
		for (size_t k = 0; k < table->column_count; k++)
			data_cell(table->columns[k].kind, table_value(table, i, k), out);
		str_append(out, "</tr>\n");
	}
	str_append(out, "</tbody>");
}

static void table_of(const struct report_table *table, const char *section, struct str *out)
{
	element("h3", table->title, out);
	if (table_rows(table) == 0) {
		element("p", table->empty, out);
	} else {
		str_printf(out, "<div class=\"wide\"><table id=\"%s-%s\">", section, table->key);
		rows(table, out);
		str_append(out, "</table></div>\n");
	}
	if (!table->note)
		return;
	str_append(out, "<p class=\"note\">");
	html_escape(table->note, out);
	str_append(out, "</p>\n");
}

static void section_of(const struct report_section *section, struct str *out)
{
	str_printf(out, "<section id=\"%s\">\n", section->key);
	element("h2", section->title, out);
	if (section->lines.len > 0) {
		str_append(out, "<ul>\n");
		for (size_t i = 0; i < section->lines.len; i++)
			element("li", section->lines.items[i], out);
		str_append(out, "</ul>\n");
	}
	for (size_t i = 0; i < section->charts.len; i++)
		svg_chart(&section->charts.items[i], out);
	for (size_t i = 0; i < section->tables.len; i++)
		table_of(&section->tables.items[i], section->key, out);
	str_append(out, "</section>\n");
}

void report_write_html(const struct report *report, struct str *out)
{
	str_append(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
	str_append(out, head);
	element("title", report->title, out);
	str_append(out, style);
	str_append(out, "</head>\n<body>\n");
	element("h1", report->title, out);
	str_append(out, "<p class=\"sub\">");
	html_escape(report->subtitle, out);
	str_append(out, "</p>\n");
	for (size_t i = 0; i < report->sections.len; i++)
		section_of(&report->sections.items[i], out);
	str_append(out, "</body>\n</html>\n");
}
