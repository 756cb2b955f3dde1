/* SPDX-License-Identifier: MIT
 * The welcome: what a terminal shows before there is a configuration. Main thread only. */
#ifndef NINES_UI_WELCOME_H
#define NINES_UI_WELCOME_H

#include <stdbool.h>

#include "nines/base/err.h"
#include "nines/ui/paper.h"

enum welcome_choice { WELCOME_NONE, WELCOME_QUIT, WELCOME_DEMO, WELCOME_INIT, WELCOME_HELP };

struct welcome_config {
	const char *user_path; /* where `nines init` writes; NULL = there is no home */
	const char *trouble;   /* why it can't be written there; NULL = it can */
	const char *help;      /* the program's help, many lines */
	const char *theme;     /* NULL = the default */
	bool is_ascii, is_color;
};

/* Fills the paper: what nines is, the keys, where the configuration is looked for. */
void welcome_write(const struct welcome_config *config, struct paper *paper);
/* Draws header, paper and key hints on the whole canvas; over the help only the way back. */
void welcome_draw(struct paper *paper, struct canvas *canvas, bool shows_help);
/* What a key, in its one spelling, chooses; NONE also for keys that scroll. */
enum welcome_choice welcome_key(const char *key);
/* Shows it until the user chooses (QUIT, DEMO or INIT); the terminal is given back. A signal
 * that ends the program is QUIT. False with `err` when the terminal can't be used. */
bool welcome_run(const struct welcome_config *config, enum welcome_choice *choice, struct err *err);

#endif
