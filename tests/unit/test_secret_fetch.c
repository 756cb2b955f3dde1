/* SPDX-License-Identifier: MIT
 * Fetching secrets: each place, and what is refused without telling the secret. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/conf/option.h"

#include "conf_support.h"

/* Fetches; the secret, or "ERROR: text". The caller frees. */
static char *fetch(enum secret_kind kind, const char *where)
{
	struct secret_source source = {.kind = kind, .where = (char *)where};
	struct secret secret = {0};
	struct err err = {0};
	char *result;

	if (secret_fetch(&source, &secret, &err))
		result = xstrdup(secret_reveal(&secret));
	else
		result = xasprintf("ERROR: %s", err.text);
	secret_release(&secret);
	return result;
}

static void expect(enum secret_kind kind, const char *where, const char *wanted)
{
	char *result = fetch(kind, where);

	if (!strstr(result, wanted) || (*wanted != 'E' && strcmp(result, wanted) != 0))
		fail_msg("%s: %s", where, result);
	if (*wanted == 'E' && strstr(result, "hunter2"))
		fail_msg("the message tells the secret: %s", result);
	free(result);
}

static void environment_is_read(void **state)
{
	(void)state;
	setenv("NINES_TEST_TOKEN", "hunter2", 1);
	expect(SECRET_ENV, "NINES_TEST_TOKEN", "hunter2");
	setenv("NINES_TEST_TOKEN", "", 1);
	expect(SECRET_ENV, "NINES_TEST_TOKEN",
	       "ERROR: environment variable NINES_TEST_TOKEN: the secret is empty");
	setenv("NINES_TEST_TOKEN", "hunter2\r\nX-Forged: 1", 1);
	expect(SECRET_ENV, "NINES_TEST_TOKEN", "ERROR: environment variable NINES_TEST_TOKEN: the");
	unsetenv("NINES_TEST_TOKEN");
	expect(SECRET_ENV, "NINES_TEST_TOKEN",
	       "ERROR: the environment variable NINES_TEST_TOKEN is not set");
}

static void file_must_be_private(void **state)
{
	char *path = file_with("hunter2\n", 8, 0600);

	(void)state;
	expect(SECRET_FILE, path, "hunter2");
	assert_int_equal(chmod(path, 0640), 0);
	expect(SECRET_FILE, path, "ERROR: ");
	unlink(path);
	expect(SECRET_FILE, path, "ERROR: ");
	free(path);
}

static void file_of_many_lines_is_refused(void **state)
{
	char *path = file_with("hunter2\nmore\n", 13, 0600);

	(void)state;
	expect(SECRET_FILE, path, "ERROR: ");
	unlink(path);
	free(path);
	path = file_with("hunter2\0x", 9, 0600);
	expect(SECRET_FILE, path, "ERROR: ");
	unlink(path);
	free(path);
}

static void command_is_run_without_a_shell(void **state)
{
	(void)state;
	expect(SECRET_COMMAND, "printf '%s' 'a $HOME;b'", "a $HOME;b");
	expect(SECRET_COMMAND, "echo hunter2", "hunter2");
	expect(SECRET_COMMAND, "false", "ERROR: ");
	expect(SECRET_COMMAND, "true", "ERROR: true: the secret is empty");
	expect(SECRET_COMMAND, "/nonexistent/command", "ERROR: ");
}

static void captured_variable_is_hidden_from_children(void **state)
{
	struct secret_source first = {.kind = SECRET_ENV, .where = (char *)"NINES_TEST_TOKEN"};
	struct secret_source second = first;
	struct secret secret = {0};

	(void)state;
	setenv("NINES_TEST_TOKEN", "hunter2", 1);
	expect(SECRET_COMMAND, "printenv NINES_TEST_TOKEN", "hunter2");
	secret_capture(&first);
	secret_capture(&second);
	secret_hide(&first);
	secret_hide(&second);
	assert_null(getenv("NINES_TEST_TOKEN"));
	expect(SECRET_COMMAND, "printenv NINES_TEST_TOKEN", "ERROR: printenv: exit status 1");
	assert_true(secret_fetch(&first, &secret, NULL));
	assert_true(secret_fetch(&second, &secret, NULL));
	assert_string_equal(secret_reveal(&secret), "hunter2");
	secret_release(&secret);
	secret_release(&first.inline_value);
	secret_release(&second.inline_value);
}

static void inline_secret_is_copied(void **state)
{
	struct secret_source source = {.kind = SECRET_INLINE};
	struct secret secret = {0};

	(void)state;
	secret_set(&source.inline_value, "hunter2", 7);
	assert_true(secret_fetch(&source, &secret, NULL));
	assert_string_equal(secret_reveal(&secret), "hunter2");
	secret_release(&secret);
	secret_release(&source.inline_value);
	expect(SECRET_NONE, NULL, "ERROR: no secret is configured");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(environment_is_read),
		cmocka_unit_test(file_must_be_private),
		cmocka_unit_test(file_of_many_lines_is_refused),
		cmocka_unit_test(command_is_run_without_a_shell),
		cmocka_unit_test(captured_variable_is_hidden_from_children),
		cmocka_unit_test(inline_secret_is_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
