/* SPDX-License-Identifier: MIT
 * Every size of the screen with every world: nothing is drawn outside, no wide character
 * is cut, no cell is empty, and going through all panes and details never fails. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/base/text.h"
#include "nines/ui/view.h"
#include "world.h"

static const char *const worlds[] = {"normal", "empty",   "connecting", "unknown",
				     "stale",  "refused", "hostile",    "many",
				     "writes", "acks",    "work",       "work-hostile"};
static const char *const keys[] = {
	"1",     "Enter", "Esc", "2",     "Enter", "PgDn", "Esc", "3",     "4",   "5", "6",
	"Enter", "Esc",   "7",   "Enter", "Esc",   "2",    "z",   "G",     "Esc", "?", "PgDn",
	"Esc",   "/",     "x",   "Enter", "Esc",   "*",    "a",   "n",     "R",   "n", "S",
	"Enter", "n",     "A",   "Tab",   "Enter", "Esc",  "M",   "m",     "Esc", "u", "W",
	"x",     "v",     "6",   "Enter", "Esc",   "v",    "1",   "Enter", "Esc", "2", "4",
	"Enter", "Esc",   "5",   "Enter", "G",     "Esc",  "6",   "z",     "V",   "V"};

static void check_cells(const struct canvas *canvas)
{
	for (int i = 0; i < canvas->rows * canvas->cols; i++) {
		const struct cell *cell = &canvas->cells[i];
		bool is_last = (i + 1) % canvas->cols == 0;

		assert_true(cell->role < ROLE_COUNT);
		assert_true(cell->columns <= 2);
		if (cell->columns == 2)
			assert_true(!is_last && cell[1].columns == 0);
		else if (cell->columns == 1)
			assert_true(cell->text[0] && (is_last || cell[1].columns != 0));
		assert_true(utf8_is_valid(cell->text, strlen(cell->text)));
		assert_true((unsigned char)cell->text[0] >= ' ' || !cell->text[0]);
	}
}

static void check_view(struct view *view, int rows, int cols)
{
	struct canvas canvas;

	canvas_init(&canvas, rows, cols);
	view_draw(view, &canvas, WORLD_NOW_MS);
	check_cells(&canvas);
	canvas_release(&canvas);
}

static void check_sizes(struct view *view)
{
	for (int rows = 1; rows <= 100; rows += rows < 40 ? 3 : 19)
		for (int cols = 1; cols <= 300; cols += cols < 90 ? 7 : 53)
			check_view(view, rows, cols);
}

static void check_world(const char *name, const struct keymap *keymap)
{
	const struct view_config config = {.keymap = keymap};
	struct view *view = view_new(&config);
	const struct snapshot *snapshot = screen_world(name);

	view_set_snapshot(view, snapshot);
	check_sizes(view);
	for (size_t i = 0; i < NINES_COUNT(keys); i++) {
		view_key(view, keys[i], false);
		check_view(view, 10, 40);
		check_view(view, 24, 80);
		check_view(view, 50, 200);
	}
	snapshot_unref(snapshot);
	view_free(view);
}

static void every_size_is_drawn_whole(void **state NINES_UNUSED)
{
	struct keymap *keymap = keymap_new(NULL, NULL);

	clock_set_fake(WORLD_NOW_MS, 1000);
	for (size_t i = 0; i < NINES_COUNT(worlds); i++)
		check_world(worlds[i], keymap);
	keymap_free(keymap);
}

/* The panes about incidents over time, alone and on their boards. */
static void figures_of_incidents_are_drawn_whole(void **state NINES_UNUSED)
{
	static const char *const names[] = {"stats", "stats-part", "stats-none", "unasked"};
	static const char *const steps[] = {"v", "3", "z", "s",   "G", "Esc", "4", "z", "Esc",
					    "8", "z", "s", "Esc", "v", "3",   "z", "G"};
	struct keymap *keymap = keymap_new(NULL, NULL);
	const struct view_config config = {.keymap = keymap};

	clock_set_fake(WORLD_NOW_MS, 1000);
	for (size_t i = 0; i < NINES_COUNT(names); i++) {
		const struct snapshot *snapshot = screen_world(names[i]);
		struct view *view = view_new(&config);

		view_set_snapshot(view, snapshot);
		for (size_t k = 0; k < NINES_COUNT(steps); k++) {
			view_key(view, steps[k], false);
			check_sizes(view);
		}
		snapshot_unref(snapshot);
		view_free(view);
	}
	keymap_free(keymap);
}

/* What the view shows at a moment, in words and roles. */
static void dump_at(struct view *view, int64_t now_ms, struct str *out)
{
	struct canvas canvas;

	canvas_init(&canvas, 40, 120);
	view_draw(view, &canvas, now_ms);
	str_truncate(out, 0);
	canvas_dump(&canvas, true, out);
	canvas_release(&canvas);
}

static struct view *wall_of(const char *world, const struct keymap *keymap)
{
	const struct view_config config = {.keymap = keymap, .rotate_ms = 20000};
	const struct snapshot *snapshot = screen_world(world);
	struct view *view = view_new(&config);

	view_set_snapshot(view, snapshot);
	snapshot_unref(snapshot);
	return view;
}

static void a_wall_shows_its_screens_in_turn(void **state NINES_UNUSED)
{
	struct keymap *keymap = keymap_new(NULL, NULL);
	struct view *view = wall_of("normal", keymap);
	struct str out;

	clock_set_fake(WORLD_NOW_MS, 1000);
	str_init(&out, 0);
	check_sizes(view);
	dump_at(view, WORLD_NOW_MS, &out);
	assert_non_null(strstr(out.text, "severe incidents open"));
	dump_at(view, WORLD_NOW_MS + 19999, &out);
	assert_non_null(strstr(out.text, "severe incidents open"));
	assert_int_equal(view_redraw_ms(view), 20000);
	dump_at(view, WORLD_NOW_MS + 20000, &out);
	assert_null(strstr(out.text, "severe incidents open"));
	assert_non_null(strstr(out.text, "─ services"));
	assert_null(strstr(out.text, "▸")); /* no cursor, no pane with keys */
	dump_at(view, WORLD_NOW_MS + 40000, &out);
	assert_non_null(strstr(out.text, "[figures]"));
	dump_at(view, WORLD_NOW_MS + 7 * 20000, &out);
	assert_non_null(strstr(out.text, "severe incidents open"));
	assert_int_equal(view_key(view, "a", false).kind, VIEW_NOTHING);
	assert_int_equal(view_key(view, "R", false).kind, VIEW_NOTHING);
	assert_int_equal(view_key(view, "q", true).kind, VIEW_NOTHING);
	assert_int_equal(view_key(view, "q", false).kind, VIEW_QUIT);
	str_release(&out);
	view_free(view);
	keymap_free(keymap);
}

static void a_wall_that_is_blind_is_never_green(void **state NINES_UNUSED)
{
	static const char *const names[] = {"stale", "unknown", "connecting", "silent"};
	struct keymap *keymap = keymap_new(NULL, NULL);
	struct str out;

	str_init(&out, 0);
	for (size_t i = 0; i < NINES_COUNT(names); i++) {
		struct view *view = wall_of(names[i], keymap);

		dump_at(view, WORLD_NOW_MS, &out);
		assert_non_null(strstr(out.text, "NOT THE WHOLE PICTURE"));
		assert_null(strstr(out.text, " ok\n")); /* the legend has no such role */
		check_sizes(view);
		view_free(view);
	}
	str_release(&out);
	keymap_free(keymap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_size_is_drawn_whole),
		cmocka_unit_test(figures_of_incidents_are_drawn_whole),
		cmocka_unit_test(a_wall_shows_its_screens_in_turn),
		cmocka_unit_test(a_wall_that_is_blind_is_never_green),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
