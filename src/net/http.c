/* SPDX-License-Identifier: MIT
 * The HTTP client: one curl multi handle and the transfers in it. */
#include "config.h"

#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "net/url_check.h"
#include "net/http_transfer.h"
#include "nines/base/alloc.h"
#include "nines/base/clock.h"
#include "nines/base/log.h"
#include "nines/net/http.h"

enum { CONNECTIONS_KEPT = 64 };

struct http {
	CURLM *multi;
	struct transfer *running; /* in the multi handle */
	struct transfer *refused; /* never sent; reported by the next http_run */
	size_t count;             /* of both lists */
};

/* With CURLOPT_NOSIGNAL it is ours to see that a write on a connection which the server
 * has closed gives an error instead of the end of the process. */
static void block_sigpipe(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

struct http *http_new(struct err *err)
{
	struct http *http;
	CURLM *multi;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(multi = curl_multi_init())) {
		err_set(err, ERR_NET, "libcurl can't be started");
		return NULL;
	}
	block_sigpipe();
	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_KEPT);
	curl_multi_setopt(multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
	http = xcalloc(1, sizeof(*http));
	http->multi = multi;
	return http;
}

static void list_add(struct http *http, struct transfer **list, struct transfer *transfer)
{
	transfer->previous = NULL;
	transfer->next = *list;
	if (*list)
		(*list)->previous = transfer;
	*list = transfer;
	http->count++;
}

static void list_remove(struct http *http, struct transfer **list, struct transfer *transfer)
{
	if (transfer->previous)
		transfer->previous->next = transfer->next;
	else
		*list = transfer->next;
	if (transfer->next)
		transfer->next->previous = transfer->previous;
	http->count--;
}

static void drop_all(struct http *http, struct transfer **list)
{
	for (struct transfer *transfer; (transfer = *list);) {
		list_remove(http, list, transfer);
		if (transfer->easy)
			curl_multi_remove_handle(http->multi, transfer->easy);
		transfer_free(transfer);
	}
}

void http_free(struct http *http)
{
	if (!http)
		return;
	drop_all(http, &http->running);
	drop_all(http, &http->refused);
	curl_multi_cleanup(http->multi);
	curl_global_cleanup();
	free(http);
}

void http_start(struct http *http, const struct endpoint *endpoint, const struct request *request,
		http_done_fn *done, void *context)
{
	struct transfer *transfer = transfer_new(endpoint, request);

	transfer->done = done;
	transfer->context = context;
	if (!transfer->easy) {
		list_add(http, &http->refused, transfer);
		return;
	}
	list_add(http, &http->running, transfer);
	if (curl_multi_add_handle(http->multi, transfer->easy) != CURLM_OK)
		BUG("curl_multi_add_handle");
}

size_t http_running(const struct http *http)
{
	return http->count;
}

static void log_reply(const struct transfer *transfer, const struct reply *reply)
{
	char label[HOST_LABEL_MAX];

	url_origin_label(transfer->url ? transfer->url : transfer->endpoint->url, label);
	log_write(LOG_LEVEL_DEBUG, "net", "%s: status %d, %zu bytes, %d ms%s%s", label,
		  reply->status, reply->len, (int)reply->latency_ms,
		  reply->err.code == ERR_NONE ? "" : ", ", reply->err.text);
}

/* Hands the reply over and ends the transfer, which is in no list any more. */
static void hand_over(struct transfer *transfer, struct reply *reply)
{
	const struct incoming *incoming = &transfer->incoming;
	bool is_start = incoming->keeps_start && reply->err.code == ERR_TOO_BIG;
	bool has_body = incoming->body && (reply->err.code == ERR_NONE || is_start);

	reply->received_ms = clock_wall_ms();
	reply->body = has_body ? incoming->body : "";
	reply->len = has_body ? incoming->len : 0;
	reply->etag = incoming->kept.etag[0] ? incoming->kept.etag : NULL;
	reply->request_id = incoming->kept.request_id[0] ? incoming->kept.request_id : NULL;
	reply->scopes = incoming->kept.scopes[0] ? incoming->kept.scopes : NULL;
	reply->needs = incoming->kept.needs[0] ? incoming->kept.needs : NULL;
	reply->retry_after_ms = incoming_retry_after(incoming, reply->status, reply->received_ms);
	reply->may_have_been_sent = transfer->sends > 0;
	log_reply(transfer, reply);
	transfer->done(transfer->context, reply);
	transfer_free(transfer);
}

/* The last look at a body that came whole: now the count of wire bytes is exact. */
static bool check_whole(struct transfer *transfer)
{
	curl_off_t wire = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_DOWNLOAD_T, &wire);
	return incoming_expansion(&transfer->incoming, wire);
}

static void finish(struct http *http, struct transfer *transfer, CURLcode code)
{
	struct reply reply = {0};

	curl_multi_remove_handle(http->multi, transfer->easy);
	if (code == CURLE_OK && transfer_redirect(transfer, &reply.err)) {
		if (curl_multi_add_handle(http->multi, transfer->easy) != CURLM_OK)
			BUG("curl_multi_add_handle");
		return;
	}
	list_remove(http, &http->running, transfer);
	transfer_measure(transfer, code, &reply);
	if (code != CURLE_OK || !check_whole(transfer))
		transfer_explain(transfer, code, &reply.err);
	else
		transfer_wants_https(transfer, reply.status, &reply.err);
	if (reply.err.code != ERR_NONE && reply.failure == REPLY_CAME)
		reply.failure = REPLY_BROKEN;
	hand_over(transfer, &reply);
}

/* Ends what curl has finished. True when there was something. */
static bool reap(struct http *http)
{
	bool was_there = false;
	struct transfer *transfer;
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(http->multi, &left))) {
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
		finish(http, transfer, code);
		was_there = true;
	}
	return was_there;
}

/* Reports those that were refused before this call; what their callbacks start waits for
 * the next call, so that this one ends. */
static bool reap_refused(struct http *http)
{
	struct transfer *batch = NULL;
	bool was_there = http->refused != NULL;

	for (struct transfer *transfer; (transfer = http->refused);) {
		list_remove(http, &http->refused, transfer);
		transfer->next = batch; /* the list is newest first: this turns it round */
		batch = transfer;
	}
	for (struct transfer *next; batch; batch = next) {
		struct reply reply = {.err = batch->refusal, .failure = REPLY_UNSENT};

		measures_clear(&reply);
		next = batch->next;
		hand_over(batch, &reply);
	}
	return was_there;
}

void http_run(struct http *http, int64_t wait_ms)
{
	int still_running;
	bool was_there = reap_refused(http);

	curl_multi_perform(http->multi, &still_running);
	if (reap(http) || was_there)
		return;
	if (wait_ms < 0)
		wait_ms = 0;
	curl_multi_poll(http->multi, NULL, 0, wait_ms > INT_MAX ? INT_MAX : (int)wait_ms, NULL);
	curl_multi_perform(http->multi, &still_running);
	reap(http);
}

void http_wake(struct http *http)
{
	curl_multi_wakeup(http->multi);
}
