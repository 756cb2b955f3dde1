/* SPDX-License-Identifier: MIT
 * The loop between terminal, view and collector: keys and snapshots in, commands and cells
 * out. It never waits for anything but poll(2). */
#include "config.h"

#include "nines/ui/screen.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/ui/keymap.h"
#include "nines/ui/term.h"
#include "nines/ui/theme_ring.h"
#include "nines/ui/view.h"
#include "ui/screen_record.h"
#include "ui/screen_set.h"
#include "ui/signals.h"

enum {
	HOLD_MS = 700,      /* rows hold still so long after a key */
	HOLD_MAX_MS = 2000, /* but no longer, however many keys come */
	SILENT_WAKES_MAX = 1000,
	TICK_MS = 10 * SECOND_MS /* ages are told in minutes */
};

struct screen {
	const struct screen_config *config;
	struct term *term;
	struct view *view;
	struct core_settings core; /* the settings' one, with what was set since */
	struct view_config view_config;
	struct keymap *keymap;
	struct theme_ring ring;
	const struct theme *theme; /* of the ring */
	struct canvas canvas;
	struct query *notify_when;
	const struct snapshot *waiting;        /* came while the rows hold still */
	const struct snapshot *shown;          /* the view's, held so that it isn't freed here */
	int64_t waiting_since_ms, last_key_ms; /* clock_mono_ms */
	int silent_wakes; /* in a row: the terminal is readable, but there is no key */
	bool is_over, is_dirty;
};

static void push(struct screen *screen, const struct command *command)
{
	if (!queue_push(screen->config->queue, command))
		view_message(screen->view, ROLE_REFUSED,
			     _("too many commands are waiting: nothing was sent, try again"));
}

static void push_kind(struct screen *screen, enum command_kind kind)
{
	struct command command = {.kind = kind, .pressed_ms = clock_wall_ms()};

	push(screen, &command);
}

static void push_travel(struct screen *screen, int64_t at_ms)
{
	struct command command = {.kind = COMMAND_TRAVEL, .at_ms = at_ms};

	push(screen, &command);
}

static void push_targets(struct screen *screen, enum command_kind kind,
			 const struct view_request *request)
{
	for (size_t i = 0; i < request->target_count; i++) {
		const struct view_target *target = &request->targets[i];
		struct command command = {
			.kind = kind,
			.verb = request->verb,
			.status_seen = target->status,
			.seen_ms = target->seen_ms,
			.hold_ms = request->hold_ms,
			.pressed_ms = clock_wall_ms(),
		};

		if (request->args)
			command.args = *request->args;
		memcpy(command.uuid, target->uuid, sizeof(command.uuid));
		memcpy(command.of, target->of, sizeof(command.of));
		snprintf(command.incident_id, sizeof(command.incident_id), "%s", target->id);
		snprintf(command.title, sizeof(command.title), "%s", target->title);
		snprintf(command.holder_seen, sizeof(command.holder_seen), "%s", target->holder);
		push(screen, &command);
	}
}

static void set_theme(struct screen *screen, const struct theme *theme)
{
	screen->theme = theme;
	term_set_theme(screen->term, theme);
}

/* The theme of the settings; what is wrong with it, or with another file, is said. */
static void first_theme(struct screen *screen, const char *name)
{
	const struct theme *found;
	bool has_color = term_has_color(screen->term);

	theme_ring_load(&screen->ring);
	name = has_color && name ? theme_resolve(name) : "mono";
	found = theme_ring_find(&screen->ring, name);
	if (!found) {
		struct err err = {0};
		struct theme unused;

		theme_load(name, &unused, &err);
		view_message(screen->view, ROLE_WARNING, err.text);
	} else if (screen->ring.complaint.len > 0) {
		view_message(screen->view, ROLE_WARNING, screen->ring.complaint.text);
	}
	set_theme(screen, found ? found : theme_ring_find(&screen->ring, "default"));
}

/* The theme of that name, the next without one. */
static void change_theme(struct screen *screen, const char *name)
{
	const struct theme *found = name ? theme_ring_find(&screen->ring, theme_resolve(name))
					 : theme_ring_next(&screen->ring, screen->theme->name);

	if (!term_has_color(screen->term)) {
		view_message(screen->view, ROLE_WARNING, _("this terminal shows no colors"));
		return;
	}
	if (!found) {
		view_message(screen->view, ROLE_WARNING, _("there is no theme of that name"));
		return;
	}
	view_show_theme(screen->view, &screen->ring, found, screen->theme);
	set_theme(screen, found);
}

static void configure(struct screen *screen)
{
	struct keymap *old = screen->keymap;

	screen->keymap =
		keymap_new_for(screen->config->settings, (enum digits)screen->core.digits, NULL);
	screen->view_config.keymap = screen->keymap;
	screen->view_config.has_mouse = screen->core.has_mouse && !screen->config->is_wall;
	term_use_mouse(screen->term, screen->view_config.has_mouse);
	screen->view_config.flashes = screen->core.bell == BELL_VISUAL;
	screen->view_config.is_ascii =
		screen->config->is_ascii || screen->core.is_ascii || !term_is_utf8();
	if (screen->view)
		view_configure(screen->view, &screen->view_config);
	else
		screen->view = view_new(&screen->view_config);
	keymap_free(old);
}

static void change_option(struct screen *screen, const char *text)
{
	struct err err = {0};

	if (!screen_set_option(text, &screen->core, &err)) {
		view_message(screen->view, ROLE_WARNING, err.text);
		return;
	}
	configure(screen);
	view_message(screen->view, ROLE_DIM, _("set until nines ends"));
}

/* What is done to the targets of a request. */
static const enum command_kind target_commands[] = {
	[VIEW_WRITE] = COMMAND_WRITE,       [VIEW_UNDO] = COMMAND_UNDO,
	[VIEW_WITHDRAW] = COMMAND_WITHDRAW, [VIEW_RELEASE] = COMMAND_RELEASE,
	[VIEW_DISMISS] = COMMAND_DISMISS,
};

static void follow(struct screen *screen, const struct view_request *request)
{
	switch (request->kind) {
	case VIEW_NOTHING:
		break;
	case VIEW_QUIT:
		screen->is_over = true;
		break;
	case VIEW_REFRESH:
		push_kind(screen, COMMAND_REFRESH);
		break;
	case VIEW_PAUSE:
		push_kind(screen, COMMAND_PAUSE);
		break;
	case VIEW_RESUME:
		push_kind(screen, COMMAND_RESUME);
		break;
	case VIEW_THEME:
		change_theme(screen, request->text);
		break;
	case VIEW_REDRAW:
		term_redraw(screen->term);
		break;
	case VIEW_SUSPEND:
		term_suspend(screen->term);
		break;
	case VIEW_COPY:
		term_copy(screen->term, request->text);
		break;
	case VIEW_OPEN:
		screen_open_link(screen->config, screen->view, request->text);
		break;
	case VIEW_PIPE:
		screen->is_over |= !screen_pipe(screen->config, screen->term, screen->view,
						screen->shown, request);
		break;
	case VIEW_WRITE:
	case VIEW_UNDO:
	case VIEW_WITHDRAW:
	case VIEW_RELEASE:
	case VIEW_DISMISS:
		push_targets(screen, target_commands[request->kind], request);
		break;
	case VIEW_TRAVEL:
		push_travel(screen, request->at_ms);
		break;
	case VIEW_SET:
		change_option(screen, request->text);
		break;
	}
}

static void take_key(struct screen *screen, const struct term_key *key)
{
	struct view_request request = view_key(screen->view, key->name, key->is_pasted);

	follow(screen, &request);
}

static void read_keys(struct screen *screen)
{
	struct term_key key;

	while (!screen->is_over && term_read(screen->term, &key)) {
		screen->silent_wakes = 0;
		screen->last_key_ms = key.mouse.at_ms = clock_mono_ms();
		screen->is_dirty = true;
		if (key.is_mouse)
			view_mouse(screen->view, &screen->canvas, &key.mouse);
		else
			take_key(screen, &key);
	}
}

static void end_by_signal(struct screen *screen)
{
	screen->is_over = true;
	if (screen->config->left)
		screen->config->left->was_ended = true;
}

static void read_signals(struct screen *screen)
{
	int number;

	while ((number = signals_next()) != 0) {
		screen->is_dirty = true;
		if (number == SIGTSTP)
			term_suspend(screen->term);
		else if (number == SIGWINCH || number == SIGCONT)
			term_resize(screen->term);
		else
			end_by_signal(screen);
	}
}

/* When a snapshot that waits may be shown; rows don't move under a hand that is typing. */
static int64_t hold_ends_ms(const struct screen *screen)
{
	int64_t by_key = screen->last_key_ms + HOLD_MS;
	int64_t at_most = screen->waiting_since_ms + HOLD_MAX_MS;

	return by_key < at_most ? by_key : at_most;
}

static void take_snapshot(struct screen *screen)
{
	const struct snapshot *snapshot = slot_acquire(screen->config->slot);

	if (!snapshot)
		return;
	if (!screen->waiting)
		screen->waiting_since_ms = clock_mono_ms();
	slot_return(screen->config->slot, screen->waiting);
	screen->waiting = snapshot;
}

/* What the snapshot brought, told by other ways than cells. */
static void raise_alarm(struct screen *screen)
{
	const struct core_settings *core = &screen->core;
	struct view_alarm alarm;

	if (!view_take_alarm(screen->view, &alarm))
		return;
	if (alarm.rings && core->bell == BELL_RINGS)
		term_bell(screen->term);
	if (alarm.notes && core->desktop_note != NOTE_OFF)
		term_note(screen->term, core->desktop_note == NOTE_OSC777, alarm.text);
}

static void show_waiting(struct screen *screen)
{
	if (!screen->waiting || clock_mono_ms() < hold_ends_ms(screen))
		return;
	view_set_snapshot(screen->view, screen->waiting);
	slot_return(screen->config->slot, screen->shown);
	screen->shown = screen->waiting;
	screen->waiting = NULL;
	screen->is_dirty = true;
	raise_alarm(screen);
}

static void show_title(const struct screen *screen)
{
	struct str title;

	str_init(&title, 0);
	view_title(screen->view, clock_wall_ms(), &title);
	term_title(screen->term, title.text);
	str_release(&title);
}

static void draw(struct screen *screen)
{
	int rows, cols;

	term_size(screen->term, &rows, &cols);
	canvas_reset(&screen->canvas, rows, cols);
	view_draw(screen->view, &screen->canvas, clock_wall_ms());
	term_show(screen->term, &screen->canvas);
	show_title(screen);
	screen->is_dirty = false;
}

/* Until the next round tick of the wall clock, or until a snapshot may be shown. */
static int timeout_ms(const struct screen *screen)
{
	int64_t tick = TICK_MS - clock_wall_ms() % TICK_MS;
	int64_t hold = hold_ends_ms(screen) - clock_mono_ms();
	int64_t countdown = view_redraw_ms(screen->view);

	if (screen->is_dirty)
		return 0;
	if (countdown >= 0 && countdown < tick)
		tick = countdown;
	if (screen->waiting && hold < tick)
		return hold > 0 ? (int)hold : 0;
	return (int)tick;
}

/* One turn. False when poll fails. */
static bool turn(struct screen *screen, struct err *err)
{
	struct pollfd fds[] = {
		{.fd = term_fd(screen->term), .events = POLLIN},
		{.fd = slot_fd(screen->config->slot), .events = POLLIN},
		{.fd = signals_fd(), .events = POLLIN},
	};
	int ready = poll(fds, NINES_COUNT(fds), timeout_ms(screen));

	if (ready < 0 && errno != EINTR)
		return err_set(err, ERR_IO, "poll: %s", strerror(errno));
	if (ready == 0)
		screen->is_dirty = true; /* a tick: ages may have changed */
	if (ready > 0 && (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)))
		screen->is_over = true;
	if (ready > 0 && (fds[0].revents & POLLIN) && ++screen->silent_wakes > SILENT_WAKES_MAX)
		screen->is_over = true; /* the end of the file, again and again */
	if (ready > 0 && (fds[1].revents & POLLIN))
		take_snapshot(screen);
	read_signals(screen);
	read_keys(screen);
	show_waiting(screen);
	if (screen->is_dirty && !screen->is_over)
		draw(screen);
	return true;
}

/* What the user wants to be told; the filter was checked when the settings were read. */
static struct attention_rule attention_of(struct screen *screen)
{
	const struct core_settings *core = &screen->config->settings->core;
	struct err err = {0};

	screen->notify_when = query_new(core->notify_when ? core->notify_when : "", &err);
	return (struct attention_rule){.when = screen->notify_when,
				       .quiet = &core->quiet_hours,
				       .zone = zone_load(core->zone)};
}

static bool open_screen(struct screen *screen, struct err *err)
{
	const struct screen_config *config = screen->config;
	const char *theme = config->theme ? config->theme : config->settings->core.theme;

	screen->core = config->settings->core;
	screen->view_config = (struct view_config){
		.graphs = (enum graphs)config->settings->core.graphs,
		.is_read_only = config->is_read_only,
		.is_dry_run = config->is_dry_run,
		.opens_links = config->settings->core.open_command != NULL,
		.grace_ms = config->settings->core.grace_ms,
		.settings = config->settings,
		.ring = &screen->ring,
		.banner = config->banner,
		.wishes = {config->settings->panes.items, config->settings->panes.len},
		.layout = config->layout,
		.rotate_ms = config->is_wall ? config->settings->core.wall_rotate_ms : 0,
		.attention = attention_of(screen),
	};

	screen->term = term_open(config->is_color, config->settings->core.sets_title, err);
	if (!screen->term)
		return false;
	term_use_links(screen->term, config->settings->core.has_hyperlinks);
	configure(screen);
	first_theme(screen, theme);
	canvas_init(&screen->canvas, 1, 1);
	screen->last_key_ms = clock_mono_ms() - HOLD_MS;
	screen->is_dirty = true;
	return true;
}

static void close_screen(struct screen *screen)
{
	struct screen_left *left = screen->config->left;

	if (left && screen->view)
		left->count = view_unsettled(screen->view, left->uuids, NINES_COUNT(left->uuids));
	term_close(screen->term);
	slot_return(screen->config->slot, screen->waiting);
	slot_return(screen->config->slot, screen->shown);
	view_free(screen->view);
	query_free(screen->notify_when);
	keymap_free(screen->keymap);
	theme_ring_release(&screen->ring);
	canvas_release(&screen->canvas);
}

bool screen_run(const struct screen_config *config, struct err *err)
{
	struct screen screen = {.config = config};
	bool is_good;

	term_use_locale();
	is_good = open_screen(&screen, err);

	while (is_good && !screen.is_over)
		is_good = turn(&screen, err);
	close_screen(&screen);
	return is_good;
}
