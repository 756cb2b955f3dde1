/* SPDX-License-Identifier: MIT
 * Links and the clipboard: what may leave the screen, and in which frame. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/ui/canvas.h"
#include "nines/ui/link.h"
#include "ui/clipboard.h"
#include "ui/hyperlink.h"

static void expect_link(const char *url, const char *wanted)
{
	struct str out;

	str_init(&out, 0);
	str_append(&out, "x");
	assert_int_equal(link_encode(url, &out), wanted != NULL);
	assert_string_equal(out.text + 1, wanted ? wanted : "");
	str_release(&out);
}

static void only_http_https_and_mailto_are_links(void **state NINES_UNUSED)
{
	expect_link("https://example.org/a?b=c#d", "https://example.org/a?b=c#d");
	expect_link("HTTP://example.org", "HTTP://example.org");
	expect_link("mailto:ana@example.org", "mailto:ana@example.org");
	expect_link("javascript:alert(1)", NULL);
	expect_link("file:///etc/passwd", NULL);
	expect_link("ssh://host", NULL);
	expect_link("//example.org", NULL);
	expect_link("-https://example.org", NULL);
	expect_link(" https://example.org", NULL);
	expect_link("https:///etc/passwd", NULL);
	expect_link("https://", NULL);
	expect_link("mailto:", NULL);
	expect_link("", NULL);
	expect_link(NULL, NULL);
}

static void what_a_url_may_not_hold_is_encoded(void **state NINES_UNUSED)
{
	expect_link("https://example.org/a b", "https://example.org/a%20b");
	expect_link("https://example.org/ä", "https://example.org/%C3%A4");
	expect_link("https://example.org/%20", "https://example.org/%20");
	expect_link("https://e/\033]8;;\a\\\"<>", "https://e/%1B]8;;%07%5C%22%3C%3E");
	expect_link("https://e/`$(id)`", "https://e/%60$(id)%60");
}

static void a_link_that_terminals_would_drop_is_none(void **state NINES_UNUSED)
{
	char url[LINK_MAX + 2];

	memset(url, 'a', sizeof(url));
	memcpy(url, "https://", 8);
	url[LINK_MAX] = '\0';
	expect_link(url, url);
	url[LINK_MAX] = 'a';
	url[LINK_MAX + 1] = '\0';
	expect_link(url, NULL);
}

static void programs_are_started_for_web_links_only(void **state NINES_UNUSED)
{
	assert_true(link_is_web("https://example.org"));
	assert_false(link_is_web("mailto:ana@example.org"));
	assert_false(link_is_web("javascript:x"));
	assert_false(link_is_web(NULL));
}

static void expect_copy(const char *text, enum clipboard_way way, const char *wanted)
{
	struct str out;

	str_init(&out, 0);
	clipboard_sequence(text, way, &out);
	assert_string_equal(out.text, wanted);
	str_release(&out);
}

static void the_clipboard_gets_base64(void **state NINES_UNUSED)
{
	expect_copy("f", CLIPBOARD_DIRECT, "\033]52;c;Zg==\a");
	expect_copy("fo", CLIPBOARD_DIRECT, "\033]52;c;Zm8=\a");
	expect_copy("foo", CLIPBOARD_DIRECT, "\033]52;c;Zm9v\a");
}

static void tmux_gets_it_bare_and_wrapped(void **state NINES_UNUSED)
{
	expect_copy("foo", CLIPBOARD_TMUX,
		    "\033]52;c;Zm9v\a"
		    "\033Ptmux;\033\033]52;c;Zm9v\a\033\\");
}

static void screen_gets_it_in_pieces_without_an_end_inside(void **state NINES_UNUSED)
{
	char text[1000];
	struct str out, joined;
	const char *at;

	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	str_init(&out, 0);
	str_init(&joined, 0);
	clipboard_sequence(text, CLIPBOARD_SCREEN, &out);
	for (at = out.text; *at; at += 2) {
		const char *end = strstr(at, "\033\\");

		assert_true(strncmp(at, "\033P", 2) == 0);
		assert_non_null(end);
		assert_true(end - at < 256);
		str_append_n(&joined, at + 2, (size_t)(end - at - 2));
		at = end;
	}
	str_truncate(&out, 0);
	clipboard_sequence(text, CLIPBOARD_DIRECT, &out);
	assert_string_equal(joined.text, out.text);
	str_release(&out);
	str_release(&joined);
}

static void the_way_is_told_by_the_environment(void **state NINES_UNUSED)
{
	unsetenv("TMUX");
	unsetenv("STY");
	assert_int_equal(clipboard_way(), CLIPBOARD_DIRECT);
	setenv("STY", "1.pts", 1);
	assert_int_equal(clipboard_way(), CLIPBOARD_SCREEN);
	setenv("TMUX", "/tmp/x,1,0", 1);
	assert_int_equal(clipboard_way(), CLIPBOARD_TMUX);
}

static void cells_of_a_link_are_one_run_in_its_sequence(void **state NINES_UNUSED)
{
	struct canvas canvas;
	struct hyperlink_run run;
	struct region region;
	struct str out;

	canvas_init(&canvas, 2, 20);
	region = canvas_region(&canvas);
	draw_text(region, at(1, 3, -1), ROLE_LINK,
		  "a\xc3\xa4"
		  "bc");
	draw_link(region, at(1, 3, 4), "https://e/\xc3\xa4\033");
	draw_link(region, at(0, 0, 4), "javascript:x");
	assert_false(canvas_row_has_link(&canvas, 0));
	assert_true(canvas_row_has_link(&canvas, 1));
	assert_true(hyperlink_find(&canvas, 1, 0, &run));
	assert_int_equal(run.col, 3);
	assert_int_equal(run.columns, 1); /* up to the letter beyond ASCII */
	assert_true(hyperlink_find(&canvas, 1, 4, &run));
	assert_int_equal(run.col, 5);
	assert_int_equal(run.columns, 2);
	assert_false(hyperlink_find(&canvas, 1, 7, &run) && run.columns > 0);
	assert_true(hyperlink_find(&canvas, 1, 4, &run));
	str_init(&out, 0);
	hyperlink_cells(&canvas, &run, &out);
	assert_string_equal(out.text, "\033]8;;https://e/%C3%A4%1B\033\\bc\033]8;;\033\\");
	str_release(&out);
	draw_text(region, at(1, 5, -1), ROLE_TEXT, "xy");
	assert_false(hyperlink_find(&canvas, 1, 4, &run)); /* what covers a link is none */
	canvas_release(&canvas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_http_https_and_mailto_are_links),
		cmocka_unit_test(what_a_url_may_not_hold_is_encoded),
		cmocka_unit_test(a_link_that_terminals_would_drop_is_none),
		cmocka_unit_test(programs_are_started_for_web_links_only),
		cmocka_unit_test(the_clipboard_gets_base64),
		cmocka_unit_test(tmux_gets_it_bare_and_wrapped),
		cmocka_unit_test(screen_gets_it_in_pieces_without_an_end_inside),
		cmocka_unit_test(the_way_is_told_by_the_environment),
		cmocka_unit_test(cells_of_a_link_are_one_run_in_its_sequence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
