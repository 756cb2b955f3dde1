/* SPDX-License-Identifier: MIT
 * The dialog of `nines init`: what was answered so far, and its questions. They follow the
 * option tables and `asks` of each kind of source. Main thread only. */
#ifndef NINES_CLI_INIT_DIALOG_H
#define NINES_CLI_INIT_DIALOG_H

#include <stdbool.h>

#include "nines/base/arena.h"
#include "nines/base/err.h"
#include "nines/base/secret.h"
#include "nines/base/str.h"
#include "nines/base/vec.h"
#include "nines/conf/settings.h"
#include "nines/sources/source.h"

struct init_source {
	const struct source_ops *ops;
	const char *name;
	VEC(struct setting_line) lines;
};

/* A secret that was typed, and the file that will hold it. */
struct init_secret {
	const char *path;
	struct secret secret;
};

/* Texts live in `arena`. */
struct init {
	const char *path; /* of the configuration */
	struct arena arena;
	VEC(struct init_source) sources;
	VEC(struct init_secret) secrets;
};

/* Each asks and keeps the answers; false when the user wants no more. */
bool init_ask_kinds(struct init *init);
bool init_ask_source(struct init *init, struct init_source *source);
/* How to get the secret `key` ("token", "password"). */
bool init_ask_secret(struct init *init, struct init_source *source, const char *key);
/* Sets a key of the source; both texts are copied. */
void init_set(struct init *init, struct init_source *source, const char *key, const char *value);
/* Writes the text to `path` (NULL = there is no place for it), mode 0600, and makes its
 * folder. False with the reason; a file that is there stays as it is. */
bool init_write(const char *path, const struct str *text, struct err *err);
/* Makes the folder that the file will be in. */
bool init_folder_make(const char *path, struct err *err);
/* False with the reason when `path` can't be written by init_write. */
bool init_may_write(const char *path, struct err *err);

#endif
