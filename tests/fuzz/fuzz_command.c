/* SPDX-License-Identifier: MIT
 * Fuzzes the line after ":": each line of the input is typed there, "\t" is Tab, and ends with
 * Enter. What is understood is one thing; what is not has a complaint of one line; a line that
 * is pasted does nothing; what names no action that writes, writes nothing. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/clock.h"
#include "nines/base/text.h"
#include "nines/ui/order.h"
#include "nines/ui/view.h"
#include "ui/screen_set.h"
#include "../screens/world.h"

enum { INPUT_MAX = 2048 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool is_so)
{
	if (!is_so)
		abort();
}

static void check_complaint(const struct err *err)
{
	need(err->text[0] && !strchr(err->text, '\n'));
}

static void set_option(const char *argument)
{
	struct core_settings core = {.refresh_ms = 0};
	struct err err = {0};

	if (!screen_set_option(argument, &core, &err))
		check_complaint(&err);
}

/* True when the line may write: it names an action that does. */
static bool read_order(const char *line)
{
	struct order order;
	struct err err = {0};

	if (!order_parse(line, &order, &err)) {
		check_complaint(&err);
		return false;
	}
	need((order.action != ACTION_NONE) + (order.id != ORDER_NONE) + (order.row > 0) <= 1);
	need(order.row >= 0 && order.row <= ORDER_ROW_MAX);
	if (order.id == ORDER_SET)
		set_option(order.argument);
	return action_is_write(order.action);
}

static void draw(struct view *view)
{
	struct canvas canvas;

	canvas_init(&canvas, 24, 80);
	view_draw(view, &canvas, WORLD_NOW_MS);
	canvas_release(&canvas);
}

/* Each character of the line as a key; nothing is asked for by that. */
static void type(struct view *view, const char *line, bool is_pasted)
{
	char key[KEY_NAME_MAX], name[KEY_NAME_MAX];
	int columns;

	for (size_t len; *line; line += len) {
		len = grapheme_next(line, &columns);
		len = len > 0 ? len : 1;
		if (len >= sizeof(name))
			continue;
		memcpy(name, line, len);
		name[len] = '\0';
		if (strcmp(name, "\t") == 0)
			memcpy(key, "Tab", sizeof("Tab"));
		else if (!key_canonical(name, key))
			continue;
		need(view_key(view, key, is_pasted).kind == VIEW_NOTHING);
	}
}

/* Back to the panes, whatever the line left open. */
static void leave(struct view *view)
{
	for (int i = 0; i < 3; i++)
		view_key(view, "Esc", false);
	draw(view);
}

static void run_line(struct view *view, const char *line)
{
	bool may_write = read_order(line) || strchr(line, '\t');
	struct view_request request;

	type(view, line, true);
	view_key(view, ":", false);
	type(view, line, false);
	draw(view);
	request = view_key(view, "Enter", false);
	need(may_write || request.kind != VIEW_WRITE);
	draw(view);
	leave(view);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct keymap *keymap = keymap_new(NULL, NULL);
	struct view_config config = {.keymap = keymap};
	struct view *view = view_new(&config);
	const struct snapshot *snapshot = screen_world("normal");
	char *text = xstrndup((const char *)data, size < INPUT_MAX ? size : INPUT_MAX);
	char *line = text;

	clock_set_fake(WORLD_NOW_MS, 1000);
	view_set_snapshot(view, snapshot);
	snapshot_unref(snapshot);
	draw(view);
	while (*line) {
		size_t len = strcspn(line, "\n");
		bool is_last = line[len] == '\0';

		line[len] = '\0';
		run_line(view, line);
		line += is_last ? len : len + 1;
	}
	free(text);
	view_free(view);
	keymap_free(keymap);
	return 0;
}
