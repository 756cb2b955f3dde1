/* SPDX-License-Identifier: MIT
 * The parts of `nines outbox`: rows as text and JSON, and what changes them. Main thread
 * only. */
#ifndef NINES_CLI_OUTBOX_CLI_H
#define NINES_CLI_OUTBOX_CLI_H

#include "cli.h"
#include "nines/base/str.h"
#include "nines/history/outbox_store.h"

/* Appends the rows as `nines.outbox/1`. */
void outbox_print_json(const outbox_rows *rows, struct str *out);
/* Appends the rows as a table. */
void outbox_print_table(const outbox_rows *rows, struct str *out);
/* Appends every field of every row, a line each. */
void outbox_print_fields(const outbox_rows *rows, struct str *out);

/* Drops the rows that no server has. Prints a result per row, returns the exit code. */
int outbox_withdraw(struct cli *cli, const outbox_rows *rows);
/* Sends the rows that wait or are offered; as outbox_withdraw. */
int outbox_send(struct cli *cli, const outbox_rows *rows);
/* Drops the rows that no server has and sends the inverse of those that one has. */
int outbox_take_back(struct cli *cli, const outbox_rows *rows);

#endif
