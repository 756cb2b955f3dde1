/* SPDX-License-Identifier: MIT
 * Declared services and teams, and the one key of a service. */
#include "config.h"

#include "nines/model/catalog.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/timefmt.h"

/* Longer names are cut for the comparison; no service is called so. */
enum { NAME_MAX_BYTES = 256 };

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* `text` in lower case without blanks around it. */
static void fold(const char *text, char out[NAME_MAX_BYTES])
{
	size_t len = 0;

	while (is_blank(*text))
		text++;
	while (*text && len + 1 < NAME_MAX_BYTES)
		out[len++] = lower(*text++);
	while (len > 0 && is_blank(out[len - 1]))
		len--;
	out[len] = '\0';
}

/* A folded name as a key: each run of blanks is one '-'. */
static void slug(const char *folded, char out[NAME_MAX_BYTES])
{
	size_t len = 0;

	for (; *folded; folded++) {
		if (!is_blank(*folded))
			out[len++] = *folded;
		else if (len > 0 && out[len - 1] != '-')
			out[len++] = '-';
	}
	out[len] = '\0';
}

struct catalog *catalog_new(int64_t window_ms)
{
	struct catalog *catalog = xcalloc(1, sizeof(*catalog));

	arena_init(&catalog->arena);
	catalog->window_ms = window_ms;
	catalog->cost_per_minute = NAN;
	catalog->nine_cost = NAN;
	catalog->severe_goal = -1;
	catalog->review_due_ms = 5 * (int64_t)DAY_MS;
	catalog->action_due_ms = 30 * (int64_t)DAY_MS;
	catalog->update_every_ms = 30 * (int64_t)MINUTE_MS;
	catalog->work_hours = (struct week_hours){0x1f, 9 * 60, 18 * 60};
	catalog->sleep_hours = (struct week_hours){0x7f, 22 * 60, 7 * 60};
	catalog->rota_min = 4;
	catalog->rota_max = 8;
	return catalog;
}

void catalog_free(struct catalog *catalog)
{
	if (!catalog)
		return;
	VEC_RELEASE(&catalog->services);
	VEC_RELEASE(&catalog->teams);
	map_release(&catalog->by_alias);
	map_release(&catalog->team_of_service);
	arena_release(&catalog->arena);
	free(catalog);
}

/* Remembers that `alias` is the service at `index`; the first to claim an alias has it. */
static void add_alias(struct catalog *catalog, const char *alias, size_t index)
{
	char folded[NAME_MAX_BYTES];

	if (!alias)
		return;
	fold(alias, folded);
	if (folded[0] && !map_get(&catalog->by_alias, folded))
		map_set(&catalog->by_alias, folded, (void *)(uintptr_t)(index + 1));
}

void catalog_add_service(struct catalog *catalog, const struct catalog_service *service,
			 const char *const *aliases, size_t alias_count)
{
	struct catalog_service copy = *service;
	size_t index = catalog->services.len;

	copy.name = arena_strdup(&catalog->arena, service->name);
	copy.title = arena_strdup(&catalog->arena, service->title);
	copy.team = arena_strdup(&catalog->arena, service->team);
	copy.runbook = arena_strdup(&catalog->arena, service->runbook);
	copy.currency = arena_strdup(&catalog->arena, service->currency);
	copy.nine_currency = arena_strdup(&catalog->arena, service->nine_currency);
	VEC_PUSH(&catalog->services, copy);
	add_alias(catalog, copy.name, index);
	add_alias(catalog, copy.title, index);
	for (size_t i = 0; i < alias_count; i++)
		add_alias(catalog, aliases[i], index);
}

static const char *const *copy_texts(struct catalog *catalog, const char *const *texts,
				     size_t count)
{
	const char **copies = arena_alloc(&catalog->arena, (count + 1) * sizeof(*copies));

	for (size_t i = 0; i < count; i++)
		copies[i] = arena_strdup(&catalog->arena, texts[i]);
	return copies;
}

void catalog_add_team(struct catalog *catalog, const struct catalog_team *team,
		      const char *const *services, size_t service_count)
{
	struct catalog_team copy = {
		.name = arena_strdup(&catalog->arena, team->name),
		.title = arena_strdup(&catalog->arena, team->title),
		.schedule = arena_strdup(&catalog->arena, team->schedule),
		.zone = team->zone,
		.members = copy_texts(catalog, team->members, team->member_count),
		.member_count = team->member_count,
	};
	char folded[NAME_MAX_BYTES];
	char key[NAME_MAX_BYTES];

	VEC_PUSH(&catalog->teams, copy);
	for (size_t i = 0; i < service_count; i++) {
		fold(services[i], folded);
		slug(folded, key);
		map_set(&catalog->team_of_service, key, (void *)copy.name);
	}
}

/* The service that a folded name stands for, or NULL. */
static const struct catalog_service *find_alias(const struct catalog *catalog, const char *alias)
{
	size_t index = (size_t)(uintptr_t)map_get(&catalog->by_alias, alias);

	return index > 0 ? &catalog->services.items[index - 1] : NULL;
}

/* As find_alias, for a name as a source writes it. */
static const struct catalog_service *find_name(const struct catalog *catalog, const char *name)
{
	const struct catalog_service *found;
	char folded[NAME_MAX_BYTES];
	char key[NAME_MAX_BYTES];

	fold(name, folded);
	found = find_alias(catalog, folded);
	if (found)
		return found;
	slug(folded, key);
	return strcmp(key, folded) == 0 ? NULL : find_alias(catalog, key);
}

const struct catalog_service *catalog_find(const struct catalog *catalog, const char *id,
					   const char *name)
{
	const struct catalog_service *found = NULL;

	if (catalog->services.len == 0)
		return NULL;
	if (id)
		found = find_name(catalog, id);
	if (!found && name)
		found = find_name(catalog, name);
	return found;
}

const char *catalog_key(const struct catalog *catalog, const char *id, const char *name,
			struct arena *arena)
{
	const struct catalog_service *declared = catalog_find(catalog, id, name);
	const char *called = name && *name ? name : id;
	char folded[NAME_MAX_BYTES];
	char key[NAME_MAX_BYTES];

	if (declared)
		return declared->name;
	if (!called || !*called)
		return NULL;
	fold(called, folded);
	slug(folded, key);
	return key[0] ? arena_strdup(arena, key) : NULL;
}

/* The team of a service that is called so in a [team] section, or NULL. */
static const char *team_by_name(const struct catalog *catalog, const char *name)
{
	char folded[NAME_MAX_BYTES];
	char key[NAME_MAX_BYTES];

	if (!name)
		return NULL;
	fold(name, folded);
	slug(folded, key);
	return map_get(&catalog->team_of_service, key);
}

const char *catalog_team_of(const struct catalog *catalog, const char *key, const char *title)
{
	const char *team = team_by_name(catalog, key);

	return team ? team : team_by_name(catalog, title);
}

const struct catalog_team *catalog_team_find(const struct catalog *catalog, const char *team)
{
	for (size_t i = 0; team && i < catalog->teams.len; i++) {
		const struct catalog_team *declared = &catalog->teams.items[i];

		if (strcmp(declared->name, team) == 0 ||
		    (declared->title && strcmp(declared->title, team) == 0))
			return declared;
	}
	return NULL;
}

const struct zone *catalog_zone(const struct catalog *catalog, const char *team)
{
	const struct catalog_team *declared = catalog_team_find(catalog, team);

	return declared && declared->zone ? declared->zone : catalog->zone;
}
