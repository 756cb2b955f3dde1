/* SPDX-License-Identifier: MIT
 * A state file in a folder of its own, for tests of the history, the outbox and the
 * collector. Include after cmocka.h. */
#ifndef NINES_TESTS_UNIT_STATE_SUPPORT_H
#define NINES_TESTS_UNIT_STATE_SUPPORT_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/alloc.h"
#include "nines/history/history.h"

/* A name for a state file in a folder of its own; removed with state_path_remove. */
static inline char *state_path_new(void)
{
	const char *base = getenv("TMPDIR");
	char *folder = xasprintf("%s/nines-state-XXXXXX", base && *base ? base : "/tmp");
	char *path;

	assert_non_null(mkdtemp(folder));
	path = xasprintf("%s/nines.sqlite", folder);
	free(folder);
	return path;
}

static inline void state_path_remove(char *path)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", ".lock"};

	for (size_t i = 0; i < NINES_COUNT(suffixes); i++) {
		char *name = xasprintf("%s%s", path, suffixes[i]);

		unlink(name);
		free(name);
	}
	*strrchr(path, '/') = '\0';
	rmdir(path);
	free(path);
}

/* The history in that file, which must open. */
static inline struct history *state_open(const char *path)
{
	struct err err = {0};
	struct history *history = history_open(path, &err);

	assert_string_equal(err.text, "");
	assert_non_null(history);
	return history;
}

#endif
