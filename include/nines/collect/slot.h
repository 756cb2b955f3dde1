/* SPDX-License-Identifier: MIT
 * The hand-over of snapshots from the collector to the reader: newest wins. One of the
 * two objects that threads share. */
#ifndef NINES_COLLECT_SLOT_H
#define NINES_COLLECT_SLOT_H

#include "nines/base/err.h"
#include "nines/model/snapshot.h"

struct slot;

/* An empty slot with its wake pipe. NULL when there are no descriptors left. */
struct slot *slot_new(struct err *err);
/* Frees it and drops its snapshot; no thread may use it any more. Accepts NULL. */
void slot_free(struct slot *slot);
/* Collector: puts `snapshot` in; the slot takes over the caller's reference. */
void slot_publish(struct slot *slot, const struct snapshot *snapshot);
/* Reader: a reference on the newest snapshot that the caller drops; NULL when there is
 * none yet. Also empties the wake pipe. */
const struct snapshot *slot_acquire(struct slot *slot);
/* Reader: drops a reference on a snapshot that it has shown (NULL is accepted). To free a
 * large one takes longer than a frame may: that is left to the next slot_sweep. */
void slot_return(struct slot *slot, const struct snapshot *snapshot);
/* Collector: frees what was returned. */
void slot_sweep(struct slot *slot);
/* A descriptor that is readable when something was published since the last acquire. */
int slot_fd(const struct slot *slot);

#endif
