/* SPDX-License-Identifier: MIT
 * A source of a configuration: where it is when nothing says it, and what a refusal means. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "nines/base/attr.h"
#include "nines/sources/source.h"

/* The url of the only source of `text`; "complaint" when there is none. */
static void expect_url(const char *text, const char *url)
{
	struct conf_errors errors = {0};
	struct settings *settings = settings_load_text("test", text, &errors);
	struct source *source = source_new(settings, &settings->sources.items[0], &errors);

	assert_string_equal(source ? source->common.url : "complaint", url);
	assert_int_equal(errors.list.len, source ? 0 : 1);
	source_free(source);
	settings_free(settings);
	conf_errors_release(&errors);
}

static void service_in_one_place_needs_no_url(void **state NINES_UNUSED)
{
	expect_url("[source x]\ntype = github\nrepo.a = o/a\n", "https://api.github.com");
	expect_url("[source x]\ntype = github\nurl = https://git.example.com/api/v3/\n"
		   "repo.a = o/a\n",
		   "https://git.example.com/api/v3");
	expect_url("[source x]\ntype = incidentio\ntoken_env = T\n", "https://api.incident.io");
	expect_url("[source x]\ntype = alertmanager\n", "complaint");
}

static void refusal_that_names_a_time_is_no_denial(void **state NINES_UNUSED)
{
	struct reply reply = {.status = 403, .body = "{\"message\":\"limit\"}", .len = 19};
	struct err err = {0};

	assert_false(source_status_check(&reply, &err));
	assert_int_equal(err.code, ERR_AUTH);
	reply.retry_after_ms = 60000;
	assert_false(source_status_check(&reply, &err));
	assert_int_equal(err.code, ERR_THROTTLED);
	assert_string_equal(err.text, "HTTP 403: limit");
}

static void first_of_several_errors_is_said_with_its_field(void **state NINES_UNUSED)
{
	struct reply reply = {
		.status = 422,
		.body = "{\n \"type\": \"validation_error\", \"errors\": [{\"message\": \"is wrong\","
			" \"source\": {\"field\": \"after\"}}, {\"message\": \"second\"}]}",
	};
	struct err err = {0};

	reply.len = strlen(reply.body);
	assert_false(source_status_check(&reply, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_string_equal(err.text, "HTTP 422: is wrong (after)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(service_in_one_place_needs_no_url),
		cmocka_unit_test(refusal_that_names_a_time_is_no_denial),
		cmocka_unit_test(first_of_several_errors_is_said_with_its_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
