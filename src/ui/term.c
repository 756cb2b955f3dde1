/* SPDX-License-Identifier: MIT
 * Cells become ncurses characters, ncurses keys become names. The only user of ncurses. */
#include "config.h"

#include "nines/ui/term.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/base/text.h"
#include "ui/hyperlink.h"
#include "ui/paste.h"
#include "ui/stray.h"
#include "ui/signals.h"
#include "ui/term_title.h"
#include "ui/term_write.h"

enum {
	PAIRS_MAX = 255,
	ESC_DELAY_MS = 25,
	ESCAPE = 27,
	KEY_PASTE_BEGIN = KEY_MAX + 1,
	KEY_PASTE_END = KEY_MAX + 2,
	CELL_RUNES = 5 /* ncurses keeps so many per cell */
};

/* Pasted text is marked; and ECMA-48's BDSM, for a terminal that reorders right-to-left text
 * would move columns with it. */
static const char modes_on[] = "\033[?2004h\033[8l";
static const char modes_off[] = MOUSE_OFF "\033[?2004l\033[8h";

struct look {
	attr_t attrs;
	short pair;
};

struct pair {
	int fg, bg;
};

struct term {
	SCREEN *screen;
	WINDOW *input; /* a pad: reading from it never refreshes the screen */
	struct canvas shown;
	bool is_shown; /* false: draw everything */
	bool has_color, is_direct, has_links, has_mouse;
	bool is_escaped; /* an escape was read, what it begins was not */
	bool was_escape; /* the key before was Esc: what comes may be the rest of a report */
	struct term_title title;
	int cursor_row, cursor_col;
	struct stray stray; /* what is being read and is no key */
	struct paste paste;
	struct look looks[2][ROLE_COUNT]; /* by is_selected */
	struct pair pairs[PAIRS_MAX];
	int pair_count;
};

void term_use_locale(void)
{
	if (strcmp(setlocale(LC_CTYPE, NULL), "C") == 0)
		setlocale(LC_CTYPE, "");
}

bool term_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool term_has_color(const struct term *term)
{
	return term->has_color;
}

static void append_capability(struct str *out, const char *name)
{
	char *text = tigetstr((NCURSES_CONST char *)name);

	if (text && text != (char *)-1)
		str_append(out, text);
}

/* What a signal handler writes to give the terminal back. */
static bool catch_signals(enum title_form title, struct err *err)
{
	struct str restore;
	bool is_good;

	str_init(&restore, 400);
	escape_title_restore(title, &restore);
	str_append(&restore, modes_off);
	append_capability(&restore, "sgr0");
	append_capability(&restore, "op");
	append_capability(&restore, "rmkx");
	append_capability(&restore, "cnorm");
	append_capability(&restore, "rmcup");
	is_good = signals_catch(restore.text, restore.len, err);
	str_release(&restore);
	return is_good;
}

/* The entry with 24-bit colors when the terminal says that it has them. */
static SCREEN *open_direct(void)
{
	const char *depth = getenv("COLORTERM"), *name = getenv("TERM");
	char direct[64];

	if (!depth || !name || (strcmp(depth, "truecolor") != 0 && strcmp(depth, "24bit") != 0))
		return NULL;
	snprintf(direct, sizeof(direct), "%.*s-direct", (int)strcspn(name, "-"), name);
	return newterm(direct, stdout, stdin);
}

static void set_modes(struct term *term)
{
	cbreak();
	noecho();
	nonl();
	if (!getenv("ESCDELAY"))
		set_escdelay(ESC_DELAY_MS);
	term->input = newpad(1, 1);
	keypad(term->input, TRUE);
	nodelay(term->input, TRUE);
	leaveok(stdscr, FALSE);
	define_key("\033[200~", KEY_PASTE_BEGIN);
	define_key("\033[201~", KEY_PASTE_END);
	define_key(NULL, KEY_MOUSE); /* it would take the head of a report and leave the rest */
	curs_set(0);
	term_write_text(modes_on);
}

static void find_colors(struct term *term, bool is_color)
{
	if (!is_color || !has_colors() || start_color() == ERR)
		return;
	term->has_color = COLORS >= 8 && use_default_colors() == OK;
	term->is_direct = COLORS >= COLOR_RGB;
}

void term_title(struct term *term, const char *text)
{
	term_title_set(&term->title, text);
}

struct term *term_open(bool is_color, bool has_title, struct err *err)
{
	const char *name = getenv("TERM");
	SCREEN *screen;
	struct term *term;

	signals_save_modes(STDIN_FILENO);
	screen = is_color ? open_direct() : NULL;
	if (!screen)
		screen = newterm(NULL, stdout, stdin);
	if (!screen) {
		err_set(err, ERR_IO,
			"the terminal \"%s\" is not known here: set TERM, or install ncurses-term",
			name ? name : "");
		return NULL;
	}
	term = xcalloc(1, sizeof(*term));
	term->screen = screen;
	term->cursor_row = term->cursor_col = -1;
	set_term(screen);
	find_colors(term, is_color);
	set_modes(term);
	if (has_title)
		term->title.form = escape_title_form(name, getenv("TMUX"));
	term_title_keep(&term->title);
	if (!catch_signals(term->title.form, err)) {
		term_close(term);
		return NULL;
	}
	return term;
}

void term_close(struct term *term)
{
	if (!term)
		return;
	term_write_text(modes_off);
	term_title_restore(&term->title);
	curs_set(1);
	endwin();
	signals_release();
	delwin(term->input);
	delscreen(term->screen);
	canvas_release(&term->shown);
	free(term);
}

/* Direct entries take the first eight as palette, the rest as 24 bits. */
static int color_of(const struct term *term, theme_color color)
{
	if (color == COLOR_UNSET)
		return -1;
	return term->is_direct && color >= 8 ? (int)color_rgb(color) : color;
}

static short pair_of(struct term *term, int fg, int bg)
{
	if (!term->has_color || (fg < 0 && bg < 0))
		return 0;
	for (int i = 0; i < term->pair_count; i++)
		if (term->pairs[i].fg == fg && term->pairs[i].bg == bg)
			return (short)(i + 1);
	if (term->pair_count >= PAIRS_MAX || term->pair_count + 1 >= COLOR_PAIRS)
		return 0;
	term->pairs[term->pair_count] = (struct pair){.fg = fg, .bg = bg};
	init_extended_pair(++term->pair_count, fg, bg);
	return (short)term->pair_count;
}

static attr_t attrs_of(unsigned attrs)
{
	static const struct {
		unsigned style;
		attr_t attr;
	} map[] = {{STYLE_BOLD, WA_BOLD},
		   {STYLE_DIM, WA_DIM},
		   {STYLE_REVERSE, WA_REVERSE},
		   {STYLE_UNDERLINE, WA_UNDERLINE},
		   {STYLE_ITALIC, WA_ITALIC}};
	attr_t result = 0;

	for (size_t i = 0; i < NINES_COUNT(map); i++)
		if (attrs & map[i].style)
			result |= map[i].attr;
	return result;
}

static int colors_of(const struct term *term)
{
	if (!term->has_color)
		return 0;
	return term->is_direct ? COLOR_RGB : COLORS;
}

void term_set_theme(struct term *term, const struct theme *theme)
{
	term->pair_count = 0;
	for (int i = 0; i < ROLE_COUNT * 2; i++) {
		bool is_selected = i % 2 == 1;
		struct style look =
			theme_look(theme, (enum role)(i / 2), is_selected, colors_of(term));

		term->looks[is_selected][i / 2] = (struct look){
			.attrs = attrs_of(look.attrs),
			.pair = pair_of(term, color_of(term, look.fg), color_of(term, look.bg)),
		};
	}
	term_redraw(term);
}

void term_use_links(struct term *term, bool has_links)
{
	term->has_links = has_links;
	term_redraw(term);
}

void term_use_mouse(struct term *term, bool has_mouse)
{
	if (term->has_mouse != has_mouse)
		term_write_text(has_mouse ? MOUSE_ON : MOUSE_OFF);
	term->has_mouse = has_mouse;
}

void term_redraw(struct term *term)
{
	term->is_shown = false;
}

/* The grapheme in the form that ncurses keeps; a character whose width the C library sees
 * otherwise would shift the row, so it is replaced. Returns the number of runes. */
static size_t cell_runes(const struct cell *cell, wchar_t runes[CELL_RUNES + 1])
{
	size_t len = strlen(cell->text), at_byte = 0, count = 0;
	uint32_t rune;

	while (at_byte < len && count < CELL_RUNES) {
		at_byte += utf8_decode(cell->text + at_byte, len - at_byte, &rune);
		if (count > 0 && (wcwidth((wchar_t)rune) != 0 || rune == 0x200d))
			break;
		/* an emoji selector makes wide only what ncurses takes for narrow */
		if (count > 0 && rune >= 0xfe00 && rune <= 0xfe0f)
			break;
		runes[count++] = (wchar_t)rune;
	}
	if (count == 0 || wcwidth(runes[0]) < 1 || wcwidth(runes[0]) > cell->columns) {
		runes[0] = L'?';
		count = 1;
	}
	runes[count] = L'\0';
	return count;
}

static void put_cell(const struct term *term, int row, int col, const struct cell *cell)
{
	const struct look *look = &term->looks[cell->is_selected][cell->role];
	wchar_t runes[CELL_RUNES + 1];
	cchar_t out;

	cell_runes(cell, runes);
	setcchar(&out, runes, look->attrs, look->pair, NULL);
	mvadd_wch(row, col, &out);
	if (cell->columns == 2 && wcwidth(runes[0]) == 1) {
		setcchar(&out, L" ", look->attrs, look->pair, NULL);
		mvadd_wch(row, col + 1, &out);
	}
}

static void put_row(const struct term *term, const struct canvas *canvas, int row)
{
	for (int col = 0; col < canvas->cols; col++) {
		const struct cell *cell = &canvas->cells[row * canvas->cols + col];

		if (cell->columns > 0)
			put_cell(term, row, col, cell);
	}
}

static bool row_differs(const struct term *term, const struct canvas *canvas, int row)
{
	size_t start = (size_t)row * (size_t)canvas->cols;

	if (!canvas_links_equal(&term->shown, canvas) &&
	    (canvas_row_has_link(&term->shown, row) || canvas_row_has_link(canvas, row)))
		return true;
	return memcmp(&term->shown.cells[start], &canvas->cells[start],
		      (size_t)canvas->cols * sizeof(struct cell)) != 0;
}

/* By ncurses, so that it knows which attributes are set. */
static void write_look(const void *context, const struct cell *cell)
{
	const struct term *term = context;
	const struct look *look = cell ? &term->looks[cell->is_selected][cell->role] : NULL;

	vid_puts(look ? look->attrs : A_NORMAL, look ? look->pair : 0, NULL, putchar);
}

static bool show_cursor(struct term *term, const struct canvas *canvas)
{
	bool has_moved =
		term->cursor_row != canvas->cursor_row || term->cursor_col != canvas->cursor_col;

	if (has_moved && (term->cursor_row < 0) != (canvas->cursor_row < 0))
		curs_set(canvas->cursor_row >= 0);
	term->cursor_row = canvas->cursor_row;
	term->cursor_col = canvas->cursor_col;
	if (canvas->cursor_row >= 0)
		move(canvas->cursor_row, canvas->cursor_col);
	return has_moved;
}

static void remember(struct term *term, const struct canvas *canvas)
{
	if (term->shown.rows != canvas->rows || term->shown.cols != canvas->cols)
		canvas_reset(&term->shown, canvas->rows, canvas->cols);
	memcpy(term->shown.cells, canvas->cells,
	       (size_t)canvas->rows * (size_t)canvas->cols * sizeof(struct cell));
	canvas_copy_links(&term->shown, canvas);
	term->is_shown = true;
}

void term_show(struct term *term, const struct canvas *canvas)
{
	bool is_all = !term->is_shown || term->shown.rows != canvas->rows ||
		      term->shown.cols != canvas->cols;
	bool is_changed = is_all;

	if (is_all) {
		erase();
		clearok(curscr, TRUE);
	}
	for (int row = 0; row < canvas->rows; row++) {
		if (!is_all && !row_differs(term, canvas, row))
			continue;
		put_row(term, canvas, row);
		/* what stands there may be a link: ncurses must write it anew */
		if (!is_all && canvas_row_has_link(&term->shown, row))
			wredrawln(stdscr, row, 1);
		is_changed = true;
	}
	is_changed |= show_cursor(term, canvas);
	if (!is_changed)
		return;
	refresh();
	for (int row = 0; term->has_links && row < canvas->rows; row++)
		if (is_all || row_differs(term, canvas, row))
			hyperlink_write(canvas, row, write_look, term);
	remember(term, canvas);
}

void term_resize(struct term *term)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
	term_redraw(term);
}

void term_size(const struct term *term NINES_UNUSED, int *rows, int *cols)
{
	getmaxyx(stdscr, *rows, *cols);
}

int term_fd(const struct term *term NINES_UNUSED)
{
	return STDIN_FILENO;
}

struct key_code {
	int code;
	const char *name;
};

static const struct key_code key_codes[] = {
	{KEY_UP, "Up"},          {KEY_DOWN, "Down"},           {KEY_LEFT, "Left"},
	{KEY_RIGHT, "Right"},    {KEY_HOME, "Home"},           {KEY_END, "End"},
	{KEY_PPAGE, "PgUp"},     {KEY_NPAGE, "PgDn"},          {KEY_ENTER, "Enter"},
	{KEY_BTAB, "Shift-Tab"}, {KEY_BACKSPACE, "Backspace"}, {KEY_DC, "Delete"},
	{KEY_IC, "Insert"},
};

static bool name_code(wint_t code, char out[KEY_NAME_MAX])
{
	if (code >= (wint_t)KEY_F(1) && code <= (wint_t)KEY_F(24)) {
		snprintf(out, KEY_NAME_MAX, "F%d", (int)(code - (wint_t)KEY_F0));
		return true;
	}
	for (size_t i = 0; i < NINES_COUNT(key_codes); i++) {
		if ((wint_t)key_codes[i].code != code)
			continue;
		snprintf(out, KEY_NAME_MAX, "%s", key_codes[i].name);
		return true;
	}
	return key_of_capability(keyname((int)code), out);
}

/* True for what stands before and after pasted text. */
static bool take_paste_mark(struct term *term, int kind, wint_t wide)
{
	if (kind != KEY_CODE_YES || (wide != KEY_PASTE_BEGIN && wide != KEY_PASTE_END))
		return false;
	paste_mark(&term->paste, wide == KEY_PASTE_BEGIN, clock_mono_ms());
	return true;
}

/* What can be read next without waiting, and stays; ERR = nothing. */
static int peek(struct term *term, wint_t *next)
{
	int kind = wget_wch(term->input, next);

	if (kind == OK)
		unget_wch((wchar_t)*next);
	else if (kind != ERR)
		ungetch((int)*next);
	return kind;
}

/* A sequence begins after an escape; "[" begins one whose rest may be late. */
static bool begin_stray(struct term *term, wint_t second)
{
	wint_t third;

	if (second != '[' && peek(term, &third) != OK)
		return false;
	stray_begin(&term->stray, second);
	return true;
}

/* ESC and a key at once is the key with Alt, unless a sequence begins so. */
static bool name_escape(struct term *term, char out[KEY_NAME_MAX])
{
	char name[KEY_NAME_MAX];
	wint_t wide;
	int kind = wget_wch(term->input, &wide);
	bool is_named;

	term->is_escaped = kind == OK && wide == ESCAPE;
	term->was_escape = kind == ERR;
	if (kind == ERR || term->is_escaped || take_paste_mark(term, kind, wide))
		return key_canonical("Esc", out);
	if (kind == OK && stray_may_begin(wide) && begin_stray(term, wide))
		return false;
	is_named = kind == KEY_CODE_YES ? name_code(wide, name) : key_of_character(wide, name);
	if (is_named)
		snprintf(out, KEY_NAME_MAX, "Alt-%.*s", KEY_NAME_MAX - 5, name);
	return is_named;
}

/* "[<" or "[2" behind a lone escape is a report or a mark of a paste that a slow line broke. */
static bool is_late(struct term *term, wint_t wide)
{
	bool may_be = term->was_escape && wide == '[';
	wint_t next;

	term->was_escape = false;
	if (!may_be || peek(term, &next) != OK || (next != '<' && next != '2'))
		return false;
	stray_begin(&term->stray, wide);
	return true;
}

/* The escape of someone whose keyboard seems dead, for the end of a paste got lost. */
static bool is_way_out(struct term *term, int kind, wint_t wide)
{
	wint_t next;

	return kind == OK && wide == ESCAPE && peek(term, &next) == ERR &&
	       paste_is_given_up(&term->paste, clock_mono_ms());
}

static bool name_key(struct term *term, int kind, wint_t wide, struct term_key *key)
{
	if (take_paste_mark(term, kind, wide))
		return false;
	key->is_pasted = term->paste.is_open && !is_way_out(term, kind, wide);
	if (key->is_pasted && kind == OK && paste_take(&term->paste, wide, clock_mono_ms()))
		return false;
	if (kind == KEY_CODE_YES)
		return name_code(wide, key->name);
	if (wide == ESCAPE && !key->is_pasted)
		return name_escape(term, key->name);
	if (is_late(term, wide))
		return false;
	return key_of_character(wide, key->name);
}

/* A sequence is whole: the mark of a paste, or what the mouse did, if someone asked. */
static bool take_report(struct term *term, struct term_key *key)
{
	const struct stray *stray = &term->stray;

	if (stray->len > STRAY_TEXT ||
	    paste_take_sequence(&term->paste, stray->text, stray->len, clock_mono_ms()))
		return false;
	key->is_mouse = term->has_mouse && mouse_parse(stray->text, stray->len, &key->mouse);
	return key->is_mouse;
}

bool term_read(struct term *term, struct term_key *key)
{
	wint_t wide;
	int kind;

	key->is_mouse = false;
	if (term->is_escaped && name_escape(term, key->name)) {
		key->is_pasted = false;
		return true;
	}
	while ((kind = wget_wch(term->input, &wide)) != ERR) {
		if (kind != OK || term->stray.kind == 0) {
			if (name_key(term, kind, wide, key))
				return true;
		} else if (!stray_take(&term->stray, wide) && take_report(term, key)) {
			return true;
		}
	}
	return false;
}

void term_leave(struct term *term)
{
	term->paste = (struct paste){.is_open = false};
	term_write_text(modes_off);
	term_title_restore(&term->title);
	endwin();
}

void term_return(struct term *term)
{
	refresh();
	term_write_text(modes_on);
	if (term->has_mouse)
		term_write_text(MOUSE_ON);
	term_title_keep(&term->title);
	term_resize(term);
}

void term_suspend(struct term *term)
{
	term_leave(term);
	signals_stop();
	term_return(term);
}
