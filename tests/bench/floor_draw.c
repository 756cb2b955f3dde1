/* SPDX-License-Identifier: MIT
 * A bare ncurses screen: a full table, a bar that moves with j and k, nothing else. */
#include "config.h"

#include "floor_draw.h"

#include <locale.h>

#include <curses.h>

static void draw_row(int row, bool is_selected)
{
	attrset(is_selected ? A_REVERSE : A_NORMAL);
	for (int col = 0; col + 20 <= COLS; col += 20)
		mvprintw(row, col, "row %2d column %3d    ", row, col);
	attrset(A_NORMAL);
}

static void draw_all(void)
{
	for (int row = 0; row + 1 < LINES; row++)
		draw_row(row, row == 1);
	mvprintw(LINES - 1, 0, "q quit  r refresh");
	refresh();
}

int floor_draw(void)
{
	int selected = 1;
	int key;

	setlocale(LC_CTYPE, "");
	initscr();
	cbreak();
	noecho();
	curs_set(0);
	start_color();
	use_default_colors();
	draw_all();
	while ((key = getch()) != 'q' && key != ERR) {
		draw_row(selected, false);
		selected = key == 'j' ? 2 : 1;
		draw_row(selected, true);
		refresh();
	}
	endwin();
	return 0;
}
