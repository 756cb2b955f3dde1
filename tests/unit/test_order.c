/* SPDX-License-Identifier: MIT
 * What is typed after ":": names, arguments, rows, and what is wrong. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/ui/order.h"
#include "ui/screen_set.h"

static void lines_are_understood(void **state NINES_UNUSED)
{
	static const struct {
		const char *line;
		enum action_id action;
		enum order_id id;
		long row;
		const char *argument;
	} cases[] = {
		{"ack", ACTION_ACK, ORDER_NONE, 0, ""},
		{"  :ack  ", ACTION_ACK, ORDER_NONE, 0, ""},
		{"sort", ACTION_SORT, ORDER_NONE, 0, ""},
		{"sort age", ACTION_NONE, ORDER_SORT, 0, "age"},
		{"filter team:pay status:open ", ACTION_NONE, ORDER_FILTER, 0,
		 "team:pay status:open"},
		{"theme", ACTION_THEME, ORDER_NONE, 0, ""},
		{"quit", ACTION_NONE, ORDER_QUIT, 0, ""},
		{"17", ACTION_NONE, ORDER_NONE, 17, ""},
		{"", ACTION_NONE, ORDER_NONE, 0, ""},
		{" ", ACTION_NONE, ORDER_NONE, 0, ""},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct order order;
		struct err err = {0};

		assert_true(order_parse(cases[i].line, &order, &err));
		assert_int_equal(order.action, cases[i].action);
		assert_int_equal(order.id, cases[i].id);
		assert_int_equal(order.row, cases[i].row);
		assert_string_equal(order.argument, cases[i].argument);
	}
}

static void mistakes_are_named(void **state NINES_UNUSED)
{
	static const char *const cases[][2] = {
		{"akc", "did you mean \"ack\""},
		{"ack now", "takes nothing after it"},
		{"goto", "wanted: goto ROW or ID"},
		{"quit now", "takes nothing after it"},
		{"0", "rows begin with 1"},
		{"99999999", "there is no row"},
		{"zzzzzzzz", "Tab offers what there is"},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct order order;
		struct err err = {0};

		assert_false(order_parse(cases[i][0], &order, &err));
		assert_non_null(strstr(err.text, cases[i][1]));
	}
}

/* Nothing that writes is called by a part of its name. */
static void every_action_is_called_by_its_whole_name(void **state NINES_UNUSED)
{
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
		const char *name = action_rows[i].name;
		char part[64];
		struct order order;
		struct err err = {0};

		assert_true(order_parse(name, &order, &err));
		assert_true(order.action == (enum action_id)i || order.id == order_find(name));
		if (!action_is_write((enum action_id)i))
			continue;
		snprintf(part, sizeof(part), "%.*s", (int)strlen(name) - 1, name);
		assert_false(order_parse(part, &order, &err));
	}
}

static void what_can_not_be_set_is_told(void **state NINES_UNUSED)
{
	static const char *const cases[][2] = {
		{"nope 3", "no option that can be changed here is called \"nope\": Tab offers"},
		{"asci on", "did you mean \"ascii\"?"},
		{"ascii", "ascii: to what? wanted: on or off"},
		{"ascii maybe", "ascii = maybe: expected on or off"},
		{"digits 5", "digits = 5: expected one of panes, counts"},
		{"refresh 5s", "refresh is read when nines starts: change it in [nines]"},
		{"theme light", "theme is changed by :theme NAME"},
		{"layout figures", "layout is changed by :layout NAME"},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct core_settings core = {.refresh_ms = 0};
		struct err err = {0};

		assert_false(screen_set_option(cases[i][0], &core, &err));
		if (!strstr(err.text, cases[i][1]))
			fail_msg("%s: \"%s\"", cases[i][0], err.text);
	}
}

static void an_option_is_set(void **state NINES_UNUSED)
{
	struct core_settings core = {.refresh_ms = 0};
	struct err err = {0};

	assert_true(screen_set_option("ascii on", &core, &err));
	assert_true(core.is_ascii);
	assert_true(screen_set_option("ascii = off", &core, &err));
	assert_false(core.is_ascii);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_understood),
		cmocka_unit_test(mistakes_are_named),
		cmocka_unit_test(what_can_not_be_set_is_told),
		cmocka_unit_test(an_option_is_set),
		cmocka_unit_test(every_action_is_called_by_its_whole_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
