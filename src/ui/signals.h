/* SPDX-License-Identifier: MIT
 * Signals while the terminal is ours: they become bytes in a pipe for the loop; those that
 * kill at once give the terminal back first. Process-wide, so one user at a time. */
#ifndef NINES_UI_SIGNALS_H
#define NINES_UI_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/base/err.h"

/* Remembers the terminal's modes as they are now. Call before ncurses changes them. */
void signals_save_modes(int fd);
/* Catches the signals. `restore` are the bytes that give the terminal back; they are
 * copied. */
bool signals_catch(const char *restore, size_t len, struct err *err);
/* As they were before. */
void signals_release(void);
/* Readable when there is a signal; -1 when they are not caught. */
int signals_fd(void);
/* The next signal's number, 0 when there is none. */
int signals_next(void);
/* Stops the process as ctrl-z does; returns when it is continued. */
void signals_stop(void);

#endif
