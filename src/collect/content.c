/* SPDX-License-Identifier: MIT
 * Hashes that tell whether a reply brings anything new. */
#include "config.h"

#include <string.h>

#include "nines/base/ident.h"
#include "nines/base/str.h"

#include "part.h"

static uint64_t hash_text(const char *text, uint64_t seed)
{
	return text ? hash_bytes(text, strlen(text) + 1, seed) : hash_bytes("\1", 1, seed);
}

static uint64_t hash_measure(const struct fact_measure *measure, uint64_t seed)
{
	const double numbers[] = {(double)measure->kind, (double)measure->window_ms,
				  measure->value};

	return hash_bytes(numbers, sizeof(numbers), hash_text(measure->service, seed));
}

static uint64_t hash_values(const double *values, size_t count, uint64_t seed)
{
	return values ? hash_bytes(values, count * sizeof(*values), seed)
		      : hash_bytes("\1", 1, seed);
}

static uint64_t hash_series(const struct fact_series *series, uint64_t seed)
{
	const int64_t numbers[] = {(int64_t)series->kind, series->start_ms, series->step_ms,
				   (int64_t)series->count};
	uint64_t hash = hash_bytes(numbers, sizeof(numbers), hash_text(series->service, seed));

	hash = hash_values(series->values, series->count, hash);
	hash = hash_values(series->totals, series->count, hash);
	return hash_values(series->coverage, series->count, hash);
}

uint64_t facts_content(const struct facts *facts)
{
	/* All but figures as their dump; a measure's time is left out. */
	const struct facts rest = {
		.services = {facts->services.items, facts->services.len, 0},
		.incidents = {facts->incidents.items, facts->incidents.len, 0},
		.shifts = {facts->shifts.items, facts->shifts.len, 0},
		.notices = {facts->notices.items, facts->notices.len, 0},
		.deploys = {facts->deploys.items, facts->deploys.len, 0},
		.tasks = {facts->tasks.items, facts->tasks.len, 0},
		.maintenances = {facts->maintenances.items, facts->maintenances.len, 0},
		.rules = {facts->rules.items, facts->rules.len, 0},
		.checks = {facts->checks.items, facts->checks.len, 0},
		.members = {facts->members.items, facts->members.len, 0},
		.login = facts->login,
		.method = facts->method,
		.has_rules = facts->has_rules,
		.has_tasks = facts->has_tasks,
		.has_deploys = facts->has_deploys,
	};
	struct str dump;
	uint64_t hash;

	str_init(&dump, 0);
	facts_dump(&rest, &dump);
	hash = hash_bytes(dump.text, dump.len, 0);
	str_release(&dump);
	for (size_t i = 0; i < facts->measures.len; i++)
		hash = hash_measure(&facts->measures.items[i], hash);
	for (size_t i = 0; i < facts->series.len; i++)
		hash = hash_series(&facts->series.items[i], hash);
	return hash;
}

uint64_t request_question(const struct plan_request *asked)
{
	const struct request *request = &asked->request;
	const int numbers[] = {(int)request->method, asked->tag};
	uint64_t hash = hash_bytes(numbers, sizeof(numbers), 0);

	hash = hash_text(request->path, hash);
	hash = hash_text(request->target, hash);
	hash = hash_text(asked->context, hash);
	return request->body ? hash_bytes(request->body, request->body_len, hash) : hash;
}
