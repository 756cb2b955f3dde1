/* SPDX-License-Identifier: MIT
 * The detail of a service: rules with thresholds, days, what was left out, cost as sums. */
#include "config.h"

#include "panes/service_sums.h"

#include <math.h>
#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "panes/figure_cells.h"

static void percent(const struct service *service, double ratio, char out[16])
{
	percent_format(ratio, percent_decimals(service->objective), out);
}

/* ", 82 % seen" where that is not enough; "" else. */
static void describe_seen(double coverage, char out[LABEL_MAX])
{
	out[0] = '\0';
	if (isnan(coverage))
		snprintf(out, LABEL_MAX, _(", coverage not said"));
	else if (coverage < COVERAGE_ENOUGH)
		snprintf(out, LABEL_MAX, _(", ONLY %d %% seen"), (int)(coverage * 100));
}

static void add_rule(struct paper *paper, const struct service *service,
		     const struct burn_state *rule)
{
	char label[LABEL_MAX], burns[LABEL_MAX];
	bool is_page = rule->alarm == BURN_ALARM_PAGE;

	snprintf(label, sizeof(label), "%s %s/%s", is_page ? _("page") : _("ticket"),
		 burn_window_name[rule->long_window], burn_window_name[rule->short_window]);
	if (!rule->can_fire) {
		paper_add(paper, label, ROLE_WARNING,
			  _("can never fire: it asks for a burn rate above %.2f, and 100 %% errors "
			    "are %.1f"),
			  rule->threshold, 1 / (1 - service->objective));
		return;
	}
	if (isnan(rule->burn_long) || isnan(rule->burn_short))
		snprintf(burns, sizeof(burns), _("? not known"));
	else
		snprintf(burns, sizeof(burns), _("%.2f and %.2f"), rule->burn_long,
			 rule->burn_short);
	paper_add(paper, label,
		  !rule->is_firing ? ROLE_TEXT
		  : is_page        ? ROLE_CRITICAL
				   : ROLE_WARNING,
		  _("fires when both are above %.2f: %s%s"), rule->threshold, burns,
		  rule->is_firing ? _(": FIRES") : "");
}

/* What is left: "1 - (1 - 99.970 %) / (1 - 99.950 %) = 40.0 %". */
static void add_remaining(struct paper *paper, const struct service *service)
{
	char holds[16], objective[16], share[16], left[LABEL_MAX], all[LABEL_MAX], worth[LABEL_MAX];
	double left_s = service->budget_remaining * service->budget_seconds;

	if (isnan(service->budget_remaining))
		return;
	percent_format(service->window_uptime.ratio, 6, holds);
	percent(service, service->objective, objective);
	percent_budget(service->budget_remaining, 1, share);
	figure_minutes(left_s, left);
	figure_minutes(service->budget_seconds, all);
	paper_add(paper, _("budget left"), ROLE_TEXT,
		  _("1 - (1 - %s %%) / (1 - %s %%) = %s %%: %s of %s min"), holds, objective, share,
		  left, all);
	if (!isnan(service->budget_amount)) {
		figure_money(service->budget_amount, service->currency, worth);
		paper_add(paper, _("worth"), ROLE_TEXT, "%s", worth);
	}
}

static void add_exhausted(struct paper *paper, const struct service *service)
{
	char text[LABEL_MAX];

	if (isnan(service->budget_exhausted_s))
		return;
	if (isinf(service->budget_exhausted_s))
		snprintf(text, sizeof(text), _("never"));
	else if (service->budget_exhausted_s <= 0)
		snprintf(text, sizeof(text), _("now: it is spent"));
	else
		label_seconds(service->budget_exhausted_s, text);
	paper_add(paper, _("spent in"), ROLE_TEXT, _("%s, if it goes on as in the last hour"),
		  text);
}

static void add_alert(struct paper *paper, const struct service *service)
{
	if (service->alert_rule)
		paper_add(paper, _("alert rule"), ROLE_TEXT, "%s", service->alert_rule);
	else if (service->lacks & LACK_SLO_ALERT)
		paper_add(paper, _("alert rule"), ROLE_WARNING, _("NONE watches this objective"));
	else
		paper_add(paper, _("alert rule"), ROLE_UNKNOWN, _("? no source told of all rules"));
}

void service_add_rules(struct paper *paper, const struct service *service)
{
	if (isnan(service->objective) || service->rule_count == 0)
		return;
	add_remaining(paper, service);
	add_exhausted(paper, service);
	if (service->budget_count > 0)
		paper_add_spark(paper, _("burn-down"),
				&(struct spark){.values = service->budget_line,
						.count = service->budget_count,
						.low = 0,
						.high = 1,
						.target = 0.25,
						.is_low_bad = true});
	for (size_t i = 0; i < service->rule_count; i++)
		add_rule(paper, service, &service->rules[i]);
	add_alert(paper, service);
}

static void add_period(struct paper *paper, const struct service *service, const char *name,
		       const struct uptime *uptime)
{
	char ratio[16], seen[LABEL_MAX], events[LABEL_MAX];

	if (isnan(uptime->ratio)) {
		paper_add(paper, name, ROLE_UNKNOWN, _("? no data"));
		return;
	}
	percent(service, uptime->ratio, ratio);
	describe_seen(uptime->coverage, seen);
	figure_events(_("good"), uptime->good, uptime->total, events);
	paper_add(paper, name,
		  !isnan(service->objective) && uptime->ratio < service->objective ? ROLE_CRITICAL
										   : ROLE_TEXT,
		  "%s %%%s%s", ratio, events, seen);
}

void service_add_days(struct paper *paper, const struct service *service)
{
	char from[TIME_TEXT_MAX], minutes[LABEL_MAX];
	struct spark strip;

	if (service->is_in_maintenance)
		paper_add(paper, _("planned work"), ROLE_MAINTENANCE, _("goes on now"));
	if (service->maintenance_s > 0) {
		figure_minutes(service->maintenance_s, minutes);
		paper_add(paper, _("left out"), ROLE_MAINTENANCE, _("%s min of planned work"),
			  minutes);
	}
	if (!figure_strip(service, &strip))
		return;
	paper_head(paper, _("days, UTC"));
	add_period(paper, service, _("today"), &service->today);
	add_period(paper, service, _("yesterday"), &service->yesterday);
	add_period(paper, service, _("this week"), &service->this_week);
	add_period(paper, service, _("last week"), &service->last_week);
	time_format(service->days_from_ms + (int64_t)(service->day_count - strip.count) * DAY_MS,
		    from);
	paper_add_spark(paper, _("days"), &strip);
	paper_add(paper, NULL, ROLE_DIM, _("%zu days from %.10s to today"), strip.count, from);
}

static void add_stretch(struct paper *paper, const struct service *service, const char *name,
			const struct cost *cost)
{
	char minutes[LABEL_MAX], price[LABEL_MAX], amount[LABEL_MAX], seen[LABEL_MAX];
	char from[TIME_TEXT_MAX];

	figure_minutes(cost->down_s, minutes);
	figure_money(service->cost_per_minute, service->currency, price);
	figure_money(cost->amount, service->currency, amount);
	describe_seen(cost->coverage, seen);
	time_format(cost->from_ms, from);
	if (isnan(service->cost_per_minute))
		paper_add(paper, name, ROLE_TEXT, _("%s min since %.10s, no price a minute%s"),
			  minutes, from, seen);
	else
		paper_add(paper, name, isnan(cost->amount) ? ROLE_UNKNOWN : ROLE_TEXT,
			  _("%s min since %.10s x %s = %s%s"), minutes, from, price, amount, seen);
}

void service_add_cost(struct paper *paper, const struct service *service)
{
	const struct next_nine *next = &service->next_nine;
	char to[16], holds[16], minutes[LABEL_MAX], sentence[256];
	enum role role;

	if (service->cost_month.from_ms == 0)
		return;
	paper_head(paper, _("cost of downtime"));
	add_stretch(paper, service, _("this month"), &service->cost_month);
	add_stretch(paper, service, _("this year"), &service->cost_year);
	if (next->is_known) {
		percent_format(next->to, 6, to);
		percent_format(service->window_uptime.ratio, 6, holds);
		figure_minutes(next->saved_s, minutes);
		paper_add(paper, _("next nine"), ROLE_TEXT, _("(%s %% - %s %%) x 30 d = %s min"),
			  to, holds, minutes);
	}
	role = figure_next_nine(next, service->currency, sentence, sizeof(sentence));
	paper_add(paper, NULL, role, "%s", sentence);
}
