/* SPDX-License-Identifier: MIT
 * The starter configuration and the manual follow from the tables and are sound. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/base/timefmt.h"
#include "nines/conf/manual.h"
#include "nines/conf/settings.h"

#include "conf_support.h"

struct source_target {
	int type;
	char *url;
	int64_t timeout_ms, pages, most;
	double factor;
	struct secret_source token;
	struct text_pairs header;
	char *ca_file, *query;
	bool verify;
	struct objective objective;
};

#define ROW(word, kind, member)                                                                    \
	.key = word, .type = kind, .offset = offsetof(struct source_target, member)

static const struct option common[] = {
	{ROW("type", OPTION_CHOICE, type), .choices = "fake pagerduty", .is_required = true},
	{ROW("url", OPTION_URL, url), .is_required = true, .help = "Where the server is."},
	{ROW("timeout", OPTION_DURATION, timeout_ms), .min = SECOND_MS, .max = HOUR_MS},
	{ROW("token", OPTION_SECRET, token), .is_required = true, .help = "What it asks for."},
	{ROW("header", OPTION_PAIRS, header), .example = "header.X-Scope-OrgID = tenant"},
	{ROW("ca_file", OPTION_PATH, ca_file), .help = "Whom to trust."},
	{ROW("verify", OPTION_BOOL, verify), .fallback = "on", .help = "Checks certificates."},
	{0},
};
static const struct option fake[] = {
	{ROW("query", OPTION_STRING, query),
	 .example = "sum by (service) (rate(http_requests_total{code!~\"5..\"}[$window]))",
	 .help = "A query that is 'longer' than .other words."},
	{ROW("pages", OPTION_INT, pages), .min = 2, .max = 9},
	{ROW("most", OPTION_SIZE, most), .min = 2048, .max = 4096},
	{ROW("factor", OPTION_NUMBER, factor)},
	{ROW("objective", OPTION_OBJECTIVE, objective)},
	{0},
};
static const struct source_section kinds[] = {
	{.type = "fake", .about = "A source that is not there.", .options = fake},
	{.type = "pagerduty", .about = "Another one."},
};

/* Parses every [source] as sources/ would. */
static void parse_sources(struct settings *settings, struct conf_errors *errors)
{
	const struct option *const tables[] = {common, fake};
	const struct option_file file = {"f", false};

	for (size_t i = 0; i < settings->sources.len; i++) {
		struct ini_section *section = settings->sources.items[i].section;
		struct source_target target = {0};

		for (size_t k = 0; k < NINES_COUNT(tables); k++) {
			options_default(tables[k], &target);
			options_parse(tables[k], section, &target, &file, errors);
		}
		options_reject_unknown(section, tables, NINES_COUNT(tables), "f", errors);
		options_release(common, &target);
		options_release(fake, &target);
	}
}

static struct settings *load_clean(const char *text)
{
	struct conf_errors errors = {0};
	struct settings *settings = settings_load_text("f", text, &errors);

	parse_sources(settings, &errors);
	for (size_t i = 0; i < errors.list.len; i++)
		print_error("line %d: %s\n", errors.list.items[i].line, errors.list.items[i].text);
	assert_int_equal(errors.list.len, 0);
	return settings;
}

/* Takes away the ; of every line that has a word right after it. */
static void uncomment(const char *text, struct str *out)
{
	bool is_start = true;

	for (; *text; text++) {
		bool is_mark = is_start && *text == ';' && text[1] != ' ';

		is_start = *text == '\n';
		if (!is_mark)
			str_append_char(out, *text);
	}
}

static void starter_loads_as_it_is(void **state)
{
	struct settings *settings;
	struct str out;

	(void)state;
	str_init(&out, 0);
	settings_write_starter(common, kinds, NINES_COUNT(kinds), &out);
	settings = load_clean(out.text);
	assert_int_equal(settings->sources.len, 0);
	assert_int_equal(settings->core.refresh_ms, 30 * SECOND_MS);
	settings_free(settings);
	str_release(&out);
}

static void starter_loads_with_every_key_set(void **state)
{
	struct settings *settings;
	struct str out, text;

	(void)state;
	str_init(&out, 0);
	str_init(&text, 0);
	settings_write_starter(common, kinds, NINES_COUNT(kinds), &out);
	uncomment(out.text, &text);
	settings = load_clean(text.text);
	assert_int_equal(settings->sources.len, 2);
	assert_int_equal(settings->sources.items[0].section->entries.len, 12);
	assert_int_equal(settings->sources.items[1].section->entries.len, 7);
	assert_int_equal(settings->services.len, 1);
	assert_int_equal(settings->services.items[0].tier, 1);
	assert_int_equal(settings->teams.len, 1);
	assert_int_equal(settings->indicators.len, 1);
	assert_true(settings->indicators.items[0].clear.is_set);
	assert_int_equal(settings->keys.len, 1);
	settings_free(settings);
	str_release(&text);
	str_release(&out);
}

/* What `nines init` writes: the answers are set, also those that need quotes. */
static void sources_with_answers_are_read_back(void **state)
{
	static const struct setting_line lines[] = {
		{"url", "https://x.example"},
		{"token_env", "MY_TOKEN"},
		{"header.X-Scope", "a ; b"},
		{"query", "sum{code=~\"5..\"} # 'all' \\d"},
		{"pages", "3"},
	};
	const struct source_section named = {.type = "fake",
					     .about = "Ours.",
					     .options = fake,
					     .name = "mine",
					     .lines = lines,
					     .line_count = NINES_COUNT(lines)};
	struct settings *settings;
	struct str out;

	(void)state;
	str_init(&out, 0);
	settings_write_starter(common, &named, 1, &out);
	settings = load_clean(out.text);
	assert_int_equal(settings->sources.len, 1);
	assert_string_equal(settings->sources.items[0].name, "mine");
	for (size_t i = 0; i < NINES_COUNT(lines); i++)
		assert_string_equal(
			ini_find(settings->sources.items[0].section, lines[i].key)->value,
			lines[i].value);
	settings_free(settings);
	str_release(&out);
}

static void starter_lines_fit(void **state)
{
	struct str out;

	(void)state;
	str_init(&out, 0);
	settings_write_starter(common, kinds, NINES_COUNT(kinds), &out);
	for (const char *line = out.text; *line;) {
		size_t len = strcspn(line, "\n");

		assert_true(len <= 90);
		line += len + (line[len] == '\n');
	}
	str_release(&out);
}

static void own_tables_have_help(void **state)
{
	const struct option *const tables[] = {core_options, service_options, team_options,
					       indicator_options};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(tables); i++) {
		for (const struct option *row = tables[i]; row->key; row++) {
			assert_non_null(row->help);
			assert_int_equal(row->help[strlen(row->help) - 1], '.');
			assert_true(row->fallback || row->example);
		}
	}
}

static void manual_has_each_key_once(void **state)
{
	struct str out;

	(void)state;
	str_init(&out, 0);
	settings_write_manual(common, &out);
	settings_write_manual(fake, &out);
	assert_non_null(strstr(out.text, ".It Ic url\nWhere the server is.\nRequired.\nA URL that "
					 "begins with http:// or https://.\n"));
	assert_non_null(
		strstr(out.text, ".It Ic token_env , token_file , token_command , token\n"));
	assert_non_null(strstr(out.text, ".It Ic header\\&. Ns Ar NAME\n"));
	assert_non_null(strstr(out.text, "The default is\n.Ql \"\\&on\" .\n"));
	assert_non_null(strstr(out.text, "code!\\(ti\\(dq5..\\(dq}"));
	assert_non_null(
		strstr(out.text, "A query that is \\(aqlonger\\(aq than \\&.other words.\n"));
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(starter_loads_as_it_is),
		cmocka_unit_test(starter_loads_with_every_key_set),
		cmocka_unit_test(sources_with_answers_are_read_back),
		cmocka_unit_test(starter_lines_fit),
		cmocka_unit_test(own_tables_have_help),
		cmocka_unit_test(manual_has_each_key_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
