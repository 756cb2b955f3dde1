/* SPDX-License-Identifier: MIT
 * Lines that are typed below the panes: how they are left, what was typed before, what Tab
 * knows. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/ui/view.h"
#include "../screens/world.h"

enum { ROWS = 24, COLS = 120 };

struct stage {
	struct keymap *keymap;
	struct view *view;
	struct canvas canvas;
	struct theme_ring ring;
	struct str text; /* what was drawn last */
};

static void draw(struct stage *stage)
{
	canvas_reset(&stage->canvas, ROWS, COLS);
	view_draw(stage->view, &stage->canvas, WORLD_NOW_MS);
	str_clear(&stage->text);
	for (int i = 0; i < ROWS * COLS; i++) {
		str_append(&stage->text, stage->canvas.cells[i].text);
		if (i % COLS == COLS - 1)
			str_append_char(&stage->text, '\n');
	}
}

/* Presses keys between blanks, each drawn; returns what the last one asked for. */
static struct view_request press(struct stage *stage, const char *keys)
{
	struct view_request request = {.kind = VIEW_NOTHING};
	char key[KEY_NAME_MAX];
	size_t len;

	for (; *keys; keys += len + strspn(keys + len, " ")) {
		len = strcspn(keys, " ");
		snprintf(key, sizeof(key), "%.*s", (int)len, keys);
		request = view_key(stage->view, key, false);
		draw(stage);
	}
	return request;
}

static bool shows(const struct stage *stage, const char *text)
{
	return strstr(stage->text.text, text) != NULL;
}

static void expect(const struct stage *stage, const char *text)
{
	if (!shows(stage, text))
		fail_msg("no \"%s\" in\n%s", text, stage->text.text);
}

static void add_theme(struct stage *stage, const char *name, const char *about)
{
	struct theme theme = {.contrast = 0};

	snprintf(theme.name, sizeof(theme.name), "%s", name);
	snprintf(theme.about, sizeof(theme.about), "%s", about);
	VEC_PUSH(&stage->ring.themes, theme);
}

static int begin(void **state)
{
	static struct stage stage;
	const struct snapshot *snapshot = screen_world("normal");
	struct view_config config = {.is_ascii = true, .ring = &stage.ring};

	memset(&stage, 0, sizeof(stage));
	add_theme(&stage, "default", "");
	add_theme(&stage, "zebra", "stripes of mine");
	clock_set_fake(WORLD_NOW_MS, 1000);
	config.keymap = stage.keymap = keymap_new(NULL, NULL);
	stage.view = view_new(&config);
	canvas_init(&stage.canvas, ROWS, COLS);
	str_init(&stage.text, 0);
	view_set_snapshot(stage.view, snapshot);
	snapshot_unref(snapshot);
	draw(&stage);
	*state = &stage;
	return 0;
}

static int end(void **state)
{
	struct stage *stage = *state;

	view_free(stage->view);
	keymap_free(stage->keymap);
	canvas_release(&stage->canvas);
	str_release(&stage->text);
	theme_ring_release(&stage->ring);
	return 0;
}

/* What begins a line or a question. */
static const char *const beginnings[] = {
	":", ": a c k", "/", "/ p a y", "Enter /", "n",     "n o k", "S", "S ctrl-u 1 h Enter",
	"R", "e",       "A", "Y",       "|",       "| j q",
};

/* Esc and a key that was typed fast after it, or came late together, are one key with Alt. */
static void an_escape_with_another_key_leaves_and_does_no_more(void **state)
{
	static const char *const after[] = {"Alt-a", "Alt-y",     "Alt-q",      "Alt-Enter",
					    "Alt-1", "Alt-Space", "Alt-ctrl-l", "Alt-Backspace"};
	struct stage *stage = *state;

	for (size_t i = 0; i < NINES_COUNT(beginnings); i++)
		for (size_t k = 0; k < NINES_COUNT(after); k++) {
			press(stage, beginnings[i]);
			assert_int_equal(press(stage, after[k]).kind, VIEW_NOTHING);
			assert_false(shows(stage, "2 then a key"));
			press(stage, "F1");
			if (!shows(stage, "> help"))
				fail_msg("%s %s: not left\n%s", beginnings[i], after[k],
					 stage->text.text);
			press(stage, "q Esc Esc Esc");
			expect(stage, "> 2 incidents");
		}
}

/* Else what is typed into that line would act. */
static void an_escape_before_a_line_leaves_and_begins_it(void **state)
{
	struct stage *stage = *state;

	for (size_t i = 0; i < NINES_COUNT(beginnings); i++) {
		press(stage, beginnings[i]);
		assert_int_equal(press(stage, "Alt-:").kind, VIEW_NOTHING);
		assert_int_equal(press(stage, "a c k").kind, VIEW_NOTHING);
		expect(stage, "\n:ack ");
		press(stage, "Alt-/ a");
		expect(stage, "/a ");
		press(stage, "Esc Esc Esc");
		expect(stage, "> 2 incidents");
	}
	press(stage, "Enter");
	expect(stage, "> incident |");
	assert_int_equal(press(stage, "Alt-: a u").kind, VIEW_NOTHING);
	expect(stage, "\n:au ");
	press(stage, "Esc");
	expect(stage, "> 2 incidents");
}

/* Keys that came before it was drawn that no line opened are the text for it. */
static void text_for_a_line_that_does_not_open_does_nothing(void **state)
{
	static const char *const text[] = {"a", "R", "y", "j", "q", "Enter", "Esc"};
	struct stage *stage = *state;

	press(stage, "5");
	expect(stage, "> 5 sources");
	view_key(stage->view, "n", false);
	for (size_t i = 0; i < NINES_COUNT(text); i++)
		assert_int_equal(view_key(stage->view, text[i], false).kind, VIEW_NOTHING);
	draw(stage);
	expect(stage, "choose an incident first");
	expect(stage, "> 5 sources");
	assert_int_equal(press(stage, "q").kind, VIEW_NOTHING); /* it has no place here */
	expect(stage, "> 2 incidents");
	assert_int_equal(press(stage, "q").kind, VIEW_QUIT);
}

/* Terminals tell these otherwise than as Esc and the key. */
static void a_moving_key_with_alt_leaves_nothing(void **state)
{
	struct stage *stage = *state;

	press(stage, ": s o r Alt-Left Alt-Up t");
	expect(stage, ":sort");
	press(stage, "Esc");
}

static void what_was_typed_comes_back(void **state)
{
	static const struct {
		const char *begin, *prompt;
	} lines[] = {{":", ":"}, {"/", "/"}, {"|", "| "}, {"Enter /", "/"}};
	struct stage *stage = *state;

	for (size_t i = 0; i < NINES_COUNT(lines); i++) {
		char text[64];

		press(stage, lines[i].begin);
		press(stage, "ctrl-u p a Esc Esc");
		press(stage, lines[i].begin);
		press(stage, "ctrl-u u p Esc Esc");
		press(stage, lines[i].begin);
		press(stage, "ctrl-u z Up");
		snprintf(text, sizeof(text), "\n%sup ", lines[i].prompt);
		expect(stage, text);
		press(stage, "Up Up");
		snprintf(text, sizeof(text), "\n%spa ", lines[i].prompt);
		expect(stage, text);
		press(stage, "ctrl-n Down");
		snprintf(text, sizeof(text), "\n%sz ", lines[i].prompt);
		expect(stage, text);
		press(stage, "Esc Esc Esc");
	}
}

static void a_theme_of_the_user_is_offered(void **state)
{
	struct stage *stage = *state;
	struct view_request request;

	press(stage, ": t h e m e Space");
	expect(stage, "stripes of mine");
	request = press(stage, "z Tab Enter");
	assert_int_equal(request.kind, VIEW_THEME);
	assert_string_equal(request.text, "zebra");
	request = press(stage, ": t h e m e Space z e b r u Enter");
	assert_int_equal(request.kind, VIEW_NOTHING);
	expect(stage, "no theme is called that: \"zebru\": did you mean \"zebra\"?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_escape_with_another_key_leaves_and_does_no_more,
						begin, end),
		cmocka_unit_test_setup_teardown(an_escape_before_a_line_leaves_and_begins_it, begin,
						end),
		cmocka_unit_test_setup_teardown(text_for_a_line_that_does_not_open_does_nothing,
						begin, end),
		cmocka_unit_test_setup_teardown(a_moving_key_with_alt_leaves_nothing, begin, end),
		cmocka_unit_test_setup_teardown(what_was_typed_comes_back, begin, end),
		cmocka_unit_test_setup_teardown(a_theme_of_the_user_is_offered, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
