/* SPDX-License-Identifier: MIT
 * The log file: off unless opened, one line per entry with time, level and module.
 * Any thread. Never pass a secret or a whole reply body. */
#ifndef NINES_BASE_LOG_H
#define NINES_BASE_LOG_H

#include <stdbool.h>

#include "nines/base/attr.h"
#include "nines/base/err.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Opens `path` for appending with mode 0600; false when that fails. */
bool log_open(const char *path, struct err *err);
/* Closes the file; later entries are dropped. */
void log_close(void);
/* Writes one line; control characters are replaced. Does nothing when closed. */
void log_write(enum log_level level, const char *module, const char *format, ...)
	NINES_PRINTF(3, 4);

#endif
