/* SPDX-License-Identifier: MIT
 * Charts as inline SVG. Each mark has a title that says its value, for those who point at
 * it and for those who can't see it; colors come from the page. */
#include "config.h"

#include <math.h>

#include "html.h"

enum {
	WIDTH = 860,
	PLOT_HEIGHT = 180,
	LEFT = 120,
	RIGHT = 12,
	TOP = 12,
	BOTTOM = 24,
	CELL_HEIGHT = 18,
	SERIES_COLORS = 6,
	LABELS_MAX = 12
};

/* How values become points. */
struct scale {
	double low, high;
};

static double x_of(const struct report_chart *chart, size_t index)
{
	double room = WIDTH - LEFT - RIGHT;
	size_t count = chart->value_count > 0 ? chart->value_count : 1;

	return LEFT + room * ((double)index + 0.5) / (double)count;
}

static double step_of(const struct report_chart *chart)
{
	size_t count = chart->value_count > 0 ? chart->value_count : 1;

	return (double)(WIDTH - LEFT - RIGHT) / (double)count;
}

static double y_of(const struct scale *scale, double value)
{
	double share = (value - scale->low) / (scale->high - scale->low);

	return TOP + (1 - share) * PLOT_HEIGHT;
}

static void widen(struct scale *scale, double value)
{
	if (!isfinite(value))
		return;
	scale->low = value < scale->low ? value : scale->low;
	scale->high = value > scale->high ? value : scale->high;
}

static struct scale scale_of(const struct report_chart *chart)
{
	struct scale scale = {0, 0};

	for (size_t i = 0; i < chart->series.len; i++) {
		for (size_t k = 0; k < chart->value_count; k++)
			widen(&scale, chart->series.items[i].values[k]);
	}
	widen(&scale, chart->target);
	if (scale.high <= scale.low)
		scale.high = scale.low + 1;
	return scale;
}

static void put_value(const struct report_chart *chart, double number, struct str *out)
{
	struct report_value value = {.number = number, .decimals = 2, .text = ""};
	struct str text;

	str_init(&text, 0);
	value_text(chart->value_kind, &value, &text);
	html_escape(text.text, out);
	str_release(&text);
}

/* "<title>series, label: value</title>" */
static void title_of(const struct report_chart *chart, size_t series, size_t index, struct str *out)
{
	str_append(out, "<title>");
	html_escape(chart->series.items[series].name, out);
	str_append(out, ", ");
	html_escape(chart->labels[index], out);
	str_append(out, ": ");
	put_value(chart, chart->series.items[series].values[index], out);
	str_append(out, "</title>");
}

static void put_text(double x, double y, const char *anchor, const char *text, struct str *out)
{
	str_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor);
	html_escape(text, out);
	str_append(out, "</text>\n");
}

static void level(const struct report_chart *chart, const struct scale *scale, double value,
		  struct str *out)
{
	double y = y_of(scale, value);

	str_printf(out, "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n",
		   LEFT, WIDTH - RIGHT, y, y);
	str_printf(out, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", LEFT - 6, y + 4);
	put_value(chart, value, out);
	str_append(out, "</text>\n");
}

/* Some labels below, the last one always. */
static void labels_of(const struct report_chart *chart, double y, struct str *out)
{
	size_t every = (chart->value_count + LABELS_MAX - 1) / LABELS_MAX;

	for (size_t i = 0; i < chart->value_count; i++) {
		if (every > 0 && (chart->value_count - 1 - i) % every == 0)
			put_text(x_of(chart, i), y, "middle", chart->labels[i], out);
	}
}

static void target_of(const struct report_chart *chart, const struct scale *scale, struct str *out)
{
	double y = y_of(scale, chart->target);

	if (!isfinite(chart->target))
		return;
	str_printf(out, "<line class=\"target\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n",
		   LEFT, WIDTH - RIGHT, y, y);
	put_text(WIDTH - RIGHT, y - 4, "end", chart->target_name ? chart->target_name : "target",
		 out);
}

static void bars(const struct report_chart *chart, const struct scale *scale, struct str *out)
{
	double width = step_of(chart) / (double)(chart->series.len > 0 ? chart->series.len : 1);

	for (size_t i = 0; i < chart->series.len; i++) {
		for (size_t k = 0; k < chart->value_count; k++) {
			double value = chart->series.items[i].values[k];
			double x = x_of(chart, k) - step_of(chart) / 2 + width * (double)i;

			if (!isfinite(value))
				continue;
			str_printf(out,
				   "<rect class=\"bar s%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
				   "height=\"%.1f\">",
				   (int)i % SERIES_COLORS, x + 1, y_of(scale, value),
				   width > 3 ? width - 2 : width,
				   y_of(scale, scale->low) - y_of(scale, value));
			title_of(chart, i, k, out);
			str_append(out, "</rect>\n");
		}
	}
}

/* A line that is broken where nothing is known. */
static void line_of(const struct report_chart *chart, const struct scale *scale, size_t series,
		    struct str *out)
{
	const double *values = chart->series.items[series].values;
	bool is_open = false;

	str_printf(out, "<path class=\"line s%d\" d=\"", (int)series % SERIES_COLORS);
	for (size_t k = 0; k < chart->value_count; k++) {
		if (isfinite(values[k]))
			str_printf(out, "%s%.1f %.1f", is_open ? "L" : "M", x_of(chart, k),
				   y_of(scale, values[k]));
		is_open = isfinite(values[k]);
	}
	str_append(out, "\"/>\n");
	for (size_t k = 0; k < chart->value_count; k++) {
		if (!isfinite(values[k]))
			continue;
		str_printf(out, "<circle class=\"dot s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.4\">",
			   (int)series % SERIES_COLORS, x_of(chart, k), y_of(scale, values[k]));
		title_of(chart, series, k, out);
		str_append(out, "</circle>\n");
	}
}

static void legend(const struct report_chart *chart, struct str *out)
{
	if (chart->series.len < 2)
		return;
	str_append(out, "<p class=\"note\">");
	for (size_t i = 0; i < chart->series.len; i++) {
		str_printf(out,
			   "<svg style=\"width:10px;display:inline-block\" viewBox=\"0 0 10 10\">"
			   "<rect class=\"key s%d\" width=\"10\" height=\"10\"/></svg> ",
			   (int)i % SERIES_COLORS);
		html_escape(chart->series.items[i].name, out);
		str_append(out, " &#160; ");
	}
	str_append(out, "</p>\n");
}

static void plot(const struct report_chart *chart, struct str *out)
{
	struct scale scale = scale_of(chart);

	level(chart, &scale, scale.low, out);
	level(chart, &scale, (scale.low + scale.high) / 2, out);
	level(chart, &scale, scale.high, out);
	if (chart->kind == REPORT_BARS)
		bars(chart, &scale, out);
	for (size_t i = 0; chart->kind == REPORT_LINES && i < chart->series.len; i++)
		line_of(chart, &scale, i, out);
	target_of(chart, &scale, out);
	labels_of(chart, TOP + PLOT_HEIGHT + 16, out);
}

/* The class of a day by its availability; the steps are those of the day history's signs. */
static const char *day_class(double ratio)
{
	if (!isfinite(ratio))
		return "none";
	if (ratio >= 0.999)
		return "ok";
	return ratio >= 0.99 ? "warn" : "bad";
}

static double greatest(const struct report_chart *chart)
{
	double most = 1;

	for (size_t i = 0; i < chart->series.len; i++) {
		for (size_t k = 0; k < chart->value_count; k++) {
			double value = chart->series.items[i].values[k];

			most = value > most ? value : most;
		}
	}
	return most;
}

static void cell_of(const struct report_chart *chart, size_t row, size_t index, double most,
		    struct str *out)
{
	double value = chart->series.items[row].values[index];
	bool is_heat = chart->kind == REPORT_HEAT;

	str_printf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"",
		   is_heat ? "bar s0" : day_class(value), x_of(chart, index) - step_of(chart) / 2,
		   (double)TOP + (double)row * CELL_HEIGHT, step_of(chart) * 0.88, CELL_HEIGHT - 3);
	if (is_heat)
		str_printf(out, " fill-opacity=\"%.2f\"",
			   isfinite(value) ? 0.06 + 0.94 * value / most : 0.0);
	str_append_char(out, '>');
	title_of(chart, row, index, out);
	str_append(out, "</rect>\n");
}

static void grid(const struct report_chart *chart, struct str *out)
{
	double most = greatest(chart);

	for (size_t i = 0; i < chart->series.len; i++) {
		put_text(LEFT - 6, (double)TOP + (double)i * CELL_HEIGHT + 12, "end",
			 chart->series.items[i].name, out);
		for (size_t k = 0; k < chart->value_count; k++)
			cell_of(chart, i, k, most, out);
	}
	labels_of(chart, (double)TOP + (double)chart->series.len * CELL_HEIGHT + 12, out);
}

void svg_chart(const struct report_chart *chart, struct str *out)
{
	bool is_grid = chart->kind == REPORT_CELLS || chart->kind == REPORT_HEAT;
	int rows = is_grid ? (int)chart->series.len * CELL_HEIGHT : PLOT_HEIGHT;

	str_printf(out, "<figure id=\"chart-%s\"><figcaption>", chart->key);
	html_escape(chart->title, out);
	str_printf(out, "</figcaption>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
		   WIDTH, TOP + rows + BOTTOM);
	html_escape(chart->title, out);
	str_append(out, "\">\n");
	if (is_grid)
		grid(chart, out);
	else
		plot(chart, out);
	str_append(out, "</svg>\n");
	if (!is_grid)
		legend(chart, out);
	str_append(out, "</figure>\n");
}
