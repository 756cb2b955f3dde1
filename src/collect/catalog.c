/* SPDX-License-Identifier: MIT
 * The catalog of services and teams from the configuration. */
#include "config.h"

#include "nines/collect/collector.h"

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
		.currency = declared->cost_per_minute.currency,
		.mtta_target_ms = declared->mtta_target_ms,
		.mttr_target_ms = declared->mttr_target_ms,
	};

	catalog_add_service(catalog, &service, (const char *const *)declared->match.items,
			    declared->match.len);
}

struct catalog *catalog_from_settings(const struct settings *settings)
{
	const struct core_settings *core = &settings->core;
	struct catalog *catalog = catalog_new(core->window_ms);

	catalog->mtta_target_ms = core->mtta_target_ms;
	catalog->mttr_target_ms = core->mttr_target_ms;
	catalog->cost_per_minute = core->cost_per_minute.amount;
	catalog->currency = arena_strdup(&catalog->arena, core->cost_per_minute.currency);
	for (size_t i = 0; i < settings->services.len; i++)
		add_service(catalog, &settings->services.items[i]);
	for (size_t i = 0; i < settings->teams.len; i++) {
		const struct team_settings *declared = &settings->teams.items[i];
		const struct catalog_team team = {declared->name, declared->title,
						  declared->schedule};

		catalog_add_team(catalog, &team, (const char *const *)declared->services.items,
				 declared->services.len);
	}
	return catalog;
}
