/* SPDX-License-Identifier: MIT
 * Golden screens. Each tests/screens/NAME.screen is steps, a line "--", and what the
 * canvas then shows with the roles of its cells and the requests that came out. Steps:
 *
 *     world NAME       show this snapshot of world.c
 *     unseen NAME      the same, not drawn yet
 *     size COLSxROWS   of the terminal
 *     ascii            as --ascii; first
 *     graphs N         what bars are made of (enum graphs); first
 *     read-only        as --read-only; first
 *     settings TEXT    a configuration, its lines between '|'; first
 *     banner TEXT      in the header; first
 *     grace MS         how long an action can be taken back; first
 *     dry-run          as --dry-run; first
 *     clock MS         so much later
 *     keys KEY...      press them one after the other, drawn after the last
 *     blind KEY...     the same, not drawn yet
 *     paste TEXT       paste it
 *     mouse            as mouse = on; first
 *     click ROW COL    click there, from 0, and draw; 500 ms after the last click
 *     double ROW COL   click twice
 *     wheel ROW COL N  so many steps down, or up when below 0
 *     theme NAME       tell what each role looks like in it; up to four times
 *     wall             as --wall, its first page; `clock 20000` is the next; first
 *     preview NAME     switch to this theme, as T does
 *     welcome          what is shown without a configuration; alone
 *
 * pane_NAME_SIZE_LOOK.screen is a pane as a whole screen; each pane has all six of them.
 * matrix_SCENE_SIZE.screen is a scene of every day in four themes: the text and the roles are
 * the same in all, so that each file has them once and then what the roles look like.
 * UPDATE=1 writes the files anew: read the difference before you commit it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/alloc.h"
#include "nines/base/clock.h"
#include "nines/base/file.h"
#include "nines/base/str.h"
#include "nines/base/text.h"
#include "nines/base/vec.h"
#include "nines/conf/settings.h"
#include "nines/panes/pane.h"
#include "nines/ui/theme.h"
#include "nines/ui/theme_ring.h"
#include "nines/ui/view.h"
#include "nines/ui/welcome.h"
#include "world.h"

enum { FILE_MAX = 1024 * 1024, LINE_MAX_BYTES = 512, PATH_BYTES = 1024, THEMES_MAX = 4 };

/* One golden being run. */
struct run {
	struct keymap *keymap;
	struct view_config config;
	struct view *view; /* made by the first step that needs it */
	struct canvas canvas;
	struct str requests;
	struct theme themes[THEMES_MAX];
	size_t theme_count;
	bool is_welcome;
	struct view_target asked; /* the first target of the last request */
	int64_t later_ms, clicked_ms;
};

static void step_settings(struct run *run, const char *text)
{
	struct conf_errors errors = {0};
	struct settings *settings;
	char *lines = xstrdup(text);

	for (char *at = lines; *at; at++)
		if (*at == '|')
			*at = '\n';
	settings = settings_load_text("nines.ini", lines, &errors);
	view_check_filters(settings, &errors);
	assert_int_equal(errors.list.len, 0);
	run->config.settings = settings;
	free(lines);
}

static void start_view(struct run *run)
{
	if (!run->view)
		run->view = view_new(&run->config);
}

static void draw_welcome(struct run *run)
{
	const struct welcome_config config = {.user_path = "/home/ada/.config/nines/nines.ini"};
	struct paper paper = {.top = 0};

	canvas_reset(&run->canvas, run->canvas.rows, run->canvas.cols);
	run->canvas.is_ascii = run->config.is_ascii;
	welcome_write(&config, &paper);
	welcome_draw(&paper, &run->canvas, false);
	paper_release(&paper);
}

static void draw(struct run *run)
{
	if (run->is_welcome) {
		draw_welcome(run);
		return;
	}
	start_view(run);
	canvas_reset(&run->canvas, run->canvas.rows, run->canvas.cols);
	view_draw(run->view, &run->canvas, WORLD_NOW_MS + run->later_ms);
}

static void note_args(struct run *run, const struct verb_args *args)
{
	if (args && args->for_ms > 0)
		str_printf(&run->requests, " for=%lld ms", (long long)args->for_ms);
	if (args && args->to[0])
		str_printf(&run->requests, " to=\"%s\"", args->to);
	if (args && args->text[0])
		str_printf(&run->requests, " text=\"%s\"", args->text);
}

static void note_request(struct run *run, const struct view_request *request)
{
	static const char *const names[] = {"nothing", "quit",   "refresh", "pause",    "resume",
					    "theme",   "redraw", "suspend", "copy",     "open",
					    "pipe",    "write",  "undo",    "withdraw", "release",
					    "dismiss", "travel", "set"};

	if (request->kind == VIEW_NOTHING)
		return;
	str_append(&run->requests,
		   request->kind == VIEW_WRITE ? verb_name(request->verb) : names[request->kind]);
	if (request->kind == VIEW_TRAVEL)
		str_printf(&run->requests, " %lld ms", (long long)request->at_ms);
	if (request->text)
		str_printf(&run->requests, " %s", request->text);
	for (size_t i = 0; i < request->target_count; i++)
		str_printf(&run->requests, " %s", request->targets[i].id);
	if (request->target_count > 0)
		run->asked = request->targets[0];
	note_args(run, request->args);
	if (request->hold_ms > 0)
		str_printf(&run->requests, " hold=%lld ms", (long long)request->hold_ms);
	str_append_char(&run->requests, '\n');
}

static void press(struct run *run, const char *key, bool is_pasted)
{
	struct view_request request;

	start_view(run);
	request = view_key(run->view, key, is_pasted);
	note_request(run, &request);
}

/* The writes of a world get the uuid that was made when the key was pressed: a write of the
 * incident that was just asked for is that one. */
static void adopt_writes(struct run *run, const struct snapshot *snapshot)
{
	struct write_view *writes = (void *)(uintptr_t)snapshot->writes;

	for (size_t i = 0; i < snapshot->write_count; i++)
		if (writes[i].incident_id && strcmp(writes[i].incident_id, run->asked.id) == 0)
			writes[i].uuid = run->asked.uuid;
}

static void step_clock(struct run *run, const char *text)
{
	run->later_ms += strtol(text, NULL, 10);
	clock_set_fake(WORLD_NOW_MS + run->later_ms, 1000000 + run->later_ms);
	draw(run);
}

static void set_world(struct run *run, const char *name)
{
	const struct snapshot *snapshot = screen_world(name);

	assert_non_null(snapshot);
	adopt_writes(run, snapshot);
	if (run->later_ms > 0)
		((struct snapshot *)(uintptr_t)snapshot)->built_ms = WORLD_NOW_MS + run->later_ms;
	start_view(run);
	view_set_snapshot(run->view, snapshot);
	snapshot_unref(snapshot);
}

static void step_world(struct run *run, const char *name)
{
	set_world(run, name);
	draw(run);
}

static void step_size(struct run *run, const char *text)
{
	int cols, rows;

	assert_int_equal(sscanf(text, "%dx%d", &cols, &rows), 2);
	canvas_reset(&run->canvas, rows, cols);
	if (run->view)
		draw(run);
}

static void press_all(struct run *run, const char *keys)
{
	char word[64], key[KEY_NAME_MAX];
	size_t len;

	for (; *keys; keys += len + strspn(keys + len, " ")) {
		len = strcspn(keys, " ");
		snprintf(word, sizeof(word), "%.*s", (int)len, keys);
		assert_true(key_canonical(word, key));
		press(run, key, false);
	}
}

static void step_keys(struct run *run, const char *keys)
{
	press_all(run, keys);
	draw(run);
}

static void step_paste(struct run *run, const char *text)
{
	char key[KEY_NAME_MAX], character[8];

	for (; *text; text++) {
		snprintf(character, sizeof(character), "%c", *text);
		assert_true(key_canonical(character, key));
		press(run, key, true);
	}
	draw(run);
}

static void mouse(struct run *run, enum mouse_kind kind, const char *place)
{
	struct mouse mouse = {.kind = kind, .at_ms = run->clicked_ms};

	assert_int_equal(sscanf(place, "%d %d", &mouse.row, &mouse.col), 2);
	view_mouse(run->view, &run->canvas, &mouse);
	draw(run);
}

static void step_click(struct run *run, const char *place)
{
	run->clicked_ms += 500;
	mouse(run, MOUSE_CLICK, place);
}

static void step_double(struct run *run, const char *place)
{
	step_click(run, place);
	mouse(run, MOUSE_CLICK, place);
}

static void step_wheel(struct run *run, const char *place)
{
	int row, col, steps;

	assert_int_equal(sscanf(place, "%d %d %d", &row, &col, &steps), 3);
	for (int i = 0; i < abs(steps); i++)
		mouse(run, steps > 0 ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP, place);
}

static void step_theme(struct run *run, const char *name)
{
	struct err err = {0};

	assert_true(run->theme_count < THEMES_MAX);
	assert_true(theme_load(name, &run->themes[run->theme_count++], &err));
}

static void step_preview(struct run *run, const char *name)
{
	static struct theme_ring ring; /* borrowed by the view */

	if (ring.themes.len == 0)
		theme_ring_load(&ring);
	start_view(run);
	view_show_theme(run->view, &ring, theme_ring_find(&ring, name),
			theme_ring_find(&ring, "default"));
	draw(run);
}

static void take_step(struct run *run, const char *line)
{
	char word[32] = "";
	const char *rest = line + strcspn(line, " ");

	snprintf(word, sizeof(word), "%.*s", (int)(rest - line), line);
	rest += strspn(rest, " ");
	if (strcmp(word, "world") == 0)
		step_world(run, rest);
	else if (strcmp(word, "unseen") == 0)
		set_world(run, rest);
	else if (strcmp(word, "size") == 0)
		step_size(run, rest);
	else if (strcmp(word, "keys") == 0)
		step_keys(run, rest);
	else if (strcmp(word, "blind") == 0)
		press_all(run, rest);
	else if (strcmp(word, "paste") == 0)
		step_paste(run, rest);
	else if (strcmp(word, "click") == 0)
		step_click(run, rest);
	else if (strcmp(word, "double") == 0)
		step_double(run, rest);
	else if (strcmp(word, "wheel") == 0)
		step_wheel(run, rest);
	else if (strcmp(word, "mouse") == 0)
		run->config.has_mouse = true;
	else if (strcmp(word, "ascii") == 0)
		run->config.is_ascii = true;
	else if (strcmp(word, "graphs") == 0)
		run->config.graphs = (enum graphs)strtol(rest, NULL, 10);
	else if (strcmp(word, "read-only") == 0)
		run->config.is_read_only = true;
	else if (strcmp(word, "settings") == 0)
		step_settings(run, rest);
	else if (strcmp(word, "banner") == 0)
		run->config.banner = xstrdup(rest);
	else if (strcmp(word, "dry-run") == 0)
		run->config.is_dry_run = true;
	else if (strcmp(word, "grace") == 0)
		run->config.grace_ms = strtol(rest, NULL, 10);
	else if (strcmp(word, "clock") == 0)
		step_clock(run, rest);
	else if (strcmp(word, "theme") == 0)
		step_theme(run, rest);
	else if (strcmp(word, "preview") == 0)
		step_preview(run, rest);
	else if (strcmp(word, "wall") == 0)
		run->config.rotate_ms = 20000;
	else if (strcmp(word, "welcome") == 0)
		run->is_welcome = true;
	else
		fail_msg("no step \"%s\"", line);
}

/* Runs the steps of the file; returns where they end, after the line "--". */
static const char *take_steps(struct run *run, const char *text)
{
	char line[LINE_MAX_BYTES];

	while (*text) {
		size_t len = strcspn(text, "\n");

		assert_true(len < sizeof(line));
		snprintf(line, sizeof(line), "%.*s", (int)len, text);
		text += len + (text[len] == '\n');
		if (strcmp(line, "--") == 0)
			return text;
		if (line[0] && line[0] != '#')
			take_step(run, line);
	}
	return text;
}

static void append_color(const char *what, theme_color color, struct str *out)
{
	if (color != COLOR_UNSET)
		str_printf(out, " %s #%06x", what, (unsigned)color_rgb(color));
}

/* What the roles that are on the screen look like. */
static void append_theme(const struct run *run, const struct theme *theme, struct str *out)
{
	static const char *const attrs[] = {"bold", "dim", "reverse", "underline", "italic"};
	bool is_used[ROLE_COUNT] = {false};

	for (int i = 0; i < run->canvas.rows * run->canvas.cols; i++)
		is_used[run->canvas.cells[i].role] = true;
	str_printf(out, "-- theme %s\n", theme->name);
	for (int i = 0; i < ROLE_COUNT; i++) {
		const struct style *style = &theme->styles[i];

		if (!is_used[i])
			continue;
		str_append(out, role_name((enum role)i));
		append_color("fg", style->fg, out);
		append_color("bg", style->bg, out);
		for (size_t k = 0; k < NINES_COUNT(attrs); k++)
			if (style->attrs & (1u << k))
				str_printf(out, " %s", attrs[k]);
		str_append_char(out, '\n');
	}
}

static void append_result(struct run *run, struct str *out)
{
	draw(run);
	canvas_dump(&run->canvas, true, out);
	for (size_t i = 0; i < run->theme_count; i++)
		append_theme(run, &run->themes[i], out);
	if (run->requests.len > 0)
		str_printf(out, "-- requests\n%s", run->requests.text);
}

static void finish(struct run *run)
{
	view_free(run->view);
	keymap_free(run->keymap);
	canvas_release(&run->canvas);
	str_release(&run->requests);
	settings_free((struct settings *)(uintptr_t)run->config.settings);
	free((void *)(uintptr_t)run->config.banner);
}

static void update(const char *path, const struct str *file, const char *expected,
		   const struct str *actual)
{
	struct err err = {0};
	struct str fresh;

	str_init(&fresh, 0);
	str_append_n(&fresh, file->text, (size_t)(expected - file->text));
	if (!text_starts_with(expected - 3, "--\n"))
		str_append(&fresh, "--\n");
	str_append(&fresh, actual->text);
	assert_true(file_write_atomic(path, fresh.text, fresh.len, 0644, &err));
	str_release(&fresh);
}

static void compare(const char *path, const char *expected, const char *actual)
{
	if (strcmp(expected, actual) == 0)
		return;
	print_error("%s: the screen is now:\n%s", path, actual);
	fail_msg("%s differs: read it, and write it anew with UPDATE=1 when it is right", path);
}

static void run_golden(void **state)
{
	const char *path = *state, *expected;
	struct run run = {.keymap = keymap_new(NULL, NULL)};
	struct str file, actual;
	struct err err = {0};

	clock_set_fake(WORLD_NOW_MS, 1000000);
	run.config.keymap = run.keymap;
	str_init(&file, FILE_MAX);
	str_init(&actual, FILE_MAX);
	str_init(&run.requests, FILE_MAX);
	canvas_init(&run.canvas, 24, 80);
	assert_true(file_read(path, FILE_MAX, &file, &err));
	expected = take_steps(&run, file.text);
	append_result(&run, &actual);
	if (getenv("UPDATE"))
		update(path, &file, expected, &actual);
	else
		compare(path, expected, actual.text);
	finish(&run);
	str_release(&file);
	str_release(&actual);
}

/* Each pane as a whole screen, small and large, in colours, without, and in ASCII. */
static void test_every_pane_has_goldens(void **state)
{
	static const char *const sizes[] = {"80x24", "160x48"};
	static const char *const looks[] = {"default", "mono", "ascii"};
	size_t missing = 0;
	char path[PATH_BYTES];

	for (size_t i = 0; pane_registry[i]; i++)
		for (size_t k = 0; k < NINES_COUNT(sizes) * NINES_COUNT(looks); k++) {
			snprintf(path, sizeof(path), "%s/pane_%s_%s_%s.screen",
				 (const char *)*state, pane_registry[i]->name,
				 sizes[k / NINES_COUNT(looks)], looks[k % NINES_COUNT(looks)]);
			if (access(path, R_OK) == 0)
				continue;
			print_error("%s is missing\n", path);
			missing++;
		}
	assert_int_equal(missing, 0);
}

/* Each scene at each size, in four themes: dark, light, for the color blind, high contrast. */
static void test_every_scene_has_goldens_in_four_themes(void **state)
{
	static const char *const scenes[] = {"overview", "incidents", "services", "oncall",
					     "figures",  "people",    "incident", "service",
					     "filter",   "group",     "news",     "loading",
					     "help",     "unknown",   "hostile"};
	static const char *const sizes[] = {"40x10", "80x24", "120x40", "200x50"};
	static const char wanted[] = "theme default\ntheme light\ntheme colorblind\n"
				     "theme contrast-dark\n";
	struct str file;
	struct err err = {0};
	char path[PATH_BYTES];

	str_init(&file, FILE_MAX);
	for (size_t i = 0; i < NINES_COUNT(scenes) * NINES_COUNT(sizes); i++) {
		snprintf(path, sizeof(path), "%s/matrix_%s_%s.screen", (const char *)*state,
			 scenes[i / NINES_COUNT(sizes)], sizes[i % NINES_COUNT(sizes)]);
		str_truncate(&file, 0);
		if (!file_read(path, FILE_MAX, &file, &err) || !strstr(file.text, wanted))
			fail_msg("%s: not there, or not in the four themes", path);
	}
	str_release(&file);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct CMUnitTest *)a)->name, ((const struct CMUnitTest *)b)->name);
}

int main(void)
{
	VEC(struct CMUnitTest) tests = {0};
	const char *top = getenv("abs_srcdir");
	char folder[PATH_BYTES];
	struct dirent *entry;
	DIR *dir;
	int failed;

	snprintf(folder, sizeof(folder), "%s/tests/screens", top ? top : ".");
	dir = opendir(folder);
	if (!dir)
		return 1;
	while ((entry = readdir(dir))) {
		const char *dot = strrchr(entry->d_name, '.');

		if (!dot || strcmp(dot, ".screen") != 0)
			continue;
		VEC_PUSH(&tests, (struct CMUnitTest){
					 .name = xstrdup(entry->d_name),
					 .test_func = run_golden,
					 .initial_state = xasprintf("%s/%s", folder, entry->d_name),
				 });
	}
	closedir(dir);
	VEC_PUSH(&tests, (struct CMUnitTest){
				 .name = xstrdup("every_pane_has_goldens"),
				 .test_func = test_every_pane_has_goldens,
				 .initial_state = xstrdup(folder),
			 });
	VEC_PUSH(&tests, (struct CMUnitTest){
				 .name = xstrdup("every_scene_has_goldens_in_four_themes"),
				 .test_func = test_every_scene_has_goldens_in_four_themes,
				 .initial_state = xstrdup(folder),
			 });
	qsort(tests.items, tests.len, sizeof(*tests.items), compare_names);
	failed = _cmocka_run_group_tests("screens", tests.items, tests.len, NULL, NULL);
	for (size_t i = 0; i < tests.len; i++) {
		free((void *)(uintptr_t)tests.items[i].name);
		free(tests.items[i].initial_state);
	}
	VEC_RELEASE(&tests);
	return failed;
}
