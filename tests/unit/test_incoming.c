/* SPDX-License-Identifier: MIT
 * The limits of a reply, byte by byte. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/incoming.h"
#include "nines/base/attr.h"

static bool header(struct incoming *incoming, const char *line)
{
	return incoming_header(incoming, line, strlen(line));
}

static void headers_are_kept_without_blanks(void **state NINES_UNUSED)
{
	struct incoming incoming = {0};

	header(&incoming, "HTTP/1.1 200 OK\r\n");
	header(&incoming, "ETag: \t W/\"abc def\" \r\n");
	header(&incoming, "RETRY-AFTER:7\r\n");
	header(&incoming, "X-ETag: no\r\n");
	header(&incoming, "\r\n");
	assert_string_equal(incoming.kept.etag, "W/\"abc def\"");
	assert_string_equal(incoming.kept.retry_after, "7");
	/* what came before the final status line does not count */
	header(&incoming, "HTTP/1.1 200 OK\r\n");
	assert_string_equal(incoming.kept.etag, "");
}

static void foreign_rubbish_in_headers_is_dropped(void **state NINES_UNUSED)
{
	static const char *const lines[] = {
		"ETag: \"a\033[2Jb\"\r\n",
		"ETag: \"a\x01\"\r\n",
		"ETag: \"\xc3\xa9\"\r\n",
		"ETag:\r\n",
		"ETag\r\n",
		": \"a\"\r\n",
		"",
	};
	char long_line[KEPT_HEADER_MAX + 10];
	struct incoming incoming = {0};

	for (size_t i = 0; i < NINES_COUNT(lines); i++) {
		assert_true(header(&incoming, lines[i]));
		assert_string_equal(incoming.kept.etag, "");
	}
	memset(long_line, 'x', sizeof(long_line) - 1);
	long_line[sizeof(long_line) - 1] = '\0';
	memcpy(long_line, "ETag: ", 6);
	assert_true(header(&incoming, long_line));
	assert_string_equal(incoming.kept.etag, "");
}

static void all_headers_together_are_limited(void **state NINES_UNUSED)
{
	struct incoming incoming = {0};
	char line[1024];

	memset(line, 'x', sizeof(line));
	for (int i = 0; i < HEADER_LIMIT / 1024; i++)
		assert_true(incoming_header(&incoming, line, sizeof(line)));
	assert_false(incoming_header(&incoming, line, 1));
	assert_int_equal(incoming.err.code, ERR_TOO_BIG);
}

static void body_may_fill_its_limit_but_not_pass_it(void **state NINES_UNUSED)
{
	struct incoming incoming = {.limit = 100000};
	char part[1000];

	memset(part, 'x', sizeof(part));
	for (int i = 0; i < 100; i++)
		assert_true(incoming_body(&incoming, part, sizeof(part)));
	assert_int_equal(incoming.len, 100000);
	assert_int_equal(strlen(incoming.body), 100000);
	assert_int_equal(incoming.capacity, 100001);
	assert_true(incoming_body(&incoming, part, 0));
	assert_false(incoming_body(&incoming, part, 1));
	assert_int_equal(incoming.err.code, ERR_TOO_BIG);
	assert_string_equal(incoming.err.text,
			    "reply larger than the limit of 100000 bytes: raise body_limit");
	incoming_reset(&incoming);
	assert_null(incoming.body);
	assert_int_equal(incoming.limit, 100000);
}

static void default_limit_is_named_in_megabytes(void **state NINES_UNUSED)
{
	struct incoming incoming = {0};

	/* the length is checked before a byte is read */
	assert_false(incoming_body(&incoming, "", BODY_LIMIT_DEFAULT + 1));
	assert_string_equal(incoming.err.text,
			    "reply larger than the limit of 64 MB: raise body_limit");
}

static void expansion_is_limited_beyond_a_megabyte(void **state NINES_UNUSED)
{
	static const struct {
		size_t len;
		int64_t wire;
		bool is_good;
	} rows[] = {
		{EXPAND_FREE, 1, true},   {EXPAND_FREE + 1, 1, false}, {20000000, 100000, true},
		{20000000, 99999, false}, {20000000, 0, false},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct incoming incoming = {.len = rows[i].len};

		assert_int_equal(incoming_expansion(&incoming, rows[i].wire), rows[i].is_good);
		assert_int_equal(incoming.err.code == ERR_TOO_BIG, !rows[i].is_good);
	}
}

static void wait_is_read_where_it_means_something(void **state NINES_UNUSED)
{
	static const struct {
		int status;
		const char *retry_after, *reset;
		int64_t wait_ms;
	} rows[] = {
		{429, "3", "9", 3000}, {429, "", "9", 9000},  {503, "", "9", 9000},
		{503, "3", "", 3000},  {403, "3", "9", 3000}, {403, "", "9", 0},
		{200, "3", "9", 0},    {429, "", "", 0},      {429, "x", "9", 9000},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct incoming incoming = {0};

		snprintf(incoming.kept.retry_after, KEPT_HEADER_MAX, "%s", rows[i].retry_after);
		snprintf(incoming.kept.ratelimit_reset, KEPT_HEADER_MAX, "%s", rows[i].reset);
		assert_int_equal(incoming_retry_after(&incoming, rows[i].status, 0),
				 rows[i].wait_ms);
	}
}

/* api.github.com answers 403, not 429, when its hour is used up. */
static void nothing_remaining_makes_a_refusal_a_wait(void **state NINES_UNUSED)
{
	struct incoming incoming = {0};

	header(&incoming, "HTTP/2 403\r\n");
	header(&incoming, "x-ratelimit-remaining: 12\r\n");
	header(&incoming, "x-ratelimit-reset: 1795694460\r\n");
	assert_int_equal(incoming_retry_after(&incoming, 403, 1795694400000), 0);
	header(&incoming, "x-ratelimit-remaining: 0\r\n");
	assert_int_equal(incoming_retry_after(&incoming, 403, 1795694400000), 60000);
	assert_int_equal(incoming_retry_after(&incoming, 200, 1795694400000), 0);
}

/* No scope is another answer than no header. */
static void scopes_that_are_empty_are_none(void **state NINES_UNUSED)
{
	struct incoming incoming = {0};

	header(&incoming, "HTTP/2 200\r\n");
	assert_string_equal(incoming.kept.scopes, "");
	header(&incoming, "X-OAuth-Scopes: \r\n");
	assert_string_equal(incoming.kept.scopes, "none");
	header(&incoming, "x-oauth-scopes: read:org, repo\r\n");
	header(&incoming, "X-Accepted-GitHub-Permissions: issues=read\r\n");
	assert_string_equal(incoming.kept.scopes, "read:org, repo");
	assert_string_equal(incoming.kept.needs, "issues=read");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_are_kept_without_blanks),
		cmocka_unit_test(foreign_rubbish_in_headers_is_dropped),
		cmocka_unit_test(all_headers_together_are_limited),
		cmocka_unit_test(body_may_fill_its_limit_but_not_pass_it),
		cmocka_unit_test(default_limit_is_named_in_megabytes),
		cmocka_unit_test(expansion_is_limited_beyond_a_megabyte),
		cmocka_unit_test(wait_is_read_where_it_means_something),
		cmocka_unit_test(nothing_remaining_makes_a_refusal_a_wait),
		cmocka_unit_test(scopes_that_are_empty_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
