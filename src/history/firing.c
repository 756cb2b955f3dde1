/* SPDX-License-Identifier: MIT
 * One firing between its fact and its row. */
#include "config.h"

#include "firing.h"

#include <string.h>

#include "nines/base/ident.h"
#include "nines/base/json.h"
#include "nines/base/json_out.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

static uint64_t hash_text(const char *text, uint64_t seed)
{
	return text ? hash_bytes(text, strlen(text) + 1, seed) : hash_bytes("\1", 1, seed);
}

int64_t firing_content(const struct fact_incident *incident)
{
	const char *const texts[] = {
		incident->number, incident->title, incident->service_id, incident->service,
		incident->team,   incident->url,   incident->runbook,    incident->description,
	};
	const int figures[] = {incident->severity, incident->is_alert, incident->is_suppressed};
	uint64_t hash = hash_bytes(figures, sizeof(figures), 0);

	for (size_t i = 0; i < NINES_COUNT(texts); i++)
		hash = hash_text(texts[i], hash);
	for (size_t i = 0; i < incident->label_count; i++) {
		hash = hash_text(incident->labels[i].name, hash);
		hash = hash_text(incident->labels[i].value, hash);
	}
	return (int64_t)(hash >> 1);
}

static void labels_write(const struct fact_incident *incident, struct str *out)
{
	struct json_out json;

	json_out_init(&json, out, false);
	json_out_object(&json, NULL);
	for (size_t i = 0; i < incident->label_count; i++)
		json_out_string(&json, incident->labels[i].name, incident->labels[i].value);
	json_out_end_object(&json);
}

void firing_describe(sqlite3_stmt *statement, int first, int64_t content,
		     const struct fact_incident *incident)
{
	struct str labels;

	str_init(&labels, 0);
	labels_write(incident, &labels);
	db_bind_int(statement, first++, content);
	db_bind_int(statement, first++, incident->severity);
	db_bind_int(statement, first++, incident->is_alert);
	db_bind_int(statement, first++, incident->is_suppressed);
	db_bind_text(statement, first++, incident->number);
	db_bind_text(statement, first++, incident->title);
	db_bind_text(statement, first++, incident->service_id);
	db_bind_text(statement, first++, incident->service);
	db_bind_text(statement, first++, incident->team);
	db_bind_text(statement, first++, incident->url);
	db_bind_text(statement, first++, incident->runbook);
	db_bind_text(statement, first++, incident->description);
	db_bind_text(statement, first++, labels.text);
	str_release(&labels);
}

static void labels_read(const char *text, struct arena *arena, struct fact_incident *incident)
{
	struct err err = {0};
	struct json *object = text ? json_parse(text, strlen(text), &err) : NULL;
	struct label *labels = arena_calloc(arena, json_count(object), sizeof(*labels));
	size_t count = 0;

	for (const struct json *item = json_first(object); item; item = json_next(item)) {
		const char *name = json_name(item);

		if (!name)
			continue;
		labels[count].name = text_clean(arena, name, strlen(name), 256);
		labels[count].value = json_text(item, arena);
		if (labels[count].value)
			count++;
	}
	incident->labels = labels;
	incident->label_count = count;
	json_free(object);
}

/* Firings of one alert share its id; the time of the first sight tells them apart. */
static const char *closed_id(struct arena *arena, const char *native_id, int64_t created_ms)
{
	char created[TIME_TEXT_MAX];

	time_format(created_ms, created);
	return arena_printf(arena, "%s@%s", native_id, created);
}

void firing_read(sqlite3_stmt *statement, struct facts *facts)
{
	struct arena *arena = &facts->arena;
	int64_t created_ms = sqlite3_column_int64(statement, 1);
	struct fact_incident incident = {
		.native_id = closed_id(arena, db_clean(statement, 0, arena), created_ms),
		.status = INCIDENT_RESOLVED,
		.created_ms = created_ms,
		.first_ack_ms = sqlite3_column_int64(statement, 2),
		.acknowledged_ms = sqlite3_column_int64(statement, 2),
		.acknowledged_by = db_clean(statement, 3, arena),
		.resolved_ms = sqlite3_column_int64(statement, 4),
		.severity = sqlite3_column_int(statement, 6),
		.is_alert = sqlite3_column_int(statement, 7) != 0,
		.is_suppressed = sqlite3_column_int(statement, 8) != 0,
		.number = db_clean(statement, 9, arena),
		.title = db_clean(statement, 10, arena),
		.service_id = db_clean(statement, 11, arena),
		.service = db_clean(statement, 12, arena),
		.team = db_clean(statement, 13, arena),
		.url = db_clean(statement, 14, arena),
		.runbook = db_clean(statement, 15, arena),
		.description = db_clean(statement, 16, arena),
	};

	incident.updated_ms = incident.resolved_ms;
	labels_read((const char *)sqlite3_column_text(statement, 17), arena, &incident);
	VEC_PUSH(&facts->incidents, incident);
}
