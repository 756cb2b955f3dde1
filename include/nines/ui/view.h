/* SPDX-License-Identifier: MIT
 * The dashboard without a terminal: keys and snapshots go in, a canvas and requests come
 * out. Tests drive it as the screen loop does. Screen thread only. */
#ifndef NINES_UI_VIEW_H
#define NINES_UI_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/ident.h"
#include "nines/model/attention.h"
#include "nines/model/snapshot.h"
#include "nines/ui/canvas.h"
#include "nines/ui/keymap.h"
#include "nines/ui/layout.h"
#include "nines/ui/mouse.h"
#include "nines/ui/theme_ring.h"

struct view;
struct settings;
struct conf_errors;

struct view_config {
	const struct keymap *keymap;     /* borrowed */
	const struct settings *settings; /* saved filters, teams, who the user is; borrowed, may be
					    NULL */
	const struct theme_ring *ring;   /* what :theme offers; borrowed, NULL = nothing */
	bool is_ascii, is_read_only, is_dry_run;
	bool has_mouse; /* help tells of it */
	enum graphs graphs;
	bool opens_links;                /* there is a command for it; else they are shown */
	int64_t grace_ms;                /* how long the last action can be taken back */
	const char *banner;              /* NULL = none; borrowed */
	struct attention_rule attention; /* what is new to the user, and when to be quiet */
	struct layout_wishes wishes;     /* borrowed */
	const char *layout;              /* the one that is shown first; NULL = overview */
	int64_t rotate_ms; /* layouts in turn, each so long, without a cursor; 0 = no */
	bool flashes;      /* the first line is reversed by it: a visual bell */
};

/* What a snapshot brought that deserves more than its row. */
struct view_alarm {
	bool rings, notes; /* the bell, a desktop note */
	char text[256];    /* one line */
};

/* What the loop has to do after a key. */
enum view_request_kind {
	VIEW_NOTHING,
	VIEW_QUIT,
	VIEW_REFRESH,
	VIEW_PAUSE,
	VIEW_RESUME,
	VIEW_THEME, /* the theme `text`, NULL = the next one */
	VIEW_REDRAW,
	VIEW_SUSPEND,
	VIEW_COPY,     /* `text` to the clipboard */
	VIEW_OPEN,     /* the link `text` by the command for it */
	VIEW_PIPE,     /* the JSON of the targets to the command `text` */
	VIEW_WRITE,    /* do `verb` to the targets */
	VIEW_UNDO,     /* take back the writes `of` of the targets */
	VIEW_WITHDRAW, /* as UNDO, but only what was not sent */
	VIEW_RELEASE,  /* send the writes `of` of the targets, which were offered or held back */
	VIEW_DISMISS,  /* the refusals of the targets were read */
	VIEW_TRAVEL,   /* show the moment `at_ms`; 0 = now */
	VIEW_SET       /* change an option of [nines]: `text` is its name, a blank, its value */
};

enum { VIEW_TARGETS_MAX = 256, VIEW_ID_MAX = 256, VIEW_TITLE_MAX = 160, VIEW_HOLDER_MAX = 96 };

/* An incident as it was drawn when the key was pressed. */
struct view_target {
	char id[VIEW_ID_MAX];
	char title[VIEW_TITLE_MAX];
	enum incident_status status;
	char holder[VIEW_HOLDER_MAX]; /* who had it; "" = nobody */
	int64_t seen_ms;              /* its source's last success in that picture */
	char uuid[UUID_TEXT_MAX];     /* of the write that is asked for */
	char of[UUID_TEXT_MAX];       /* UNDO, RELEASE: the write that is meant */
};

struct view_request {
	enum view_request_kind kind;
	const struct view_target *targets; /* the view's; valid until its next call */
	size_t target_count;
	enum verb verb;               /* WRITE */
	const struct verb_args *args; /* WRITE; as targets */
	int64_t hold_ms;              /* WRITE: kept back so long, so that it can be undone */
	const char *text;             /* as targets */
	int64_t at_ms;                /* TRAVEL */
};

/* Complains about saved filters whose words or panes can't be. */
void view_check_filters(const struct settings *settings, struct conf_errors *errors);
/* A view with its panes; the caller frees with view_free. */
struct view *view_new(const struct view_config *config);
/* Takes another configuration; what the old one borrowed is not used any more. */
void view_configure(struct view *view, const struct view_config *config);
/* Frees it and drops its snapshot. Accepts NULL. */
void view_free(struct view *view);
/* Shows this snapshot (a reference is taken). */
void view_set_snapshot(struct view *view, const struct snapshot *snapshot);
/* What came since the last call; false when there is nothing. */
bool view_take_alarm(struct view *view, struct view_alarm *alarm);
/* Appends what the terminal's title should say. */
void view_title(const struct view *view, int64_t now_ms, struct str *out);
/* One key in its one spelling; `is_pasted` text never is a command. */
struct view_request view_key(struct view *view, const char *key, bool is_pasted);
/* What the mouse did on `canvas`, the last one that was drawn. It chooses, scrolls, sorts and
 * opens, and never does anything to an incident: nothing comes of it for the loop. */
void view_mouse(struct view *view, const struct canvas *canvas, const struct mouse *mouse);
/* Shows a line in the footer until the next key. */
void view_message(struct view *view, enum role role, const char *text);
/* Shows a link whole above the last line until the next key. */
void view_link(struct view *view, const char *link);
/* Shows in the footer, until the next key, which theme came and a sample of each state. Esc
 * asks for the one `before` then, also after more of them. */
void view_show_theme(struct view *view, const struct theme_ring *ring, const struct theme *theme,
		     const struct theme *before);
/* Milliseconds until a countdown is to be drawn again, -1 = there is none. */
int64_t view_redraw_ms(const struct view *view);
/* The writes that were asked for here and are not through yet, as far as the snapshot tells:
 * fills at most `max` uuids and returns how many. For the time after the screen. */
size_t view_unsettled(const struct view *view, char uuids[][UUID_TEXT_MAX], size_t max);
/* Draws everything on `canvas`, whose size decides the layout. */
void view_draw(struct view *view, struct canvas *canvas, int64_t now_ms);

#endif
