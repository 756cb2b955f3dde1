/* SPDX-License-Identifier: MIT
 * The dashboard as text, for TERM=dumb. */
#include "config.h"

#include "nines/base/clock.h"
#include "nines/ui/keymap.h"
#include "nines/ui/screen.h"
#include "nines/ui/term.h"
#include "nines/ui/view.h"

enum { PLAIN_COLUMNS = 100 };

void screen_plain(const struct snapshot *snapshot, struct str *out)
{
	struct keymap *keymap = keymap_new(NULL, NULL);
	struct view_config config = {.keymap = keymap};
	struct view *view;
	struct canvas canvas;

	term_use_locale();
	config.is_ascii = !term_is_utf8();
	view = view_new(&config);
	canvas_init(&canvas, 1, PLAIN_COLUMNS);
	view_set_snapshot(view, snapshot);
	view_draw_plain(view, &canvas, clock_wall_ms());
	canvas_dump(&canvas, false, out);
	canvas_release(&canvas);
	view_free(view);
	keymap_free(keymap);
}
