/* SPDX-License-Identifier: MIT
 * Hashes, identifiers and the nearest word. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/ident.h"

/* Values of the reference implementation of XXH64 (xxhsum -H1). */
static void hashes_are_those_of_xxh64(void **state)
{
	(void)state;
	assert_true(hash_bytes("", 0, 0) == 0xef46db3751d8e999);
	assert_true(hash_bytes("a", 1, 0) == 0xd24ec4f1a98c6e5b);
	assert_true(hash_bytes("abc", 3, 0) == 0x44bc2cf5ad770999);
	assert_true(hash_bytes("Nobody inspects the spammish repetition", 39, 0) ==
		    0xfbcea83c8a378bf1);
}

static void every_byte_and_the_seed_count(void **state)
{
	char bytes[100];
	uint64_t whole;

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	whole = hash_bytes(bytes, sizeof(bytes), 0);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] = 'y';
		assert_true(hash_bytes(bytes, sizeof(bytes), 0) != whole);
		bytes[i] = 'x';
	}
	assert_true(hash_bytes(bytes, sizeof(bytes), 1) != whole);
	assert_true(hash_bytes(bytes, sizeof(bytes) - 1, 0) != whole);
	assert_true(hash_bytes(bytes, sizeof(bytes), 0) == whole);
}

static void uuids_have_their_form_and_differ(void **state)
{
	static const char form[] = "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx";
	char uuid[UUID_TEXT_MAX], other[UUID_TEXT_MAX];

	(void)state;
	for (int round = 0; round < 100; round++) {
		uuid_new(uuid);
		uuid_new(other);
		assert_string_not_equal(uuid, other);
		assert_int_equal(strlen(uuid), 36);
		for (int i = 0; form[i]; i++) {
			const char *allowed = form[i] == 'x'   ? "0123456789abcdef"
					      : form[i] == 'v' ? "89ab"
					      : form[i] == '4' ? "4"
							       : "-";

			assert_non_null(strchr(allowed, uuid[i]));
		}
	}
}

static void random_numbers_are_below_the_limit_and_reach_all(void **state)
{
	int seen[5] = {0};

	(void)state;
	assert_int_equal(random_below(0), 0);
	assert_int_equal(random_below(1), 0);
	for (int i = 0; i < 1000; i++) {
		uint64_t value = random_below(5);

		assert_true(value < 5);
		seen[value]++;
	}
	for (int i = 0; i < 5; i++)
		assert_true(seen[i] > 0);
}

static void the_nearest_word(void **state)
{
	static const char *const words[] = {"refresh",     "window",      "theme",
					    "mtta_target", "mttr_target", "url"};
	static const struct {
		const char *word, *nearest;
	} cases[] = {
		{"refersh", "refresh"},
		{"refresh", "refresh"},
		{"windw", "window"},
		{"Theme", "theme"},
		{"mttr_tagret", "mttr_target"},
		{"ulr", "url"},
		{"uri", "url"},
		{"colour", NULL},
		{"", NULL},
		{"xy", NULL},
		{"themes-of-mine", "theme"},
		{"urls/", "url"},
	};
	char long_word[500];

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		const char *found = nearest_word(cases[i].word, words, NINES_COUNT(words));

		if (cases[i].nearest)
			assert_string_equal(found, cases[i].nearest);
		else
			assert_null(found);
	}
	memset(long_word, 'x', sizeof(long_word));
	long_word[sizeof(long_word) - 1] = '\0';
	assert_null(nearest_word(long_word, words, NINES_COUNT(words)));
	assert_null(nearest_word("url", words, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_are_those_of_xxh64),
		cmocka_unit_test(every_byte_and_the_seed_count),
		cmocka_unit_test(uuids_have_their_form_and_differ),
		cmocka_unit_test(random_numbers_are_below_the_limit_and_reach_all),
		cmocka_unit_test(the_nearest_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
