/* SPDX-License-Identifier: MIT
 * Starting and stopping the demonstration; without libmicrohttpd, saying that there is
 * none. */
#include "config.h"

#include "nines/demo/demo.h"

#include <stdlib.h>

#ifdef ENABLE_DEMO

#include "state.h"

struct demo *demo_start_with(const struct demo_options *options, struct err *err)
{
	struct demo *demo = xcalloc(1, sizeof(*demo));
	struct server_config config = {
		.tables = {prometheus_routes, alertmanager_routes, pagerduty_routes,
			   incidentio_routes, github_routes,
			   options->has_control ? control_routes : NULL},
		.context = demo,
	};

	world_init(&demo->world, options->config.seed, options->config.speed,
		   options->config.now_ms);
	metrics_init(&demo->metrics, &demo->world);
	account_init(&demo->account, &demo->world, &options->scale);
	str_init(&demo->settings, 0);
	demo->server = server_start(&config, err);
	if (!demo->server) {
		err_prefix(err, "demonstration: ");
		demo_stop(demo);
		return NULL;
	}
	demo_write_settings(server_port(demo->server), &demo->settings);
	return demo;
}

struct demo *demo_start(const struct demo_config *config, struct err *err)
{
	struct demo_options options = {.config = *config};

	return demo_start_with(&options, err);
}

void demo_stop(struct demo *demo)
{
	if (!demo)
		return;
	server_stop(demo->server);
	silences_release(&demo->silences);
	account_release(&demo->account);
	metrics_release(&demo->metrics);
	world_release(&demo->world);
	str_release(&demo->settings);
	free(demo);
}

const char *demo_settings(const struct demo *demo)
{
	return demo->settings.text;
}

int demo_port(const struct demo *demo)
{
	return server_port(demo->server);
}

#else

struct demo *demo_start(const struct demo_config *config NINES_UNUSED, struct err *err)
{
	err_set(err, ERR_CONFIG, "this nines was built without the demonstration (--disable-demo)");
	return NULL;
}

void demo_stop(struct demo *demo NINES_UNUSED)
{
}

const char *demo_settings(const struct demo *demo NINES_UNUSED)
{
	return "";
}

int demo_port(const struct demo *demo NINES_UNUSED)
{
	return 0;
}

#endif
