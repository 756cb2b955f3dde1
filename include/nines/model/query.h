/* SPDX-License-Identifier: MIT
 * The filter language of `/`: words between blanks that must all match; `!word` must not;
 * "several words" in quotes are one. A plain word is looked for in the titles, names, ids
 * and people of the record. `field:value` asks one field of fields.def, `field:a,b` wants
 * one of several values; text is compared without regard to ASCII case. Numbers and
 * durations take < <= > >= = (severity:<=2, or severity<=2); age:4h is "4 hours or older".
 * Pure; any thread. */
#ifndef NINES_MODEL_QUERY_H
#define NINES_MODEL_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "nines/base/err.h"
#include "nines/model/snapshot.h"

struct query;

/* Whose rows are shown: of everybody, of the user's teams, of the user. */
enum query_reach { QUERY_ALL, QUERY_TEAM, QUERY_MINE };

/* Who the user is. */
struct query_self {
	const char *const *names; /* as sources spell them */
	size_t name_count;
	const char *const *teams;
	size_t team_count;
};

enum query_kind { QUERY_TEXT, QUERY_WORD, QUERY_NUMBER, QUERY_DURATION };

/* A row of fields.def. */
struct query_field_row {
	const char *name, *others; /* other names between blanks; "" = none */
	enum query_kind kind;
	const char *help;
};

/* The fields in the order of their names; ends with a row of NULL. */
extern const struct query_field_row query_field_rows[];

/* Compiles `text`; the caller frees. An unknown field or a bad value is an error of one line
 * that says what was found and what is wanted. Empty text matches everything. */
struct query *query_new(const char *text, struct err *err);
/* Frees it. Accepts NULL. */
void query_free(struct query *query);
/* Beside its words, only what is within reach matches. `self` is borrowed; NULL = everything.
 * Records that belong to nobody, such as sources, stay. */
void query_set_reach(struct query *query, enum query_reach reach, const struct query_self *self);
/* Whose rows it shows, and whether it has words beside that. NULL = all, none. */
enum query_reach query_reach_of(const struct query *query);
bool query_has_words(const struct query *query);
/* The texts that are looked for in a column of this heading: the plain words everywhere, the
 * values of a field where the heading is its name. Fills at most `max`, returns how many; they
 * live as long as the query. */
size_t query_words(const struct query *query, const char *heading, const char **words, size_t max);
/* True when the record matches; a NULL query matches everything. A field that a record
 * doesn't have never matches. */
bool query_match_incident(const struct query *query, const struct incident *incident,
			  const struct snapshot *snapshot);
bool query_match_service(const struct query *query, const struct service *service,
			 const struct snapshot *snapshot);
bool query_match_write(const struct query *query, const struct write_view *write,
		       const struct snapshot *snapshot);
bool query_match_shift(const struct query *query, const struct shift_view *shift,
		       const struct snapshot *snapshot);
bool query_match_indicator(const struct query *query, const struct indicator_view *indicator,
			   const struct snapshot *snapshot);
bool query_match_source(const struct query *query, const struct source_view *source,
			const struct snapshot *snapshot);

enum { QUERY_WORDS = 4 };

/* Any other record that a filter may be asked about. What it doesn't have is NULL or 0. */
struct query_record {
	const char *id, *service, *source, *state, *team, *title;
	int severity;
	int64_t age_ms;
	const char *words[QUERY_WORDS]; /* more that a plain word may be in; the first is who it
	                                   is assigned to */
	bool is_nobodys;                /* no person's and no team's: always within reach */
};

/* As the others. */
bool query_match_record(const struct query *query, const struct query_record *record);

#endif
