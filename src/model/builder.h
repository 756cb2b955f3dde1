/* SPDX-License-Identifier: MIT
 * The snapshot while it is being built; shared by the build_*.c files only. */
#ifndef NINES_MODEL_BUILDER_H
#define NINES_MODEL_BUILDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/map.h"
#include "nines/base/vec.h"
#include "nines/model/build.h"
#include "nines/model/catalog.h"
#include "nines/model/snapshot.h"

#include "seen.h"

enum { NO_INDEX = -1 };
#define BUILDER_NONE ((size_t)NO_INDEX)

/* The value of the first source by name that gives one. */
struct pick {
	const char *value;
	size_t rank;
};

/* A service while its parts are being found. */
struct draft {
	const char *key;
	const struct catalog_service *declared; /* NULL = discovered only */
	struct pick name, team, url, runbook;
	size_t place; /* in the sorted list, once frozen */
};

/* Something that a source says about a service; `service` is a draft, later a place. */
struct said_state {
	size_t service, source;
	enum service_state state;
};

struct said_owner {
	size_t service, source;
	const char *oncall_id;
};

struct figure {
	size_t service, source;
	const struct fact_measure *measure; /* or NULL */
	const struct fact_series *series;   /* or NULL */
};

/* Planned work that a source tells of; `service` is a draft, later a place, or BUILDER_NONE:
 * all services of the source. */
struct said_maintenance {
	size_t service, source;
	const struct fact_maintenance *fact;
};

/* Why a service is in a state: the worst said. */
enum verdict_kind {
	VERDICT_NONE,
	VERDICT_TARGETS,   /* value: ratio of targets up */
	VERDICT_INCIDENT,  /* incident */
	VERDICT_RATIO,     /* value: availability, window_ms */
	VERDICT_BURN,      /* value: burn rate over 1h */
	VERDICT_INDICATOR, /* indicator: at crit */
	VERDICT_SAID       /* the source's own word */
};

struct verdict {
	enum service_state state;
	enum verdict_kind kind;
	bool is_stale;
	size_t source; /* index */
	double value;
	int64_t window_ms;
	const struct incident *incident;
	const struct indicator_view *indicator;
};

/* An open incident with what is needed to join it. */
struct open_incident {
	struct incident view;
	const char *dedup_key;
	size_t service;         /* draft, later place; BUILDER_NONE = none */
	size_t joins;           /* index of the incident it joins, BUILDER_NONE = none */
	const char *mirrors;    /* see fact_incident */
	int64_t next_update_ms; /* as the source says; 0 = it doesn't */
};

/* A deploy that a source tells of. */
struct said_deploy {
	size_t service; /* draft, later place; BUILDER_NONE = none */
	size_t source;
	const struct fact_deploy *fact;
};

/* What one source calls its services: id or name -> draft + 1. */
struct source_names {
	struct map by_id, by_name;
};

struct builder {
	const struct build_input *input;
	const struct catalog *catalog;
	struct snapshot *snapshot;
	struct arena *arena; /* the snapshot's */
	size_t *rank;        /* of each source by name */
	const char **method; /* of each source */
	struct source_names *names;
	struct map by_key; /* service key -> draft + 1 */
	VEC(struct draft) drafts;
	VEC(struct said_state) states;
	VEC(struct said_owner) owners;
	VEC(struct said_maintenance) maintenances;
	VEC(struct figure) figures; /* by service once frozen */
	VEC(struct open_incident) open;
	VEC(struct said_deploy) deploys;
	struct service *services;     /* sorted by key */
	bool *knows;                  /* service * sources + source; NULL unless work is of all */
	size_t *figure_start;         /* of each service, and the end of the last */
	struct verdict *verdicts;     /* of each service */
	struct seen_list seen_places; /* keys -> places, once frozen */
};

/* Each fills its part of the snapshot; the order of the calls is that of snapshot_build. */
void build_sources(struct builder *builder);
void build_discover(struct builder *builder);
void build_open_incidents(struct builder *builder);
void build_records(struct builder *builder);
void build_freeze_services(struct builder *builder);
void build_attach_incidents(struct builder *builder);
void build_command(struct builder *builder);
void build_correlate(struct builder *builder);
void build_incident_rows(struct builder *builder);
void build_oncall(struct builder *builder);
void build_rotas(struct builder *builder);
void build_figures(struct builder *builder);
void build_indicators(struct builder *builder);
void build_states(struct builder *builder);
void build_kpi(struct builder *builder);
void build_service_kpi(struct builder *builder);
void build_deploys(struct builder *builder);
void build_follow(struct builder *builder);
void build_lacks(struct builder *builder);
void build_discover_maintenances(struct builder *builder);
void build_maintenances(struct builder *builder);
void build_days(struct builder *builder);
void build_slos(struct builder *builder);
void build_costs(struct builder *builder);
void build_platform(struct builder *builder);
void build_totals(struct builder *builder);

/* Says which raises of these indicators were false alarms, and counts them. */
void build_alarms(struct builder *builder, struct indicator_view *views, size_t count);
/* One line about acknowledgements that lapse soon and that nobody here renews, or NULL. */
const char *build_lapse_notice(const struct builder *builder);

/* True when the source's last poll went well. */
bool builder_is_live(const struct builder *builder, size_t source);
/* The draft of the service that the source calls so, made when missing; BUILDER_NONE when
 * both names are NULL. */
size_t builder_draft(struct builder *builder, size_t source, const char *id, const char *name);
/* The place of the service that the source calls so, once services are frozen; BUILDER_NONE
 * when there is none: it is not made. */
size_t builder_place(struct builder *builder, size_t source, const char *id, const char *name);
/* The place of the service with this key, once services are frozen, or BUILDER_NONE. The
 * text must not change while the snapshot is built. */
size_t builder_place_of_key(struct builder *builder, const char *key);
/* SOURCE:NATIVE, the id of an incident or a task; in the snapshot's arena. */
const char *builder_id(struct builder *builder, const char *source, const char *native);
/* The team of a shift: the declared one of its schedule, else what the shift says. */
const char *builder_shift_team(const struct builder *builder, const struct fact_shift *fact,
			       size_t source);
/* True when open alerts stand for incidents because no source has any. */
bool builder_alerts_count(const struct builder *builder);
/* The declared name of a team known by its name or title; else `team` itself. */
const char *builder_team(const struct builder *builder, const char *team);
/* Offers a value to a pick: the first source by rank, then the smallest text, stays. */
void pick_offer(struct pick *pick, const char *value, size_t rank);
/* Offers a reason for a state; the worst stays. */
void verdict_offer(struct builder *builder, size_t service, const struct verdict *verdict);

#endif
