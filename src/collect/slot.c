/* SPDX-License-Identifier: MIT
 * A mutex, one pointer and a wake pipe that holds at most one byte. */
#include "config.h"

#include "nines/collect/slot.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/alloc.h"

enum { RETURNED_MAX = 8 };

struct slot {
	pthread_mutex_t lock; /* of the next four */
	const struct snapshot *newest;
	const struct snapshot *returned[RETURNED_MAX];
	size_t returned_count;
	bool is_awake; /* the pipe holds its byte */
	int read_fd, write_fd;
};

static bool fd_prepare(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 &&
	       fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

struct slot *slot_new(struct err *err)
{
	int ends[2];
	struct slot *slot;

	if (pipe(ends) != 0) {
		err_set(err, ERR_IO, "no pipe: %s", strerror(errno));
		return NULL;
	}
	if (!fd_prepare(ends[0]) || !fd_prepare(ends[1])) {
		err_set(err, ERR_IO, "pipe: %s", strerror(errno));
		close(ends[0]);
		close(ends[1]);
		return NULL;
	}
	slot = xcalloc(1, sizeof(*slot));
	pthread_mutex_init(&slot->lock, NULL);
	slot->read_fd = ends[0];
	slot->write_fd = ends[1];
	return slot;
}

void slot_free(struct slot *slot)
{
	if (!slot)
		return;
	slot_sweep(slot);
	snapshot_unref(slot->newest);
	close(slot->read_fd);
	close(slot->write_fd);
	pthread_mutex_destroy(&slot->lock);
	free(slot);
}

void slot_publish(struct slot *slot, const struct snapshot *snapshot)
{
	const struct snapshot *old;

	pthread_mutex_lock(&slot->lock);
	old = slot->newest;
	slot->newest = snapshot;
	/* The pipe is empty here, so that one byte always fits. */
	if (!slot->is_awake)
		slot->is_awake = write(slot->write_fd, "", 1) == 1;
	pthread_mutex_unlock(&slot->lock);
	snapshot_unref(old);
}

const struct snapshot *slot_acquire(struct slot *slot)
{
	const struct snapshot *newest;
	char byte;

	pthread_mutex_lock(&slot->lock);
	if (slot->is_awake)
		slot->is_awake = read(slot->read_fd, &byte, 1) != 1;
	newest = slot->newest ? snapshot_ref(slot->newest) : NULL;
	pthread_mutex_unlock(&slot->lock);
	return newest;
}

void slot_return(struct slot *slot, const struct snapshot *snapshot)
{
	bool is_kept;

	if (!snapshot)
		return;
	pthread_mutex_lock(&slot->lock);
	is_kept = slot->returned_count < RETURNED_MAX;
	if (is_kept)
		slot->returned[slot->returned_count++] = snapshot;
	pthread_mutex_unlock(&slot->lock);
	if (!is_kept)
		snapshot_unref(snapshot);
}

void slot_sweep(struct slot *slot)
{
	const struct snapshot *returned[RETURNED_MAX];
	size_t count;

	pthread_mutex_lock(&slot->lock);
	count = slot->returned_count;
	memcpy(returned, slot->returned, sizeof(returned));
	slot->returned_count = 0;
	pthread_mutex_unlock(&slot->lock);
	for (size_t i = 0; i < count; i++)
		snapshot_unref(returned[i]);
}

int slot_fd(const struct slot *slot)
{
	return slot->read_fd;
}
