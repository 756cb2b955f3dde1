/* SPDX-License-Identifier: MIT
 * Keys: their names, the defaults, the user's keys and conflicts. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/ui/keymap.h"

static void key_names_have_one_spelling(void **state NINES_UNUSED)
{
	static const struct {
		const char *name, *expected; /* NULL = no key */
	} cases[] = {
		{"a", "a"},           {"A", "A"},           {"ctrl-l", "ctrl-l"},
		{"CTRL-L", "ctrl-l"}, {"C-l", "ctrl-l"},    {"^L", "ctrl-l"},
		{"^", "^"},           {"enter", "Enter"},   {"Return", "Enter"},
		{"ctrl-m", "Enter"},  {"ctrl-i", "Tab"},    {"ctrl-h", "Backspace"},
		{"pgdn", "PgDn"},     {"PageDown", "PgDn"}, {"shift-tab", "Shift-Tab"},
		{" ", "Space"},       {"f1", "F1"},         {"F12", "F12"},
		{"F25", NULL},        {"F", "F"},           {"alt-x", "Alt-x"},
		{"M-Up", "Alt-Up"},   {"Alt-", NULL},       {"é", "é"},
		{"日", "日"},         {"", NULL},           {"ab", NULL},
		{"ctrl-", NULL},      {"ctrl-1", NULL},     {"\x01", NULL},
		{"\xff", NULL},       {"*", "*"},           {"-", "-"},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		char key[KEY_NAME_MAX] = "";
		bool is_key = key_canonical(cases[i].name, key);

		assert_int_equal(is_key, cases[i].expected != NULL);
		if (is_key)
			assert_string_equal(key, cases[i].expected);
	}
}

static void defaults_have_no_conflicts_and_every_action_a_key(void **state NINES_UNUSED)
{
	struct conf_errors errors = {0};
	struct keymap *keymap = keymap_new(NULL, &errors);

	assert_int_equal(errors.list.len, 0);
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
		const char *key = keymap_key(keymap, (enum action_id)i);

		assert_string_not_equal(key, "");
		assert_int_equal(keymap_find(keymap, key), i);
	}
	keymap_free(keymap);
	conf_errors_release(&errors);
}

/* Flow control, Enter, Backspace, the prefixes of tmux and screen. */
static void no_default_is_a_key_that_terminals_keep(void **state NINES_UNUSED)
{
	static const char *const kept[] = {"ctrl-s", "ctrl-q", "ctrl-a",
					   "ctrl-b", "ctrl-c", "Backspace"};
	struct keymap *keymap = keymap_new(NULL, NULL);

	for (size_t i = 0; i < NINES_COUNT(kept); i++)
		assert_int_equal(keymap_find(keymap, kept[i]), ACTION_NONE);
	keymap_free(keymap);
}

/* Builds a map from a [keys] section; the first complaint goes to `text`. */
static struct keymap *map_from(const char *keys, size_t *complaints, char text[512])
{
	struct conf_errors reading = {0}, errors = {0};
	struct settings *settings = settings_load_text("nines.ini", keys, &reading);
	struct keymap *keymap = keymap_new(settings, &errors);

	assert_int_equal(reading.list.len, 0);
	*complaints = errors.list.len;
	text[0] = '\0';
	if (errors.list.len > 0) {
		assert_string_equal(errors.list.items[0].file, "nines.ini");
		snprintf(text, 512, "%s", errors.list.items[0].text);
	}
	settings_free(settings);
	conf_errors_release(&reading);
	conf_errors_release(&errors);
	return keymap;
}

static void the_users_keys_replace_the_defaults(void **state NINES_UNUSED)
{
	size_t complaints;
	char text[512];
	struct keymap *keymap = map_from("[keys]\nack = d Alt-a\n", &complaints, text);

	assert_int_equal(complaints, 0);
	assert_int_equal(keymap_find(keymap, "d"), ACTION_ACK);
	assert_int_equal(keymap_find(keymap, "Alt-a"), ACTION_ACK);
	assert_int_equal(keymap_find(keymap, "a"), ACTION_NONE);
	assert_string_equal(keymap_keys(keymap, ACTION_ACK), "d Alt-a");
	keymap_free(keymap);
}

static void mistakes_are_named(void **state NINES_UNUSED)
{
	static const struct {
		const char *keys, *expected; /* part of the complaint */
	} cases[] = {
		{"[keys]\nakc = d\n", "did you mean \"ack\""},
		{"[keys]\nack = r\n", "ack = r: \"refresh\" has this key too"},
		{"[keys]\nack = w\nsort = w\n", "has this key too"},
		{"[keys]\nack = nokey\n", "no key is called that"},
		{"[keys]\nack = ctrl-s\n", "flow control"},
		{"[keys]\nack = ctrl-q\n", "flow control"},
		{"[keys]\nack = ctrl-z\n", "suspends nines"},
		{"[keys]\nack = ctrl-m\n", "terminals send it as Enter"},
		{"[keys]\nsort = ^H\n", "terminals send it as Backspace"},
		{"[keys]\nopen = o\nlink = F9\nack = Enter\n", "one press too many would act"},
		{"[keys]\nfirst = Home\nack = g\n", "it would act first"},
		{"[keys]\nack = gt\n", "\"next-layout\" has this key too"},
		{"[nines]\ndigits = counts\n[keys]\nsort = 5\n", "digits are counts"},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		size_t complaints;
		char text[512];
		struct keymap *keymap = map_from(cases[i].keys, &complaints, text);

		assert_int_equal(complaints, 1);
		assert_non_null(strstr(text, cases[i].expected));
		keymap_free(keymap);
	}
}

static void a_key_of_the_user_wins_against_a_default(void **state NINES_UNUSED)
{
	size_t complaints;
	char text[512];
	struct keymap *keymap = map_from("[keys]\nsort = q\n", &complaints, text);

	assert_int_equal(complaints, 1);
	assert_int_equal(keymap_find(keymap, "q"), ACTION_SORT);
	keymap_free(keymap);
}

static void every_action_can_have_another_key_or_none(void **state NINES_UNUSED)
{
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
		char keys[128], text[512];
		size_t complaints;
		struct keymap *keymap;

		snprintf(keys, sizeof(keys), "[keys]\n%s = Alt-F12\n", action_rows[i].name);
		keymap = map_from(keys, &complaints, text);
		assert_int_equal(complaints, 0);
		assert_int_equal(keymap_find(keymap, "Alt-F12"), i);
		keymap_free(keymap);
		snprintf(keys, sizeof(keys), "[keys]\n%s = none\n", action_rows[i].name);
		keymap = map_from(keys, &complaints, text);
		assert_int_equal(complaints, 0);
		assert_string_equal(keymap_key(keymap, (enum action_id)i), "");
		keymap_free(keymap);
	}
}

static void what_may_surprise_is_noted(void **state NINES_UNUSED)
{
	static const char *const cases[][2] = {
		{"[keys]\nresolve = none\nsort = ctrl-b\n",
		 "notice: [keys] sort = ctrl-b: tmux takes that key for itself\n"
		 "notice: [keys] resolve has no key: :resolve calls it\n"},
		{"[keys]\nresolve = none\ncommand = F2\n",
		 "notice: [keys] resolve has no key: F2 resolve calls it\n"},
		{"[keys]\ncommand = none\n",
		 "notice: [keys] command has no key, nor has the command line\n"},
		{"[keys]\nack = w\n", ""},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct conf_errors reading = {0};
		struct settings *settings = settings_load_text("nines.ini", cases[i][0], &reading);
		struct str notes;

		str_init(&notes, 0);
		keymap_notes(settings, &notes);
		assert_string_equal(notes.text, cases[i][1]);
		str_release(&notes);
		settings_free(settings);
		conf_errors_release(&reading);
	}
}

static void digits_choose_panes_or_count(void **state NINES_UNUSED)
{
	size_t complaints;
	char text[512];
	struct keymap *panes = keymap_new(NULL, NULL);
	struct keymap *counts = map_from("[nines]\ndigits = counts\n", &complaints, text);

	assert_int_equal(keymap_digit(panes, "5", false), -1);
	assert_int_equal(keymap_digit(panes, "Alt-5", false), 5);
	assert_int_equal(keymap_digit(panes, "0", true), 0);
	assert_int_equal(keymap_digit(counts, "5", false), 5);
	assert_int_equal(keymap_digit(counts, "0", false), -1);
	assert_int_equal(keymap_find(counts, "0"), ACTION_NOW);
	assert_int_equal(keymap_find(counts, "Alt-5"), ACTION_PANE_5);
	assert_int_equal(keymap_find(counts, "g5"), ACTION_PANE_5);
	keymap_free(panes);
	keymap_free(counts);
}

/* What terminals call a key with a modifier is what [keys] calls it. */
static void modified_keys_have_the_names_of_the_file(void **state)
{
	static const struct {
		const char *capability, *key;
	} cases[] = {
		{"kUP", "Shift-Up"},           {"kUP5", "ctrl-Up"},
		{"kLFT3", "Alt-Left"},         {"kNXT5", "ctrl-PgDn"},
		{"kEND2", "Shift-End"},        {"KEY_SF", "Shift-Down"},
		{"KEY_SRIGHT", "Shift-Right"}, {"KEY_SPREVIOUS", "Shift-PgUp"},
	};
	static const char *const none[] = {"kUP9", "kUP55", "KEY_MOUSE", "KEY_F(3)", "", NULL};
	char key[KEY_NAME_MAX], spelt[KEY_NAME_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_true(key_of_capability(cases[i].capability, key));
		assert_string_equal(key, cases[i].key);
		assert_true(key_canonical(key, spelt));
		assert_string_equal(spelt, key);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(key_of_capability(none[i], key));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(modified_keys_have_the_names_of_the_file),
		cmocka_unit_test(key_names_have_one_spelling),
		cmocka_unit_test(defaults_have_no_conflicts_and_every_action_a_key),
		cmocka_unit_test(no_default_is_a_key_that_terminals_keep),
		cmocka_unit_test(the_users_keys_replace_the_defaults),
		cmocka_unit_test(mistakes_are_named),
		cmocka_unit_test(a_key_of_the_user_wins_against_a_default),
		cmocka_unit_test(every_action_can_have_another_key_or_none),
		cmocka_unit_test(what_may_surprise_is_noted),
		cmocka_unit_test(digits_choose_panes_or_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
