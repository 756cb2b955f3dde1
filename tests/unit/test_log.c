/* SPDX-License-Identifier: MIT
 * The log file: one clean line per entry, whole lines from many threads. */
#include "config.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "nines/base/clock.h"
#include "nines/base/file.h"
#include "nines/base/log.h"

enum { THREADS = 4, ENTRIES = 250 };

static char path[256];

static int choose_path(void **state)
{
	const char *base = getenv("TMPDIR");

	(void)state;
	snprintf(path, sizeof(path), "%s/nines-log-%ld", base ? base : "/tmp", (long)getpid());
	clock_set_fake(1795317627606, 1);
	return 0;
}

static int remove_file(void **state)
{
	(void)state;
	clock_set_fake(-1, -1);
	return unlink(path);
}

static struct str content(void)
{
	struct str out;

	str_init(&out, 0);
	assert_true(file_read(path, 1 << 20, &out, NULL));
	return out;
}

static void entries_are_one_clean_line_each(void **state)
{
	struct stat info;
	struct str out;

	(void)state;
	unlink(path);
	log_write(LOG_LEVEL_ERROR, "net", "dropped: nothing is open");
	assert_true(log_open(path, NULL));
	log_write(LOG_LEVEL_WARNING, "net", "page %d: %s", 3, "a\nb\x1b[2J\xff");
	log_close();
	log_write(LOG_LEVEL_ERROR, "net", "dropped again");
	assert_true(log_open(path, NULL));
	log_write(LOG_LEVEL_DEBUG, "outbox", "second");
	log_close();
	out = content();
	assert_string_equal(out.text,
			    "2026-11-22T03:20:27.606Z warning net: page 3: a b\xef\xbf\xbd\n"
			    "2026-11-22T03:20:27.606Z debug outbox: second\n");
	str_release(&out);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
}

static void a_path_that_cannot_be_opened_is_an_error(void **state)
{
	struct err err = {0};

	(void)state;
	assert_false(log_open("/no/such/folder/log", &err));
	assert_int_equal(err.code, ERR_IO);
	log_close();
}

static void *write_entries(void *context)
{
	for (int i = 0; i < ENTRIES; i++)
		log_write(LOG_LEVEL_INFO, "thread", "%s", (const char *)context);
	return NULL;
}

static void threads_do_not_mix_their_lines(void **state)
{
	static char texts[THREADS][20] = {"aaaaaaaaaaaaaaaa", "bbbbbbbb", "cccccccccccc", "d"};
	pthread_t threads[THREADS];
	int lines = 0;
	struct str out;

	(void)state;
	unlink(path);
	assert_true(log_open(path, NULL));
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_entries, texts[i]), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	log_close();
	out = content();
	for (char *line = out.text, *end; (end = strchr(line, '\n')); line = end + 1) {
		const char *text = strstr(line, "thread: ") + strlen("thread: ");

		assert_int_equal(strspn(text, (char[]){*text, '\0'}), end - text);
		lines++;
	}
	assert_int_equal(lines, THREADS * ENTRIES);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_are_one_clean_line_each),
		cmocka_unit_test(a_path_that_cannot_be_opened_is_an_error),
		cmocka_unit_test(threads_do_not_mix_their_lines),
	};

	return cmocka_run_group_tests(tests, choose_path, remove_file);
}
