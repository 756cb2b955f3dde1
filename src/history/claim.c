/* SPDX-License-Identifier: MIT
 * Who is alive: each process that has the state file open holds a lock on one byte of
 * FILE.lock, at an offset made from its name. The kernel drops it when the process dies,
 * however that happens, so that the claims of a killed process need not run out. */
#define _GNU_SOURCE /* F_OFD_SETLK: locks that belong to the open file, not the process */
#include "config.h"

#include "db.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/alloc.h"
#include "nines/base/ident.h"

#ifdef F_OFD_SETLK

/* The first letter of a name that no lock stands for: whether such a process lives, nobody
 * can tell, so its claims run out by time. */
enum { UNLOCKED = '?' };

static struct flock owner_byte(const char *owner)
{
	/* 2^40 places: two processes practically never share one; the file stays empty. */
	uint64_t place = hash_bytes(owner, strlen(owner), 0) & ((UINT64_C(1) << 40) - 1);

	return (struct flock){
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t)place, .l_len = 1};
}

void claim_open(struct history *history, const char *path)
{
	struct flock byte;
	char *lock_path;

	uuid_new(history->owner);
	history->lock_fd = -1;
	if (strcmp(path, ":memory:") == 0)
		return;
	lock_path = xasprintf("%s.lock", path);
	history->lock_fd = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	free(lock_path);
	byte = owner_byte(history->owner);
	if (history->lock_fd >= 0 && fcntl(history->lock_fd, F_OFD_SETLK, &byte) != 0) {
		close(history->lock_fd);
		history->lock_fd = -1;
	}
	if (history->lock_fd < 0)
		history->owner[0] = UNLOCKED;
}

bool claim_is_dead(const struct history *history, const char *owner)
{
	struct flock byte = owner_byte(owner);

	return history->lock_fd >= 0 && owner[0] != UNLOCKED &&
	       strcmp(owner, history->owner) != 0 &&
	       fcntl(history->lock_fd, F_OFD_GETLK, &byte) == 0 && byte.l_type == F_UNLCK;
}

bool history_is_shared(const struct history *history)
{
	struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET}; /* own locks don't count */

	return history->lock_fd >= 0 && fcntl(history->lock_fd, F_OFD_GETLK, &all) == 0 &&
	       all.l_type != F_UNLCK;
}

#else /* claims run out by time alone */

void claim_open(struct history *history, const char *path)
{
	(void)path;
	uuid_new(history->owner);
	history->lock_fd = -1;
}

bool claim_is_dead(const struct history *history, const char *owner)
{
	(void)history;
	(void)owner;
	return false;
}

bool history_is_shared(const struct history *history)
{
	(void)history;
	return false;
}

#endif

void claim_close(struct history *history)
{
	if (history->lock_fd >= 0)
		close(history->lock_fd);
	history->lock_fd = -1;
}
