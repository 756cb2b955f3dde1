/* SPDX-License-Identifier: MIT
 * The server's side of the help desk, see desk.h. */
#include "config.h"

#include "stub/desk.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/str.h"
#include "stub/stub.h"

struct desk {
	struct stub *stub;
	struct desk_plan plan;
	pthread_mutex_t lock; /* of what follows */
	struct desk_incident incidents[DESK_INCIDENTS_MAX];
	size_t count;
	struct desk_faults faults;
	size_t acted;        /* requests that count for the faults */
	size_t closed_asked; /* requests to /closed */
	VEC(char *) bodies;
};

static const char *keep(struct desk *desk, struct str *body)
{
	char *text = str_detach(body);

	str_release(body);
	VEC_PUSH(&desk->bodies, text);
	return text;
}

static size_t index_of(const struct desk *desk, const char *path)
{
	const char *id = strrchr(path, '/');
	unsigned long index = id && id[1] ? strtoul(id + 2, NULL, 10) : DESK_INCIDENTS_MAX;

	return index < desk->count ? index : DESK_INCIDENTS_MAX;
}

static void list_open(struct desk *desk, const char *path, struct stub_answer *answer)
{
	const char *mark = strstr(path, "page=");
	size_t page = mark ? strtoul(mark + 5, NULL, 10) : 0;
	size_t len = desk->plan.page_len ? desk->plan.page_len : DESK_INCIDENTS_MAX;
	struct str body;

	str_init(&body, 0);
	for (size_t i = page * len; i < desk->count && i < (page + 1) * len; i++) {
		if (!desk->incidents[i].is_gone)
			str_printf(&body, "I%zu %s\n", i,
				   incident_status_name(desk->incidents[i].status));
	}
	if ((page + 1) * len < desk->count)
		str_printf(&body, "more %zu\n", page + 1);
	answer->body = keep(desk, &body);
}

static void read_one(struct desk *desk, const char *path, struct stub_answer *answer)
{
	size_t index = index_of(desk, path);
	const struct desk_incident *incident = &desk->incidents[index % DESK_INCIDENTS_MAX];
	struct str body;

	if (index == DESK_INCIDENTS_MAX) {
		answer->status = 404;
		return;
	}
	str_init(&body, 0);
	str_printf(&body, "%s T%zu %lld %d", incident_status_name(incident->status), index,
		   (long long)incident->lease_ends_ms, incident->notes);
	answer->body = keep(desk, &body);
}

static void act(struct desk *desk, const struct stub_request *request)
{
	size_t index = index_of(desk, request->path);
	struct desk_incident *incident = &desk->incidents[index % DESK_INCIDENTS_MAX];

	if (index == DESK_INCIDENTS_MAX)
		return;
	incident->lease_ends_ms = clock_wall_ms() + desk->plan.lease_ms;
	if (strncmp(request->path, "/renew/", 7) == 0) {
		incident->renewals++;
	} else if (strncmp(request->path, "/expire/", 8) == 0) {
		incident->expirations++;
		incident->lease_ends_ms = 0;
	} else if (strncmp(request->path, "/unack/", 7) == 0) {
		incident->unacks++;
		incident->status = INCIDENT_TRIGGERED;
	} else if (strncmp(request->path, "/note/", 6) == 0) {
		incident->notes++;
	} else if (strncmp(request->path, "/resolve/", 9) == 0) {
		incident->status = INCIDENT_RESOLVED;
	} else {
		incident->acks++;
		incident->status = INCIDENT_ACKNOWLEDGED;
		snprintf(incident->uuid, sizeof(incident->uuid), "%.36s", request->body);
	}
}

static bool hits(size_t number, size_t every)
{
	return every > 0 && number % every == 0;
}

static void act_or_fail(struct desk *desk, const struct stub_request *request,
			struct stub_answer *answer)
{
	bool is_read = strncmp(request->path, "/read/", 6) == 0;
	size_t number = ++desk->acted;

	if (hits(number, desk->faults.limit_every)) {
		answer->status = 429;
		answer->headers = "Retry-After: 0\r\n";
		return;
	}
	if (!is_read && desk->faults.lost > 0) {
		desk->faults.lost--;
		answer->fault = STUB_DROP;
		return;
	}
	if (!is_read)
		act(desk, request);
	if (!is_read && desk->faults.is_mute) {
		answer->fault = STUB_HANG;
		return;
	}
	if (hits(number, desk->faults.error_every)) {
		answer->status = 500;
		return;
	}
	if (hits(number, desk->faults.drop_every))
		answer->fault = STUB_DROP;
	read_one(desk, request->path, answer);
}

static bool hangs_closed(struct desk *desk, bool is_closed)
{
	desk->closed_asked += is_closed;
	return is_closed && desk->faults.closed_hang_from > 0 &&
	       desk->closed_asked >= desk->faults.closed_hang_from;
}

static void route(struct desk *desk, const struct stub_request *request, struct stub_answer *answer)
{
	bool is_closed = strncmp(request->path, "/closed", 7) == 0;

	if (desk->faults.is_hanging || hangs_closed(desk, is_closed))
		answer->fault = STUB_HANG;
	else if (desk->faults.status)
		answer->status = desk->faults.status;
	else if (strncmp(request->path, "/open", 5) == 0)
		list_open(desk, request->path, answer);
	else if (strcmp(request->path, "/figures") == 0)
		answer->body = "figure";
	else if (is_closed)
		answer->body = "closed";
	else
		act_or_fail(desk, request, answer);
}

static void handle(void *context, const struct stub_request *request, struct stub_answer *answer)
{
	struct desk *desk = context;

	pthread_mutex_lock(&desk->lock);
	route(desk, request, answer);
	pthread_mutex_unlock(&desk->lock);
}

struct desk *desk_start(size_t count, const struct desk_plan *plan)
{
	struct desk *desk = xcalloc(1, sizeof(*desk));

	pthread_mutex_init(&desk->lock, NULL);
	desk->plan = *plan;
	desk->count = count;
	for (size_t i = 0; i < count; i++)
		desk->incidents[i].status = INCIDENT_TRIGGERED;
	desk->stub = stub_start(handle, desk);
	return desk;
}

void desk_stop(struct desk *desk)
{
	stub_stop(desk->stub);
	for (size_t i = 0; i < desk->bodies.len; i++)
		free(desk->bodies.items[i]);
	VEC_RELEASE(&desk->bodies);
	pthread_mutex_destroy(&desk->lock);
	free(desk);
}

const char *desk_url(const struct desk *desk)
{
	return stub_url(desk->stub);
}

void desk_set(struct desk *desk, size_t index, const struct desk_incident *incident)
{
	pthread_mutex_lock(&desk->lock);
	desk->incidents[index] = *incident;
	pthread_mutex_unlock(&desk->lock);
}

struct desk_incident desk_get(struct desk *desk, size_t index)
{
	struct desk_incident incident;

	pthread_mutex_lock(&desk->lock);
	incident = desk->incidents[index];
	pthread_mutex_unlock(&desk->lock);
	return incident;
}

void desk_set_faults(struct desk *desk, const struct desk_faults *faults)
{
	pthread_mutex_lock(&desk->lock);
	desk->faults = *faults;
	pthread_mutex_unlock(&desk->lock);
}

size_t desk_asked(struct desk *desk, const char *prefix)
{
	size_t count = 0;
	const struct stub_request *request;

	for (size_t i = 0; (request = stub_request_at(desk->stub, i)); i++)
		count += strncmp(request->path, prefix, strlen(prefix)) == 0;
	return count;
}
