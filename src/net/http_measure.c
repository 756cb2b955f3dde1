/* SPDX-License-Identifier: MIT
 * What the curl handle knows of a transfer that ended: status, times, certificate, and the
 * kind of failure. */
#include "config.h"

#include <curl/curl.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "net/http_transfer.h"
#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"

void measures_clear(struct reply *reply)
{
	reply->dns_s = reply->connect_s = reply->tls_s = NAN;
	reply->first_byte_s = reply->total_s = NAN;
}

static double seconds_at(CURL *easy, CURLINFO which)
{
	curl_off_t us = 0;

	curl_easy_getinfo(easy, which, &us);
	return us > 0 ? (double)us / 1e6 : NAN;
}

/* curl's times count from the start of the transfer: a phase ends where the next begins. */
static void measure_phases(CURL *easy, struct reply *reply)
{
	double resolved = seconds_at(easy, CURLINFO_NAMELOOKUP_TIME_T);
	double connected = seconds_at(easy, CURLINFO_CONNECT_TIME_T);
	double secured = seconds_at(easy, CURLINFO_APPCONNECT_TIME_T);
	double first_byte = seconds_at(easy, CURLINFO_STARTTRANSFER_TIME_T);
	double asked = isnan(secured) ? connected : secured;

	reply->dns_s = resolved;
	reply->connect_s = connected - (isnan(resolved) ? 0 : resolved);
	reply->tls_s = secured - connected;
	reply->first_byte_s = first_byte - (isnan(asked) ? 0 : asked);
	reply->total_s = seconds_at(easy, CURLINFO_TOTAL_TIME_T);
}

/* "Nov 28 18:00:00 2026 GMT"; 0 = none. */
static int64_t parse_date(const char *text)
{
	time_t seconds = curl_getdate(text, NULL);

	return seconds > 0 ? (int64_t)seconds * SECOND_MS : 0;
}

/* The end of the server's own certificate, the first of the chain. */
static int64_t certificate_end(CURL *easy)
{
	static const char start[] = "Expire date:";
	struct curl_certinfo *chain = NULL;

	if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain ||
	    chain->num_of_certs < 1)
		return 0;
	for (const struct curl_slist *line = chain->certinfo[0]; line; line = line->next) {
		if (text_starts_with(line->data, start))
			return parse_date(line->data + sizeof(start) - 1);
	}
	return 0;
}

static enum reply_failure connect_failure(CURL *easy)
{
	static const int unrouted[] = {ENETUNREACH,   EHOSTUNREACH, ENETDOWN,
				       EADDRNOTAVAIL, EPERM,        EACCES};
	long number = 0;

	curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
	for (size_t i = 0; i < NINES_COUNT(unrouted); i++) {
		if (number == unrouted[i])
			return REPLY_UNROUTED;
	}
	return number == ECONNREFUSED ? REPLY_REFUSED : REPLY_BROKEN;
}

static enum reply_failure failure_of(CURL *easy, CURLcode code)
{
	double resolved = seconds_at(easy, CURLINFO_NAMELOOKUP_TIME_T);

	switch (code) {
	case CURLE_OK:
		return REPLY_CAME;
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		return REPLY_UNRESOLVED;
	case CURLE_COULDNT_CONNECT:
		return connect_failure(easy);
	case CURLE_OPERATION_TIMEDOUT:
		/* over before there was an address: the resolver is silent */
		return isnan(resolved) ? REPLY_UNRESOLVED : REPLY_TIMED_OUT;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CONNECT_ERROR:
		return REPLY_UNTRUSTED;
	default:
		return REPLY_BROKEN;
	}
}

void transfer_measure(const struct transfer *transfer, CURLcode code, struct reply *reply)
{
	curl_off_t elapsed_us = 0;
	long status = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME_T, &elapsed_us);
	reply->status = (int)status;
	reply->latency_ms = (transfer->elapsed_us + elapsed_us) / 1000;
	reply->failure = failure_of(transfer->easy, code);
	measure_phases(transfer->easy, reply);
	if (transfer->wants_cert)
		reply->cert_expires_ms = certificate_end(transfer->easy);
}
