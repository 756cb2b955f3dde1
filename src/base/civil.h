/* SPDX-License-Identifier: MIT
 * Calendar arithmetic in UTC without the C library's time zone. Any thread. */
#ifndef NINES_SRC_BASE_CIVIL_H
#define NINES_SRC_BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

/* A moment of the proleptic Gregorian calendar. */
struct civil {
	int64_t year;
	int month; /* 1-12 */
	int day;   /* 1-31 */
	int hour;
	int minute;
	int second; /* 60 in a leap second */
	int millisecond;
};

/* Days from 1970-01-01 to the date. */
int64_t civil_days(int64_t year, int month, int day);
/* Milliseconds since 1970-01-01 UTC. */
int64_t civil_to_ms(const struct civil *civil);
/* The calendar form of `ms`. */
struct civil civil_from_ms(int64_t ms);
/* True when month, day and clock are in range for the year. */
bool civil_is_valid(const struct civil *civil);
/* a / b rounded down; b > 0. */
int64_t floor_div(int64_t a, int64_t b);
/* The whole days in `ms`, rounded down, also before 1970. */
int64_t floor_days(int64_t ms);

#endif
