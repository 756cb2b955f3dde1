/* SPDX-License-Identifier: MIT
 * Bodies of any size, as the servers would send them. */
#include "config.h"

#include "bodies.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/timefmt.h"

static const char *const severities[] = {"critical", "warning", "info", "page"};

static void minutes_before(int64_t now_ms, size_t minutes, char out[TIME_TEXT_MAX])
{
	time_format((now_ms / MINUTE_MS - (int64_t)minutes) * MINUTE_MS, out);
}

static void append_alert(struct str *out, size_t number, size_t services, int64_t now_ms)
{
	char starts[TIME_TEXT_MAX], updated[TIME_TEXT_MAX];

	minutes_before(now_ms, 61 + number % 2000, starts);
	minutes_before(now_ms, 1, updated);
	str_printf(out,
		   "{\"annotations\":{\"description\":\"The error rate of instance %zu is far "
		   "above what its objective allows; look at the dashboard, then at the last "
		   "deploy, then call the owner. %0*d\",\"runbook_url\":"
		   "\"https://wiki.example.org/runbooks/errors\",\"summary\":\"many errors\"},"
		   "\"endsAt\":\"2099-01-01T00:00:00.000Z\",\"fingerprint\":\"%016zx\","
		   "\"receivers\":[{\"name\":\"team-pager\"}],\"startsAt\":\"%s\","
		   "\"status\":{\"inhibitedBy\":[],\"silencedBy\":[],\"state\":\"active\"},"
		   "\"updatedAt\":\"%s\",\"generatorURL\":"
		   "\"https://prometheus.example.org/graph?g0.expr=errors&g0.tab=1\","
		   "\"labels\":{\"alertname\":\"HighErrorRate\",\"cluster\":\"eu-west-%zu\","
		   "\"environment\":\"production\",\"instance\":\"10.%zu.%zu.%zu:9100\","
		   "\"job\":\"node\",\"namespace\":\"shop\",\"pod\":\"shop-%zu-abcdef\","
		   "\"service\":\"svc-%05zu\",\"severity\":\"%s\",\"team\":\"team-%zu\"}}",
		   number, BODY_DIGITS, 0, number + 4096, starts, updated, number % 4,
		   number / 65536 % 256, number / 256 % 256, number % 256, number,
		   number % services, severities[number % 4], number % 7);
}

size_t body_alerts(struct str *out, size_t count, size_t size, size_t services, int64_t now_ms)
{
	const char *digits;

	str_append_char(out, '[');
	for (size_t i = 0; i < count && (size == 0 || out->len + 1200 < size); i++) {
		if (i > 0)
			str_append_char(out, ',');
		append_alert(out, i, services, now_ms);
	}
	str_append_char(out, ']');
	digits = strstr(out->text, "owner. ");
	return digits ? (size_t)(digits - out->text) + strlen("owner. ") : 0;
}

void body_vector(struct str *out, size_t services, int64_t now_ms)
{
	str_append(out, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[");
	for (size_t i = 0; i < services; i++)
		str_printf(out,
			   "%s{\"metric\":{\"service\":\"svc-%05zu\"},\"value\":[%lld,"
			   "\"%zu.25\"]}",
			   i ? "," : "", i, (long long)(now_ms / 1000), 100000 + i);
	str_append(out, "]}}");
}

static void append_row(struct str *out, size_t number, size_t services, int64_t created_ms)
{
	char created[TIME_TEXT_MAX], resolved[TIME_TEXT_MAX];

	time_format(created_ms, created);
	time_format(created_ms + (int64_t)(5 + number % 90) * MINUTE_MS, resolved);
	str_printf(
		out,
		"{\"id\":\"Q%012zX\",\"incident_number\":%zu,\"description\":"
		"\"HighErrorRate on svc-%05zu: 5 %% of the requests fail\","
		"\"created_at\":\"%.19s\",\"resolved_at\":\"%.19s\",\"seconds_to_first_ack\":%zu,"
		"\"auto_resolved\":false,\"priority_name\":\"P%zu\",\"urgency\":\"high\","
		"\"service_id\":\"PS%05zu\",\"service_name\":\"svc-%05zu\","
		"\"team_name\":\"team-%zu\",\"status\":\"resolved\"}",
		number, number, number % services, created, resolved, 30 + number % 1500,
		1 + number % 5, number % services, number % services, number % 7);
}

void body_analytics(struct str *out, size_t count, size_t services, int days, int64_t now_ms)
{
	int64_t span_ms = (int64_t)days * DAY_MS;

	str_append(out, "{\"first\":\"a\",\"last\":\"b\",\"limit\":1000,\"more\":true,\"data\":[");
	for (size_t i = 0; i < count; i++) {
		int64_t age_ms = (int64_t)(i * 7919 % 100003) * (span_ms / 100003);

		if (i > 0)
			str_append_char(out, ',');
		append_row(out, i, services, now_ms - age_ms - 3 * (int64_t)HOUR_MS);
	}
	str_append(out, "]}");
}
