/* SPDX-License-Identifier: MIT
 * curl's callbacks of one transfer: the limits and the guard against a second send. */
#include "config.h"

#include "net/http_transfer.h"

/* Called each time before curl sends the request on a connection; from here on the server
 * may have seen it. When a kept connection turns out to be dead, curl sends again by
 * itself: harmless for a GET, but a write might have been done already, so the caller has
 * to look first. */
static int about_to_send(void *context, char *remote_ip, char *local_ip, int remote_port,
			 int local_port)
{
	struct transfer *transfer = context;

	(void)remote_ip, (void)local_ip, (void)remote_port, (void)local_port;
	transfer->sends++;
	if (transfer->method != HTTP_GET && transfer->sends > 1)
		return CURL_PREREQFUNC_ABORT;
	return CURL_PREREQFUNC_OK;
}

static size_t on_header(char *line, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;

	return incoming_header(&transfer->incoming, line, size * count) ? size * count : 0;
}

/* Compressed bytes so far. libcurl 7.88 counts those of a chunked reply only after they
 * were decoded, so up to one receive buffer is missing then. */
static int64_t wire_bytes(const struct transfer *transfer)
{
	curl_off_t wire = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_DOWNLOAD_T, &wire);
	if (transfer->incoming.kept.transfer_encoding[0])
		wire += RECEIVE_BUFFER;
	return wire;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;
	struct incoming *incoming = &transfer->incoming;

	if (!incoming_body(incoming, bytes, size * count) ||
	    !incoming_expansion(incoming, wire_bytes(transfer)))
		return 0;
	return size * count;
}

void transfer_listen(struct transfer *transfer)
{
	CURL *easy = transfer->easy;

	curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, about_to_send);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
}
