/* SPDX-License-Identifier: MIT
 * A command that has the terminal while it runs. The terminal must have been given back
 * before. Screen thread only. */
#ifndef NINES_UI_FOREGROUND_H
#define NINES_UI_FOREGROUND_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/base/err.h"

/* How it ended. */
struct foreground {
	int status;    /* exit status, -1 = ended by a signal */
	int number;    /* that signal */
	bool is_asked; /* nines was told to end meanwhile: by this signal */
};

/* Runs `command` by "sh -c" with the terminal and our working folder, `input` on its standard
 * input and our other descriptors closed; waits for it and then for a key. ctrl-c and ctrl-\
 * reach it, not us. False with `err` when it can't be started. */
bool foreground_run(const char *command, const char *input, size_t len, struct foreground *end,
		    struct err *err);

#endif
