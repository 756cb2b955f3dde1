/* SPDX-License-Identifier: MIT
 * The part of a snapshot's dump about what people do. */
#ifndef NINES_MODEL_SNAPSHOT_DUMP_WORK_H
#define NINES_MODEL_SNAPSHOT_DUMP_WORK_H

struct snapshot;
struct str;

/* Appends deploys, reviews, action items, rotas and shifts, a line each. */
void snapshot_dump_work(const struct snapshot *snapshot, struct str *out);

#endif
