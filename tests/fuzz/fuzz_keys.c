/* SPDX-License-Identifier: MIT
 * Fuzzes keys: the input is key names between line breaks. Names have one spelling that
 * stays when it is read again, and no sequence of keys breaks the view; a line that begins
 * with '\t' is pasted text, "world NAME" shows another snapshot, and "<BUTTON;COL;ROWM" is a
 * report of the mouse. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/clock.h"
#include "nines/base/str.h"
#include "nines/ui/view.h"
#include "../screens/world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void show_world(struct view *view, const char *name)
{
	const struct snapshot *snapshot = screen_world(name);

	if (snapshot)
		view_set_snapshot(view, snapshot);
	snapshot_unref(snapshot);
}

/* True when the line is a report: it never asks for anything. */
static bool point(struct view *view, const struct canvas *canvas, const char *line)
{
	struct mouse mouse;

	if (!mouse_parse(line, strlen(line), &mouse))
		return false;
	view_mouse(view, canvas, &mouse);
	return true;
}

static void press(struct view *view, const char *line)
{
	bool is_pasted = line[0] == '\t';
	char key[KEY_NAME_MAX], again[KEY_NAME_MAX];
	struct view_request request;

	if (text_starts_with(line, "world ")) {
		show_world(view, line + strlen("world "));
		return;
	}
	if (!key_canonical(line + is_pasted, key))
		return;
	if (!key_canonical(key, again) || strcmp(key, again) != 0)
		abort();
	request = view_key(view, key, is_pasted);
	if (is_pasted && request.kind != VIEW_NOTHING)
		abort();
}

static void draw(struct view *view, struct canvas *canvas, int rows, int cols)
{
	canvas_reset(canvas, rows, cols);
	view_draw(view, canvas, WORLD_NOW_MS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct keymap *keymap = keymap_new(NULL, NULL);
	struct view_config config = {.keymap = keymap};
	struct view *view = view_new(&config);
	struct canvas canvas;
	char *text = xstrndup((const char *)data, size < 4096 ? size : 4096), *line = text;

	canvas_init(&canvas, 24, 80);
	clock_set_fake(WORLD_NOW_MS, 1000);
	while (*line) {
		size_t len = strcspn(line, "\n");
		bool is_last = line[len] == '\0';

		line[len] = '\0';
		if (!point(view, &canvas, line))
			press(view, line);
		draw(view, &canvas, 24, 80);
		line += is_last ? len : len + 1;
	}
	draw(view, &canvas, 10, 40);
	canvas_release(&canvas);
	free(text);
	view_free(view);
	keymap_free(keymap);
	return 0;
}
