/* SPDX-License-Identifier: MIT
 * The manual's part about the types of source: what each brings and can do, what its
 * credential needs, an example, its options. */
#include "config.h"

#include "manual.h"

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/conf/manual.h"
#include "nines/sources/source.h"
#include "roff.h"

static const struct {
	enum source_cap cap;
	const char *what;
} brought[] = {
	{SOURCE_CAP_INCIDENTS, "open incidents"},
	{SOURCE_CAP_HISTORY, "closed incidents"},
	{SOURCE_CAP_SERVICES, "the names and states of services"},
	{SOURCE_CAP_UPTIME, "availability"},
	{SOURCE_CAP_CHECKS, "looks of its own, kept as uptime"},
	{SOURCE_CAP_ONCALL, "who is on call"},
	{SOURCE_CAP_DEPLOYS, "deploys"},
	{SOURCE_CAP_TASKS, "reviews and action items"},
	{SOURCE_CAP_RULES, "alert rules"},
	{SOURCE_CAP_INDICATORS, "values of indicators"},
	{SOURCE_CAP_PAST, "all of that for any time in the past"},
	{SOURCE_CAP_ACK_LEASE, "acknowledgements that lapse unless they are renewed"},
};

static void write_brought(const struct source_ops *ops, struct str *out)
{
	size_t count = 0;

	for (size_t i = 0; i < NINES_COUNT(brought); i++) {
		if (ops->caps & (unsigned)brought[i].cap)
			str_printf(out, "%s%s", count++ == 0 ? "It brings " : ",\n",
				   brought[i].what);
	}
	str_append(out, ".\n");
}

static void write_verbs(const struct source_ops *ops, struct str *out)
{
	size_t count = 0;

	for (int verb = VERB_NONE + 1; verb < VERB_COUNT; verb++) {
		if (!(ops->verbs & VERB_BIT(verb)) || !verb_info((enum verb)verb)->phrase[0])
			continue;
		str_printf(out, "%s\n.Cm %s", count++ == 0 ? "It can" : " ,",
			   verb_name((enum verb)verb));
	}
	str_append(out, count > 0 ? " .\n" : "Nothing is written to it.\n");
	if (!ops->lacks)
		return;
	str_append(out, ".Bl -tag -width reassign -offset indent -compact\n");
	for (const struct verb_lack *lack = ops->lacks; lack->why; lack++) {
		str_printf(out, ".It not Cm %s\n", verb_name(lack->verb));
		roff_sentence(out, lack->why);
	}
	str_append(out, ".El\n");
}

static void write_cadence(const struct source_ops *ops, struct str *out)
{
	char least[TIME_TEXT_MAX], usual[TIME_TEXT_MAX];

	duration_format_exact(ops->interval_min_ms, least);
	duration_format_exact(ops->interval_default_ms, usual);
	if (ops->interval_default_ms > 0)
		str_printf(out, "It is polled every %s", usual);
	else
		str_append(out, "It is polled as often as\n.Li refresh\nof the section nines says");
	str_printf(out, ", and never more often than every %s.\n", least);
	if (ops->url_default)
		str_printf(out, "Its url need not be set: it is\n.Lk %s .\n", ops->url_default);
	if (ops->takes_no_url)
		str_append(out, "It has no url of its own.\n");
}

static void write_example(const struct source_ops *ops, struct str *out)
{
	struct str example;

	str_init(&example, 0);
	str_printf(&example, "[source %s]\ntype = %s\n%s", ops->type, ops->type, ops->example);
	roff_display(out, example.text);
	str_release(&example);
}

static void write_source(const struct source_ops *ops, struct str *out)
{
	str_printf(out, ".Ss %s\n.Li type = %s\n.Pp\n", ops->title, ops->type);
	roff_sentence(out, ops->about);
	write_brought(ops, out);
	write_cadence(ops, out);
	str_append(out, ".Pp\nIts credential:\n");
	roff_text(out, ops->needs);
	str_append(out, "\n.Pp\n");
	write_verbs(ops, out);
	write_example(ops, out);
	str_append(out, ".Pp\nIts options:\n.Bl -tag -width Ds\n");
	settings_write_manual(ops->options, out);
	str_append(out, ".El\n");
}

void manual_sources(struct str *out)
{
	for (size_t i = 0; source_registry[i]; i++)
		write_source(source_registry[i], out);
}
