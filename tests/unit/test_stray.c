/* SPDX-License-Identifier: MIT
 * Sequences that are no key are taken whole, and nothing behind them is. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "ui/stray.h"

/* How many bytes after the escape belong to the sequence. */
static size_t taken(const char *bytes)
{
	struct stray stray = {0};
	size_t len = 1;
	bool goes_on = true;

	assert_true(stray_may_begin((unsigned char)bytes[0]));
	stray_begin(&stray, (unsigned char)bytes[0]);
	while (goes_on && bytes[len])
		goes_on = stray_take(&stray, (unsigned char)bytes[len++]);
	return len;
}

static void sequences_are_taken_whole(void **state)
{
	/* each is followed by keys that act */
	static const char *const whole[] = {
		"[1;9A",              /* an arrow with a modifier that nobody told us */
		"[27;5;97~",          /* modifyOtherKeys */
		"[97;5u",             /* CSI u */
		"[A",                 /* an arrow of another terminal */
		"[[A",                /* F1 of the Linux console */
		"[I",                 /* focus */
		"[?62;c",             /* what the terminal is */
		"[<0;12;7M",          /* the mouse, SGR */
		"[M a!",              /* the mouse, X10 */
		"[?1 q",              /* with an intermediate byte */
		"OP",                 /* SS3 */
		"O5P",                /* with a modifier */
		"]11;rgb:00/00/00\a", /* a color, told */
		"]52;c;YWE=\033\\",   /* the same, to ST */
		"[1\033[1;9A",        /* one begins in another */
		"[1;\033OA",          /* the same, of another kind */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++) {
		char bytes[64];

		snprintf(bytes, sizeof(bytes), "%saRy", whole[i]);
		if (taken(bytes) != strlen(whole[i]))
			fail_msg("ESC %s: %zu bytes taken of %zu", whole[i], taken(bytes),
				 strlen(whole[i]));
	}
}

static void what_never_ends_is_given_up(void **state)
{
	struct stray stray = {0};
	size_t len = 2;

	(void)state;
	stray_begin(&stray, ']');
	assert_true(stray_take(&stray, '1'));
	while (stray_take(&stray, 'a'))
		len++;
	assert_in_range(len, 1000, 10000);
	assert_int_equal(stray.kind, 0);
}

static void keys_with_alt_begin_none(void **state)
{
	(void)state;
	for (const char *key = "abcxyzAPR159{} "; *key; key++)
		assert_false(stray_may_begin((unsigned char)*key));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sequences_are_taken_whole),
		cmocka_unit_test(what_never_ends_is_given_up),
		cmocka_unit_test(keys_with_alt_begin_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
