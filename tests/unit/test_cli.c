/* SPDX-License-Identifier: MIT
 * The command line: what is taken, what is refused and with which words. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cli/cli.h"
#include "cli/print.h"

enum { ARGUMENT_MAX = 16 };

static bool parse(struct cli *cli, struct err *err, const char *const *words)
{
	static char copies[ARGUMENT_MAX][64];
	char *argv[ARGUMENT_MAX + 1] = {0};
	int argc = 0;

	memset(cli, 0, sizeof(*cli));
	for (; words[argc]; argc++) {
		assert_true(argc < ARGUMENT_MAX && strlen(words[argc]) < sizeof(copies[argc]));
		memcpy(copies[argc], words[argc], strlen(words[argc]) + 1);
		argv[argc] = copies[argc];
	}
	return cli_parse(cli, argc, argv, err);
}

#define PARSE(...) parse(&cli, &err, (const char *const[]){"nines", __VA_ARGS__, NULL})

static void options_may_stand_anywhere(void **state NINES_UNUSED)
{
	struct cli cli;
	struct err err = {0};

	assert_true(
		PARSE("--demo", "status", "--json", "-c", "x.ini", "--source=a", "--source", "b"));
	assert_string_equal(cli.command->name, "status");
	assert_true(cli.is_demo && cli.is_json);
	assert_string_equal(cli.config, "x.ini");
	assert_int_equal(cli.sources.len, 2);
	assert_string_equal(cli.sources.items[1], "b");
	cli_release(&cli);
}

static void without_a_command_it_is_the_dashboard(void **state NINES_UNUSED)
{
	struct cli cli;
	struct err err = {0};

	assert_true(PARSE("--theme", "mono", "--read-only"));
	assert_null(cli.command);
	assert_true(cli.is_read_only);
	assert_string_equal(cli.theme, "mono");
	cli_release(&cli);
}

static void ids_are_kept_in_order(void **state NINES_UNUSED)
{
	struct cli cli;
	struct err err = {0};

	assert_true(PARSE("ack", "pd:Q2", "--dry-run", "-", "pd:Q1"));
	assert_int_equal(cli.args.len, 3);
	assert_string_equal(cli.args.items[0], "pd:Q2");
	assert_string_equal(cli.args.items[1], "-");
	assert_string_equal(cli.args.items[2], "pd:Q1");
	cli_release(&cli);
}

static void mistakes_say_what_to_type(void **state NINES_UNUSED)
{
	static const struct {
		const char *words[4];
		const char *wanted;
	} rows[] = {
		{{"nines", "--jsn", NULL}, "did you mean --json"},
		{{"nines", "stauts", NULL}, "did you mean status"},
		{{"nines", "--json", NULL}, "--json doesn't go with the dashboard"},
		{{"nines", "ack", NULL}, "ack wants ID..."},
		{{"nines", "status", "x", NULL}, "too many arguments: x"},
		{{"nines", "--theme", NULL}, "--theme wants an argument"},
		{{"nines", "-c", NULL}, "-c wants an argument"},
		{{"nines", "--demo-speed", "0", NULL}, "a number above 0"},
		{{"nines", "--demo-seed", "-1", NULL}, "wanted a whole number"},
		{{"nines", "incidents", "--since=soon", NULL}, "a duration such as 30d"},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct cli cli;
		struct err err = {0};

		assert_false(parse(&cli, &err, rows[i].words));
		if (!strstr(err.text, rows[i].wanted))
			fail_msg("row %zu: %s", i, err.text);
		cli_release(&cli);
	}
}

static void help_names_every_command_and_option(void **state NINES_UNUSED)
{
	struct str out;

	str_init(&out, 0);
	cli_help(NULL, &out);
	for (size_t i = 0; cli_registry[i]; i++)
		assert_non_null(strstr(out.text, cli_registry[i]->name));
	for (const struct cli_option *option = cli_options; option->name; option++) {
		char typed[40];

		snprintf(typed, sizeof(typed), "--%s ", option->name);
		assert_int_equal(strstr(out.text, typed) != NULL, option->is_everywhere);
	}
	str_release(&out);
}

static void columns_fit_wide_text(void **state NINES_UNUSED)
{
	static const char *const headings[] = {"A", "B"};
	struct text_table table;
	struct str out;

	str_init(&out, 0);
	text_table_init(&table, headings, 2);
	text_table_cell(&table, "日本");
	text_table_cell(&table, "x");
	text_table_cell(&table, NULL);
	text_table_printf(&table, "%d", 7);
	text_table_finish(&table, &out);
	assert_string_equal(out.text, "A     B\n日本  x\n-     7\n");
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_may_stand_anywhere),
		cmocka_unit_test(without_a_command_it_is_the_dashboard),
		cmocka_unit_test(ids_are_kept_in_order),
		cmocka_unit_test(mistakes_say_what_to_type),
		cmocka_unit_test(help_names_every_command_and_option),
		cmocka_unit_test(columns_fit_wide_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
