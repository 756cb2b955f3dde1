/* SPDX-License-Identifier: MIT
 * Values become bars of eight heights, or two braille bars of four heights per column. */
#include "config.h"

#include "nines/ui/sparkline.h"

#include <math.h>

#include "nines/base/text.h"

static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const ascii_blocks[] = {"_", ".", ":", "-", "=", "+", "*", "#"};

/* How good a value of a strip is. */
enum strip_step { STRIP_BAD, STRIP_HALF, STRIP_WHOLE, STRIP_STEP_COUNT };

enum { BLOCK_LEVELS = 8, BRAILLE_LEVELS = 4 };

struct scale {
	double low, high;
};

/* True when `a` is the worse of two known values. */
static bool is_worse(const struct spark *spark, double a, double b)
{
	return spark->is_low_bad ? a < b : a > b;
}

static double value_at(const struct spark *spark, size_t index)
{
	return spark->values[index * (spark->stride > 0 ? spark->stride : 1)];
}

double spark_group(const struct spark *spark, size_t index, size_t groups)
{
	size_t from = index * spark->count / groups, to = (index + 1) * spark->count / groups;
	double worst = NAN;

	if (groups >= spark->count)
		return index < spark->count ? value_at(spark, index) : NAN;
	for (size_t i = from; i < to; i++) {
		double value = value_at(spark, i);

		if (!isnan(value) && (isnan(worst) || is_worse(spark, value, worst)))
			worst = value;
	}
	return worst;
}

static struct scale find_scale(const struct spark *spark)
{
	struct scale scale = {.low = spark->low, .high = spark->high};

	for (size_t i = 0; i < spark->count; i++) {
		double value = value_at(spark, i);

		if (isnan(value))
			continue;
		if (isnan(spark->low) && !(value >= scale.low))
			scale.low = value;
		if (isnan(spark->high) && !(value <= scale.high))
			scale.high = value;
	}
	return scale;
}

/* 0 .. levels - 1; -1 for an unknown value. */
static int find_level(struct scale scale, double value, int levels)
{
	double part;

	if (isnan(value))
		return -1;
	if (!(scale.high > scale.low))
		return value == 0 ? 0 : levels / 2;
	part = (value - scale.low) / (scale.high - scale.low);
	part = part < 0 ? 0 : part > 1 ? 1 : part;
	return (int)lround(part * (levels - 1));
}

static enum role find_role(const struct spark *spark, double value)
{
	if (isnan(value))
		return ROLE_UNKNOWN;
	if (!isnan(spark->target) && is_worse(spark, value, spark->target))
		return ROLE_GRAPH_LOW;
	return ROLE_GRAPH;
}

static const char *gap(bool is_ascii)
{
	return is_ascii ? "?" : "·";
}

static int draw_blocks(struct region region, struct span span, const struct spark *spark)
{
	bool is_ascii = canvas_graphs(region.canvas) == GRAPHS_ASCII;
	const char *const *glyphs = is_ascii ? ascii_blocks : blocks;
	struct scale scale = find_scale(spark);

	for (int i = 0; i < span.columns; i++) {
		double value = spark_group(spark, (size_t)i, (size_t)span.columns);
		int level = find_level(scale, value, BLOCK_LEVELS);

		draw_text(region, at(span.row, span.col + i, 1), find_role(spark, value),
			  level < 0 ? gap(is_ascii) : glyphs[level]);
	}
	return span.columns;
}

static enum strip_step strip_step(const struct spark *spark, double value)
{
	if (isnan(spark->target) || value >= spark->target)
		return STRIP_WHOLE;
	return value >= spark->low ? STRIP_HALF : STRIP_BAD;
}

static int draw_strip(struct region region, struct span span, const struct spark *spark)
{
	static const char *const signs[2][STRIP_STEP_COUNT] = {{"▁", "▄", "█"}, {"_", "=", "#"}};
	static const enum role roles[STRIP_STEP_COUNT] = {ROLE_CRITICAL, ROLE_WARNING, ROLE_OK};
	bool is_ascii = canvas_graphs(region.canvas) == GRAPHS_ASCII;

	for (int i = 0; i < span.columns; i++) {
		double value = spark_group(spark, (size_t)i, (size_t)span.columns);
		enum strip_step step = strip_step(spark, value);

		if (isnan(value))
			draw_text(region, at(span.row, span.col + i, 1), ROLE_UNKNOWN,
				  gap(is_ascii));
		else
			draw_text(region, at(span.row, span.col + i, 1), roles[step],
				  signs[is_ascii][step]);
	}
	return span.columns;
}

/* The dots of a bar in the left or right half of a braille character. */
static uint32_t braille_bar(int level, bool is_right)
{
	static const uint32_t dots[2][BRAILLE_LEVELS] = {{0x40, 0x04, 0x02, 0x01},
							 {0x80, 0x20, 0x10, 0x08}};
	uint32_t bar = 0;

	for (int i = 0; i <= level; i++)
		bar |= dots[is_right][i];
	return bar;
}

static int draw_braille(struct region region, struct span span, const struct spark *spark)
{
	struct scale scale = find_scale(spark);
	size_t groups = (size_t)span.columns * 2;

	for (int i = 0; i < span.columns; i++) {
		double left = spark_group(spark, (size_t)i * 2, groups);
		double right = spark_group(spark, (size_t)i * 2 + 1, groups);
		double worst = isnan(left) || is_worse(spark, right, left) ? right : left;
		uint32_t rune = 0x2800 | braille_bar(find_level(scale, left, 4), false) |
				braille_bar(find_level(scale, right, 4), true);
		char text[5] = {0};

		utf8_encode(rune, text);
		draw_text(region, at(span.row, span.col + i, 1), find_role(spark, worst),
			  rune == 0x2800 ? gap(false) : text);
	}
	return span.columns;
}

int draw_sparkline(struct region region, struct span span, const struct spark *spark)
{
	enum graphs graphs = canvas_graphs(region.canvas);
	bool is_dense = graphs == GRAPHS_BRAILLE || (graphs == GRAPHS_AUTO && spark->is_dense);
	int wanted = (int)(is_dense ? (spark->count + 1) / 2 : spark->count);

	if (span.columns < 0 || span.columns > region.cols - span.col)
		span.columns = region.cols - span.col;
	if (span.columns > wanted)
		span.columns = wanted;
	if (span.columns <= 0)
		return 0;
	if (spark->is_strip)
		return draw_strip(region, span, spark);
	if (is_dense)
		return draw_braille(region, span, spark);
	return draw_blocks(region, span, spark);
}
