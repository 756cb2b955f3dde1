/* SPDX-License-Identifier: MIT
 * What every child process must do between fork and exec, and before. */
#ifndef NINES_BASE_CHILD_H
#define NINES_BASE_CHILD_H

/* One more than the highest descriptor that may be open. Called before the fork, for after
 * it nothing may be allocated. */
int child_fd_limit(void);
/* In the child: every signal as it is by default, none blocked. Async-signal-safe. */
void child_reset_signals(void);
/* In the child: closes the descriptors `first` to `limit` - 1. Async-signal-safe. */
void child_close_from(int first, int limit);

#endif
