/* SPDX-License-Identifier: MIT
 * The catalog of services and teams from the configuration. */
#include "config.h"

#include "nines/collect/collector.h"

/* NULL where no price is set. */
static const char *currency_of(const struct money *money)
{
	return money->currency[0] ? money->currency : NULL;
}

static void add_service(struct catalog *catalog, const struct service_settings *declared)
{
	const struct catalog_service service = {
		.name = declared->name,
		.title = declared->title,
		.team = declared->team,
		.runbook = declared->runbook,
		.tier = (int)declared->tier,
		.slo = declared->slo.ratio,
		.slo_window_ms = declared->slo.window_ms,
		.cost_per_minute = declared->cost_per_minute.amount,
		.currency = currency_of(&declared->cost_per_minute),
		.mtta_target_ms = declared->mtta_target_ms,
		.mttr_target_ms = declared->mttr_target_ms,
		.release_hours = declared->release_hours,
		.nine_cost = declared->nine_cost_per_month.amount,
		.nine_currency = declared->nine_cost_per_month.currency,
	};

	catalog_add_service(catalog, &service, (const char *const *)declared->match.items,
			    declared->match.len);
}

/* Goals, hours and due times. */
static void set_people(struct catalog *catalog, const struct core_settings *core)
{
	catalog->severe_goal = core->severe_goal;
	catalog->work_hours = core->work_hours;
	catalog->sleep_hours = core->sleep_hours;
	catalog->release_hours = core->release_hours;
	catalog->zone = zone_load(core->zone);
	catalog->review_due_ms = core->review_due_ms;
	catalog->action_due_ms = core->action_due_ms;
	catalog->update_every_ms = core->update_every_ms;
	catalog->rota_min = core->rota_min;
	catalog->rota_max = core->rota_max;
	catalog->nine_cost = core->nine_cost_per_month.amount;
	catalog->nine_currency = arena_strdup(&catalog->arena, core->nine_cost_per_month.currency);
}

struct catalog *catalog_from_settings(const struct settings *settings)
{
	const struct core_settings *core = &settings->core;
	struct catalog *catalog = catalog_new(core->window_ms);

	catalog->mtta_target_ms = core->mtta_target_ms;
	catalog->mttr_target_ms = core->mttr_target_ms;
	catalog->cost_per_minute = core->cost_per_minute.amount;
	catalog->currency = arena_strdup(&catalog->arena, currency_of(&core->cost_per_minute));
	set_people(catalog, core);
	for (size_t i = 0; i < settings->services.len; i++)
		add_service(catalog, &settings->services.items[i]);
	for (size_t i = 0; i < settings->teams.len; i++) {
		const struct team_settings *declared = &settings->teams.items[i];
		const struct catalog_team team = {
			.name = declared->name,
			.title = declared->title,
			.schedule = declared->schedule,
			.zone = declared->zone ? zone_load(declared->zone) : catalog->zone,
			.members = (const char *const *)declared->members.items,
			.member_count = declared->members.len,
		};

		catalog_add_team(catalog, &team, (const char *const *)declared->services.items,
				 declared->services.len);
	}
	return catalog;
}
