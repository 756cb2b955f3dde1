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
#include "cli/wishes.h"

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

static void a_verb_is_told_by_options(void **state NINES_UNUSED)
{
	struct cli cli;
	struct err err = {0};

	assert_true(PARSE("silence", "am:1", "--for", "90m", "-m", "  known, fixed at noon  "));
	assert_int_equal(cli.command->verb, VERB_SILENCE);
	assert_int_equal(cli.told.for_ms, 90 * 60 * 1000);
	assert_string_equal(cli.told.text, "known, fixed at noon");
	cli_release(&cli);
	assert_true(PARSE("merge", "--to=pd:Q1", "pd:Q2"));
	assert_string_equal(cli.told.to, "pd:Q1");
	cli_release(&cli);
	assert_true(PARSE("ack", "--message", "é", "pd:Q2"));
	assert_string_equal(cli.told.text, "é");
	cli_release(&cli);
}

static void each_verb_with_a_phrase_is_a_command(void **state NINES_UNUSED)
{
	size_t commands = 0;

	for (int verb = VERB_NONE + 1; verb < VERB_COUNT; verb++) {
		bool is_found = false;

		for (size_t i = 0; cli_registry[i]; i++)
			is_found |= cli_registry[i]->verb == (enum verb)verb;
		if (is_found != (verb_info((enum verb)verb)->phrase[0] != '\0'))
			fail_msg("%s: a command %d", verb_name((enum verb)verb), is_found);
		commands += is_found;
	}
	assert_true(commands > 10);
}

static void words_too_long_are_refused_with_the_limit(void **state NINES_UNUSED)
{
	char text[VERB_TEXT_MAX + 1];
	char *argv[] = {
		(char[]){"nines"}, (char[]){"note"}, (char[]){"pd:1"}, (char[]){"-m"}, text, NULL};

	memset(text, 'x', sizeof(text) - 1);
	for (size_t len = VERB_TEXT_MAX - 1; len <= VERB_TEXT_MAX; len++) {
		struct cli cli = {0};
		struct err err = {0};

		text[len] = '\0';
		assert_int_equal(cli_parse(&cli, 5, argv, &err), len < VERB_TEXT_MAX);
		if (len == VERB_TEXT_MAX)
			assert_non_null(strstr(err.text, "480 bytes, at most 479"));
		cli_release(&cli);
		text[len] = 'x';
	}
}

static void the_dashboard_takes_a_dry_run(void **state NINES_UNUSED)
{
	struct cli cli;
	struct err err = {0};

	assert_true(PARSE("--demo", "--dry-run"));
	assert_true(cli.is_dry_run);
	cli_release(&cli);
}

static void mistakes_say_what_to_type(void **state NINES_UNUSED)
{
	static const struct {
		const char *words[8];
		const char *wanted;
	} rows[] = {
		{{"nines", "--jsn", NULL}, "did you mean --json"},
		{{"nines", "stauts", NULL}, "did you mean status"},
		{{"nines", "--json", NULL}, "--json doesn't go with the dashboard"},
		{{"nines", "ack", NULL}, "ack wants ID..."},
		{{"nines", "snooze", "pd:1", NULL}, "--for is missing: how long, such as 4h"},
		{{"nines", "silence", "am:1", "--for", "2h", NULL}, "-m is missing"},
		{{"nines", "reassign", "pd:1", NULL}, "--to is missing"},
		{{"nines", "resolve", "pd:1", "--for", "1h", NULL},
		 "--for doesn't go with resolve"},
		{{"nines", "status", "--dry-run", NULL}, "--dry-run doesn't go with status"},
		{{"nines", "snooze", "pd:1", "--for", "soon", NULL}, "a duration from 1s to 365d"},
		{{"nines", "snooze", "pd:1", "--for", "400d", NULL}, "a duration from 1s to 365d"},
		{{"nines", "snooze", "pd:1", "--for", "10ms", NULL}, "a duration from 1s to 365d"},
		{{"nines", "note", "pd:1", "-m", "a\nb", NULL}, "-m: line breaks and control"},
		{{"nines", "note", "pd:1", "-m", "a\x1b[31m", NULL}, "-m: line breaks and control"},
		{{"nines", "note", "pd:1", "-m",
		  "\xc2\x9b"
		  "1m",
		  NULL},
		 "-m: line breaks and control"},
		{{"nines", "note", "pd:1", "-m", "\xff", NULL}, "-m: line breaks and control"},
		{{"nines", "note", "pd:1", "-m", " ", NULL}, "-m: wanted a few words"},
		{{"nines", "merge", "pd:1", "--to", "Q2", NULL}, "--to Q2: not an id"},
		{{"nines", "unsilence", "am:1", NULL}, "unknown command unsilence"},
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
	const char *options;

	str_init(&out, 0);
	cli_help(NULL, &out);
	options = strstr(out.text, "Options that are valid everywhere");
	assert_non_null(options);
	for (size_t i = 0; cli_registry[i]; i++)
		assert_non_null(strstr(out.text, cli_registry[i]->name));
	for (const struct cli_option *option = cli_options; option->name; option++) {
		char typed[40];

		snprintf(typed, sizeof(typed), "--%s ", option->name);
		assert_int_equal(strstr(options, typed) != NULL, option->is_everywhere);
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

/* What one write in a snapshot makes of a wish: the exit code, and its texts in `wishes`. */
static int outcome(struct wishes *wishes, struct write_view write)
{
	struct wish *wish = wishes_add(wishes, VERB_ACK, "pd:Q1");

	write.uuid = wish->uuid;
	write.verb = VERB_ACK;
	const struct snapshot snapshot = {.writes = &write, .write_count = 1};

	(void)wishes_update(wishes, &snapshot);
	return wishes_report(wishes);
}

static void the_exit_code_is_that_of_what_became_of_the_writes(void **state NINES_UNUSED)
{
	static const struct {
		bool is_dry_run;
		struct write_view write;
		int code;
		const char *state, *text;
	} rows[] = {
		{false, {.state = WRITE_CONFIRMED, .tries = 1}, EXIT_WELL, "confirmed", NULL},
		{false,
		 {.state = WRITE_CONFIRMED, .detail = "acknowledged by Ana"},
		 EXIT_WELL,
		 "confirmed",
		 "it was so already: acknowledged by Ana"},
		{false, {.state = WRITE_SENT}, EXIT_KEPT, "sent", NULL},
		{false, {.state = WRITE_QUEUED, .is_offered = true}, EXIT_KEPT, "queued", NULL},
		{false, {.state = WRITE_REFUSED, .error = "no"}, EXIT_REFUSED, "refused", "no"},
		{true,
		 {.state = WRITE_REFUSED, .error = "dry run: would send PUT /x"},
		 EXIT_WELL,
		 "dry-run",
		 "would send PUT /x"},
		{true,
		 {.state = WRITE_CONFIRMED},
		 EXIT_WELL,
		 "dry-run",
		 "would send nothing: it is so already"},
		{true, {.state = WRITE_REFUSED, .error = "no"}, EXIT_REFUSED, "refused", "no"},
		{true, {.state = WRITE_QUEUED}, EXIT_REFUSED, "queued", NULL},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct wishes wishes = {.is_dry_run = rows[i].is_dry_run};
		int code = outcome(&wishes, rows[i].write);
		const struct wish *wish = &wishes.list.items[0];
		const char *text = wish->error ? wish->error : wish->detail;

		if (code != rows[i].code || strcmp(wish->state, rows[i].state) != 0 ||
		    !text_equal(text, rows[i].text))
			fail_msg("row %zu: %d %s: %s", i, code, wish->state, text ? text : "-");
		wishes_release(&wishes);
	}
}

static void a_withdrawn_write_leaves_the_list(void **state NINES_UNUSED)
{
	struct wishes wishes = {.is_json = false};
	struct wish *wish = wishes_add(&wishes, VERB_ACK, "pd:Q1");
	struct write_view write = {.uuid = wish->uuid, .state = WRITE_QUEUED};
	struct snapshot snapshot = {.writes = &write, .write_count = 1};

	uuid_new(wish->undo);
	assert_int_equal(wishes_update(&wishes, &snapshot), 0);
	snapshot.write_count = 0;
	assert_int_equal(wishes_update(&wishes, &snapshot), 1);
	assert_string_equal(wish->state, "withdrawn");
	assert_int_equal(wishes_report(&wishes), EXIT_WELL);
	wishes_release(&wishes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_may_stand_anywhere),
		cmocka_unit_test(without_a_command_it_is_the_dashboard),
		cmocka_unit_test(ids_are_kept_in_order),
		cmocka_unit_test(a_verb_is_told_by_options),
		cmocka_unit_test(each_verb_with_a_phrase_is_a_command),
		cmocka_unit_test(words_too_long_are_refused_with_the_limit),
		cmocka_unit_test(the_dashboard_takes_a_dry_run),
		cmocka_unit_test(mistakes_say_what_to_type),
		cmocka_unit_test(help_names_every_command_and_option),
		cmocka_unit_test(columns_fit_wide_text),
		cmocka_unit_test(the_exit_code_is_that_of_what_became_of_the_writes),
		cmocka_unit_test(a_withdrawn_write_leaves_the_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
