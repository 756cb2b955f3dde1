/* SPDX-License-Identifier: MIT
 * Why a transfer failed, in words a user can act on. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "net/url_check.h"
#include "net/http_transfer.h"
#include "nines/base/arena.h"
#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

enum { DETAIL_MAX = 200 };

/* One line of text per result; %s is the host and port. */
static const struct cause {
	CURLcode code;
	enum err_code err;
	const char *text;
} causes[] = {
	{CURLE_URL_MALFORMAT, ERR_CONFIG, N_("url is malformed")},
	{CURLE_COULDNT_RESOLVE_HOST, ERR_NET, N_("name %s not found: check url and the network")},
	{CURLE_COULDNT_RESOLVE_PROXY, ERR_NET, N_("name of the proxy not found: check proxy")},
	{CURLE_PROXY, ERR_NET, N_("the proxy did not connect to %s: check proxy")},
	{CURLE_PARTIAL_FILE, ERR_NET, N_("reply of %s was cut short: check the server")},
	{CURLE_GOT_NOTHING, ERR_NET, N_("%s closed the connection without a reply")},
	{CURLE_SEND_ERROR, ERR_NET, N_("connection to %s was lost while sending")},
	{CURLE_RECV_ERROR, ERR_NET, N_("connection to %s was lost before the whole reply came")},
	{CURLE_ABORTED_BY_CALLBACK, ERR_NET, N_("%s closed the connection without a reply")},
	{CURLE_BAD_CONTENT_ENCODING, ERR_PROTOCOL, N_("reply of %s has broken compression")},
	{CURLE_WEIRD_SERVER_REPLY, ERR_PROTOCOL, N_("%s does not answer in http: check url")},
	{CURLE_UNSUPPORTED_PROTOCOL, ERR_PROTOCOL, N_("%s does not answer in http: check url")},
	{CURLE_HTTP2, ERR_NET, N_("http/2 connection to %s broke")},
	{CURLE_HTTP2_STREAM, ERR_NET, N_("http/2 request to %s was broken off")},
	{CURLE_SSL_CACERT_BADFILE, ERR_TLS, N_("ca_file can't be read: check its path and form")},
	{CURLE_SSL_CERTPROBLEM, ERR_TLS, N_("client_cert or client_key can't be used: check both")},
	{CURLE_SSL_CONNECT_ERROR, ERR_TLS,
	 N_("tls handshake with %s failed: check that url's port "
	    "speaks https")},
};

/* The end of curl's own words, which may quote the server: cleaned, one line. */
static void curl_detail(const struct transfer *transfer, CURLcode code, char out[DETAIL_MAX])
{
	static const char *const starts[] = {"SSL certificate problem: ", "SSL: "};
	const char *text = transfer->error[0] ? transfer->error : curl_easy_strerror(code);
	struct arena arena = {0};

	for (size_t i = 0; i < NINES_COUNT(starts); i++)
		if (text_starts_with(text, starts[i]))
			text += strlen(starts[i]);
	snprintf(out, DETAIL_MAX, "%s", text_clean(&arena, text, strlen(text), DETAIL_MAX - 1));
	out[0] = (char)tolower((unsigned char)out[0]);
	arena_release(&arena);
}

/* curl gives one code for its low-speed limit and for the time of the whole request; only
 * the first can come well before that time is over. */
static bool was_too_slow(const struct transfer *transfer)
{
	curl_off_t taken_us = 0;
	int64_t taken_ms;

	curl_easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME_T, &taken_us);
	taken_ms = (transfer->elapsed_us + taken_us) / 1000;
	return taken_ms > (LOW_SPEED_SECONDS - 1) * SECOND_MS &&
	       taken_ms < transfer_timeout_ms(transfer) - SECOND_MS;
}

static void explain_timeout(const struct transfer *transfer, const char *host, struct err *err)
{
	int64_t timeout_ms = transfer_timeout_ms(transfer);
	char limit[TIME_TEXT_MAX];

	if (!transfer->sends && timeout_ms > CONNECT_TIMEOUT_MS)
		timeout_ms = CONNECT_TIMEOUT_MS;
	duration_format_exact(timeout_ms, limit);
	if (!transfer->sends)
		err_set(err, ERR_NET, "no connection to %s within %s: check url and the network",
			host, limit);
	else if (was_too_slow(transfer))
		err_set(err, ERR_NET, "%s sent next to nothing for %ds: check that it is well",
			host, LOW_SPEED_SECONDS);
	else
		err_set(err, ERR_NET,
			"no whole reply from %s within %s: raise timeout if it is just slow", host,
			limit);
}

static void explain_connect(const struct transfer *transfer, const char *host, struct err *err)
{
	char reason[DETAIL_MAX];
	long number = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number);
	snprintf(reason, sizeof(reason), "%s", number ? strerror((int)number) : _("no route"));
	reason[0] = (char)tolower((unsigned char)reason[0]);
	if (transfer->endpoint->proxy)
		err_set(err, ERR_NET, "can't connect to the proxy for %s (%s): check proxy", host,
			reason);
	else
		err_set(err, ERR_NET, "can't connect to %s (%s): check that it runs there", host,
			reason);
}

/* What helps against a certificate that was not accepted, by a word of the reason. */
static const char *certificate_advice(const char *detail)
{
	if (text_contains_nocase(detail, "match"))
		return _("correct url or the certificate");
	if (text_contains_nocase(detail, "expired") || text_contains_nocase(detail, "not yet"))
		return _("renew it or set the clock");
	return _("set ca_file to the one that signed it");
}

static void explain_certificate(const struct transfer *transfer, const char *host, struct err *err)
{
	char detail[DETAIL_MAX];

	curl_detail(transfer, CURLE_PEER_FAILED_VERIFICATION, detail);
	err_set(err, ERR_TLS, "certificate of %s not accepted (%s): %s", host, detail,
		certificate_advice(detail));
}

static const struct cause *cause_of(CURLcode code)
{
	for (size_t i = 0; i < NINES_COUNT(causes); i++)
		if (causes[i].code == code)
			return &causes[i];
	return NULL;
}

/* Puts the host in the place of "%s". */
static void explain_cause(const struct cause *cause, const char *host, struct err *err)
{
	const char *text = _(cause->text), *mark = strstr(text, "%s");

	if (!mark)
		err_set(err, cause->err, "%s", text);
	else
		err_set(err, cause->err, "%.*s%s%s", (int)(mark - text), text, host, mark + 2);
}

static void explain_other(const struct transfer *transfer, CURLcode code, const char *host,
			  struct err *err)
{
	const struct cause *cause = cause_of(code);
	char detail[DETAIL_MAX];

	if (cause) {
		explain_cause(cause, host, err);
		return;
	}
	curl_detail(transfer, code, detail);
	err_set(err, ERR_NET, "request to %s failed: %s", host, detail);
}

void transfer_explain(const struct transfer *transfer, CURLcode code, struct err *err)
{
	char host[HOST_LABEL_MAX];

	if (transfer->incoming.err.code != ERR_NONE) {
		*err = transfer->incoming.err;
		return;
	}
	url_host_label(transfer->url, host);
	if (transfer_explain_scheme(transfer, code, err))
		return;
	if (code == CURLE_OPERATION_TIMEDOUT)
		explain_timeout(transfer, host, err);
	else if (code == CURLE_COULDNT_CONNECT)
		explain_connect(transfer, host, err);
	else if (code == CURLE_PEER_FAILED_VERIFICATION)
		explain_certificate(transfer, host, err);
	else
		explain_other(transfer, code, host, err);
}
