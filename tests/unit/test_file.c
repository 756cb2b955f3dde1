/* SPDX-License-Identifier: MIT
 * Files, folders, command lines and the output of commands. */
#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/base/file.h"

static char folder[256];

/* A path in the test's own folder; good until the next call but seven. */
static const char *in_folder(const char *name)
{
	static char paths[8][400];
	static unsigned next;
	char *path = paths[next++ % 8];

	snprintf(path, 400, "%s/%s", folder, name);
	return path;
}

static int make_folder(void **state)
{
	const char *base = getenv("TMPDIR");

	(void)state;
	snprintf(folder, sizeof(folder), "%s/nines-file-XXXXXX", base ? base : "/tmp");
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	char *const argv[] = {(char *)"rm", (char *)"-rf", folder, NULL};
	struct str out;
	bool is_done;

	(void)state;
	str_init(&out, 0);
	is_done = process_capture(argv, 10000, 1000, &out, NULL);
	str_release(&out);
	return is_done ? 0 : -1;
}

static unsigned mode_of(const char *path)
{
	struct stat info;

	assert_int_equal(stat(path, &info), 0);
	return (unsigned)info.st_mode & 07777;
}

static void check_content(const char *path, const char *bytes, size_t len)
{
	struct err err = {0};
	struct str out;

	str_init(&out, 0);
	if (!file_read(path, 1 << 20, &out, &err))
		fail_msg("%s", err.text);
	assert_int_equal(out.len, len);
	assert_memory_equal(out.text, bytes, len);
	str_release(&out);
}

static void what_was_written_is_read(void **state)
{
	const char *path = in_folder("x");

	(void)state;
	umask(0077);
	assert_true(file_write_atomic(path, "a\0b\n", 4, 0644, NULL));
	check_content(path, "a\0b\n", 4);
	assert_int_equal(mode_of(path), 0644);
	assert_true(file_write_atomic(path, "", 0, 0600, NULL));
	check_content(path, "", 0);
	assert_int_equal(mode_of(path), 0600);
}

static void a_failed_replacement_keeps_the_old_file(void **state)
{
	const char *path = in_folder("dir");
	struct err err = {0};

	(void)state;
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(mkdir(in_folder("dir/in"), 0700), 0);
	assert_false(file_write_atomic(path, "x", 1, 0600, &err));
	assert_int_equal(err.code, ERR_IO);
	assert_non_null(strstr(err.text, path));
	assert_int_equal(rmdir(in_folder("dir/in")), 0);
	/* no temporary file is left: the folder can go */
	assert_int_equal(rmdir(path), 0);
	assert_false(file_write_atomic(in_folder("none/x"), "x", 1, 0600, &err));
}

static void a_new_file_is_never_overwritten(void **state)
{
	const char *path = in_folder("new");
	struct err err = {0};

	(void)state;
	assert_true(file_write_new(path, "first", 5, 0600, &err));
	assert_int_equal(mode_of(path), 0600);
	assert_false(file_write_new(path, "second", 6, 0600, &err));
	assert_int_equal(err.code, ERR_IO);
	check_content(path, "first", 5);
}

static void reading_is_bounded_and_explains_itself(void **state)
{
	const char *path = in_folder("large");
	struct err err = {0};
	struct str out;

	(void)state;
	str_init(&out, 0);
	assert_true(file_write_new(path, "0123456789", 10, 0600, NULL));
	assert_true(file_read(path, 10, &out, &err));
	assert_false(file_read(path, 9, &out, &err));
	assert_int_equal(err.code, ERR_TOO_BIG);
	assert_false(file_read(in_folder("absent"), 10, &out, &err));
	assert_int_equal(err.code, ERR_IO);
	assert_non_null(strstr(err.text, "No such file"));
	assert_false(file_read(folder, 10, &out, &err));
	assert_non_null(strstr(err.text, "is a directory"));
	assert_false(file_read("/dev/zero", 100000, &out, &err));
	assert_int_equal(err.code, ERR_TOO_BIG);
	str_release(&out);
}

static void private_means_owner_only(void **state)
{
	const char *path = in_folder("private");
	struct err err = {0};

	(void)state;
	assert_true(file_write_new(path, "x", 1, 0600, NULL));
	assert_true(file_is_private(path, &err));
	chmod(path, 0640);
	assert_false(file_is_private(path, &err));
	assert_non_null(strstr(err.text, "chmod 600"));
	chmod(path, 0602);
	assert_false(file_is_private(path, &err));
	chmod(path, 0400);
	assert_true(file_is_private(path, &err));
	assert_false(file_is_private(in_folder("absent"), &err));
}

static void folders_are_made_with_their_parents(void **state)
{
	struct err err = {0};

	(void)state;
	assert_true(folder_make(in_folder("a/b//c/"), &err));
	assert_int_equal(mode_of(in_folder("a")), 0700);
	assert_int_equal(mode_of(in_folder("a/b/c")), 0700);
	assert_true(folder_make(in_folder("a/b/c"), &err));
	assert_true(folder_make("/", &err));
	assert_true(file_write_new(in_folder("a/file"), "", 0, 0600, NULL));
	assert_false(folder_make(in_folder("a/file"), &err));
	assert_false(folder_make(in_folder("a/file/x"), &err));
	assert_false(folder_make("", &err));
}

static void command_lines_are_split_as_by_a_shell(void **state)
{
	static const struct {
		const char *command, *words; /* each in <> */
	} cases[] = {
		{"", ""},
		{" \t\n", ""},
		{"pass show  a/b", "<pass><show><a/b>"},
		{" x ", "<x>"},
		{"a 'b c' d", "<a><b c><d>"},
		{"a \"b c\" d", "<a><b c><d>"},
		{"a'b'\"c\"d", "<abcd>"},
		{"'' \"\" x", "<><><x>"},
		{"'a\\b' \"a\\b\" a\\b", "<a\\b><a\\b><ab>"},
		{"\"a\\\"b\\\\c\\$d\"", "<a\"b\\c$d>"},
		{"a\\ b \\'", "<a b><'>"},
		{"$HOME `id` *", "<$HOME><`id`><*>"},
		{"a\\", "<a\\>"},
		{"'a\"b' \"a'b\"", "<a\"b><a'b>"},
		{"a\nb", "<a><b>"},
	};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		char **argv = argv_split(cases[i].command, NULL);
		char words[200] = "";

		assert_non_null(argv);
		for (size_t word = 0; argv[word]; word++) {
			size_t len = strlen(words);

			snprintf(words + len, sizeof(words) - len, "<%s>", argv[word]);
		}
		assert_string_equal(words, cases[i].words);
		argv_free(argv);
	}
	argv_free(NULL);
}

static void open_quotes_are_refused(void **state)
{
	static const char *const commands[] = {"'", "\"", "a 'b", "a \"b", "\"a\\\"", "x 'y' 'z"};
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(commands); i++) {
		err_clear(&err);
		assert_null(argv_split(commands[i], &err));
		assert_int_equal(err.code, ERR_CONFIG);
	}
}

/* Runs `script` by sh. */
static bool run(const char *script, int timeout_ms, size_t max, struct str *out, struct err *err)
{
	char *const argv[] = {(char *)"sh", (char *)"-c", (char *)script, NULL};

	err_clear(err);
	str_clear(out);
	return process_capture(argv, timeout_ms, max, out, err);
}

static void output_is_captured(void **state)
{
	struct err err = {0};
	struct str out;

	(void)state;
	str_init(&out, 0);
	assert_true(run("echo one; echo noise >&2; printf 'two\\0x'", 10000, 100, &out, &err));
	assert_int_equal(out.len, 9);
	assert_memory_equal(out.text, "one\ntwo\0x", 9);
	assert_true(run("head -c 300000 /dev/zero", 10000, 300000, &out, &err));
	assert_int_equal(out.len, 300000);
	assert_true(run("cat; echo end", 10000, 100, &out, &err));
	assert_string_equal(out.text, "end\n");
	assert_true(run("head -c 1000000 /dev/zero >&2; echo end", 10000, 100, &out, &err));
	assert_string_equal(out.text, "end\n");
	str_release(&out);
}

static void failures_of_commands_are_explained(void **state)
{
	static char *const absent[] = {(char *)"/no/such/command", NULL};
	static char *const empty[] = {NULL};
	struct err err = {0};
	struct str out;

	(void)state;
	str_init(&out, 0);
	assert_false(run("echo 'gpg: no key' >&2; echo more >&2; exit 2", 10000, 100, &out, &err));
	assert_string_equal(err.text, "sh: exit status 2: gpg: no key");
	assert_false(run("exit 1", 10000, 100, &out, &err));
	assert_string_equal(err.text, "sh: exit status 1");
	assert_false(run("kill -TERM $$", 10000, 100, &out, &err));
	assert_string_equal(err.text, "sh: ended by signal 15");
	assert_false(process_capture(absent, 10000, 100, &out, &err));
	assert_string_equal(err.text, "/no/such/command: can't be run");
	assert_false(process_capture(empty, 10000, 100, &out, &err));
	assert_int_equal(err.code, ERR_CONFIG);
	str_release(&out);
}

static void too_much_output_is_refused(void **state)
{
	struct err err = {0};
	struct str out;

	(void)state;
	str_init(&out, 0);
	assert_false(run("cat /dev/zero", 60000, 100000, &out, &err));
	assert_int_equal(err.code, ERR_TOO_BIG);
	assert_true(out.len <= 100000);
	str_release(&out);
}

/* Reads a pipe until no process holds its other end; returns the bytes that came. */
static size_t drain_pipe(int fd)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	size_t total = 0;
	char bytes[64];

	while (poll(&wait, 1, 10000) > 0) {
		ssize_t n = read(fd, bytes, sizeof(bytes));

		if (n <= 0)
			return total;
		total += (size_t)n;
	}
	fail_msg("a process of the group is still alive");
	return total;
}

/* Runs a script that writes three bytes into the pipe at `path` and does not end. On a
 * busy machine it may be killed before it writes, so the limit grows until it has. */
static void check_kill(const char *script, const char *path, struct str *out)
{
	struct err err = {0};
	size_t got = 0;

	for (int limit_ms = 250; got != 3 && limit_ms < 20000; limit_ms *= 2) {
		int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

		assert_false(run(script, limit_ms, 100, out, &err));
		assert_int_equal(err.code, ERR_IO);
		assert_non_null(strstr(err.text, "time limit"));
		got = drain_pipe(fd);
		close(fd);
	}
	assert_int_equal(got, 3);
}

static void the_time_limit_kills_the_whole_group(void **state)
{
	/* Each process holds descriptor 3, a pipe of ours, as long as it lives. */
	static const char *const scripts[] = {
		"exec 3>$PIPE; echo up >&3; sleep 1000 & wait",
		"exec 3>$PIPE; echo up >&3; trap '' TERM HUP INT; sleep 1000 & wait; sleep 1000",
		"exec 3>$PIPE; echo up >&3; sleep 1000 &",
		"exec 3>$PIPE; echo up >&3; exec >/dev/null 2>&1; sleep 1000 & wait",
	};
	const char *path = in_folder("pipe");
	struct str out;

	(void)state;
	str_init(&out, 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	setenv("PIPE", path, 1);
	for (size_t i = 0; i < NINES_COUNT(scripts); i++)
		check_kill(scripts[i], path, &out);
	str_release(&out);
}

static void a_stopped_clock_does_not_stop_the_time_limit(void **state)
{
	struct err err = {0};
	struct str out;

	(void)state;
	str_init(&out, 0);
	clock_set_fake(1, 1);
	assert_false(run("sleep 1000", 100, 100, &out, &err));
	clock_set_fake(-1, -1);
	str_release(&out);
}

static void the_command_gets_none_of_our_descriptors(void **state)
{
	int secret_fd = open("/dev/null", O_RDONLY);
	int high_fd = fcntl(secret_fd, F_DUPFD, 200);
	struct err err = {0};
	struct str out;

	(void)state;
	str_init(&out, 0);
	assert_true(high_fd >= 200);
	assert_true(run("for fd in /proc/$$/fd/*; do echo ${fd##*/}; done | sort -n | tail -n 1",
			10000, 1000, &out, &err));
	assert_true(strtol(out.text, NULL, 10) < 200);
	str_release(&out);
	close(secret_fd);
	close(high_fd);
}

static void ignored_signals_are_not_inherited(void **state)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, old;
	struct err err = {0};
	struct str out;

	(void)state;
	str_init(&out, 0);
	sigaction(SIGPIPE, &ignore, &old);
	assert_false(run("kill -PIPE $$; echo survived", 10000, 100, &out, &err));
	assert_string_equal(err.text, "sh: ended by signal 13");
	sigaction(SIGPIPE, &old, NULL);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_is_read),
		cmocka_unit_test(a_failed_replacement_keeps_the_old_file),
		cmocka_unit_test(a_new_file_is_never_overwritten),
		cmocka_unit_test(reading_is_bounded_and_explains_itself),
		cmocka_unit_test(private_means_owner_only),
		cmocka_unit_test(folders_are_made_with_their_parents),
		cmocka_unit_test(command_lines_are_split_as_by_a_shell),
		cmocka_unit_test(open_quotes_are_refused),
		cmocka_unit_test(output_is_captured),
		cmocka_unit_test(failures_of_commands_are_explained),
		cmocka_unit_test(too_much_output_is_refused),
		cmocka_unit_test(the_time_limit_kills_the_whole_group),
		cmocka_unit_test(a_stopped_clock_does_not_stop_the_time_limit),
		cmocka_unit_test(the_command_gets_none_of_our_descriptors),
		cmocka_unit_test(ignored_signals_are_not_inherited),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
