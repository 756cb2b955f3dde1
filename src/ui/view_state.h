/* SPDX-License-Identifier: MIT
 * What the parts of the view share: its state, and their calls to each other. Screen
 * thread only. */
#ifndef NINES_UI_VIEW_STATE_H
#define NINES_UI_VIEW_STATE_H

#include "nines/base/str.h"
#include "nines/panes/pane.h"
#include "nines/ui/layout.h"
#include "nines/ui/order.h"
#include "nines/ui/prompt.h"
#include "nines/ui/view.h"

enum {
	VIEW_PANES_MAX = 32, /* of all layouts */
	VIEW_DETAILS_MAX = 4,
	VIEW_MESSAGE_MAX = 512,
	FOOTER_ROWS_MAX = 3,
	VIEW_COUNT_MAX = 99999,
	LINK_SHOWN_MAX = 4096
};

enum view_mode {
	VIEW_MODE_PANES,
	VIEW_MODE_FILTER,
	VIEW_MODE_ARGS,
	VIEW_MODE_CONFIRM,
	VIEW_MODE_FIND, /* what is looked for in a detail is typed */
	VIEW_MODE_COPY, /* what to copy is asked */
	VIEW_MODE_PIPE, /* the command is typed */
	VIEW_MODE_ORDER /* a line after ":" is typed */
};

/* A pane of the layout and its filter. */
struct view_pane {
	struct pane *pane;
	struct query *query;
	char filter[PROMPT_MAX];
	size_t saved; /* the saved filter that it is + 1; 0 = none */
};

/* A layout and its panes, which others may show, too. */
struct view_board {
	struct layout_board layout;
	struct view_pane *panes[LAYOUT_PLACES_MAX];
	size_t count, focus;
	unsigned unplaced; /* bit per pane: it had no place when it was drawn */
	size_t home;       /* the pane to go back to from one that has no place */
};

enum { VIEW_NAMES_MAX = 16, VIEW_TEAMS_MAX = 32 };

/* Who the user is; texts are of the settings and of the snapshot. */
struct view_self {
	const char *names[VIEW_NAMES_MAX], *teams[VIEW_TEAMS_MAX];
	struct query_self self;
};

/* A write that was just asked for, until the snapshot tells how it goes. */
struct view_asked {
	char id[VIEW_ID_MAX];
	char uuid[UUID_TEXT_MAX];
	char of[UUID_TEXT_MAX]; /* the write that this one takes back; "" = none */
	enum verb verb;
	int64_t at_ms, pressed_ms; /* clock_mono_ms, clock_wall_ms */
	unsigned batch;            /* asked for by the same key press */
	bool was_seen;             /* a snapshot had it */
};

/* What is going to be asked for, while it is typed and confirmed. */
struct view_intent {
	enum view_request_kind kind;
	enum verb verb;
	struct verb_args args;
	unsigned asking;        /* bits of enum verb_arg that are still to be typed */
	char key[KEY_NAME_MAX]; /* that began it */
	bool is_bulk;
};

enum { VIEW_REASONS_MAX = 4, VIEW_HITS_MAX = 64 };

/* Why a verb can't be done to an incident. */
struct view_reason {
	char text[200];       /* "is resolved already" */
	char id[VIEW_ID_MAX]; /* of the first that it holds for; "" = it is gone */
	bool is_sentence;     /* needs no incident before it */
	size_t count;
};

struct view_left_out {
	struct view_reason reasons[VIEW_REASONS_MAX];
	size_t reason_count, total;
};

/* An incident that a silence would hit. */
struct view_hit {
	char id[VIEW_ID_MAX], title[VIEW_TITLE_MAX];
};

/* The question before a write, frozen when it was asked. */
struct view_question {
	const char *confirm_key; /* never the key that asked */
	bool is_drawn;           /* an answer before that is not an answer */
	bool is_whole;           /* there was room for all of it */
	char acts_as[200], told[600], pages[200], labels[400], left_out[400];
	struct view_hit hits[VIEW_HITS_MAX];
	size_t hit_count; /* in all; the first VIEW_HITS_MAX are in `hits` */
};

/* What was pressed before the next key. */
struct view_prefix {
	int count;               /* 0 = none */
	bool is_armed;           /* g was pressed: the next key may make a sequence of it */
	const struct pane *pane; /* whose cursor g moved, NULL = none */
	char id[VIEW_ID_MAX];    /* where it was */
	size_t top;
	bool is_chosen;
};

/* What a key would mean. */
struct view_aim {
	const struct pane *pane;
	char id[VIEW_ID_MAX]; /* "" = none */
	bool are_marked;
};

enum { ORDER_OFFERS_MAX = 96, ORDER_OFFER_TEXT = 96 };

/* A word that Tab offers. */
struct order_offer {
	char text[ORDER_OFFER_TEXT];
	const char *argument, *help; /* "" = none */
};

struct order_offers {
	struct order_offer items[ORDER_OFFERS_MAX];
	size_t count;
	size_t start;  /* where the word begins in the line */
	bool has_more; /* something is to be typed after the word */
};

/* The last click, to tell a double click. */
struct view_click {
	char id[VIEW_ID_MAX]; /* of the row; "" = there was none */
	const char *pane;
	int64_t at_ms;
};

/* What is typed after ":". */
struct view_orders {
	struct view_aim aim;   /* what was under the cursor when it began */
	char stem[PROMPT_MAX]; /* as it was typed, before Tab */
	struct order_offers words;
	int choice; /* of them, -1 = none */
	char argument[PROMPT_MAX];
};

struct view {
	struct view_config config;
	const struct snapshot *snapshot; /* NULL before the first */
	struct view_pane panes[VIEW_PANES_MAX];
	size_t pane_count;
	struct view_board boards[LAYOUTS_MAX];
	size_t board_count;
	size_t board; /* the one that is shown; the others' panes may lag behind */
	struct pane *details[VIEW_DETAILS_MAX]; /* the last one covers the body */
	size_t detail_count;
	bool is_zoomed, is_paused;
	bool is_lone;         /* the focused pane has no place: drawn, it covers the others */
	int64_t wall_from_ms; /* when the rotation of a wall began, 0 = not yet */
	int64_t travel_ms;    /* the moment that was asked for; 0 = now */

	struct view_prefix prefix;
	struct view_click click;

	enum view_mode mode;
	struct view_orders orders;
	struct prompt prompt;
	char filter_before[PROMPT_MAX]; /* to go back to when the prompt is cancelled */
	size_t saved_before;            /* the same */
	char prompt_error[VIEW_MESSAGE_MAX];
	struct prompt_history filters, searches, pipes, lines; /* typed after / / | and : */
	enum query_reach reach;
	struct view_self self; /* while reach isn't QUERY_ALL */

	char message[VIEW_MESSAGE_MAX]; /* "" = none */
	enum role message_role;
	char link[LINK_SHOWN_MAX]; /* shown whole until the next key; "" = none */
	char piped[PROMPT_MAX];    /* the last command of `|` */
	bool shows_theme;          /* the message names a theme: samples of its states follow */
	bool tries_theme;          /* it did before this key: a try of several goes on */
	bool restores_theme;       /* the next that comes is the one from before */
	const struct theme *theme_before;
	char theme_about[THEME_ABOUT_MAX + 64];

	/* frozen when the key was pressed */
	struct view_target targets[VIEW_TARGETS_MAX];
	size_t target_count;
	struct view_left_out left_out;
	struct view_intent intent;
	struct view_question question;

	/* what was under the cursor of the active pane when it was drawn */
	char shown_id[VIEW_ID_MAX]; /* before a refresh took its row away */
	int64_t displaced_ms;       /* when it did so, 0 = it did not */
	int64_t marks_lost_ms;      /* when a refresh took away all that was marked, 0 = never */
	bool is_undrawn;            /* a snapshot came since */
	bool has_missed_line;       /* a key that begins a line opened none; drawn, it is known */
	bool is_blind;              /* the cursor stands on a row that was never drawn */

	struct view_asked asked[VIEW_TARGETS_MAX]; /* newest last */
	size_t asked_count;
	unsigned batch;     /* the last one */
	bool tells_write;   /* the footer says how the last batch goes */
	bool is_taken_back; /* the last batch was */

	struct attention attention;  /* which incidents are new */
	struct view_alarm alarm;     /* not taken yet */
	char news[VIEW_MESSAGE_MAX]; /* what came last, until a key is pressed; "" = none */
	char news_id[VIEW_ID_MAX];   /* whose it is */
	int64_t news_ms;             /* when it was drawn first (clock_mono_ms), 0 = not yet */
	int64_t key_ms;              /* when a key was pressed last (clock_mono_ms), 0 = never */
	bool is_flashing;            /* the first line is reversed */
};

/* The board that is shown. */
static inline struct view_board *view_shown(const struct view *view)
{
	return (struct view_board *)&view->boards[view->board];
}

/* Shows the board after (1) or before (-1) this one. */
void view_turn(struct view *view, int step);
/* Shows this one of the boards. */
void view_show_board(struct view *view, size_t board);
/* The pane that has the keys: a detail, else the focused one. */
struct pane *view_active(const struct view *view);
/* The pane of that name in the layout shown, or NULL. */
struct pane *view_find_pane(const struct view *view, const char *name);
/* A pane below its title. */
void view_draw_pane(const struct view *view, struct region region, struct pane *pane,
		    int64_t now_ms);
/* One line for the panes that have no place: who is on call, the key figures. */
void view_draw_strip(const struct view *view, struct region region, int row);
/* Sets a message by format, which it translates. */
void view_say(struct view *view, enum role role, const char *format, ...) NINES_PRINTF(3, 4);

/* view_header.c: one line each at `row`. */
void view_draw_header(const struct view *view, struct region region, int64_t now_ms);
void view_draw_source_bar(const struct view *view, struct region region, int64_t now_ms);
/* view_theme.c: the theme that came and a sample of each state. */
void view_draw_theme(const struct view *view, struct region region, int row);
/* Esc and Enter while it is shown: true when the key was one of them. */
bool view_theme_key(struct view *view, const char *key, struct view_request *request);
/* view_footer.c: hints, prompt, question or message at the bottom; may cover rows above. */
void view_draw_footer(struct view *view, struct region region, int64_t now_ms);
/* view_hints.c: which keys help here, or what can follow a count or g. */
void view_draw_hints(const struct view *view, struct region region, int row);
/* What ends a prompt, at the end of its row when the text leaves room. */
void view_prompt_hint(const struct view *view, struct region region, int row, const char *label,
		      const char *text);
/* view_can.c: true when the action would do something in the pane now. */
bool view_works(const struct view *view, struct pane *pane, enum action_id action);
/* For help: the pane that it was called from. */
struct pane_here view_here(const struct view *view);
/* view_filter.c: the filter of the focused pane. */
void view_filter_begin(struct view *view);
void view_filter_key(struct view *view, const char *key, bool is_pasted);
bool view_filter_clear(struct view *view);
/* The next saved filter that is for the pane, and none after the last. */
void view_filter_next(struct view *view);
/* What the title of a pane says of its filter and of whose rows are shown. */
void view_filter_title(const struct view *view, const struct view_pane *place, const char *dot,
		       struct str *out);
/* view_reach.c: mine, my team, all. */
const char *view_reach_name(enum query_reach reach);
void view_reach_next(struct view *view);
/* A snapshot came, which may know the user's teams better; before the panes have it. */
void view_reach_see(struct view *view);
/* view_find.c: searching in a detail. Begin and end are false when there is none. */
bool view_find_begin(struct view *view);
bool view_find_end(struct view *view);
void view_find_key(struct view *view, const char *key, bool is_pasted);
struct view_request view_find_next(struct view *view, enum action_id action);
/* Appends "/text 2 of 7" while the pane is searched. */
void view_find_status(struct pane *pane, const char *dot, struct str *out);
/* view_record.c: link, copy and pipe of the record under the cursor. */
struct view_request view_open_key(struct view *view, enum action_id action);
void view_draw_link(const struct view *view, struct region region);
struct view_request view_copy_key(struct view *view, enum action_id action);
struct view_request view_copy_choice(struct view *view, const char *key, bool is_pasted);
void view_draw_copy(const struct view *view, struct region region);
struct view_request view_pipe_key(struct view *view, enum action_id action);
struct view_request view_pipe_prompt(struct view *view, const char *key, bool is_pasted);
void view_draw_pipe(const struct view *view, struct region region);
/* Filters by this text; false with view->prompt_error when it is none. */
bool view_filter_set(struct view *view, const char *text);
/* view_aim.c: which ids a key means. */
/* What the cursor is at: what was drawn there, where a refresh has just moved it. */
void view_aim(const struct view *view, struct view_aim *aim);
/* The row under the cursor, drawn or not. */
void view_aim_row(const struct view *view, struct view_aim *aim);
/* A snapshot came; `before` is view_aim from before it. */
void view_aim_refreshed(struct view *view, const struct view_aim *before);
/* A key was handled; `before` is view_aim_row from before it. */
void view_aim_key(struct view *view, const struct view_aim *before, enum action_id action);
/* The row of this id was drawn and clicked; if it is there, it has the cursor now. Else it is
 * what the next key means. */
void view_aim_click(struct view *view, const char *id, bool is_there);
/* A question is about to open; it was answered: rows that a refresh moved under it, or shortly
 * before, were not seen there. */
void view_aim_asked(struct view *view);
void view_aim_answered(struct view *view);
/* A frame was drawn, with rows or without. */
void view_aim_drawn(struct view *view, bool has_rows);
/* The ids that a key means now: the marked ones, else the one that was shown. False after it
 * has said why there are none. */
bool view_aim_targets(struct view *view, struct pane_targets *targets);

/* view_write.c: what keys do to incidents. */
struct view_request view_write_begin(struct view *view, enum action_id action, const char *key);
/* Everything was typed: asks, or sends. */
struct view_request view_write_ready(struct view *view);
struct view_request view_write_send(struct view *view);
/* How long what is intended is kept back, 0 = it is sent at once. */
int64_t view_hold_ms(const struct view *view);
/* Adds the incident to the frozen ones. */
struct view_target *view_target_add(struct view *view, const struct incident *incident);
/* True when the action could be done to the incident of this id. */
bool view_write_works(const struct view *view, const char *id, enum action_id action);
/* Counts one more that is left out for this reason. */
void view_leave_out(struct view_left_out *left_out, const struct view_reason *reason);
/* "am:9f2c01 and 1 more: silenced already" for each reason; "" for none. */
void view_left_out_text(const struct view_left_out *left_out, char *out, size_t size);

/* view_args.c: what a verb must be told, typed in the last line. */
/* A key of a prompt that ends with Enter: true when that was pressed; Esc leaves it and says
 * `left`, a change takes its complaint away. */
bool view_prompt_accepts(struct view *view, const char *key, bool is_pasted, const char *left);
void view_args_begin(struct view *view);
struct view_request view_args_key(struct view *view, const char *key, bool is_pasted);
/* "snooze for: " */
void view_args_label(const struct view *view, char *out, size_t size);

/* view_question.c: what is asked before a write. */
void view_question_begin(struct view *view);
struct view_request view_question_key(struct view *view, const char *key, bool is_pasted);
/* Appends "snooze pd:PQ2PAY for 2h", "resolve 3 of 4 marked". */
void view_question_phrase(const struct view *view, struct str *out);
/* Appends the same with the title, if `room` columns have room for it, and the keys. */
void view_question_text(const struct view *view, int room, struct str *out);
/* True when the target can still be acted on; else it is left out. */
bool view_question_is_open(const struct view *view, const struct view_target *target);
/* view_dialog.c: the box with it, in the body. */
void view_draw_dialog(struct view *view, struct region region);

/* view_wall.c: a screen that nobody sits in front of. */
/* Draws the large page, true; or chooses the layout whose turn it is, false. */
bool view_wall_draw(struct view *view, struct region region, int64_t now_ms);
/* The last line: which page it is, which comes next, how old the data are. */
void view_wall_draw_footer(const struct view *view, struct region region, int64_t now_ms);
/* view_wall_page.c: the large page, between header and footer. */
void view_draw_wall_page(struct view *view, struct region region, int64_t now_ms);
/* Milliseconds until the next one's turn, -1 = nothing rotates. */
int64_t view_wall_left_ms(const struct view *view, int64_t now_ms);
/* Keys end it; no other does anything. */
struct view_request view_wall_key(const struct view *view, const char *key, bool is_pasted);
/* view_attention.c: what is new. */
/* A snapshot came. */
void view_attention_look(struct view *view);
/* A key was pressed that the panes may have: what was drawn has been seen, so has `id`. */
void view_attention_key(struct view *view, const char *id);
/* True when there was something new; it is not any more. */
bool view_attention_clear(struct view *view);
/* The incident that came last of those that were not seen, or NULL. */
const struct incident *view_attention_find(const struct view *view);
/* Puts the cursor on it, or says why not. */
void view_attention_go(struct view *view);
/* The line about what came last; false when there is none. */
bool view_draw_news(struct view *view, struct region region, int row);
/* view_prefix.c: counts and g. */
/* True when the key was a digit of a count, or took the count back. */
bool view_prefix_count(struct view *view, const char *key);
/* The action of the key, or of g and the key; `name` is what was pressed. */
enum action_id view_prefix_action(struct view *view, const char *key, char name[KEY_NAME_MAX]);
typedef struct view_request view_press_fn(struct view *view, enum action_id action,
					  const char *key);
/* Does the action as often as the count says; returns the last request. */
struct view_request view_prefix_repeat(struct view *view, enum action_id action, const char *key,
				       view_press_fn *press);

/* view_typed.c: text that no line took. */
/* Where the key is Esc and another that came at once: that one when it begins a line, "" when
 * it does nothing; NULL when the key is one. */
const char *view_typed_after_escape(const struct view *view, const char *key);
/* True when keys are text for a line which did not open, until that was drawn. */
bool view_typed_is_text(const struct view *view);
/* A key was handled. */
void view_typed_see(struct view *view, enum action_id action);

/* view_keys.c: does the action as its key would, `key` is what called it. */
/* Shows this layout as its keys would. */
void view_go_board(struct view *view, size_t board);
struct view_request view_press(struct view *view, enum action_id action, const char *key);
/* The message, the link or the theme that is shown was read. */
void view_message_end(struct view *view);
/* Opens help where it tells of `topic`; "" = from its beginning. */
void view_help(struct view *view, const char *topic);

/* view_order.c: the line after ":". */
void view_order_begin(struct view *view);
struct view_request view_order_key(struct view *view, const char *key, bool is_pasted);
void view_draw_order(const struct view *view, struct region region);
/* view_order_words.c: what Tab offers for this line. */
void view_order_words(const struct view *view, const char *line, struct order_offers *offers);
/* The argument of this order that is most like the word, until words are offered again; or
 * NULL. */
const char *view_order_nearest(struct view *view, enum order_id order, const char *word);
/* view_order_run.c: does it. */
struct view_request view_order_run(struct view *view, const struct order *order);

/* view_past.c: looking back. */
struct view_request view_past_key(struct view *view, enum action_id action);
struct view_request view_past_end(struct view *view);
/* The moment that is shown: of the past, or `now_ms`. */
int64_t view_now_ms(const struct view *view, int64_t now_ms);
/* True, after it has said so, when the past is shown or asked for: nothing is done there. */
bool view_past_refuses(struct view *view);
/* "[PAST ...] " or nothing; with its words where there is room. */
void view_past_banner(const struct view *view, int64_t now_ms, bool is_wide, struct str *out);

/* view_undo.c: what was asked for last, and taking it back. */
void view_asked_add(struct view *view);
bool view_was_just_asked(const struct view *view, const char *id, enum verb verb);
/* A snapshot came: which writes it has. */
void view_asked_see(struct view *view);
/* A key was pressed: the outcome of a batch that is through was read. */
void view_asked_read(struct view *view);
bool view_asked_is_settled(const struct view *view, const struct view_asked *asked);
/* The first write of the last batch; `count` are in it. NULL when there is none. */
const struct view_asked *view_asked_last(const struct view *view, size_t *count);
/* Milliseconds that the last batch can still be taken back; 0 = not any more. */
int64_t view_undo_left_ms(const struct view *view);
struct view_request view_undo_key(struct view *view);
/* view_release.c: W and x on writes that wait, were offered or refused. */
/* True when the action would do something to a write of the targets. */
bool view_release_works(const struct view *view, const struct pane_targets *targets,
			enum action_id action);
struct view_request view_release_begin(struct view *view, enum action_id action, const char *key);

/* view_outcome.c: how the last write goes, "" when there is nothing to say; returns its
 * role. */
enum role view_write_state(const struct view *view, struct str *out);
/* What is to be decided about the row under the cursor. */
void view_offer_text(const struct view *view, int64_t now_ms, struct str *out);
/* Writes of the snapshot that wait for a word from the user. */
size_t view_offered(const struct snapshot *snapshot);
/* The first refusal that nobody dismissed, or NULL. */
const struct incident *view_refused(const struct view *view);

#endif
