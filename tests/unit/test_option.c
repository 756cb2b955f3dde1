/* SPDX-License-Identifier: MIT
 * Option tables: each type's values, complaints with file, line and suggestion, and that
 * no complaint repeats a secret. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/base/timefmt.h"
#include "nines/conf/option.h"
#include "nines/conf/settings.h"

#include "conf_support.h"

struct target {
	char *string;
	struct text_list list;
	bool flag;
	int64_t integer;
	double number;
	int64_t duration;
	int64_t size;
	int choice;
	char *url;
	char *link;
	char *path;
	struct money money;
	struct objective objective;
	struct secret_source token;
	struct text_pairs header;
};

#define ROW(word, kind, member) .key = word, .type = kind, .offset = offsetof(struct target, member)

static const struct option table[] = {
	{ROW("string", OPTION_STRING, string)},
	{ROW("list", OPTION_LIST, list)},
	{ROW("flag", OPTION_BOOL, flag), .fallback = "on"},
	{ROW("integer", OPTION_INT, integer), .min = 1, .max = 4},
	{ROW("number", OPTION_NUMBER, number)},
	{ROW("duration", OPTION_DURATION, duration), .fallback = "30s", .min = SECOND_MS,
	 .max = DAY_MS},
	{ROW("size", OPTION_SIZE, size), .min = 1024, .max = 1024 * 1024},
	{ROW("choice", OPTION_CHOICE, choice), .choices = "prometheus alertmanager pagerduty"},
	{ROW("url", OPTION_URL, url)},
	{ROW("link", OPTION_LINK, link)},
	{ROW("path", OPTION_PATH, path)},
	{ROW("money", OPTION_MONEY, money)},
	{ROW("objective", OPTION_OBJECTIVE, objective)},
	{ROW("token", OPTION_SECRET, token)},
	{ROW("header", OPTION_PAIRS, header)},
	{0},
};

static const struct option *row_of(const char *key)
{
	const struct option *row = table;

	while (strcmp(row->key, key) != 0)
		row++;
	return row;
}

/* Values that a type refuses; the message holds `wanted`. */
static const struct {
	const char *key, *value, *wanted;
} bad_values[] = {
	{"flag", "maybe", "expected on or off"},
	{"integer", "0", "expected a whole number from 1 to 4"},
	{"integer", "5", "1 to 4"},
	{"integer", "2x", "whole"},
	{"integer", "2.0", "whole"},
	{"integer", "", "whole"},
	{"integer", "99999999999999999999", "whole"},
	{"number", "NaN", "expected a number"},
	{"number", "inf", "expected a number"},
	{"number", "1,5", "expected a number"},
	{"duration", "30", "expected a duration (500ms"},
	{"duration", "-5s", "duration"},
	{"duration", "500ms", "1s to "},
	{"duration", "2d", "duration"},
	{"duration", "", "duration"},
	{"size", "64", "expected a size (512KB, 64MB) from 1KB to 1MB"},
	{"size", "2MB", "size"},
	{"size", "1.0001KB", "size"},
	{"size", "10XB", "size"},
	{"choice", "prometeus",
	 "did you mean prometheus? expected one of prometheus, "
	 "alertmanager, pagerduty"},
	{"choice", "zzz", "expected one of prometheus"},
	{"choice", "prometheus alertmanager", "one of"},
	{"url", "ftp://x", "begins with http:// or https://"},
	{"url", "example.com", "http://"},
	{"url", "http://", "expected host or host:port"},
	{"url", "http://:80", "expected host"},
	{"url", "http://x:0", "expected host"},
	{"url", "http://x:65536", "expected host"},
	{"url", "http://x:12a", "expected host"},
	{"url", "http://[::1", "expected host"},
	{"url", "http://x y", "%XX"},
	{"url", "http://x/\x01", "%XX"},
	{"url", "http://x/\xc3\xa9", "%XX"},
	{"url", "http://x\\y", "%XX"},
	{"url", "https://me:hunter2@x/", "no user or password in a URL"},
	{"url", "https://me@x?a", "no user or password in a URL"},
	{"url", "https://x/?token=hunter2", "without ? and #"},
	{"url", "https://x#a", "without ? and #"},
	{"link", "https://me:hunter2@x/", "no user or password in a URL"},
	{"path", "~other/x", "only ~/ is expanded"},
	{"path", "", "path"},
	{"money", "10", "expected an amount and a currency such as 10 USD"},
	{"money", "10 usd", "amount"},
	{"money", "10 USDX", "amount"},
	{"money", "-1 USD", "amount"},
	{"money", "1.2.3 USD", "amount"},
	{"objective", "100", "above 0 and below 100"},
	{"objective", "0", "above 0 and below 100"},
	{"objective", "101", "above 0 and below 100"},
	{"objective", "99.95 /", "99.95 / 28d"},
	{"objective", "99.95 28d", "99.95 / 28d"},
	{"objective", "99.95 / 1m", "99.95 / 28d"},
	{"objective", "99.95 / 500d", "99.95 / 28d"},
	{"objective", "-99", "per cent"},
	{"token", "", "empty"},
	{"header", "x", "header.NAME"},
};

static void bad_values_are_refused(void **state)
{
	struct target target = {0};

	(void)state;
	options_default(table, &target);
	for (size_t i = 0; i < NINES_COUNT(bad_values); i++) {
		struct err err = {0};

		if (option_parse_value(row_of(bad_values[i].key), bad_values[i].value, &target,
				       &err))
			fail_msg("%s = %s was taken", bad_values[i].key, bad_values[i].value);
		if (!strstr(err.text, bad_values[i].wanted) || strstr(err.text, "hunter2"))
			fail_msg("%s = %s: %s", bad_values[i].key, bad_values[i].value, err.text);
	}
	options_release(table, &target);
}

static void parse(struct target *target, const char *key, const char *value)
{
	struct err err = {0};

	if (!option_parse_value(row_of(key), value, target, &err))
		fail_msg("%s = %s: %s", key, value, err.text);
}

static void figures_are_parsed(void **state)
{
	struct target target = {0};

	(void)state;
	options_default(table, &target);
	parse(&target, "integer", "3");
	assert_int_equal(target.integer, 3);
	parse(&target, "number", "-2.5e3");
	assert_true(target.number == -2500);
	parse(&target, "duration", "1h30m");
	assert_int_equal(target.duration, 90 * MINUTE_MS);
	parse(&target, "size", "64KB");
	assert_int_equal(target.size, 65536);
	parse(&target, "size", "1.5 kb");
	assert_int_equal(target.size, 1536);
	parse(&target, "choice", "pagerduty");
	assert_int_equal(target.choice, 2);
	parse(&target, "flag", "OFF");
	assert_false(target.flag);
	parse(&target, "money", "10.50 EUR");
	assert_true(target.money.amount == 10.5);
	assert_string_equal(target.money.currency, "EUR");
	parse(&target, "objective", "99.95");
	assert_true(fabs(target.objective.ratio - 0.9995) < 1e-12);
	assert_int_equal(target.objective.window_ms, 0);
	parse(&target, "objective", "99.99");
	assert_true(target.objective.ratio == 0.9999);
	parse(&target, "objective", "99.9 % / 28d");
	assert_true(fabs(target.objective.ratio - 0.999) < 1e-12);
	assert_int_equal(target.objective.window_ms, (int64_t)28 * DAY_MS);
	options_release(table, &target);
}

static void addresses_are_parsed(void **state)
{
	static const char *const urls[][2] = {
		{"http://x", "http://x"},
		{"https://x.example.com:9090/prefix//", "https://x.example.com:9090/prefix"},
		{"http://[::1]:9093/", "http://[::1]:9093"},
		{"http://127.0.0.1:80/a@b", "http://127.0.0.1:80/a@b"},
	};
	struct target target = {0};

	(void)state;
	options_default(table, &target);
	for (size_t i = 0; i < NINES_COUNT(urls); i++) {
		parse(&target, "url", urls[i][0]);
		assert_string_equal(target.url, urls[i][1]);
	}
	parse(&target, "link", "https://wiki/page?id=4#do/");
	assert_string_equal(target.link, "https://wiki/page?id=4#do/");
	setenv("HOME", "/home/ada", 1);
	parse(&target, "path", "~/ca.pem");
	assert_string_equal(target.path, "/home/ada/ca.pem");
	parse(&target, "path", "/etc/ca.pem");
	assert_string_equal(target.path, "/etc/ca.pem");
	parse(&target, "list", " a,b c ,, d\t,");
	assert_int_equal(target.list.len, 3);
	assert_string_equal(target.list.items[0], "a");
	assert_string_equal(target.list.items[1], "b c");
	assert_string_equal(target.list.items[2], "d");
	parse(&target, "list", "");
	assert_int_equal(target.list.len, 0);
	options_release(table, &target);
}

static void refused_value_leaves_the_old_one(void **state)
{
	struct target target = {0};

	(void)state;
	options_default(table, &target);
	parse(&target, "url", "http://x");
	assert_false(option_parse_value(row_of("url"), "y", &target, NULL));
	assert_string_equal(target.url, "http://x");
	assert_false(option_parse_value(row_of("duration"), "y", &target, NULL));
	assert_int_equal(target.duration, 30 * SECOND_MS);
	options_release(table, &target);
}

static void defaults_are_set(void **state)
{
	struct target target = {0};

	(void)state;
	options_default(table, &target);
	assert_true(target.flag);
	assert_int_equal(target.duration, 30 * SECOND_MS);
	assert_true(isnan(target.money.amount));
	assert_true(isnan(target.objective.ratio));
	assert_null(target.string);
	assert_int_equal(target.token.kind, SECRET_NONE);
	options_release(table, &target);
}

/* Parses the one section of `text` into `target`; the complaints as text. */
static void parse_section(const char *text, bool is_private, struct target *target,
			  struct str *complaints)
{
	const struct option *const tables[] = {table};
	const struct option_file file = {"f", is_private};
	struct conf_errors errors = {0};
	struct ini ini = {0};

	str_clear(complaints);
	ini_read_text("f", text, strlen(text), &ini, &errors);
	options_default(table, target);
	options_parse(table, &ini.sections.items[0], target, &file, &errors);
	options_reject_unknown(&ini.sections.items[0], tables, 1, "f", &errors);
	complaints_append(&errors, complaints);
	ini_release(&ini);
	conf_errors_release(&errors);
}

static void complaints_name_line_key_and_remedy(void **state)
{
	static const struct {
		const char *text, *complaints;
	} cases[] = {
		{"[s a]\nflag = off\nduration =\n  5x\ninteger = 9\n",
		 "f:5: integer = 9: expected a whole number from 1 to 4\n"
		 "f:3: duration = 5x: expected a duration (500ms, 30s, 5m, 4h, 7d) from 1s to 1d\n"},
		{"[s a]\nduraton = 1s\nxyzzy = hunter2\n",
		 "f:2: unknown key duraton in [s a]: did you mean duration?\n"
		 "f:3: unknown key xyzzy in [s a]: known are string, list, flag, integer, number, "
		 "duration, size, choice, url, link, path, money, objective, token_env, "
		 "token_file, token_command, token, header.NAME\n"},
		{"[s a]\ntoken = hunter2\n",
		 "f:2: token = ...: a secret in the file itself needs a file that is yours and of "
		 "mode 0600 (chmod 600 FILE); or use token_env, token_file or token_command\n"},
		{"[s a]\ntoken_file = /x\ntoken_env = X\n",
		 "f:2: token_file: token_env is given already in line 3: keep exactly one\n"},
		{"[s a]\ntoken_env = my token\n",
		 "f:2: token_env = ...: expected the name of an environment variable\n"},
		{"[s a]\ntoken_file =\n", "f:2: token_file = ...: the value is empty\n"},
		{"[s a]\ntokn = hunter2\n",
		 "f:2: unknown key tokn in [s a]: did you mean token?\n"},
		{"[s a]\nurl = http://me:hunter2@x\n",
		 "f:2: url = ...: no user or password in a URL: use username and password_env, "
		 "password_file or password_command\n"},
	};
	struct str complaints;

	(void)state;
	str_init(&complaints, 0);
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct target target = {0};

		parse_section(cases[i].text, false, &target, &complaints);
		options_release(table, &target);
		assert_string_equal(complaints.text, cases[i].complaints);
	}
	str_release(&complaints);
}

static void required_key_is_missed(void **state)
{
	static const struct option rows[] = {
		{ROW("url", OPTION_URL, url), .is_required = true},
		{ROW("token", OPTION_SECRET, token), .is_required = true},
		{0},
	};
	static const char text[] = "[source prod]\n";
	const struct option_file file = {"f", false};
	struct conf_errors errors = {0};
	struct target target = {0};
	struct ini ini = {0};
	struct str complaints;

	(void)state;
	str_init(&complaints, 0);
	ini_read_text("f", text, strlen(text), &ini, &errors);
	options_default(rows, &target);
	options_parse(rows, &ini.sections.items[0], &target, &file, &errors);
	complaints_append(&errors, &complaints);
	assert_string_equal(complaints.text,
			    "f:1: [source prod] needs url: a URL that begins with http:// or "
			    "https://\n"
			    "f:1: [source prod] needs token: exactly one of token_env, token_file, "
			    "token_command, or token in a file of mode 0600\n");
	str_release(&complaints);
	ini_release(&ini);
	conf_errors_release(&errors);
}

static void secrets_and_headers_are_taken(void **state)
{
	struct target target = {0};
	struct str complaints;

	(void)state;
	str_init(&complaints, 0);
	parse_section("[s a]\ntoken = hunter2\nheader.X-Scope-OrgID = tenant\nheader.B = c\n", true,
		      &target, &complaints);
	assert_string_equal(complaints.text, "");
	assert_int_equal(target.token.kind, SECRET_INLINE);
	assert_string_equal(secret_reveal(&target.token.inline_value), "hunter2");
	assert_int_equal(target.header.len, 2);
	assert_string_equal(target.header.items[0].name, "X-Scope-OrgID");
	assert_string_equal(target.header.items[0].value, "tenant");
	options_release(table, &target);
	parse_section("[s a]\ntoken_command = pass show 'a b'\n", false, &target, &complaints);
	assert_string_equal(complaints.text, "");
	assert_int_equal(target.token.kind, SECRET_COMMAND);
	assert_string_equal(target.token.where, "pass show 'a b'");
	options_release(table, &target);
	str_release(&complaints);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_values_are_refused),
		cmocka_unit_test(figures_are_parsed),
		cmocka_unit_test(addresses_are_parsed),
		cmocka_unit_test(refused_value_leaves_the_old_one),
		cmocka_unit_test(defaults_are_set),
		cmocka_unit_test(complaints_name_line_key_and_remedy),
		cmocka_unit_test(required_key_is_missed),
		cmocka_unit_test(secrets_and_headers_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
