/* SPDX-License-Identifier: MIT
 * What is different between two snapshots: for readers who are told of changes one by one.
 * Pure; any thread. */
#ifndef NINES_MODEL_CHANGES_H
#define NINES_MODEL_CHANGES_H

#include "nines/base/vec.h"
#include "nines/model/snapshot.h"

/* What happened; which members of struct change are set is said behind it. */
enum change_kind {
	CHANGE_OPEN,       /* incident: was there when its source answered first */
	CHANGE_NEW,        /* incident */
	CHANGE_AGAIN,      /* incident: nobody has it any more */
	CHANGE_ACK,        /* incident */
	CHANGE_RESOLVED,   /* incident: its source, which is live, no longer names it */
	CHANGE_HIDDEN,     /* incident: it is gone, but its source is not live */
	CHANGE_UNKNOWN,    /* incident: its status is not known any more */
	CHANGE_SILENCED,   /* incident */
	CHANGE_UNSILENCED, /* incident */
	CHANGE_SEVERITY,   /* incident, old_severity */
	CHANGE_SOURCE,     /* source, old_source */
	CHANGE_SERVICE,    /* service, old_service */
	CHANGE_WRITE,      /* write */
	CHANGE_INDICATOR   /* indicator, old_indicator */
};

/* Pointers reach into the newer snapshot, of what is gone and of `old` into the older one.
 * `old` ones are NULL for what was not there. */
struct change {
	enum change_kind kind;
	const struct incident *incident;
	int old_severity;
	const struct source_view *source, *old_source;
	const struct service *service, *old_service;
	const struct write_view *write;
	const struct indicator_view *indicator, *old_indicator;
};

typedef VEC(struct change) change_list;

/* Appends the changes in the order in which they are told: sources, incidents, writes,
 * services, indicators. `list` starts zeroed; the caller frees it with VEC_RELEASE. */
void changes_find(const struct snapshot *before, const struct snapshot *after, change_list *list);

#endif
