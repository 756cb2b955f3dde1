/* SPDX-License-Identifier: MIT
 * What the screen does with one record outside of itself. Screen thread only. */
#ifndef NINES_UI_SCREEN_RECORD_H
#define NINES_UI_SCREEN_RECORD_H

#include "nines/ui/screen.h"
#include "nines/ui/term.h"
#include "nines/ui/view.h"

/* Opens a link by [nines] open_command; says how it went, and shows the link when it can't. */
void screen_open_link(const struct screen_config *config, struct view *view, const char *link);
/* Runs the command of VIEW_PIPE with the JSON of its targets, as `snapshot` has them, while
 * `term` is given back. False when nines was told to end meanwhile. */
bool screen_pipe(const struct screen_config *config, struct term *term, struct view *view,
		 const struct snapshot *snapshot, const struct view_request *request);

#endif
