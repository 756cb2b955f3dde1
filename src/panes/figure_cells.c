/* SPDX-License-Identifier: MIT
 * Money, minutes, changes and days as text. */
#include "config.h"

#include "panes/figure_cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"
#include "panes/list.h"

/* A day that is worse than this many days' worth of budget is bad, not only below. */
static const double BAD_DAY = 10;

/* What a service without an objective is looked at by. */
static const double USUAL_OBJECTIVE = 0.99;

void figure_money(double amount, const char *currency, char out[LABEL_MAX])
{
	char text[LABEL_MAX];

	if (isnan(amount) || fabs(amount) > 1e15) {
		snprintf(out, LABEL_MAX, "?");
		return;
	}
	if (fabs(amount) < 100 && amount != 0)
		/* what is a little below a cent by rounding of binary numbers is that cent */
		snprintf(text, sizeof(text), "%.2f", trunc(amount * 100 + 1e-6) / 100);
	else
		label_count((long long)(amount + (amount > 0 ? 1e-6 : -1e-6)), text);
	snprintf(out, LABEL_MAX, "%.40s%s%.16s", text, currency ? " " : "",
		 currency ? currency : "");
}

void figure_minutes(double seconds, char out[LABEL_MAX])
{
	double minutes = seconds / 60;

	if (isnan(seconds) || fabs(seconds) > 1e12)
		snprintf(out, LABEL_MAX, "?");
	else if (fabs(minutes) >= 1000)
		/* 4319.9999999 is 4320 in binary numbers */
		label_count((long long)floor(minutes + 1e-6), out);
	else
		snprintf(out, LABEL_MAX, "%.1f", floor(minutes * 10 + 1e-6) / 10);
}

void figure_count(double count, char out[LABEL_MAX])
{
	static const struct {
		double unit;
		const char *sign;
	} units[] = {{1e9, "G"}, {1e6, "M"}, {1e4, "k"}};

	out[0] = '\0';
	if (isnan(count))
		return;
	for (size_t i = 0; i < NINES_COUNT(units); i++) {
		double unit = i == 2 ? 1e3 : units[i].unit;

		if (count < units[i].unit)
			continue;
		snprintf(out, LABEL_MAX, "%.1f%s", floor(count / unit * 10) / 10, units[i].sign);
		return;
	}
	snprintf(out, LABEL_MAX, "%.0f", count);
}

void figure_latency(double seconds, char out[LABEL_MAX])
{
	if (isnan(seconds))
		snprintf(out, LABEL_MAX, "?");
	else if (seconds < 1)
		snprintf(out, LABEL_MAX, "%.0fms", seconds * 1000);
	else
		snprintf(out, LABEL_MAX, "%.1fs", seconds);
}

void figure_events(const char *what, double part, double whole, char out[LABEL_MAX])
{
	char some[LABEL_MAX], all[LABEL_MAX];

	out[0] = '\0';
	if (isnan(part) || isnan(whole))
		return;
	label_count(llround(part), some);
	label_count(llround(whole), all);
	snprintf(out, LABEL_MAX, _("  %.22s %s of %.22s"), some, what, all);
}

void figure_change(double now, double before, int decimals, char out[LABEL_MAX])
{
	out[0] = '\0';
	if (!isnan(now) && !isnan(before))
		snprintf(out, LABEL_MAX, "%+.*f", decimals, (now - before) * 100);
}

void figure_percent_cell(double ratio, double objective, struct table_cell *cell)
{
	char percent[16];

	percent_format(ratio, percent_decimals(objective), percent);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s%s", percent, isnan(ratio) ? "" : " %");
	cell->text = cell->buffer;
	if (isnan(ratio))
		cell->role = ROLE_UNKNOWN;
	else if (!isnan(objective) && ratio < objective)
		cell->role = ROLE_CRITICAL;
}

void figure_minutes_cell(double seconds, struct table_cell *cell)
{
	figure_minutes(seconds, cell->buffer);
	cell->text = cell->buffer;
	if (isnan(seconds))
		cell->role = ROLE_UNKNOWN;
}

void figure_money_cell(double amount, const struct service *service, struct table_cell *cell)
{
	bool has_price = !isnan(service->cost_per_minute);

	figure_money(amount, service->currency, cell->buffer);
	cell->text = isnan(amount) && !has_price ? _("no price") : cell->buffer;
	if (isnan(amount))
		cell->role = has_price ? ROLE_UNKNOWN : ROLE_DIM;
}

bool figure_strip(const struct service *service, struct spark *strip)
{
	double objective = isnan(service->objective) ? USUAL_OBJECTIVE : service->objective;
	size_t shown = service->day_count > 90 ? 90 : service->day_count;

	if (shown == 0)
		return false;
	*strip = (struct spark){
		.values = &service->days[service->day_count - shown].ratio,
		.stride = sizeof(struct day_cell) / sizeof(double),
		.count = shown,
		.low = 1 - BAD_DAY * (1 - objective),
		.high = 1,
		.target = objective,
		.is_low_bad = true,
		.is_strip = true,
	};
	return true;
}

enum role figure_next_nine(const struct next_nine *next, const char *currency, char *out,
			   size_t size)
{
	char minutes[LABEL_MAX], money[LABEL_MAX], cost[LABEL_MAX];
	bool has_price = !isnan(next->saved_amount);

	if (!next->is_known) {
		snprintf(out, size, _("what the next nine would save is not known"));
		return ROLE_UNKNOWN;
	}
	figure_minutes(next->saved_s, minutes);
	figure_money(next->saved_amount, currency, money);
	figure_money(next->cost_amount, currency, cost);
	if (next->saved_s <= 0)
		snprintf(out, size, _("the next nine is reached: it would save nothing"));
	else if (!has_price)
		snprintf(out, size,
			 _("the next nine saves %s min a month; no price per minute is set"),
			 minutes);
	else if (isnan(next->cost_amount))
		snprintf(
			out, size,
			_("the next nine saves %s min and %s a month; what it costs is not stated"),
			minutes, money);
	else
		snprintf(out, size,
			 next->is_paid
				 ? _("the next nine saves %s min and %s a month and costs %s: it "
				     "pays")
				 : _("the next nine saves %s min and %s a month and costs %s: it "
				     "does not pay"),
			 minutes, money, cost);
	return next->is_paid ? ROLE_STRONG : ROLE_TEXT;
}

/* The method of all services that have one; NULL when they differ or there is none. */
static const char *common_method(const struct snapshot *snapshot)
{
	const char *method = NULL;

	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct service *service = &snapshot->services[i];

		if (!service->uptime_source)
			continue;
		if (!service->uptime_method ||
		    (method && !text_equal(method, service->uptime_method)))
			return NULL;
		method = service->uptime_method;
	}
	return method;
}

void figure_status(const struct pane *pane, struct str *out)
{
	const char *method = pane->snapshot ? common_method(pane->snapshot) : NULL;

	list_status(pane, out);
	if (method)
		str_printf(out, ", %s", method);
}

/* The bytes of the next line, and where the one after begins. */
static size_t next_line(const char *text, int columns, const char **rest)
{
	size_t fits = text_fit(text, columns), cut = fits;

	if (text[fits] == '\0' || fits == 0) {
		*rest = text + strlen(text);
		return fits;
	}
	while (cut > 0 && text[cut] != ' ')
		cut--;
	if (cut == 0)
		cut = fits;
	*rest = text + cut + strspn(text + cut, " ");
	return cut;
}

int figure_wrapped_rows(const char *text, int columns)
{
	int rows = 0;

	for (; *text; rows++)
		next_line(text, columns, &text);
	return rows;
}

int figure_wrapped(struct region region, int row, enum role role, const char *text)
{
	int used = 0;

	while (*text && row + used < region.rows) {
		const char *line = text;
		char buffer[512];
		size_t len = next_line(line, region.cols, &text);

		snprintf(buffer, sizeof(buffer), "%.*s", (int)len, line);
		draw_text(region, at(row + used, 0, -1), role, buffer);
		used++;
	}
	return used;
}

void figure_cell_days(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	cell->is_spark = figure_strip(row->record, &cell->spark);
	if (cell->is_spark)
		return;
	cell->text = _("no days are known");
	cell->role = ROLE_UNKNOWN;
}

void figure_cell_seen(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	const struct service *service = row->record;
	double coverage = service->window_uptime.coverage;
	char percent[16];

	if (isnan(coverage) || coverage >= COVERAGE_ENOUGH)
		return;
	percent_format(coverage, 0, percent);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s %%", percent);
	cell->text = cell->buffer;
	cell->role = ROLE_WARNING;
}

void figure_cell_method(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	const struct service *service = row->record;

	cell->text = service->uptime_method   ? service->uptime_method
		     : service->uptime_source ? _("by its source")
					      : NULL;
	cell->role = ROLE_DIM;
}

void figure_cell_window(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	const struct service *service = row->record;
	char window[TIME_TEXT_MAX];

	duration_format_exact(service->window_ms, window);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s", window);
	cell->text = cell->buffer;
	cell->role = ROLE_DIM;
}
