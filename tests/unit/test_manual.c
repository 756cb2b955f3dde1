/* SPDX-License-Identifier: MIT
 * The manual pages say everything that the tables know, and their examples work. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/cli.h"
#include "nines/base/file.h"
#include "nines/model/query.h"
#include "nines/sources/source.h"
#include "nines/ui/action.h"
#include "nines/ui/order.h"
#include "nines/ui/theme.h"

enum { PAGE_MAX = 1 << 20 };

/* A page as it was made, its escaped hyphens taken back. */
static void read_page(const char *name, struct str *page)
{
	const char *folder = getenv("abs_builddir");
	struct str path, raw;
	struct err err = {0};

	str_init(&path, 0);
	str_init(&raw, 0);
	str_init(page, 0);
	str_printf(&path, "%s/man/%s", folder ? folder : ".", name);
	if (!file_read(path.text, PAGE_MAX, &raw, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < raw.len; i++) {
		if (raw.text[i] != '\\' || raw.text[i + 1] != '-')
			str_append_char(page, raw.text[i]);
	}
	str_release(&path);
	str_release(&raw);
}

/* A line of the page has the words, and after them ends or goes on (".NAME", "_env"). */
static void expect_item(const struct str *page, const char *page_name, const char *words)
{
	const char *found = page->text;
	size_t len = strlen(words);

	while ((found = strstr(found, words))) {
		if (found[len] == '\n' || found[len] == ' ' || found[len] == '\\' ||
		    found[len] == '_')
			return;
		found++;
	}
	fail_msg("%s lacks \"%s\"", page_name, words);
}

static void expect(const struct str *page, const char *page_name, const char *lead,
		   const char *name)
{
	struct str words;

	str_init(&words, 0);
	str_printf(&words, "%s%s", lead, name);
	expect_item(page, page_name, words.text);
	str_release(&words);
}

static void every_action_stands_in_its_page(void **state NINES_UNUSED)
{
	struct str page;

	read_page("nines-keys.7", &page);
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		expect(&page, "nines-keys.7", "Pq Cm ", action_rows[i].name);
	str_release(&page);
}

static void every_order_stands_in_its_page(void **state NINES_UNUSED)
{
	struct str page;

	read_page("nines-keys.7", &page);
	for (int i = ORDER_NONE + 1; i < ORDER_COUNT; i++)
		expect(&page, "nines-keys.7", ".It Cm \\&:", order_rows[i].name);
	str_release(&page);
}

static void every_field_of_filters_stands_in_its_page(void **state NINES_UNUSED)
{
	struct str page;

	read_page("nines.1", &page);
	for (const struct query_field_row *row = query_field_rows; row->name; row++)
		expect(&page, "nines.1", ".It Cm ", row->name);
	str_release(&page);
}

static void every_command_and_option_stands_in_its_page(void **state NINES_UNUSED)
{
	struct str page;

	read_page("nines.1", &page);
	for (size_t i = 0; cli_registry[i]; i++)
		expect(&page, "nines.1", ".It Cm ", cli_registry[i]->name);
	for (const struct cli_option *option = cli_options; option->name; option++)
		expect(&page, "nines.1", " Fl -", option->name);
	str_release(&page);
}

static void every_role_and_theme_stands_in_its_page(void **state NINES_UNUSED)
{
	struct str page;
	const char *name, *text;

	read_page("nines-themes.5", &page);
	for (int i = 0; i < ROLE_COUNT; i++)
		expect(&page, "nines-themes.5", ".It Cm ", role_name((enum role)i));
	for (size_t i = 0; theme_builtin(i, &name, &text); i++)
		expect(&page, "nines-themes.5", ".It Cm ", name);
	str_release(&page);
}

static void expect_rows(const struct str *page, const char *page_name, const struct option *table)
{
	for (const struct option *row = table; row->key; row++) {
		expect(page, page_name, ".It Ic ", row->key);
	}
}

static void every_option_of_the_configuration_stands_in_its_page(void **state NINES_UNUSED)
{
	struct str page;

	read_page("nines.conf.5", &page);
	expect_rows(&page, "nines.conf.5", core_options);
	expect_rows(&page, "nines.conf.5", service_options);
	expect_rows(&page, "nines.conf.5", team_options);
	expect_rows(&page, "nines.conf.5", indicator_options);
	expect_rows(&page, "nines.conf.5", pane_options);
	expect_rows(&page, "nines.conf.5", source_common_options);
	str_release(&page);
}

static void every_source_stands_in_its_page(void **state NINES_UNUSED)
{
	struct str page;

	read_page("nines-sources.7", &page);
	for (size_t i = 0; source_registry[i]; i++) {
		expect(&page, "nines-sources.7", ".Li type = ", source_registry[i]->type);
		expect_rows(&page, "nines-sources.7", source_registry[i]->options);
	}
	str_release(&page);
}

/* What the page shows as an example is a source, as it stands there. */
static void every_sources_example_works(void **state NINES_UNUSED)
{
	for (size_t i = 0; source_registry[i]; i++) {
		const struct source_ops *ops = source_registry[i];
		struct conf_errors errors = {0};
		struct settings *settings;
		struct source *source;
		struct str text;

		str_init(&text, 0);
		str_printf(&text, "[source a]\ntype = %s\n%s", ops->type, ops->example);
		settings = settings_load_text("example", text.text, &errors);
		assert_non_null(settings);
		source = source_new(settings, &settings->sources.items[0], &errors);
		if (!source || errors.list.len > 0)
			fail_msg("%s: %s", ops->type,
				 errors.list.len ? errors.list.items[0].text : "no source");
		source_free(source);
		settings_free(settings);
		conf_errors_release(&errors);
		str_release(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_action_stands_in_its_page),
		cmocka_unit_test(every_order_stands_in_its_page),
		cmocka_unit_test(every_field_of_filters_stands_in_its_page),
		cmocka_unit_test(every_command_and_option_stands_in_its_page),
		cmocka_unit_test(every_role_and_theme_stands_in_its_page),
		cmocka_unit_test(every_option_of_the_configuration_stands_in_its_page),
		cmocka_unit_test(every_source_stands_in_its_page),
		cmocka_unit_test(every_sources_example_works),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
