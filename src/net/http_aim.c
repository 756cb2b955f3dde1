/* SPDX-License-Identifier: MIT
 * Requests to a target that is not the source's own server: what the source trusts goes
 * along, what it logs in with does not. */
#include "config.h"

#include <curl/curl.h>
#include <string.h>

#include "net/http_transfer.h"
#include "nines/base/alloc.h"
#include "nines/base/str.h"

void transfer_aim(struct transfer *transfer, const struct request *request)
{
	const struct endpoint *from = transfer->endpoint;

	if (!request->target)
		return;
	transfer->target = xstrdup(request->target);
	transfer->wants_cert = request->wants_cert;
	/* member by member: a login that is added to the struct one day must not slip in */
	transfer->aimed = (struct endpoint){
		.url = transfer->target,
		.ca_file = from->ca_file,
		.proxy = from->proxy,
		.skips_verify = from->skips_verify,
		.timeout_ms = from->timeout_ms,
		.body_limit = from->body_limit,
	};
	transfer->endpoint = &transfer->aimed;
}

void transfer_aim_handle(struct transfer *transfer, const struct request *request)
{
	CURL *easy = transfer->easy;

	if (!transfer->target)
		return;
	/* A kept connection or a kept name would hide what new clients see. */
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
	curl_easy_setopt(easy, CURLOPT_CERTINFO, request->wants_cert ? 1L : 0L);
	if (!request->is_connect)
		return;
	curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
	/* through a proxy it would be the proxy that is looked at */
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
}
