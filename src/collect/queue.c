/* SPDX-License-Identifier: MIT
 * A ring of commands behind a mutex. */
#include "config.h"

#include "nines/collect/queue.h"

#include <pthread.h>
#include <stdlib.h>

#include "nines/base/alloc.h"

struct queue {
	pthread_mutex_t lock;
	struct command ring[QUEUE_MAX]; /* guarded by lock, as are head and len */
	size_t head, len;
	void (*wake)(void *context);
	void *context;
};

struct queue *queue_new(void (*wake)(void *context), void *context)
{
	struct queue *queue = xcalloc(1, sizeof(*queue));

	pthread_mutex_init(&queue->lock, NULL);
	queue->wake = wake;
	queue->context = context;
	return queue;
}

void queue_free(struct queue *queue)
{
	if (!queue)
		return;
	pthread_mutex_destroy(&queue->lock);
	free(queue);
}

bool queue_push(struct queue *queue, const struct command *command)
{
	bool has_room;

	pthread_mutex_lock(&queue->lock);
	has_room = queue->len < QUEUE_MAX;
	if (has_room)
		queue->ring[(queue->head + queue->len++) % QUEUE_MAX] = *command;
	pthread_mutex_unlock(&queue->lock);
	if (has_room && queue->wake)
		queue->wake(queue->context);
	return has_room;
}

bool queue_pop(struct queue *queue, struct command *command)
{
	bool has_one;

	pthread_mutex_lock(&queue->lock);
	has_one = queue->len > 0;
	if (has_one) {
		*command = queue->ring[queue->head];
		queue->head = (queue->head + 1) % QUEUE_MAX;
		queue->len--;
	}
	pthread_mutex_unlock(&queue->lock);
	return has_one;
}
