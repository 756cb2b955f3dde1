/* SPDX-License-Identifier: MIT
 * The least that a program with a full ncurses screen can do. */
#ifndef NINES_BENCH_FLOOR_DRAW_H
#define NINES_BENCH_FLOOR_DRAW_H

/* Fills the screen, then moves a bar with j and k until q. Returns the exit code. */
int floor_draw(void);

#endif
