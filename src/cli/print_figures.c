/* SPDX-License-Identifier: MIT
 * The reliability figures as JSON: days, calendar, rules, cost and the next nine. */
#include "config.h"

#include "print.h"

#include <math.h>

#include "nines/base/timefmt.h"

void json_money(struct json_out *json, const char *key, double amount, const char *currency)
{
	if (isnan(amount)) {
		json_out_null(json, key);
		return;
	}
	json_out_object(json, key);
	json_out_number(json, "amount", amount);
	json_out_string(json, "currency", currency);
	json_out_end_object(json);
}

static void json_figure(struct json_out *json, const char *key, const struct uptime *uptime)
{
	json_out_object(json, key);
	json_out_number(json, "ratio", uptime->ratio);
	json_out_number(json, "good", uptime->good);
	json_out_number(json, "total", uptime->total);
	json_out_number(json, "coverage", uptime->coverage);
	json_out_end_object(json);
}

static void json_cost(struct json_out *json, const char *key, const struct cost *cost,
		      const char *currency)
{
	json_out_object(json, key);
	json_out_time(json, "from", cost->from_ms);
	json_out_time(json, "to", cost->to_ms);
	json_out_number(json, "down_seconds", cost->down_s);
	json_out_number(json, "coverage", cost->coverage);
	json_money(json, "cost", cost->amount, currency);
	json_out_end_object(json);
}

static void json_next_nine(struct json_out *json, const struct next_nine *next,
			   const char *currency)
{
	if (!next->is_known) {
		json_out_null(json, "next_nine");
		return;
	}
	json_out_object(json, "next_nine");
	json_out_number(json, "from", next->from);
	json_out_number(json, "to", next->to);
	json_out_number(json, "saved_seconds", next->saved_s);
	json_money(json, "saved", next->saved_amount, currency);
	json_money(json, "cost", next->cost_amount, currency);
	if (isnan(next->saved_amount) || isnan(next->cost_amount))
		json_out_null(json, "pays");
	else
		json_out_bool(json, "pays", next->is_paid);
	json_out_end_object(json);
}

/* One member of each day, oldest first. */
static void json_day_values(struct json_out *json, const char *key, const struct service *service,
			    size_t member)
{
	json_out_array(json, key);
	for (size_t i = 0; i < service->day_count; i++) {
		const struct day_cell *cell = &service->days[i];
		const double values[] = {cell->ratio, cell->total, cell->coverage, cell->down_s,
					 cell->maintenance_s};

		json_out_number(json, NULL, values[member]);
	}
	json_out_end_array(json);
}

static void json_days(struct json_out *json, const struct service *service)
{
	static const char *const names[] = {"ratio", "total", "coverage", "down_seconds",
					    "maintenance_seconds"};

	json_out_object(json, "days");
	json_out_time(json, "from", service->days_from_ms);
	for (size_t i = 0; i < NINES_COUNT(names); i++)
		json_day_values(json, names[i], service, i);
	json_out_end_object(json);
	json_out_object(json, "calendar");
	json_figure(json, "today", &service->today);
	json_figure(json, "yesterday", &service->yesterday);
	json_figure(json, "this_week", &service->this_week);
	json_figure(json, "last_week", &service->last_week);
	json_out_end_object(json);
}

void json_rules(struct json_out *json, const struct service *service)
{
	json_out_array(json, "rules");
	for (size_t i = 0; i < service->rule_count; i++) {
		const struct burn_state *rule = &service->rules[i];

		json_out_object(json, NULL);
		json_out_string(json, "raises", rule->alarm == BURN_ALARM_PAGE ? "page" : "ticket");
		json_out_string(json, "long", burn_window_name[rule->long_window]);
		json_out_string(json, "short", burn_window_name[rule->short_window]);
		json_out_number(json, "threshold", rule->threshold);
		json_out_bool(json, "can_fire", rule->can_fire);
		json_out_bool(json, "firing", rule->is_firing);
		json_out_end_object(json);
	}
	json_out_end_array(json);
	json_out_array(json, "budget_line");
	for (size_t i = 0; i < service->budget_count; i++)
		json_out_number(json, NULL, service->budget_line[i]);
	json_out_end_array(json);
	json_money(json, "budget_worth", service->budget_amount, service->currency);
	json_out_string(json, "alert_rule", service->alert_rule);
	if (service->alert_known == KNOWN_ALL || service->alert_rule)
		json_out_bool(json, "has_alert", service->alert_rule != NULL);
	else
		json_out_null(json, "has_alert");
}

void json_service_figures(struct json_out *json, const struct service *service)
{
	json_figure(json, "window_uptime", &service->window_uptime);
	json_out_number(json, "maintenance_seconds", service->maintenance_s);
	json_out_bool(json, "in_maintenance", service->is_in_maintenance);
	json_days(json, service);
	json_money(json, "cost_per_minute", service->cost_per_minute, service->currency);
	json_cost(json, "cost_month", &service->cost_month, service->currency);
	json_cost(json, "cost_year", &service->cost_year, service->currency);
	json_next_nine(json, &service->next_nine, service->currency);
}

void json_platform(struct json_out *json, const struct kpi *kpi)
{
	json_figure(json, "platform", &kpi->platform);
	json_cost(json, "cost_month", &kpi->cost_month, kpi->currency);
	json_cost(json, "cost_year", &kpi->cost_year, kpi->currency);
	json_next_nine(json, &kpi->next_nine, kpi->currency);
}
