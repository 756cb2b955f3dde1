/* SPDX-License-Identifier: MIT
 * The configuration as a whole: typed sections, all complaints, paths. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/base/file.h"
#include "nines/base/timefmt.h"
#include "nines/conf/settings.h"

#include "conf_support.h"

static const char whole[] = "[nines]\n"
			    "refresh = 5s\n"
			    "window = 28d\n"
			    "theme = light\n"
			    "cost_per_minute = 10 USD\n"
			    "body_limit = 8MB\n"
			    "operator = ada\n"
			    "color = off\n"
			    "[source prod-1]\n"
			    "type = prometheus\n"
			    "anything = at all\n"
			    "[service shop/checkout]\n"
			    "title = Checkout\n"
			    "tier = 1\n"
			    "slo = 99.95 / 28d\n"
			    "match = a, b\n"
			    "runbook = https://wiki/x?id=1\n"
			    "mtta_target = 5m\n"
			    "[team payments]\n"
			    "schedule = prod-1:PABC\n"
			    "members = ada, grace\n"
			    "[keys]\n"
			    "ack = a ctrl-k\n";

static void sections_are_typed(void **state)
{
	struct conf_errors errors = {0};
	struct settings *settings = settings_load_text("f", whole, &errors);
	const struct service_settings *service = &settings->services.items[0];

	(void)state;
	assert_int_equal(errors.list.len, 0);
	assert_int_equal(settings->core.refresh_ms, 5 * SECOND_MS);
	assert_int_equal(settings->core.window_ms, (int64_t)28 * DAY_MS);
	assert_int_equal(settings->core.body_limit, 8 << 20);
	assert_string_equal(settings->core.theme, "light");
	assert_string_equal(settings->core.operator_name, "ada");
	assert_false(settings->core.is_color);
	assert_string_equal(settings->sources.items[0].name, "prod-1");
	assert_string_equal(ini_find(settings->sources.items[0].section, "anything")->value,
			    "at all");
	assert_string_equal(service->name, "shop/checkout");
	assert_int_equal(service->line, 12);
	assert_int_equal(service->tier, 1);
	assert_int_equal(service->match.len, 2);
	assert_true(isnan(service->cost_per_minute.amount));
	assert_int_equal(service->mtta_target_ms, 5 * MINUTE_MS);
	assert_int_equal(service->mttr_target_ms, 0);
	assert_string_equal(settings->teams.items[0].schedule, "prod-1:PABC");
	assert_string_equal(settings->keys.items[0].action, "ack");
	assert_string_equal(settings->keys.items[0].keys, "a ctrl-k");
	assert_int_equal(settings->keys.items[0].line, 23);
	settings_free(settings);
}

static void defaults_hold_without_a_file(void **state)
{
	struct conf_errors errors = {0};
	struct settings *settings;

	(void)state;
	setenv("USER", "grace", 1);
	settings = settings_load(NULL, &errors);
	assert_int_equal(errors.list.len, 0);
	assert_int_equal(settings->core.refresh_ms, 30 * SECOND_MS);
	assert_int_equal(settings->core.window_ms, (int64_t)30 * DAY_MS);
	assert_int_equal(settings->core.mtta_target_ms, 20 * MINUTE_MS);
	assert_int_equal(settings->core.mttr_target_ms, 4 * HOUR_MS);
	assert_int_equal(settings->core.body_limit, 64 << 20);
	assert_int_equal(settings->core.history_ms, (int64_t)365 * DAY_MS);
	assert_int_equal(settings->core.audit_keep_ms, (int64_t)400 * DAY_MS);
	assert_int_equal(settings->core.action_limit_ms, 15 * MINUTE_MS);
	assert_true(isnan(settings->core.cost_per_minute.amount));
	assert_string_equal(settings->core.operator_name, "grace");
	assert_true(settings->core.is_color);
	settings_free(settings);
	settings_free(NULL);
}

#define INDICATOR "[indicator q]\ncategory = business\nquery = x\n"

static void indicators_are_typed(void **state)
{
	struct conf_errors errors = {0};
	struct settings *settings = settings_load_text(
		"f",
		"[indicator queue]\ncategory = operational\nservice = checkout\nquery = sum(q)\n"
		"source = prom\nunit = %\nwarn = > 100 for 5m\ncrit = >1000\nclear = <  80.5 for 10m\n",
		&errors);
	const struct indicator_settings *indicator = &settings->indicators.items[0];

	(void)state;
	assert_int_equal(errors.list.len, 0);
	assert_int_equal(settings->indicators.len, 1);
	assert_string_equal(indicator->name, "queue");
	assert_int_equal(indicator->category, 3);
	assert_int_equal(indicator->source_line, 5);
	assert_true(indicator->warn.is_set && !indicator->warn.is_below);
	assert_true(indicator->warn.value == 100 && indicator->warn.hold_ms == 5 * MINUTE_MS);
	assert_true(indicator->crit.value == 1000 && indicator->crit.hold_ms == 0);
	assert_true(indicator->clear.is_set && indicator->clear.is_below);
	assert_true(indicator->clear.value == 80.5 && indicator->clear.hold_ms == 10 * MINUTE_MS);
	settings_free(settings);
}

static void assert_complaints(const char *text, const char *wanted)
{
	struct conf_errors errors = {0};
	struct settings *settings = settings_load_text("f", text, &errors);
	struct str complaints;

	str_init(&complaints, 0);
	complaints_append(&errors, &complaints);
	assert_string_equal(complaints.text, wanted);
	str_release(&complaints);
	conf_errors_release(&errors);
	settings_free(settings);
}

static void all_complaints_are_told(void **state)
{
	static const struct {
		const char *text, *complaints;
	} cases[] = {
		{"[sorce x]\n", "f:1: unknown section [sorce]: did you mean source?\n"},
		{"[zzz]\n",
		 "f:1: unknown section [zzz]: known are [nines], [source NAME], "
		 "[service NAME], [team NAME], [indicator NAME], [pane NAME], [filter NAME] and [keys]\n"},
		{"[nines x]\n[source]\n[source a b]\n",
		 "f:1: [nines x]: this section takes no name\n"
		 "f:2: [source]: expected a name, as in [source main]\n"
		 "f:3: [source a b]: the name of a source has letters, digits, '.', '_' and '-' "
		 "only\n"},
		{"[source a]\n[source a]\n",
		 "f:2: [source a] already begins in line 1: put all its keys there\n"},
		{"[notify x]\n[pane z]\n",
		 "f:1: [notify x]: sections of this kind are not supported by this version yet: "
		 "take it out\n"},
		{"[nines]\nrefrsh = 3s\nwindow = 1x\n[team t]\nschedule = P1\n[service s]\n"
		 "slo = 100\n",
		 "f:3: window = 1x: expected a duration (500ms, 30s, 5m, 4h, 7d) from 1h to 366d\n"
		 "f:2: unknown key refrsh in [nines]: did you mean refresh?\n"
		 "f:5: schedule = P1: expected SOURCE:ID, such as pagerduty:PABC123\n"
		 "f:7: slo = 100: an objective lies above 0 and below 100 per cent: no budget is "
		 "left at 100, nothing is promised at 0\n"},
	};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++)
		assert_complaints(cases[i].text, cases[i].complaints);
}

static void limits_that_cannot_work_are_told(void **state)
{
	static const struct {
		const char *text, *complaints;
	} cases[] = {
		{"[indicator q]\ncategory = odd\nwarn = 5\n",
		 "f:2: category = odd: expected one of resource, performance, business, "
		 "operational\n"
		 "f:1: [indicator q] needs query: text\n"
		 "f:3: warn = 5: expected a limit, and for how long if wanted, such as > 100 for "
		 "5m\n"},
		{INDICATOR "warn = > 100 for 8d\n",
		 "f:4: warn = > 100 for 8d: expected a limit, and for how long if wanted, such as "
		 "> 100 for 5m\n"},
		{INDICATOR "warn = > 100\ncrit = > 100\n",
		 "f:5: crit = > 100: expected a limit beyond warn in the same direction\n"},
		{INDICATOR "warn = < 100\ncrit = > 200\n",
		 "f:5: crit = > 200: expected a limit beyond warn in the same direction\n"},
		{INDICATOR "warn = > 100\nclear = < 101 for 1m\n",
		 "f:5: clear = < 101 for 1m: expected a limit on the healthy side of warn\n"},
		{INDICATOR "crit = < 10\nclear = < 20\n",
		 "f:5: clear = < 20: expected a limit on the healthy side of crit\n"},
		{INDICATOR "clear = < 20\n",
		 "f:4: clear = < 20: nothing to clear: set warn or crit\n"},
		{"[indicator a b]\n", "f:1: [indicator a b]: the name of an indicator has letters, "
				      "digits, '.', '_' and '-' only\n"},
		{INDICATOR "warn = > -1.5 for 2m\ncrit = > 0\nclear = < -1.5\n", ""},
	};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++)
		assert_complaints(cases[i].text, cases[i].complaints);
}

static void complaints_are_sorted_by_line(void **state)
{
	struct conf_errors errors = {0};

	(void)state;
	conf_error_add(&errors, "f", 9, "a");
	conf_error_add(&errors, "f", 2, "b");
	conf_error_add(&errors, "f", 9, "c");
	conf_error_add(&errors, "g", 1, "d");
	conf_errors_sort(&errors);
	assert_string_equal(errors.list.items[0].text, "b");
	assert_string_equal(errors.list.items[1].text, "a");
	assert_string_equal(errors.list.items[2].text, "c");
	assert_string_equal(errors.list.items[3].text, "d");
	conf_errors_release(&errors);
}

static void missing_file_is_named_once(void **state)
{
	struct conf_errors errors = {0};

	(void)state;
	assert_null(settings_load("/nonexistent/nines.ini", &errors));
	assert_int_equal(errors.list.len, 1);
	assert_string_equal(errors.list.items[0].file, "/nonexistent/nines.ini");
	assert_null(strstr(errors.list.items[0].text, "/nonexistent"));
	conf_errors_release(&errors);
}

static void file_mode_decides_about_inline_secrets(void **state)
{
	char *path = file_with(whole, sizeof(whole) - 1, 0600);
	struct conf_errors errors = {0};
	struct settings *settings = settings_load(path, &errors);

	(void)state;
	assert_true(settings->is_private_file);
	assert_string_equal(settings->path, path);
	settings_free(settings);
	assert_int_equal(chmod(path, 0644), 0);
	settings = settings_load(path, &errors);
	assert_false(settings->is_private_file);
	settings_free(settings);
	unlink(path);
	assert_null(settings_load(path, &errors));
	assert_int_equal(errors.list.len, 1);
	conf_errors_release(&errors);
	free(path);
}

static void expect_path(const char *option, const char *wanted)
{
	char *path = settings_path(option);

	assert_non_null(path);
	assert_string_equal(path, wanted);
	free(path);
}

/* A folder of its own with nines/nines.ini in it. */
static char *make_config_home(void)
{
	const char *base = getenv("TMPDIR");
	char *home = xasprintf("%s/nines-home-XXXXXX", base ? base : "/tmp");
	char *folder, *path;

	assert_non_null(mkdtemp(home));
	folder = xasprintf("%s/nines", home);
	path = xasprintf("%s/nines.ini", folder);
	assert_true(folder_make(folder, NULL));
	assert_true(file_write_new(path, "", 0, 0600, NULL));
	free(folder);
	free(path);
	return home;
}

static void remove_config_home(char *home)
{
	char *folder = xasprintf("%s/nines", home);
	char *path = xasprintf("%s/nines.ini", folder);

	unlink(path);
	rmdir(folder);
	rmdir(home);
	free(path);
	free(folder);
	free(home);
}

static void file_is_found_in_order(void **state)
{
	char *home = make_config_home();
	char *wanted = xasprintf("%s/nines/nines.ini", home);
	char *user;

	(void)state;
	setenv("XDG_CONFIG_HOME", home, 1);
	setenv("NINES_CONFIG", "/named", 1);
	expect_path("/option", "/option");
	expect_path(NULL, "/named");
	unsetenv("NINES_CONFIG");
	expect_path(NULL, wanted);
	user = settings_user_path();
	assert_string_equal(user, wanted);
	free(user);
	setenv("XDG_CONFIG_HOME", "relative", 1);
	setenv("HOME", "/home/ada", 1);
	user = settings_user_path();
	assert_string_equal(user, "/home/ada/.config/nines/nines.ini");
	free(user);
	free(wanted);
	remove_config_home(home);
}

static void state_folder_is_made(void **state)
{
	char *home = make_config_home();
	struct err err = {0};
	struct stat info;
	char *folder;

	(void)state;
	setenv("XDG_STATE_HOME", home, 1);
	folder = state_folder(&err);
	assert_non_null(folder);
	assert_int_equal(stat(folder, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0700);
	free(folder);
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	assert_null(state_folder(&err));
	assert_string_equal(err.text, "neither XDG_STATE_HOME nor HOME is set: set one of them");
	remove_config_home(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sections_are_typed),
		cmocka_unit_test(indicators_are_typed),
		cmocka_unit_test(defaults_hold_without_a_file),
		cmocka_unit_test(all_complaints_are_told),
		cmocka_unit_test(limits_that_cannot_work_are_told),
		cmocka_unit_test(complaints_are_sorted_by_line),
		cmocka_unit_test(missing_file_is_named_once),
		cmocka_unit_test(file_mode_decides_about_inline_secrets),
		cmocka_unit_test(file_is_found_in_order),
		cmocka_unit_test(state_folder_is_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
