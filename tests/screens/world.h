/* SPDX-License-Identifier: MIT
 * Snapshots for tests of the screen, written down field by field, so that goldens change
 * only when the screen does. */
#ifndef NINES_TESTS_SCREENS_WORLD_H
#define NINES_TESTS_SCREENS_WORLD_H

#include <stdint.h>

#include "nines/model/snapshot.h"

/* 2026-11-22T12:00:00Z, a Sunday. */
#define WORLD_NOW_MS INT64_C(1795348800000)

/* The snapshot of that name ("normal", "empty", "connecting", "unknown", "unasked", "silent", "stale",
 * "refused", "sent", "hostile", "many", "moved", "notice", "confirmed", "conflict",
 * "held", "offered", "offline", "rehearsed", "resolved", "gone", "source-read-only", "labels",
 * "acked-alert", "levels", "stats", "stats-part", "stats-none", "writes", "acks", "indicators",
 * "work", "idle", "work-hostile", "figures" ...), one reference for the caller; NULL
 * when there is none. */
const struct snapshot *screen_world(const char *name);

#endif
