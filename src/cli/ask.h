/* SPDX-License-Identifier: MIT
 * Questions on the terminal, a line each; Enter takes what stands in brackets. Main thread
 * only, between ask_begin and ask_end. */
#ifndef NINES_CLI_ASK_H
#define NINES_CLI_ASK_H

#include <stdbool.h>

#include "nines/base/secret.h"
#include "nines/base/str.h"

/* From now on what ends a program (ctrl-c, SIGTERM, SIGHUP) ends a question. */
void ask_begin(void);
/* As it was before. */
void ask_end(void);
/* Asks "question [offered]: " (`offered` NULL = nothing is offered, the answer may be empty)
 * and puts the answer into `answer`; a paste of several lines is no answer. False when the user wants no more: ctrl-c, ctrl-d. */
bool ask_line(const char *question, const char *offered, struct str *answer);
/* Asks without showing what is typed. False as ask_line. */
bool ask_secret(const char *question, struct secret *answer);
/* Asks for y or n. False when the answer is no, and as ask_line. */
bool ask_yes(const char *question, bool offered);

#endif
