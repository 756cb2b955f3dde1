/* SPDX-License-Identifier: MIT
 * The built-in probe: looks at URLs and ports itself. A target that refuses, is silent or
 * answers wrongly is down; a look for which we had no address or no route says nothing,
 * since the network that is gone may be ours (the collector thinks so, too, when no host
 * could be connected to). */
#include "config.h"

#include "probe.h"

#include <stdlib.h>

#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/model/check_state.h"

#include "adapter.h"

#define FIELD(name) offsetof(struct probe, name)

static const struct option options[] = {
	{.key = "check",
	 .type = OPTION_PAIRS,
	 .offset = FIELD(checks),
	 .example = "check.shop = https://shop.example.com/health tcp://db:5432",
	 .help = N_(
		 "what of a service is looked at: http, https or tcp://HOST:PORT, several between "
		 "blanks; it is down when all are, each counts its share of the service's uptime, and no login is ever sent "
		 "to one")},
	{.key = "method",
	 .type = OPTION_CHOICE,
	 .offset = FIELD(method),
	 .choices = "GET HEAD",
	 .fallback = "GET",
	 .help = N_("how a URL is asked; redirects are not followed")},
	{.key = "expect_status",
	 .type = OPTION_LIST,
	 .offset = FIELD(expect_status),
	 .fallback = "200-399",
	 .example = "200-299, 401",
	 .help = N_("status codes and ranges that count as up")},
	{.key = "expect_body",
	 .type = OPTION_STRING,
	 .offset = FIELD(expect_body),
	 .help = N_("text that the first MB of the body must hold to count as up")},
	{.key = "down_after",
	 .type = OPTION_STRING,
	 .offset = FIELD(down_after),
	 .fallback = "3",
	 .example = "2 of 3",
	 .help = N_(
		 "failed looks after which a target is down: so many in a row, or some of the last "
		 "ones; until then it is degraded; uptime counts from the first failed look")},
	{.key = "up_after",
	 .type = OPTION_INT,
	 .offset = FIELD(up_after),
	 .fallback = "2",
	 .min = 1,
	 .max = 20,
	 .help = N_("good looks in a row after which a target that was down is up")},
	{.key = "tls_warn",
	 .type = OPTION_DURATION,
	 .offset = FIELD(tls_warn_ms),
	 .fallback = "14d",
	 .max = 366.0 * DAY_MS,
	 .help = N_("a certificate that ends sooner makes its service degraded")},
	{.key = "slow",
	 .type = OPTION_DURATION,
	 .offset = FIELD(slow_ms),
	 .fallback = "0s",
	 .max = 10.0 * MINUTE_MS,
	 .help = N_("an answer that takes longer makes its service degraded; 0s = never")},
	{0},
};

static bool check(struct source *source, struct err *err)
{
	const struct source_common *common = &source->common;

	if (common->token.kind != SECRET_NONE || common->username || common->headers.len > 0 ||
	    common->client_cert)
		return err_set(err, ERR_CONFIG,
			       "a probe sends no login: remove token, username, header and "
			       "client_cert");
	return probe_resolve(source->priv, err);
}

static bool plan(const struct source *source, struct plan *plan, struct err *err NINES_UNUSED)
{
	const struct probe *probe = source->priv;

	for (size_t i = 0; i < probe->target_count; i++) {
		const struct probe_target *target = &probe->targets[i];
		const char *key =
			arena_printf(&plan->arena, "%s %s", target->service, target->text);
		struct plan_request *added = plan_get(plan, key, (int)i, "");

		added->takes_failures = true;
		added->request.method = probe->method == PROBE_HEAD ? HTTP_HEAD : HTTP_GET;
		added->request.accept = "*/*";
		added->request.target = arena_strdup(&plan->arena, target->url);
		added->request.is_connect = target->is_tcp;
		added->request.wants_cert = true;
		added->request.body_max = probe->expect_body ? PROBE_BODY_MAX : PROBE_SKIM_MAX;
	}
	return true;
}

static bool parse(const struct source *source, const struct source_reply *reply,
		  struct facts *facts, struct plan *more NINES_UNUSED, struct err *err)
{
	const struct probe *probe = source->priv;
	size_t index = (size_t)reply->request->tag;

	if (index >= probe->target_count)
		return err_set(err, ERR_PROTOCOL, "no such target");
	probe_judge(probe, &probe->targets[index], reply, facts);
	return true;
}

static void check_rule(const struct source *source, struct check_rule *rule)
{
	const struct probe *probe = source->priv;

	*rule = (struct check_rule){
		.failures = probe->failures,
		.looks = probe->looks,
		.successes = (unsigned)probe->up_after,
		.cert_warn_ms = probe->tls_warn_ms,
		.slow_s = (double)probe->slow_ms / SECOND_MS,
	};
}

static void release(struct source *source)
{
	probe_forget(source->priv);
}

const struct source_ops probe_source = {
	.type = "probe",
	.title = "Probe",
	.about = N_(
		"looks at web pages and ports itself; when a name isn't found, there is no route, "
		"or not one of three or more hosts can be connected to, a look says nothing: the "
		"network that is gone may be ours"),
	.needs = N_("No credential: it sends none. It only has to reach the "
		    "targets."),
	.example = "check.checkout = https://shop.example.org/health tcp://db.example.org:5432\n"
		   "down_after = 2 of 3\n"
		   "tls_warn = 21d\n",
	.caps = SOURCE_CAP_UPTIME | SOURCE_CAP_SERVICES | SOURCE_CAP_CHECKS,
	.interval_default_ms = MINUTE_MS,
	.interval_min_ms = 5 * SECOND_MS,
	.asks = "check",
	.options = options,
	.priv_size = sizeof(struct probe),
	.check = check,
	.plan = plan,
	.parse = parse,
	.release = release,
	.takes_no_url = true,
	.requests_max = 32,
	.check_rule = check_rule,
};
