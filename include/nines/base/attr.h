/* SPDX-License-Identifier: MIT
 * Compiler attributes, each behind one name; the only GNU extensions in use. */
#ifndef NINES_BASE_ATTR_H
#define NINES_BASE_ATTR_H

/* Argument number `string` is a printf format for the arguments from `first` on. */
#define NINES_PRINTF(string, first) __attribute__((format(printf, string, first)))
/* The function never returns. */
#define NINES_NORETURN              __attribute__((noreturn))
/* The result must be looked at. */
#define NINES_MUST_USE              __attribute__((warn_unused_result))
/* The parameter is part of a hook's type and not needed here. */
#define NINES_UNUSED                __attribute__((unused))

/* Number of elements of an array (never of a pointer). */
#define NINES_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
