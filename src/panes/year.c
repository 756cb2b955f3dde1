/* SPDX-License-Identifier: MIT
 * Severe incidents of this year against the last and the goal, incidents per week, and the
 * hours at which they begin. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "panes/stats_lines.h"

enum { MONTHS = 12, MONTH_COLUMNS = 3, YEAR_ROWS = 16, HEAT_COL = 5, NARROW_WEEKS = 12 };

/* How many against the goal, in words and as a role. */
static enum role describe_goal(const struct snapshot *snapshot, char out[STATS_TEXT_MAX])
{
	int64_t goal = snapshot->kpi.severe_goal;
	double count = snapshot->stats->severe_year;

	if (goal < 0) {
		snprintf(out, STATS_TEXT_MAX, _("no goal is stated"));
		return ROLE_DIM;
	}
	if (isnan(count)) {
		snprintf(out, STATS_TEXT_MAX, _("goal %lld: ?"), (long long)goal);
		return ROLE_UNKNOWN;
	}
	if (count > (double)goal) {
		snprintf(out, STATS_TEXT_MAX, _("goal %lld: OVER by %.0f"), (long long)goal,
			 count - (double)goal);
		return ROLE_CRITICAL;
	}
	snprintf(out, STATS_TEXT_MAX, _("goal %lld: %.0f left"), (long long)goal,
		 (double)goal - count);
	return ROLE_OK;
}

static int draw_severe(struct region region, int row, const struct snapshot *snapshot)
{
	const struct incident_stats *stats = snapshot->stats;
	char text[STATS_TEXT_MAX], goal[STATS_TEXT_MAX], counts[5][24];
	enum role role = describe_goal(snapshot, goal);

	stats_count_text(stats->severe_year, counts[0]);
	stats_count_text(stats->severe_last_year_to_date, counts[1]);
	stats_count_text(stats->severe_last_year, counts[2]);
	stats_count_text(stats->severe_365d, counts[3]);
	stats_count_text(stats->severe_previous_365d, counts[4]);
	snprintf(text, sizeof(text), _("this year %s  last year to date %s, whole %s"), counts[0],
		 counts[1], counts[2]);
	row = stats_line(region, row, _("severe"), ROLE_TEXT, text);
	snprintf(text, sizeof(text), _("%.64s  365d %s, before %s"), goal, counts[3], counts[4]);
	return stats_line(region, row, "", role, text);
}

/* A year: a bar and the count of each month. */
static int draw_year(struct region region, int row, const struct snapshot *snapshot, int which)
{
	const double *months = snapshot->stats->severe_by_month[which];
	char label[TIME_TEXT_MAX];
	double high = 1;

	for (int i = 0; i < 2 * MONTHS; i++) {
		double value = snapshot->stats->severe_by_month[i / MONTHS][i % MONTHS];

		high = value > high ? value : high;
	}
	time_format(time_year_start(snapshot->built_ms, which - 1), label);
	label[4] = '\0';
	draw_text(region, at(row, 1, STATS_LABEL_COLUMNS - 2), ROLE_DIM, label);
	for (int i = 0; i < MONTHS; i++) {
		struct spark bar = {
			.values = &months[i], .count = 1, .low = 0, .high = high, .target = NAN};
		int col = STATS_LABEL_COLUMNS + i * (MONTH_COLUMNS + 1);
		bool is_to_come =
			which == 1 && time_month_start(time_year_start(snapshot->built_ms, 0), i) >
					      snapshot->built_ms;
		char count[24];

		if (is_to_come)
			continue;
		stats_count_text(months[i], count);
		draw_sparkline(region, at(row, col, 1), &bar);
		draw_text(region, at(row, col + 1, MONTH_COLUMNS - 1),
			  isnan(months[i]) ? ROLE_UNKNOWN
			  : months[i] > 0  ? ROLE_TEXT
					   : ROLE_DIM,
			  count);
	}
	return row + 1;
}

static int draw_months(struct region region, int row, const struct snapshot *snapshot)
{
	/* TRANSLATORS: months and days have room for 3 columns */
	static const char names[MONTHS][4] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"),
					      N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
					      N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};

	draw_text(region, at(row, 1, STATS_LABEL_COLUMNS - 2), ROLE_DIM, _("by month"));
	for (int i = 0; i < MONTHS; i++)
		draw_text(region,
			  at(row, STATS_LABEL_COLUMNS + i * (MONTH_COLUMNS + 1), MONTH_COLUMNS),
			  ROLE_COLUMN, _(names[i]));
	row = draw_year(region, row + 1, snapshot, 1);
	return draw_year(region, row, snapshot, 0);
}

/* A week that history doesn't reach is unknown, not quiet. */
static double week_count(const struct period_tally *week)
{
	return week->tally.is_known || week->tally.incidents > 0 ? (double)week->tally.incidents
								 : NAN;
}

static int draw_weeks(struct region region, int row, const struct incident_stats *stats)
{
	size_t count = region.cols >= 70 ? STATS_WEEKS : NARROW_WEEKS;
	double weeks[STATS_WEEKS];
	struct spark spark = {
		.values = weeks, .count = count, .low = 0, .high = NAN, .target = NAN};
	char text[STATS_TEXT_MAX], now[24], before[24];
	int col = STATS_LABEL_COLUMNS;

	for (size_t i = 0; i < count; i++)
		weeks[i] = week_count(&stats->weeks[STATS_WEEKS - count + i]);
	draw_text(region, at(row, 1, STATS_LABEL_COLUMNS - 2), ROLE_DIM, _("per week"));
	col += draw_sparkline(region, at(row, col, (int)count), &spark) + 1;
	stats_count_text(week_count(&stats->weeks[STATS_WEEKS - 1]), now);
	stats_count_text(week_count(&stats->weeks[STATS_WEEKS - 2]), before);
	snprintf(text, sizeof(text), _("all: this week %s, last week %s"), now, before);
	draw_text(region, at(row, col, -1), ROLE_TEXT, text);
	return row + 1;
}

static int draw_hours(struct region region, int row, const struct incident_stats *stats)
{
	char text[STATS_TEXT_MAX], out[64], asleep[64];

	stats_share_text(stats->heat_out_of_hours, stats->heat_count, out);
	stats_share_text(stats->heat_asleep, stats->heat_count, asleep);
	snprintf(text, sizeof(text), _("out of hours %s  asleep %s"),
		 stats->has_work_hours ? out : _("? no hours stated"),
		 stats->has_sleep_hours ? asleep : _("? no hours stated"));
	return stats_line(region, row, "365d", stats->heat_count > 0 ? ROLE_TEXT : ROLE_UNKNOWN,
			  stats->heat_count > 0 ? text : _("? no incident to count"));
}

static unsigned hottest(const struct incident_stats *stats)
{
	unsigned most = 0;

	for (int day = 0; day < STATS_WEEKDAYS; day++) {
		for (int hour = 0; hour < STATS_HOURS; hour++)
			most = stats->heat[day][hour] > most ? stats->heat[day][hour] : most;
	}
	return most;
}

/* How many, and a shade by the share of the hottest hour; nothing is a dot. */
static void draw_heat_cell(struct region region, struct span span, unsigned count, unsigned most)
{
	static const char *const shades[] = {" ", "░", "▒", "▓"};
	unsigned heat = (count * 3 + most - 1) / most; /* 1 to 3 */
	char text[8], sign = count > 9 ? '+' : (char)('0' + count);

	if (count == 0) {
		draw_text(region, span, ROLE_DIM, region.canvas->is_ascii ? "." : "·");
		return;
	}
	snprintf(text, sizeof(text), "%c%s", sign,
		 span.columns > 1 && !region.canvas->is_ascii ? shades[heat] : "");
	draw_text(region, span, heat > 2 ? ROLE_WARNING : heat > 1 ? ROLE_STRONG : ROLE_TEXT, text);
}

static int heat_columns(struct region region)
{
	return region.cols >= HEAT_COL + 3 * STATS_HOURS   ? 3
	       : region.cols >= HEAT_COL + 2 * STATS_HOURS ? 2
							   : 1;
}

static int draw_heat_head(struct region region, int row, const struct incident_stats *stats)
{
	int columns = heat_columns(region);
	char text[STATS_TEXT_MAX];

	snprintf(text, sizeof(text),
		 _("all %u of 365d by start, team's zone: + = over 9, %s = none"),
		 (unsigned)stats->heat_count, region.canvas->is_ascii ? "." : "·");
	draw_text(region, at(row++, 1, -1), ROLE_DIM, text);
	for (int hour = 0; hour < STATS_HOURS; hour += 3) {
		char name[8];

		snprintf(name, sizeof(name), "%02d", hour);
		draw_text(region, at(row, HEAT_COL + hour * columns, 2), ROLE_COLUMN, name);
	}
	return row + 1;
}

static void draw_heat(struct region region, int row, const struct incident_stats *stats)
{
	/* TRANSLATORS: 3 columns */
	static const char days[STATS_WEEKDAYS][4] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
						     N_("Fri"), N_("Sat"), N_("Sun")};
	unsigned most = hottest(stats);
	int columns = heat_columns(region);

	if (most == 0)
		return;
	row = draw_heat_head(region, row, stats);
	for (int day = 0; day < STATS_WEEKDAYS; day++, row++) {
		draw_text(region, at(row, 1, HEAT_COL - 2), ROLE_DIM, _(days[day]));
		for (int hour = 0; hour < STATS_HOURS; hour++)
			draw_heat_cell(region,
				       at(row, HEAT_COL + hour * columns, columns > 1 ? 2 : 1),
				       stats->heat[day][hour], most);
	}
}

/* Both years, and the year of the hours. */
static bool is_enough(const struct incident_stats *stats)
{
	return !isnan(stats->severe_last_year) && !isnan(stats->severe_365d);
}

static void year_update(struct pane *pane)
{
	const char *why;
	const struct incident_stats *stats = stats_of_snapshot(pane->snapshot, &why);

	pane->rows_wanted =
		stats ? YEAR_ROWS + stats_history_rows(pane->snapshot, is_enough(stats)) : 2;
}

static void year_draw(struct pane *pane, struct region region,
		      const struct pane_context *context NINES_UNUSED)
{
	const char *why;
	const struct incident_stats *stats = stats_of_snapshot(pane->snapshot, &why);
	int row = 0;

	if (!stats) {
		stats_draw_none(region, pane->snapshot);
		return;
	}
	row = draw_severe(region, row, pane->snapshot);
	row = stats_history_line(region, row, pane->snapshot, is_enough(stats));
	row = draw_months(region, row, pane->snapshot);
	row = draw_weeks(region, row, stats);
	row = draw_hours(region, row, stats);
	draw_heat(region, row, stats);
}

static void year_brief(const struct pane *pane, struct str *out)
{
	const char *why;
	const struct incident_stats *stats = stats_of_snapshot(pane->snapshot, &why);
	char now[24], before[24];

	if (!stats) {
		str_append(out, why);
		return;
	}
	stats_count_text(stats->severe_year, now);
	stats_count_text(stats->severe_last_year_to_date, before);
	str_printf(out, _("severe this year %s, last year to date %s"), now, before);
}

const struct pane_ops year_pane = {
	.name = "year",
	.title = N_("severe incidents of the year"),
	.about = N_("severe incidents of this year and the last against the goal, and the hours at "
		    "which incidents begin"),
	.rows_min = 2,
	.cols_min = 20,
	.update = year_update,
	.draw = year_draw,
	.brief = year_brief,
};
