/* SPDX-License-Identifier: MIT
 * The Alertmanager adapter's options and what its files share. */
#ifndef NINES_SOURCES_ALERTMANAGER_H
#define NINES_SOURCES_ALERTMANAGER_H

#include "nines/base/json.h"
#include "nines/sources/source.h"

struct alertmanager {
	char *service_label, *team_label, *severity_label;
	struct text_pairs severities;
	struct text_list ack_labels;
	int64_t ack_for_ms;
};

/* Context of the second round of reading for ACK and SILENCE: one of these words, then the
 * ids of the silences that mute the alert. */
#define ALERTMANAGER_FIRES "fires"
#define ALERTMANAGER_GONE  "gone"

/* True when a silence with this comment stands for an acknowledgement (the convention of
 * karma and kthxbye: it begins with "ACK!"). */
bool alertmanager_is_ack(const char *comment);

/* Fills labels and scope of the fact. No scope when a label can't be sent back as it is. */
void alertmanager_read_labels(const struct alertmanager *options, const struct json *labels,
			      struct arena *arena, struct fact_incident *fact);
/* True when cleaning changed a label, which is why there is no scope. */
bool alertmanager_has_cleaned_label(const struct fact_incident *incident);

/* What prepare made, or NULL with `err`; the caller frees it. */
struct json *alertmanager_params(const struct action *action, struct err *err);
/* How long the silence of this action lasts. */
int64_t alertmanager_span_ms(const struct action *action, const struct json *params);
/* The comment of the silence that this action makes; by it our own is known again. */
void alertmanager_comment(const struct action *action, const struct json *params,
			  struct str *comment);
/* The silence that the action is about: what is on disk, else what prepare saw; or NULL. */
const char *alertmanager_token(const struct action *action, const struct json *params);

/* Hooks of struct source_ops. */
bool alertmanager_prepare(const struct source *source, enum verb verb,
			  const struct fact_incident *incident, struct str *params,
			  struct err *err);
bool alertmanager_act(const struct source *source, const struct action *action, struct arena *arena,
		      struct request *request, struct err *err);
void alertmanager_act_result(const struct source *source, const struct action *action,
			     const struct reply *reply, struct act_result *result, struct err *err);

#endif
