/* SPDX-License-Identifier: MIT
 * The welcome on a terminal: a loop over keys and signals until something is chosen. */
#include "config.h"

#include "nines/ui/welcome.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/ui/keymap.h"
#include "nines/ui/term.h"
#include "ui/signals.h"

struct welcome {
	const struct welcome_config *config;
	struct term *term;
	struct keymap *keymap;
	struct theme theme;
	struct paper paper;
	struct canvas canvas;
	bool shows_help;
	enum welcome_choice choice;
};

static void turn_page(struct welcome *welcome, bool shows_help)
{
	welcome->shows_help = shows_help;
	welcome->paper.top = 0;
	if (!shows_help) {
		welcome_write(welcome->config, &welcome->paper);
		return;
	}
	paper_clear(&welcome->paper);
	paper_add(&welcome->paper, NULL, ROLE_TEXT, "%s", welcome->config->help);
}

/* Text of a paste is no choice. */
static void take_key(struct welcome *welcome, const struct term_key *key)
{
	enum welcome_choice choice = key->is_pasted ? WELCOME_NONE : welcome_key(key->name);

	if (choice == WELCOME_HELP)
		turn_page(welcome, !welcome->shows_help);
	else if (welcome->shows_help && (choice == WELCOME_QUIT || strcmp(key->name, "Esc") == 0))
		turn_page(welcome, false);
	else if (choice != WELCOME_NONE)
		welcome->choice = choice;
	else if (strcmp(key->name, "ctrl-z") == 0)
		term_suspend(welcome->term);
	else
		paper_act(&welcome->paper, keymap_find(welcome->keymap, key->name));
}

static void take_signals(struct welcome *welcome)
{
	int number;

	while ((number = signals_next()) != 0) {
		if (number == SIGTSTP)
			term_suspend(welcome->term);
		else if (number == SIGWINCH || number == SIGCONT)
			term_resize(welcome->term);
		else
			welcome->choice = WELCOME_QUIT;
	}
}

static void draw(struct welcome *welcome)
{
	int rows, cols;

	term_size(welcome->term, &rows, &cols);
	canvas_reset(&welcome->canvas, rows, cols);
	welcome_draw(&welcome->paper, &welcome->canvas, welcome->shows_help);
	term_show(welcome->term, &welcome->canvas);
}

/* Waits for something and takes it. A terminal that is gone, or that is readable and has no
 * key, is at its end. */
static void turn(struct welcome *welcome)
{
	struct pollfd fds[] = {{.fd = term_fd(welcome->term), .events = POLLIN},
			       {.fd = signals_fd(), .events = POLLIN}};
	struct term_key key;

	if (poll(fds, NINES_COUNT(fds), -1) < 0 && errno != EINTR)
		welcome->choice = WELCOME_QUIT;
	if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL))
		welcome->choice = WELCOME_QUIT;
	take_signals(welcome);
	while (welcome->choice == WELCOME_NONE && term_read(welcome->term, &key))
		take_key(welcome, &key);
}

bool welcome_run(const struct welcome_config *config, enum welcome_choice *choice, struct err *err)
{
	struct welcome welcome = {.config = config};
	const char *theme = config->theme ? config->theme : "default";

	term_use_locale();
	welcome.term = term_open(config->is_color, false, err);
	if (!welcome.term)
		return false;
	theme_load(term_has_color(welcome.term) ? theme : "mono", &welcome.theme, NULL);
	term_set_theme(welcome.term, &welcome.theme);
	welcome.keymap = keymap_new(NULL, NULL);
	canvas_init(&welcome.canvas, 1, 1);
	welcome.canvas.is_ascii = config->is_ascii || !term_is_utf8();
	turn_page(&welcome, false);
	while (welcome.choice == WELCOME_NONE) {
		draw(&welcome);
		turn(&welcome);
	}
	term_close(welcome.term);
	keymap_free(welcome.keymap);
	paper_release(&welcome.paper);
	canvas_release(&welcome.canvas);
	*choice = welcome.choice;
	return true;
}
