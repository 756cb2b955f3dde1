/* SPDX-License-Identifier: MIT
 * Paths, pages and contexts of PagerDuty requests. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/json_out.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "pagerduty.h"

#define OFFSET      "&offset="
#define PAST_MAX_MS (90 * (int64_t)DAY_MS)

void pagerduty_context_read(const struct plan_request *request, struct pagerduty_context *context)
{
	const char *text = request->context;

	*context = (struct pagerduty_context){0};
	if (!text)
		return;
	context->root = json_parse(text, strlen(text), NULL);
	context->since_ms = (int64_t)json_number(context->root, "since", 0);
	context->until_ms = (int64_t)json_number(context->root, "until", 0);
	context->ranks_text = json_raw_string(context->root, "ranks");
	if (context->ranks_text)
		context->ranks = json_parse(context->ranks_text, strlen(context->ranks_text), NULL);
}

void pagerduty_context_release(struct pagerduty_context *context)
{
	json_free(context->ranks);
	json_free(context->root);
	*context = (struct pagerduty_context){0};
}

void pagerduty_context_set(struct plan *plan, struct plan_request *request, int64_t since_ms,
			   int64_t until_ms, const char *ranks)
{
	struct json_out out;
	struct str text;

	str_init(&text, 0);
	json_out_init(&out, &text, false);
	json_out_object(&out, NULL);
	json_out_int(&out, "since", since_ms);
	json_out_int(&out, "until", until_ms);
	json_out_string(&out, "ranks", ranks);
	json_out_end_object(&out);
	adapter_set_context(plan, request, text.text);
	str_release(&text);
}

/* The vendor's schema wants a Content-Type even on GET. */
struct plan_request *pagerduty_dress(struct plan_request *request)
{
	request->request.accept = PAGERDUTY_ACCEPT;
	request->request.content_type = "application/json";
	return request;
}

void pagerduty_path_filter(struct str *path, const struct text_list *list, const char *name)
{
	for (size_t i = 0; i < list->len; i++)
		url_query(path, name, list->items[i]);
}

void pagerduty_path_end(struct str *path)
{
	url_query(path, "limit", "100");
	str_append(path, OFFSET "0");
}

int64_t pagerduty_week(int64_t ms)
{
	const int64_t monday_ms = 4 * (int64_t)DAY_MS; /* 1970-01-05 */
	const int64_t week_ms = 7 * (int64_t)DAY_MS;

	return (ms - monday_ms) / week_ms * week_ms + monday_ms;
}

int64_t pagerduty_past_ms(const struct source *source)
{
	int64_t window_ms = source->core->window_ms;

	return window_ms < PAST_MAX_MS ? window_ms : PAST_MAX_MS;
}

bool pagerduty_is_withheld(const struct reply *reply)
{
	return reply->status == 402 || reply->status == 403 || reply->status == 404;
}

static bool says_more(const struct reply *reply)
{
	struct json *more = json_scan_member(reply->body, reply->len, "more", NULL);
	bool is_more = json_value_bool(more, false);

	json_free(more);
	return is_more;
}

enum pagerduty_page pagerduty_next(const struct source_reply *reply, size_t received,
				   struct plan *more)
{
	const struct plan_request *answered = reply->request;
	const char *tail = strstr(answered->request.path, OFFSET);
	struct plan_request *follow;
	unsigned long offset;

	if (!tail || received == 0 || !says_more(reply->reply))
		return PAGE_LAST;
	/* a server may give fewer than asked for: go on after what came */
	offset = strtoul(tail + strlen(OFFSET), NULL, 10) + received;
	if (offset + PAGERDUTY_LIMIT > PAGERDUTY_OFFSET_MAX)
		return PAGE_TOO_FAR;
	follow = adapter_follow(more, answered, answered->tag,
				arena_printf(&more->arena, "%.*s" OFFSET "%lu",
					     (int)(tail - answered->request.path),
					     answered->request.path, offset));
	pagerduty_dress(follow);
	if (answered->context)
		adapter_set_context(more, follow, answered->context);
	return PAGE_NEXT;
}
