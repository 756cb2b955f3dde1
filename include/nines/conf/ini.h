/* SPDX-License-Identifier: MIT
 * Reading an INI file into sections and entries that remember their lines. The only
 * user of inih. Blocks on the file; one thread at a time. */
#ifndef NINES_CONF_INI_H
#define NINES_CONF_INI_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/base/arena.h"
#include "nines/base/err.h"
#include "nines/base/vec.h"

/* One complaint about a configuration: where, and one line of what and what to do. */
struct conf_error {
	const char *file;
	int line; /* 0 = the whole file */
	const char *text;
};

/* Complaints are collected, never only the first; text lives in `arena`. */
struct conf_errors {
	struct arena arena;
	VEC(struct conf_error) list;
};

struct ini_entry {
	const char *key;
	const char *value; /* continuation lines joined by one space, quotes removed */
	int line;          /* where the entry begins */
	int swallowed;     /* first line that goes on with it and looks like a key; 0 = none */
	bool is_used;      /* set by who understood it; the rest are unknown keys */
};

struct ini_section {
	const char *kind; /* "source" of [source prod] */
	const char *name; /* "prod", or "" */
	int line;
	VEC(struct ini_entry) entries;
};

struct ini {
	const char *path;
	struct arena arena;
	VEC(struct ini_section) sections;
};

/* Frees the complaints. Accepts zeroed memory. */
void conf_errors_release(struct conf_errors *errors);
/* Puts the complaints about a file in the order of its lines. */
void conf_errors_sort(struct conf_errors *errors);
/* Adds a complaint; `file` is copied. */
void conf_error_add(struct conf_errors *errors, const char *file, int line, const char *format, ...)
	NINES_PRINTF(4, 5);

/* Reads `path` into `ini` (zeroed before). Every malformed or too long line, repeated
 * section and repeated key becomes a complaint; what could be read is there all the
 * same. False when the file itself can't be read (also a complaint). */
bool ini_read(const char *path, struct ini *ini, struct conf_errors *errors);
/* As ini_read, from memory; `path` only names it. For compiled-in files and tests. */
bool ini_read_text(const char *path, const char *text, size_t len, struct ini *ini,
		   struct conf_errors *errors);
/* Frees everything. Accepts zeroed memory. */
void ini_release(struct ini *ini);
/* The entry `key` of a section, marked used, or NULL. */
struct ini_entry *ini_find(struct ini_section *section, const char *key);

#endif
