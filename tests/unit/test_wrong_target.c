/* SPDX-License-Identifier: MIT
 * A key never hits what was not shown: a million random steps of updates, moves, clicks, marks,
 * filters, lines, frames and keys, judged by what stood on the canvas. NINES_SEED repeats a run. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/arena.h"
#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/conf/settings.h"
#include "nines/ui/view.h"

/* A sanitizer makes each step six times as long. */
#ifdef NINES_SANITIZED
enum { STEPS = 200000 };
#else
enum { STEPS = 1000000 };
#endif
enum { POOL = 8, ROWS = 22, COLS = 60, SIGHT_MS = 1500, GRACE_MS = 5000 };

#define START_MS INT64_C(1795348800000)

enum fate { ABSENT, TRIGGERED, ACKNOWLEDGED, RESOLVED, JOINED };

/* An incident of the world; its id is its place in the pool. */
struct thing {
	enum fate fate;
	int severity, age;
};

/* A set of places in the pool. */
typedef unsigned places;

struct game {
	struct view *view;
	struct canvas canvas;
	struct thing things[POOL];
	uint64_t random;
	int64_t now_ms;
	unsigned step;
	/* what the eye has seen */
	int shown[POOL], shown_count; /* rows of the last frame, from above */
	int stands;                   /* the row with the selection, -1 = none */
	int cursor;                   /* what a key means: that, or what stood there before */
	places marked;
	int64_t moved_ms; /* when a refresh took the row away that `cursor` still means; 0 = never */
	bool is_stale;    /* a snapshot came after the last frame */
	bool is_lost;     /* keys changed the rows since then so that the eye can't follow */
	bool is_asked;    /* a question is open */
	places asked;     /* what it was about */
	/* the last write */
	char uuids[POOL][UUID_TEXT_MAX];
	size_t uuid_count;
	unsigned hits, bulk_hits, undone, displaced_hits, line_hits, clicks;
};

static const char *const ids[POOL] = {"pd:Q0", "pd:Q1", "pd:Q2", "pd:Q3",
				      "pd:Q4", "pd:Q5", "pd:Q6", "pd:Q7"};
static const char *const titles[POOL] = {
	"=Q0=", "=Q1=", "=Q2=", "=Q3=", "=Q4=", "=Q5=", "=Q6=", "=Q7="};

/* xorshift: the same everywhere. */
static unsigned below(struct game *game, unsigned limit)
{
	game->random ^= game->random << 13;
	game->random ^= game->random >> 7;
	game->random ^= game->random << 17;
	return (unsigned)(game->random >> 33) % limit;
}

#define CHECK(game, condition, what)                                                               \
	do {                                                                                       \
		if (!(condition))                                                                  \
			fail_msg("step %u: %s (NINES_SEED is in the line above)", (game)->step,    \
				 what);                                                            \
	} while (0)

/* --- the world --- */

static void fill(const struct game *game, struct incident *incident, int place)
{
	static const enum incident_status statuses[] = {
		[ABSENT] = INCIDENT_TRIGGERED,          [TRIGGERED] = INCIDENT_TRIGGERED,
		[ACKNOWLEDGED] = INCIDENT_ACKNOWLEDGED, [RESOLVED] = INCIDENT_RESOLVED,
		[JOINED] = INCIDENT_TRIGGERED,
	};
	static const char *const people[] = {"Ann"};
	const struct thing *thing = &game->things[place];

	*incident = (struct incident){.id = ids[place],
				      .native_id = ids[place] + 3,
				      .title = titles[place],
				      .status = statuses[thing->fate],
				      .severity = thing->severity,
				      .assignees = people,
				      .assignee_count = thing->age % 2,
				      .created_ms = START_MS - thing->age * 60000};
}

/* Alerts that are joined stand behind the first open incident. */
static void join(const struct game *game, struct snapshot *snapshot, struct incident *first)
{
	struct incident *parts = arena_calloc(&snapshot->arena, POOL, sizeof(*parts));
	const struct incident **joined = arena_calloc(&snapshot->arena, POOL, sizeof(*joined));

	for (int i = 0; i < POOL; i++) {
		if (game->things[i].fate != JOINED)
			continue;
		fill(game, &parts[first->joined_count], i);
		joined[first->joined_count] = &parts[first->joined_count];
		first->joined_count++;
	}
	first->joined = joined;
}

static const struct snapshot *make_snapshot(const struct game *game)
{
	static const struct source_view source = {.name = "pd",
						  .type = "pagerduty",
						  .state = SOURCE_LIVE,
						  .last_success_ms = START_MS,
						  .gives = 1u << SUBJECT_INCIDENTS,
						  .verbs = ~0u};
	struct snapshot *snapshot = xcalloc(1, sizeof(*snapshot));
	struct incident *incidents = arena_calloc(&snapshot->arena, POOL, sizeof(*incidents));

	snapshot->refs = 1;
	snapshot->built_ms = game->now_ms;
	snapshot->sources = &source;
	snapshot->source_count = 1;
	snapshot->incidents = incidents;
	for (int i = 0; i < POOL; i++)
		if (game->things[i].fate != ABSENT && game->things[i].fate != JOINED)
			fill(game, &incidents[snapshot->incident_count++], i);
	if (snapshot->incident_count > 0)
		join(game, snapshot, &incidents[0]);
	return snapshot;
}

static void change_world(struct game *game)
{
	for (unsigned i = 1 + below(game, 3); i > 0; i--) {
		struct thing *thing = &game->things[below(game, POOL)];

		thing->fate = (enum fate)below(game, JOINED + 1);
		thing->severity = 1 + (int)below(game, 5);
		thing->age = 1 + (int)below(game, 500);
	}
}

/* --- the eye --- */

static int place_in(const char *text, const char *before, const char *after)
{
	const char *found = strstr(text, before);

	if (!found || found[strlen(before)] < '0' || found[strlen(before)] >= '0' + POOL ||
	    strncmp(found + strlen(before) + 1, after, strlen(after)) != 0)
		return -1;
	return found[strlen(before)] - '0';
}

static void read_row(const struct canvas *canvas, int row, char *out, size_t size)
{
	size_t len = 0;

	for (int col = 0; col < canvas->cols; col++) {
		const char *text = canvas->cells[row * canvas->cols + col].text;

		len += (size_t)snprintf(out + len, size - len, "%s", text);
	}
}

/* Reads rows, cursor and marks off the canvas. Returns the id that has the selection. */
static int look(struct game *game)
{
	char line[COLS * CELL_BYTES];
	int cursor = -1;

	game->shown_count = 0;
	game->marked = 0;
	read_row(&game->canvas, 1, line, sizeof(line));
	if (strstr(line, "> incident |"))
		return place_in(line, "pd:Q", "");
	for (int row = 2; row < ROWS - 1; row++) {
		int place;

		read_row(&game->canvas, row, line, sizeof(line));
		place = place_in(line, "=Q", "=");
		if (place < 0)
			continue;
		game->shown[game->shown_count++] = place;
		if (line[0] == '>' && game->canvas.cells[row * COLS].is_selected)
			cursor = place;
		if (line[1] == '*')
			game->marked |= 1u << place;
	}
	return cursor;
}

static struct view_request press(struct game *game, const char *key)
{
	return view_key(game->view, key, false);
}

static void draw(struct game *game)
{
	int cursor, stands, meant = game->cursor;
	char line[COLS * CELL_BYTES];

	canvas_reset(&game->canvas, ROWS, COLS);
	view_draw(game->view, &game->canvas, START_MS);
	if (game->is_asked)
		return;
	read_row(&game->canvas, 1, line, sizeof(line));
	if (!strstr(line, "incident")) {
		press(game, "z"); /* the whole list has room only so */
		canvas_reset(&game->canvas, ROWS, COLS);
		view_draw(game->view, &game->canvas, START_MS);
	}
	cursor = stands = look(game);
	/* a refresh alone moved it: the finger still means what stood there */
	if (game->is_lost || cursor == meant || meant < 0)
		game->moved_ms = 0;
	if (!game->is_lost && meant >= 0 && cursor != meant && game->moved_ms > 0 &&
	    game->now_ms - game->moved_ms < SIGHT_MS)
		cursor = meant;
	else
		game->moved_ms = 0;
	game->cursor = cursor;
	game->stands = stands;
	game->is_stale = game->is_lost = false;
}

/* What is under the cursor on the canvas is meant as soon as it stood there long enough. */
static void notice_time(struct game *game)
{
	if (game->moved_ms == 0 || game->is_stale || game->is_asked || game->is_lost ||
	    game->now_ms - game->moved_ms < SIGHT_MS)
		return;
	game->moved_ms = 0;
	game->cursor = game->stands;
}

static void update(struct game *game)
{
	const struct snapshot *snapshot;

	change_world(game);
	snapshot = make_snapshot(game);
	notice_time(game);
	view_set_snapshot(game->view, snapshot);
	snapshot_unref(snapshot);
	game->is_stale = true;
	game->moved_ms = game->now_ms;
}

/* --- the hand --- */

static int row_of(const struct game *game, int place)
{
	for (int i = 0; i < game->shown_count; i++)
		if (game->shown[i] == place)
			return i;
	return -1;
}

static void move(struct game *game)
{
	static const char *const keys[] = {"j", "k", "g", "G"};
	unsigned which = below(game, NINES_COUNT(keys));
	int row = row_of(game, game->stands), last = game->shown_count - 1;
	bool can_follow = !game->is_stale && !game->is_lost && row >= 0;

	press(game, keys[which]);
	if (!can_follow) {
		game->is_lost = true;
		return;
	}
	row = which == 0 ? row + 1 : which == 1 ? row - 1 : which == 2 ? 0 : last;
	row = row < 0 ? 0 : row > last ? last : row;
	game->cursor = game->stands = game->shown[row];
	game->moved_ms = 0;
}

/* Clicks once or, as Enter, twice. Where no row was drawn nothing comes of it. */
static void click(struct game *game)
{
	struct mouse mouse = {.kind = MOUSE_CLICK,
			      .row = (int)below(game, ROWS),
			      .col = (int)below(game, COLS),
			      .at_ms = game->step * INT64_C(1000)};
	struct hit hit = canvas_hit(&game->canvas, mouse.row, mouse.col);
	char line[COLS * CELL_BYTES];
	int place;

	if (!hit.pane || strcmp(hit.pane, "incidents") != 0)
		return;
	read_row(&game->canvas, mouse.row, line, sizeof(line));
	place = place_in(line, "=Q", "=");
	view_mouse(game->view, &game->canvas, &mouse);
	game->is_lost |= hit.column >= 0; /* it is sorted */
	game->clicks += place >= 0;
	if (place < 0 || game->is_lost)
		return;
	game->cursor = game->stands = place;
	game->moved_ms = game->is_stale ? game->now_ms : 0;
	if (game->is_stale || below(game, 4) > 0)
		return;
	view_mouse(game->view, &game->canvas, &mouse);
	game->marked = 0; /* the detail has the keys */
	game->is_lost = true;
}

static void mark(struct game *game)
{
	int row = row_of(game, game->stands);
	bool can_follow = !game->is_stale && !game->is_lost && row >= 0;

	press(game, "Space");
	if (!can_follow) {
		game->is_lost = true;
		return;
	}
	game->marked ^= 1u << game->stands;
	row = row + 1 < game->shown_count ? row + 1 : row;
	game->cursor = game->stands = game->shown[row];
	game->moved_ms = 0;
}

static void mark_all(struct game *game)
{
	press(game, "*");
	if (game->is_stale || game->is_lost) {
		game->is_lost = true;
		return;
	}
	for (int i = 0; i < game->shown_count; i++)
		game->marked |= 1u << game->shown[i];
	game->cursor = game->stands;
	game->moved_ms = 0;
}

/* Keys after which the rows are others: the eye must see them first. */
static void rearrange(struct game *game)
{
	static const char *const keys[][4] = {{"s"},
					      {"I"},
					      {"B"},
					      {"/", "Q", "3", "Enter"},
					      {"Esc"},
					      {"/", "ctrl-u", "Enter"},
					      {"Enter"},
					      {"Tab", "2"},
					      {"v", "V"},
					      {"f"},
					      {"0", "t"},
					      {":", "Alt-/", "ctrl-u", "Enter"},
					      {"/", "Q", "Enter"}};
	unsigned which = below(game, NINES_COUNT(keys));

	for (size_t i = 0; i < 4 && keys[which][i]; i++)
		press(game, keys[which][i]);
	/* the detail of the row that stands there takes the keys, whatever is marked */
	if (strcmp(keys[which][0], "Enter") == 0 && !game->is_stale && !game->is_lost) {
		game->marked = 0;
		game->cursor = game->stands;
	}
	game->is_lost = true;
}

static places places_of(struct game *game, const struct view_request *request)
{
	places hit = 0;

	for (size_t i = 0; i < request->target_count; i++) {
		int place = place_in(request->targets[i].id, "pd:Q", "");

		CHECK(game, place >= 0, "an unknown id");
		CHECK(game, !(hit & (1u << place)), "the same id twice");
		hit |= 1u << place;
	}
	return hit;
}

/* What a write key may hit now. */
static places meant_now(const struct game *game)
{
	if (game->marked)
		return game->marked;
	return game->cursor >= 0 ? 1u << game->cursor : 0;
}

static void note_write(struct game *game, const struct view_request *request, places allowed)
{
	places hit = places_of(game, request);

	CHECK(game, request->kind == VIEW_WRITE && hit != 0, "not a write");
	if (hit & ~allowed)
		print_error("hit %x, shown %x; cursor %d on row of %d, marked %x, moved %lld ms "
			    "ago%s%s\n",
			    hit, allowed, game->cursor, game->stands, game->marked,
			    (long long)(game->moved_ms ? game->now_ms - game->moved_ms : -1),
			    game->is_stale ? ", stale" : "", game->is_lost ? ", lost" : "");
	CHECK(game, (hit & ~allowed) == 0, "hit what was not shown there");
	game->hits++;
	game->bulk_hits += request->target_count > 1;
	game->uuid_count = request->target_count;
	for (size_t i = 0; i < request->target_count; i++)
		memcpy(game->uuids[i], request->targets[i].uuid, UUID_TEXT_MAX);
	game->marked = 0;
}

/* Draws, and looks whether there is a question now. */
static bool is_question_open(struct game *game)
{
	char line[COLS * CELL_BYTES];
	bool is_open = false;

	canvas_reset(&game->canvas, ROWS, COLS);
	view_draw(game->view, &game->canvas, START_MS);
	for (int row = ROWS - 3; row < ROWS; row++) {
		read_row(&game->canvas, row, line, sizeof(line));
		is_open |= strstr(line, "= yes") || strstr(line, "no room to ask");
	}
	return is_open;
}

/* By its name after ":", which means what was there when ":" was pressed. */
static struct view_request press_line(struct game *game)
{
	press(game, ":");
	/* no write: from here on what stands there is meant, once it was seen */
	if (game->is_stale || game->is_lost)
		game->is_lost = true;
	else
		game->cursor = game->stands;
	game->moved_ms = 0;
	if (below(game, 2))
		update(game);
	press(game, "a");
	press(game, "c");
	press(game, "k");
	return press(game, "Enter");
}

static void write_key(struct game *game)
{
	static const char *const keys[] = {"a", "R", "e", "U", "c", ":"};
	const char *key = keys[below(game, NINES_COUNT(keys))];
	places allowed;
	struct view_request request;

	notice_time(game);
	/* after keys that no frame followed only a refusal is right, or what was shown last */
	allowed = meant_now(game);
	request = key[0] == ':' ? press_line(game) : press(game, key);
	if (request.kind == VIEW_WRITE) {
		game->displaced_hits += game->moved_ms > 0 && !game->is_stale;
		game->line_hits += key[0] == ':';
		note_write(game, &request, allowed);
		return;
	}
	CHECK(game, request.kind == VIEW_NOTHING, "a write key did something else");
	game->asked = allowed;
	game->is_asked = is_question_open(game);
	if (!game->is_asked)
		draw(game);
}

static void answer(struct game *game)
{
	/* a click is none, and what is asked stays what it was */
	const struct mouse mouse = {.row = (int)below(game, ROWS), .col = COLS / 2};
	struct view_request request;

	view_mouse(game->view, &game->canvas, &mouse);
	request = press(game, below(game, 4) ? "y" : "n");

	if (request.kind == VIEW_WRITE)
		note_write(game, &request, game->asked);
	game->is_asked = false;
	/* what went on under the question is seen from now on */
	if (game->moved_ms > 0)
		game->moved_ms = game->now_ms;
}

static void take_back(struct game *game)
{
	struct view_request request = press(game, "u");

	if (request.kind != VIEW_UNDO)
		return;
	CHECK(game, request.target_count == game->uuid_count, "took back something else");
	for (size_t i = 0; i < request.target_count; i++)
		CHECK(game, strcmp(request.targets[i].of, game->uuids[i]) == 0,
		      "took back another write");
	game->undone++;
}

static void pass_time(struct game *game)
{
	static const int spans[] = {5, 80, 300, 700, 1600, 9000, 40000};

	game->now_ms += spans[below(game, NINES_COUNT(spans))];
	clock_set_fake(game->now_ms, game->now_ms - START_MS + 1000);
}

static void take_step(struct game *game)
{
	unsigned dice = below(game, 100);

	if (dice < 22)
		draw(game);
	else if (dice < 34)
		update(game);
	else if (dice < 50)
		pass_time(game);
	else if (game->is_asked)
		answer(game);
	else if (dice < 62)
		move(game);
	else if (dice < 66)
		click(game);
	else if (dice < 74)
		mark(game);
	else if (dice < 75)
		mark_all(game);
	else if (dice < 79)
		rearrange(game);
	else if (dice < 96)
		write_key(game);
	else
		take_back(game);
}

/* Saved filters for f, and who the user is for t. */
static const char config_text[] = "[nines]\nme = Ann\n"
				  "[filter severe]\nquery = severity:<=2\n"
				  "[filter young]\nquery = age:<4h\n";

static void no_key_hits_what_was_not_shown(void **state NINES_UNUSED)
{
	const char *text = getenv("NINES_SEED");
	uint64_t seed = text ? strtoull(text, NULL, 10) : 20261122;
	struct conf_errors errors = {0};
	struct settings *settings = settings_load_text("nines.ini", config_text, &errors);
	struct keymap *keymap = keymap_new(NULL, NULL);
	const struct view_config config = {
		.keymap = keymap, .settings = settings, .is_ascii = true, .grace_ms = GRACE_MS};
	struct game game = {.random = seed * 2654435761u + 88172645463325252u,
			    .now_ms = START_MS,
			    .stands = -1,
			    .cursor = -1};

	print_message("NINES_SEED=%llu\n", (unsigned long long)seed);
	clock_set_fake(START_MS, 1000);
	game.view = view_new(&config);
	canvas_init(&game.canvas, ROWS, COLS);
	update(&game);
	press(&game, "z");
	draw(&game);
	for (game.step = 0; game.step < STEPS; game.step++)
		take_step(&game);
	print_message("%u writes, %u of many, %u of a row just taken away, %u by their name, %u "
		      "taken back\n",
		      game.hits, game.bulk_hits, game.displaced_hits, game.line_hits, game.undone);
	/* it would not be a test if nothing were hit */
	assert_true(game.hits > STEPS / 200 && game.bulk_hits > STEPS / 2000);
	assert_true(game.line_hits > STEPS / 2000);
	assert_true(game.clicks > STEPS / 1000);
	assert_true(game.undone > STEPS / 2000 && game.displaced_hits > STEPS / 20000);
	view_free(game.view);
	canvas_release(&game.canvas);
	keymap_free(keymap);
	settings_free(settings);
	conf_errors_release(&errors);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_key_hits_what_was_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
