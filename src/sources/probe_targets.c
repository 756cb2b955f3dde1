/* SPDX-License-Identifier: MIT
 * What the probe is told: targets of each service, expected status codes, N of M. */
#include "config.h"

#include "probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/str.h"

enum { LOOKS_MAX = 20, STATUS_FIRST = 100, STATUS_LAST = 599 };

static const char tcp_scheme[] = "tcp://";

/* A copy of the address that is asked for `text`; NULL with what is wrong. */
static char *address_of(const char *text, bool is_tcp, struct err *err)
{
	static const struct option row = {.key = "check", .type = OPTION_LINK};
	char *wanted = is_tcp ? xasprintf("http://%s", text + strlen(tcp_scheme)) : xstrdup(text);
	const char *host = wanted + strlen("http://");
	const char *port = is_tcp ? strrchr(host, ':') : NULL;
	char *address = NULL;

	if (!text_starts_with(wanted, "http://") && !text_starts_with(wanted, "https://")) {
		err_set(err, ERR_CONFIG, "expected http://, https:// or tcp://HOST:PORT");
	} else if (!option_parse_value(&row, wanted, &address, err)) {
		if (err->code == ERR_NONE)
			err_set(err, ERR_CONFIG, "malformed URL");
	} else if (strchr(wanted, '#')) {
		err_set(err, ERR_CONFIG, "a URL without #");
	} else if (is_tcp && (!port || strchr(port, ']') || strchr(host, '/'))) {
		err_set(err, ERR_CONFIG, "expected tcp://HOST:PORT");
	}
	free(wanted);
	if (err->code == ERR_NONE)
		return address;
	free(address);
	return NULL;
}

static bool is_known(const struct probe *probe, const struct probe_target *target)
{
	for (size_t i = 0; i < probe->target_count; i++) {
		const struct probe_target *known = &probe->targets[i];

		if (strcmp(known->service, target->service) == 0 &&
		    strcmp(known->text, target->text) == 0)
			return true;
	}
	return false;
}

static void target_release(struct probe_target *target)
{
	free(target->text);
	free(target->url);
}

static bool add_target(struct probe *probe, const char *service, const char *text, size_t len,
		       struct err *err)
{
	struct probe_target target = {.service = service, .text = xstrndup(text, len)};
	bool is_new;

	target.is_tcp = text_starts_with(target.text, tcp_scheme);
	target.url = address_of(target.text, target.is_tcp, err);
	is_new = !is_known(probe, &target);
	if (target.url && is_new && probe->target_count < PROBE_TARGETS_MAX) {
		probe->targets[probe->target_count++] = target;
		return true;
	}
	target_release(&target);
	if (err->code != ERR_NONE)
		return err_prefix(err, "check.%s: ", service);
	if (!is_new)
		return err_set(err, ERR_CONFIG, "check.%s: the same target twice", service);
	return err_set(err, ERR_CONFIG, "more than %d targets", PROBE_TARGETS_MAX);
}

/* Targets stand between blanks; a comma may be part of a URL. */
static bool add_targets(struct probe *probe, const struct text_pair *pair, struct err *err)
{
	const char *text = pair->value;
	size_t count = 0;

	while (*(text += strspn(text, " \t"))) {
		size_t len = strcspn(text, " \t");

		if (!add_target(probe, pair->name, text, len, err))
			return false;
		text += len;
		count++;
	}
	return count > 0 || err_set(err, ERR_CONFIG, "check.%s: no target", pair->name);
}

/* Reads digits, at most three; *text moves past them. */
static bool read_count(const char **text, unsigned *count)
{
	const char *start = *text;

	for (*count = 0; **text >= '0' && **text <= '9' && *text - start < 3; (*text)++)
		*count = *count * 10 + (unsigned)(**text - '0');
	return *text > start;
}

static bool add_range(struct probe *probe, const char *text, struct err *err)
{
	struct probe_range range = {0};
	unsigned first = 0, last = 0;
	bool is_good = read_count(&text, &first);

	last = first;
	if (is_good && *text == '-') {
		text++;
		is_good = read_count(&text, &last);
	}
	if (is_good && *text == '\0')
		range = (struct probe_range){(int)first, (int)last};
	if (range.first < STATUS_FIRST || range.last > STATUS_LAST || range.first > range.last)
		return err_set(err, ERR_CONFIG,
			       "expect_status: expected numbers and ranges such as 200-299, 401");
	if (probe->range_count == PROBE_RANGES_MAX)
		return err_set(err, ERR_CONFIG, "expect_status: more than %d ranges",
			       PROBE_RANGES_MAX);
	probe->ranges[probe->range_count++] = range;
	return true;
}

/* "3" or "2 of 3". */
static bool read_rule(struct probe *probe, struct err *err)
{
	const char *text = probe->down_after;
	bool is_good = read_count(&text, &probe->failures);

	probe->looks = probe->failures;
	if (is_good && text_starts_with(text, " of ")) {
		text += strlen(" of ");
		is_good = read_count(&text, &probe->looks);
	}
	if (!is_good || *text)
		probe->failures = 0;
	if (probe->failures < 1 || probe->failures > probe->looks || probe->looks > LOOKS_MAX)
		return err_set(err, ERR_CONFIG,
			       "down_after: expected failures in a row such as 3, or some of the "
			       "last such as 2 of 3, at most %d",
			       LOOKS_MAX);
	return true;
}

bool probe_resolve(struct probe *probe, struct err *err)
{
	if (probe->checks.len == 0)
		return err_set(err, ERR_CONFIG,
			       "nothing to look at: add check.SERVICE = https://HOST/PATH");
	if (probe->expect_body && probe->method == PROBE_HEAD)
		return err_set(err, ERR_CONFIG, "expect_body needs method = GET");
	probe->targets = xcalloc(PROBE_TARGETS_MAX, sizeof(*probe->targets));
	for (size_t i = 0; i < probe->checks.len; i++) {
		if (!add_targets(probe, &probe->checks.items[i], err))
			return false;
	}
	for (size_t i = 0; i < probe->expect_status.len; i++) {
		if (!add_range(probe, probe->expect_status.items[i], err))
			return false;
	}
	return read_rule(probe, err);
}

void probe_forget(struct probe *probe)
{
	for (size_t i = 0; i < probe->target_count; i++)
		target_release(&probe->targets[i]);
	free(probe->targets);
	probe->targets = NULL;
	probe->target_count = 0;
}
