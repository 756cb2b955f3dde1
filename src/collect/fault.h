/* SPDX-License-Identifier: MIT
 * Places at which a test may kill the process. NULL, and nothing happens, in the program. */
#ifndef NINES_COLLECT_FAULT_H
#define NINES_COLLECT_FAULT_H

/* Called with the name of each step of the outbox; set before the collector starts. */
extern void (*outbox_fault)(const char *point);

#endif
