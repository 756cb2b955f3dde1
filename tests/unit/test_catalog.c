/* SPDX-License-Identifier: MIT
 * One key for a service, whatever its sources call it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "nines/base/attr.h"
#include "nines/model/catalog.h"

static struct catalog *make(void)
{
	static const char *const aliases[] = {"PABC12", "Checkout Service"};
	static const char *const owned[] = {"Search API", "checkout"};
	struct catalog *catalog = catalog_new(30);

	catalog_add_service(
		catalog,
		&(struct catalog_service){.name = "checkout", .title = "The Checkout", .slo = NAN},
		aliases, 2);
	catalog_add_service(catalog, &(struct catalog_service){.name = "other", .slo = NAN},
			    aliases, 1);
	catalog_add_team(catalog, &(struct catalog_team){.name = "shop"}, owned, 2);
	return catalog;
}

static void keys(void **state NINES_UNUSED)
{
	static const struct {
		const char *id, *name, *key;
	} rows[] = {
		{NULL, "checkout", "checkout"},
		{NULL, "CHECKOUT", "checkout"},
		{NULL, "the checkout", "checkout"},
		{NULL, "  checkout service ", "checkout"},
		{"PABC12", "Whatever", "checkout"}, /* the first to claim an alias has it */
		{"PXYZ", "Other", "other"},
		{"PXYZ", "Search \t API", "search-api"},
		{"PXYZ", NULL, "pxyz"},
		{"PXYZ", "", "pxyz"},
		{NULL, "  ", NULL},
		{NULL, NULL, NULL},
	};
	struct catalog *catalog = make();
	struct arena arena = {0};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const char *key = catalog_key(catalog, rows[i].id, rows[i].name, &arena);

		if (rows[i].key)
			assert_string_equal(key, rows[i].key);
		else
			assert_null(key);
	}
	arena_release(&arena);
	catalog_free(catalog);
}

static void teams_own_services_by_name_and_title(void **state NINES_UNUSED)
{
	struct catalog *catalog = make();

	assert_string_equal(catalog_team_of(catalog, "checkout", NULL), "shop");
	assert_string_equal(catalog_team_of(catalog, "search-api", NULL), "shop");
	assert_string_equal(catalog_team_of(catalog, "x", "Search API"), "shop");
	assert_null(catalog_team_of(catalog, "other", NULL));
	catalog_free(catalog);
}

static void undeclared_is_not_found(void **state NINES_UNUSED)
{
	struct catalog *empty = catalog_new(1);
	struct catalog *catalog = make();

	assert_null(catalog_find(empty, "a", "b"));
	assert_null(catalog_find(catalog, "search-api", NULL));
	assert_null(catalog_find(catalog, NULL, NULL));
	catalog_free(empty);
	catalog_free(catalog);
	catalog_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys),
		cmocka_unit_test(teams_own_services_by_name_and_title),
		cmocka_unit_test(undeclared_is_not_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
