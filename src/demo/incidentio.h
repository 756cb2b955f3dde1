/* SPDX-License-Identifier: MIT
 * What the parts of the incident.io dialect share: access, errors, pages and the severe
 * incidents of the world as records. */
#ifndef NINES_DEMO_INCIDENTIO_H
#define NINES_DEMO_INCIDENTIO_H

#include "nines/base/json_out.h"

#include "state.h"

enum { IO_ID_MAX = 24 };

/* One page of a list: begins after the row that the page before ended with. */
struct io_page {
	struct json_out out;
	size_t size, taken, total;
	const char *after; /* id to skip to; NULL = there already */
	char last[IO_ID_MAX];
	bool has_more;
};

/* Checks the token; answers and is false otherwise. */
bool io_allows(const struct server_request *request, struct server_reply *reply);
/* Answers with incident.io's error object. */
void io_error(struct server_reply *reply, int status, const char *type, const char *message);
/* Checks token and page_size (1 to `max`, else `fallback`) and begins {"`key`": [; answers and
 * is false otherwise. */
bool io_page_begin(struct io_page *page, const char *key, const struct server_request *request,
		   struct server_reply *reply);
/* Counts a row; true when it is on the page. */
bool io_page_takes(struct io_page *page, const char *id);
/* Ends the list, with pagination_meta. */
void io_page_end(struct io_page *page);
/* Times with six digits after the second, as incident.io writes them. */
void io_out_time(struct json_out *out, const char *key, int64_t ms);
/* A user of the account as incident.io knows it. */
void io_user(const struct account *account, struct json_out *out, const char *key,
	     const char *name);

/* The id of a record, and the record of an id; NULL = there is none, or not yet. */
void io_id(const struct world_outage *outage, char id[IO_ID_MAX]);
const struct world_outage *io_find(const struct demo *demo, const char *id);
/* Severe incidents up to now: how many, and one by its place, oldest first. */
size_t io_count(const struct demo *demo);
const struct world_outage *io_record(const struct demo *demo, size_t place);
/* "live", "learning" (its review is not completed) or "closed". */
const char *io_category(const struct demo *demo, const struct world_outage *outage);
void io_status(struct json_out *out, const char *key, const char *category);
void io_severity(struct json_out *out, const char *key, int severity);

/* Handlers, by file. */
server_handler io_list_incidents, io_get_incident, io_list_severities;
server_handler io_list_updates, io_list_attachments, io_list_follow_ups, io_list_reviews;

#endif
