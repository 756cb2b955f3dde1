/* SPDX-License-Identifier: MIT
 * The terminal: the only user of ncurses. Shows canvases, reads keys, catches signals and
 * puts the terminal back on every way out. One at a time, screen thread only. */
#ifndef NINES_UI_TERM_H
#define NINES_UI_TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/base/err.h"
#include "nines/ui/canvas.h"
#include "nines/ui/keymap.h"
#include "nines/ui/mouse.h"
#include "nines/ui/theme.h"

struct term;

struct term_key {
	char name[KEY_NAME_MAX]; /* in its one spelling */
	bool is_pasted;          /* text of a paste: never a command */
	bool is_mouse;           /* no key: `mouse` says what it did, but for its time */
	struct mouse mouse;
};

/* Takes the user's character set from the environment unless main() did; not while other
 * threads use the locale. */
void term_use_locale(void);
/* True when the locale's character set is UTF-8. */
bool term_is_utf8(void);
/* Takes the terminal over; with `has_title` also its title, if it has one. NULL with `err`
 * when it can't be used. */
struct term *term_open(bool is_color, bool has_title, struct err *err);
/* Gives it back as it was. Accepts NULL. */
void term_close(struct term *term);
/* True when it shows colors. */
bool term_has_color(const struct term *term);
/* Draws with this theme from now on; the next term_show draws everything. */
void term_set_theme(struct term *term, const struct theme *theme);
/* Links of the canvas are written as OSC 8, or not: then they are only text. */
void term_use_links(struct term *term, bool has_links);
/* The terminal reports clicks and the wheel, or not; not is how it begins. */
void term_use_mouse(struct term *term, bool has_mouse);
/* Shows the canvas; writes nothing where nothing changed. */
void term_show(struct term *term, const struct canvas *canvas);
/* The next term_show draws everything. */
void term_redraw(struct term *term);
/* Reads the size anew (after SIGWINCH). */
void term_resize(struct term *term);
/* The size in cells. */
void term_size(const struct term *term, int *rows, int *cols);
/* The descriptor to poll for keys. */
int term_fd(const struct term *term);
/* The next key that is there already; false when there is none. */
bool term_read(struct term *term, struct term_key *key);
/* Gives the terminal back, stops the process, takes the terminal again when continued. */
void term_suspend(struct term *term);
/* Gives the terminal back, for a command that needs it ... */
void term_leave(struct term *term);
/* ... and takes it again, drawing everything. */
void term_return(struct term *term);
/* Copies text into the terminal's clipboard (OSC 52). */
void term_copy(struct term *term, const char *text);
/* Shows the text as the terminal's title, where it was taken over; writes nothing when it is
 * there already. */
void term_title(struct term *term, const char *text);
/* Rings the bell. */
void term_bell(struct term *term);
/* Asks for a note on the desktop, by OSC 777 or else by OSC 9. */
void term_note(struct term *term, bool is_osc777, const char *text);

#endif
