/* SPDX-License-Identifier: MIT
 * Set-up of one curl handle: every option that makes a request safe and bounded. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/url_check.h"
#include "net/http_transfer.h"
#include "nines/base/alloc.h"
#include "nines/base/str.h"

static const char user_agent[] = "nines/" PACKAGE_VERSION;

/* Adds "NAME: PREFIX VALUE" to the transfer's headers and leaves no copy behind. */
static void add_header(struct transfer *transfer, const char *name, const char *prefix,
		       const char *value)
{
	size_t size = strlen(name) + strlen(prefix) + strlen(value) + 3;
	char *line = xmalloc(size);
	struct curl_slist *list;

	/* curl's way to write a header without a value is a semicolon */
	if (!*prefix && !*value)
		snprintf(line, size, "%s;", name);
	else
		snprintf(line, size, "%s: %s%s", name, prefix, value);
	list = curl_slist_append(transfer->headers, line);
	secret_wipe(line, size);
	free(line);
	if (!list)
		BUG("out of memory");
	transfer->headers = list;
}

/* Keeps curl from sending a header that it would add by itself. */
static void drop_header(struct transfer *transfer, const char *name_and_colon)
{
	struct curl_slist *list = curl_slist_append(transfer->headers, name_and_colon);

	if (!list)
		BUG("out of memory");
	transfer->headers = list;
}

static void add_endpoint_headers(struct transfer *transfer)
{
	const struct endpoint *endpoint = transfer->endpoint;

	for (size_t i = 0; endpoint->headers && i < endpoint->headers->len; i++)
		add_header(transfer, endpoint->headers->items[i].name, "",
			   endpoint->headers->items[i].value);
	if (endpoint->auth_header && !secret_is_empty(&endpoint->token))
		add_header(transfer, endpoint->auth_header,
			   endpoint->auth_prefix ? endpoint->auth_prefix : "",
			   secret_reveal(&endpoint->token));
}

static bool add_headers(struct transfer *transfer, const struct request *request)
{
	add_endpoint_headers(transfer);
	add_header(transfer, "Accept", "", request->accept ? request->accept : "application/json");
	if (request->etag && header_is_clean(request->etag))
		add_header(transfer, "If-None-Match", "", request->etag);
	if (request->content_type)
		add_header(transfer, "Content-Type", "", request->content_type);
	else
		drop_header(transfer, "Content-Type:");
	/* no waiting for "100 Continue" */
	drop_header(transfer, "Expect:");
	for (size_t i = 0; i < REQUEST_HEADER_MAX && request->headers[i]; i++) {
		if (!header_is_clean(request->headers[i]))
			return err_set(&transfer->refusal, ERR_PROTOCOL,
				       "a request header holds a control character");
		drop_header(transfer, request->headers[i]);
	}
	curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
	return true;
}

static void set_method(CURL *easy, const struct request *request)
{
	bool has_body =
		request->method != HTTP_GET && (request->body || request->method != HTTP_DELETE);

	if (request->method == HTTP_GET || request->method == HTTP_HEAD) {
		curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
		if (request->method == HTTP_HEAD)
			curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
		return;
	}
	if (has_body) {
		/* the size first: COPYPOSTFIELDS reads it */
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
				 (curl_off_t)(request->body ? request->body_len : 0));
		curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, request->body ? request->body : "");
	}
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, http_method_name(request->method));
}

int64_t transfer_timeout_ms(const struct transfer *transfer)
{
	int64_t timeout_ms = transfer->endpoint->timeout_ms;

	return timeout_ms > 0 ? timeout_ms : REQUEST_TIMEOUT_MS;
}

/* Sets the time that is left; redirects share the time of the one request. */
static void set_times(struct transfer *transfer)
{
	int64_t left_ms = transfer_timeout_ms(transfer) - transfer->elapsed_us / 1000;

	if (left_ms < 1)
		left_ms = 1;
	curl_easy_setopt(transfer->easy, CURLOPT_TIMEOUT_MS, (long)left_ms);
	curl_easy_setopt(transfer->easy, CURLOPT_CONNECTTIMEOUT_MS,
			 (long)(left_ms < CONNECT_TIMEOUT_MS ? left_ms : CONNECT_TIMEOUT_MS));
}

static void set_behaviour(CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_USERAGENT, user_agent);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)RECEIVE_BUFFER);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)LOW_SPEED_BYTES);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)LOW_SPEED_SECONDS);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, 30L);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, 15L);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* else a timed-out or cancelled transfer waits for getaddrinfo(3) to come back */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
}

/* Most are libcurl's defaults; written out because we depend on them. */
static void set_safety(CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_UNRESTRICTED_AUTH, 0L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
}

static void set_tls(CURL *easy, const struct endpoint *endpoint)
{
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, endpoint->skips_verify ? 0L : 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, endpoint->skips_verify ? 0L : 2L);
	if (endpoint->ca_file)
		curl_easy_setopt(easy, CURLOPT_CAINFO, endpoint->ca_file);
	if (endpoint->client_cert)
		curl_easy_setopt(easy, CURLOPT_SSLCERT, endpoint->client_cert);
	if (endpoint->client_key)
		curl_easy_setopt(easy, CURLOPT_SSLKEY, endpoint->client_key);
}

/* A configured proxy counts; else libcurl reads http_proxy, https_proxy, all_proxy and
 * no_proxy. This machine is never reached by a proxy that merely stands in the
 * environment: its loopback would be another machine's. */
static void set_proxy(CURL *easy, const struct endpoint *endpoint)
{
	if (endpoint->proxy)
		curl_easy_setopt(easy, CURLOPT_PROXY, endpoint->proxy);
	else if (url_is_loopback(endpoint->url))
		curl_easy_setopt(easy, CURLOPT_PROXY, "");
}

static void set_login(CURL *easy, const struct endpoint *endpoint)
{
	if (!endpoint->username)
		return;
	curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
	curl_easy_setopt(easy, CURLOPT_USERNAME, endpoint->username);
	curl_easy_setopt(easy, CURLOPT_PASSWORD, secret_reveal(&endpoint->password));
}

static bool prepare(struct transfer *transfer, const struct request *request)
{
	if (!endpoint_check(transfer->endpoint, &transfer->refusal))
		return false;
	transfer->url = endpoint_address(transfer->endpoint, request->target ? NULL : request->path,
					 &transfer->refusal);
	if (!transfer->url)
		return false;
	transfer->easy = curl_easy_init();
	if (!transfer->easy)
		BUG("out of memory");
	set_behaviour(transfer->easy);
	set_safety(transfer->easy);
	set_tls(transfer->easy, transfer->endpoint);
	set_proxy(transfer->easy, transfer->endpoint);
	set_login(transfer->easy, transfer->endpoint);
	set_method(transfer->easy, request);
	set_times(transfer);
	curl_easy_setopt(transfer->easy, CURLOPT_URL, transfer->url);
	transfer_aim_handle(transfer, request);
	transfer_listen(transfer);
	return add_headers(transfer, request);
}

/* Overwrites the header lines, one of which is the token. */
static void wipe_headers(struct transfer *transfer)
{
	for (struct curl_slist *item = transfer->headers; item; item = item->next)
		secret_wipe(item->data, strlen(item->data));
	curl_slist_free_all(transfer->headers);
	transfer->headers = NULL;
}

static void close_handle(struct transfer *transfer)
{
	curl_easy_cleanup(transfer->easy);
	transfer->easy = NULL;
	wipe_headers(transfer);
}

struct transfer *transfer_new(const struct endpoint *endpoint, const struct request *request)
{
	struct transfer *transfer = xcalloc(1, sizeof(*transfer));

	transfer->endpoint = endpoint;
	transfer->method = request->method;
	transfer_aim(transfer, request);
	if (endpoint->body_limit > 0)
		transfer->incoming.limit = (size_t)endpoint->body_limit;
	transfer->incoming.keeps_start = request->body_max > 0;
	if (transfer->incoming.keeps_start &&
	    (transfer->incoming.limit == 0 || request->body_max < transfer->incoming.limit))
		transfer->incoming.limit = request->body_max;
	if (!prepare(transfer, request))
		close_handle(transfer);
	return transfer;
}

void transfer_free(struct transfer *transfer)
{
	if (!transfer)
		return;
	close_handle(transfer);
	free(transfer->url);
	free(transfer->target);
	incoming_reset(&transfer->incoming);
	free(transfer);
}

static bool is_redirect(long status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static bool check_redirect(const struct transfer *transfer, const char *target, struct err *err)
{
	char label[HOST_LABEL_MAX];

	url_origin_label(target, label);
	if (!url_same_origin(transfer->url, target))
		return err_set(err, ERR_PROTOCOL,
			       "redirected to %s, where no login is sent: correct url", label);
	if (transfer->method != HTTP_GET)
		return err_set(err, ERR_PROTOCOL,
			       "a write was redirected to another path of %s: correct url", label);
	if (transfer->redirects >= REDIRECT_MAX)
		return err_set(err, ERR_PROTOCOL, "more than %d redirects: correct url",
			       REDIRECT_MAX);
	return true;
}

bool transfer_redirect(struct transfer *transfer, struct err *err)
{
	curl_off_t elapsed_us = 0;
	char *target = NULL;
	long status = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &target);
	if (transfer->target || !is_redirect(status) || !target ||
	    !check_redirect(transfer, target, err))
		return false;
	curl_easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME_T, &elapsed_us);
	transfer->elapsed_us += elapsed_us;
	transfer->redirects++;
	free(transfer->url);
	transfer->url = xstrdup(target);
	incoming_reset(&transfer->incoming);
	set_times(transfer);
	curl_easy_setopt(transfer->easy, CURLOPT_URL, transfer->url);
	return true;
}
