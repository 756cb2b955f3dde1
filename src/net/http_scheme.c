/* SPDX-License-Identifier: MIT
 * A port that speaks https where http is asked, or the other way round: what curl and servers
 * say of it, and the one step that mends it. */
#include "config.h"

#include <string.h>

#include "net/http_transfer.h"
#include "net/url_check.h"
#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/base/text.h"

enum { BAD_REQUEST = 400 };

static bool is_https(const struct transfer *transfer)
{
	return text_starts_nocase(transfer->url, "https://");
}

static bool has_one_of(const char *text, const char *const *parts)
{
	for (; *parts; parts++)
		if (text_contains_nocase(text, *parts))
			return true;
	return false;
}

/* What TLS libraries say of an answer that is text. */
static bool is_plain(const struct transfer *transfer)
{
	static const char *const words[] = {"wrong version number",   "http request",
					    "packet length too long", "unexpected tls packet",
					    "record overflow",        NULL};

	return has_one_of(transfer->error, words);
}

/* An alert is an answer in TLS: what it refuses is something else. */
static bool is_alert(const struct transfer *transfer)
{
	return text_contains_nocase(transfer->error, "alert");
}

/* It took the connection and says nothing in TLS: it waits for a line of text, or hangs. */
static bool is_silent(const struct transfer *transfer)
{
	curl_off_t secured_us = 0;
	long port = 0; /* ours, once there is a connection */

	curl_easy_getinfo(transfer->easy, CURLINFO_LOCAL_PORT, &port);
	curl_easy_getinfo(transfer->easy, CURLINFO_APPCONNECT_TIME_T, &secured_us);
	return port > 0 && secured_us == 0 && !transfer->endpoint->proxy;
}

bool transfer_explain_scheme(const struct transfer *transfer, CURLcode code, struct err *err)
{
	char host[HOST_LABEL_MAX];

	url_host_label(transfer->url, host);
	if (is_https(transfer)) {
		if (code == CURLE_SSL_CONNECT_ERROR && is_plain(transfer))
			err_set(err, ERR_TLS,
				"%s speaks plain http, not https: begin its URL with http://",
				host);
		else if (code == CURLE_SSL_CONNECT_ERROR && !is_alert(transfer))
			err_set(err, ERR_TLS,
				"%s broke off the tls handshake: if it speaks plain http, begin "
				"its URL with http://",
				host);
		else if (code == CURLE_OPERATION_TIMEDOUT && is_silent(transfer))
			err_set(err, ERR_NET,
				"%s takes connections and answers nothing in tls: if it speaks "
				"plain http, begin its URL with http://",
				host);
	} else if (code == CURLE_GOT_NOTHING) {
		err_set(err, ERR_NET,
			"%s closed the connection without a reply: if it speaks https, begin its URL with https://",
			host);
	} else if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY) {
		err_set(err, ERR_PROTOCOL,
			"%s does not answer in http: if it speaks https, begin its URL with https://",
			host);
	}
	return err->code != ERR_NONE;
}

bool transfer_wants_https(const struct transfer *transfer, int status, struct err *err)
{
	static const char *const words[] = {"HTTP request to an HTTPS server",
					    "HTTP request was sent to HTTPS port",
					    "plain HTTP to an SSL-enabled", NULL};
	char host[HOST_LABEL_MAX];

	if (status != BAD_REQUEST || is_https(transfer) || transfer->target ||
	    !transfer->incoming.body || !has_one_of(transfer->incoming.body, words))
		return false;
	url_host_label(transfer->url, host);
	return !err_set(err, ERR_PROTOCOL,
			"%s speaks https, not plain http: begin its URL with https://", host);
}
