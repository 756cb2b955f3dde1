/* SPDX-License-Identifier: MIT
 * An indicator as text, for the list and the detail. Pure. */
#ifndef NINES_PANES_INDICATOR_CELLS_H
#define NINES_PANES_INDICATOR_CELLS_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/model/snapshot.h"
#include "nines/ui/canvas.h"
#include "nines/ui/label.h"
#include "nines/ui/sparkline.h"

/* True when it has a limit that can raise it. */
bool indicator_has_limit(const struct indicator_view *view);
/* Its sign and word; "no limit" in place of an ok that nothing could change. */
const struct label_word *indicator_word(const struct indicator_view *view);
/* How bad its value is now, whatever its level. */
enum role indicator_value_role(const struct indicator_view *view);
/* Its trend against the first of its limits; false when there is none. */
bool indicator_spark(const struct indicator_view *view, struct spark *spark);
/* "warn >100 5m  crit >1000"; "none". */
void indicator_limits(const struct indicator_view *view, char *out, size_t size);
/* "2 of 9 (22 %)": false alarms of what was judged; "? of 3" while nothing could be; "-" when
 * it was never raised. Returns its role. */
enum role indicator_false_alarms(const struct indicator_view *view, char out[LABEL_MAX]);

#endif
