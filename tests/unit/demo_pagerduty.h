/* SPDX-License-Identifier: MIT
 * What the tests of the PagerDuty dialect share: incidents by their status, and changes. */
#ifndef NINES_TESTS_DEMO_PAGERDUTY_H
#define NINES_TESTS_DEMO_PAGERDUTY_H

#include "demo_support.h"

static inline int demo_pagerduty_begin(void **state, const struct demo_options *wanted)
{
	struct demo_fixture *fixture = xcalloc(1, sizeof(*fixture));

	demo_begin(fixture, wanted);
	*state = fixture;
	return 0;
}

static inline int demo_pagerduty_end(void **state)
{
	struct demo_fixture *fixture = *state;

	demo_end(fixture);
	free(fixture);
	return 0;
}

#define ALL "/pagerduty/incidents?date_range=all"

/* The id of the first incident with that status. */
static inline const char *incident(struct demo_fixture *fixture, const char *status)
{
	const char *path = arena_printf(&fixture->arena, ALL "&statuses%%5B%%5D=%s", status);

	assert_int_equal(demo_get(fixture, path), 200);
	return arena_strdup(
		&fixture->arena,
		json_raw_string(json_first(json_get(fixture->json, "incidents")), "id"));
}

static inline const char *path_of(struct demo_fixture *fixture, const char *id, const char *below)
{
	return arena_printf(&fixture->arena, "/pagerduty/incidents/%s%s", id, below);
}

static inline int put_status(struct demo_fixture *fixture, const char *id, const char *status)
{
	return demo_put(fixture, path_of(fixture, id, ""),
			arena_printf(&fixture->arena,
				     "{\"incident\":{\"type\":\"incident_reference\","
				     "\"status\":\"%s\"}}",
				     status));
}

static inline const char *status_of(struct demo_fixture *fixture, const char *id)
{
	assert_int_equal(demo_get(fixture, path_of(fixture, id, "")), 200);
	return json_raw(json_path(fixture->json, "incident", "status", NULL));
}

static inline int error_code(const struct demo_fixture *fixture)
{
	return (int)json_number(json_get(fixture->json, "error"), "code", 0);
}

#endif
