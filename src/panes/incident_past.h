/* SPDX-License-Identifier: MIT
 * The sections of an incident's detail about what happened: its time line, and similar
 * incidents before. Screen thread only. */
#ifndef NINES_PANES_INCIDENT_PAST_H
#define NINES_PANES_INCIDENT_PAST_H

#include "nines/model/snapshot.h"
#include "nines/ui/paper.h"

/* How moments are told; the heading names the zone. */
#define INCIDENT_MOMENT_FORMAT "%m-%d %H:%M:%S"

/* Adds the time line, newest first. */
void incident_past_timeline(struct paper *paper, const struct snapshot *snapshot,
			    const struct incident *incident, int64_t now_ms, bool is_ascii);
/* Adds the similar incidents: when, how long, who resolved them. */
void incident_past_similar(struct paper *paper, const struct snapshot *snapshot,
			   const struct incident *incident);
/* Adds a write in a line: how it stands, by whom, and the server's word. */
void incident_past_write(struct paper *paper, const char *label, const struct write_view *write,
			 int64_t now_ms, bool is_ascii);

#endif
