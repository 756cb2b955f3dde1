/* SPDX-License-Identifier: MIT
 * The Alertmanager adapter's options and the parts that reading and acknowledging share. */
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

/* The name of a label that says which other labels could not be kept as they are. */
#define ALERTMANAGER_CHANGED_LABEL "(cleaned)"

/* True when a silence with this comment stands for an acknowledgement (the convention of
 * karma and kthxbye: it begins with "ACK!"). */
bool alertmanager_is_ack(const char *comment);

/* Hooks of struct source_ops. */
bool alertmanager_prepare(const struct source *source, enum verb verb,
			  const struct fact_incident *incident, struct str *params,
			  struct err *err);
bool alertmanager_act(const struct source *source, const struct action *action, struct arena *arena,
		      struct request *request, struct err *err);
void alertmanager_act_result(const struct source *source, const struct action *action,
			     const struct reply *reply, struct act_result *result, struct err *err);

#endif
