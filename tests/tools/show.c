/* SPDX-License-Identifier: MIT
 * Shows a world of the screen tests in this terminal: tests/tools/show [WORLD [WORLD...]].
 * Each key "r" (refresh) goes on to the next world. For people who work on the screen. */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/ui/screen.h"
#include "../screens/world.h"

struct show {
	struct slot *slot;
	struct queue *queue;
	char **names;
	int index;
};

static void publish_next(struct show *show)
{
	const struct snapshot *snapshot;

	if (!show->names[show->index])
		show->index = 0;
	snapshot = screen_world(show->names[show->index++]);
	if (snapshot)
		slot_publish(show->slot, snapshot);
}

/* Called on the screen's thread: the slot takes it from any. */
static void on_command(void *context)
{
	struct show *show = context;
	struct command command;

	while (queue_pop(show->queue, &command)) {
		fprintf(stderr, "command %d %s %s\n", (int)command.kind, verb_name(command.verb),
			command.incident_id);
		if (command.kind == COMMAND_REFRESH)
			publish_next(show);
	}
}

int main(int argc, char **argv)
{
	char normal[] = "normal", *fallback[] = {normal, NULL};
	struct show show = {.names = argc > 1 ? argv + 1 : fallback};
	struct conf_errors errors = {0};
	struct settings *settings = settings_load(NULL, &errors);
	struct screen_config config = {.settings = settings,
				       .is_ascii = getenv("SHOW_ASCII") != NULL,
				       .is_color = getenv("NO_COLOR") == NULL,
				       .banner = "TEST"};
	struct err err = {0};

	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C");
	clock_set_fake(WORLD_NOW_MS, -1);
	show.slot = slot_new(&err);
	show.queue = queue_new(on_command, &show);
	config.slot = show.slot;
	config.queue = show.queue;
	publish_next(&show);
	if (!screen_run(&config, &err))
		fprintf(stderr, "%s\n", err.text);
	queue_free(show.queue);
	slot_free(show.slot);
	settings_free(settings);
	conf_errors_release(&errors);
	return err.text[0] != '\0';
}
