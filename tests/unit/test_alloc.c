/* SPDX-License-Identifier: MIT
 * Heap allocation that never returns NULL. */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "nines/base/alloc.h"

static void empty_allocations_can_be_freed(void **state)
{
	(void)state;
	free(xmalloc(0));
	free(xcalloc(0, 8));
	free(xcalloc(8, 0));
	free(xrealloc_array(NULL, 0, 8));
}

static void xcalloc_gives_zeroes(void **state)
{
	unsigned char *bytes = xcalloc(100, 3);

	(void)state;
	for (size_t i = 0; i < 300; i++)
		assert_int_equal(bytes[i], 0);
	free(bytes);
}

static void xrealloc_array_keeps_the_content(void **state)
{
	int *numbers = xrealloc_array(NULL, 2, sizeof(*numbers));

	(void)state;
	numbers[0] = 7;
	numbers[1] = 9;
	numbers = xrealloc_array(numbers, 1000, sizeof(*numbers));
	assert_int_equal(numbers[0], 7);
	assert_int_equal(numbers[1], 9);
	free(numbers);
}

static void copies_of_strings(void **state)
{
	static const char unterminated[] = {'a', 'b', 'c'};
	char *text = xstrdup("nines");

	(void)state;
	assert_string_equal(text, "nines");
	free(text);
	assert_null(xstrdup(NULL));
	text = xstrndup(unterminated, sizeof(unterminated));
	assert_string_equal(text, "abc");
	free(text);
	text = xstrndup("ab", 100);
	assert_string_equal(text, "ab");
	free(text);
}

static void xasprintf_formats(void **state)
{
	char *text = xasprintf("%s-%d", "x", 42);

	(void)state;
	assert_string_equal(text, "x-42");
	free(text);
}

/* True when `fn` ends the process by abort(3). */
static int aborts(void (*fn)(void))
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
		signal(SIGABRT, SIG_DFL);
		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		fn();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void calloc_too_much(void)
{
	free(xcalloc(SIZE_MAX / 4, 8));
}

static void realloc_too_much(void)
{
	free(xrealloc_array(NULL, SIZE_MAX / 2, 3));
}

static void make_a_bug(void)
{
	BUG("on purpose");
}

static void overflow_and_bugs_abort(void **state)
{
	(void)state;
	assert_true(aborts(calloc_too_much));
	assert_true(aborts(realloc_too_much));
	assert_true(aborts(make_a_bug));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_allocations_can_be_freed),
		cmocka_unit_test(xcalloc_gives_zeroes),
		cmocka_unit_test(xrealloc_array_keeps_the_content),
		cmocka_unit_test(copies_of_strings),
		cmocka_unit_test(xasprintf_formats),
		cmocka_unit_test(overflow_and_bugs_abort),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
