/* SPDX-License-Identifier: MIT
 * What came of asking a source, in words: what was found, what its login may do, or why it failed
 * and what to do. */
#include "config.h"

#include "check_outcome.h"

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/sources/source.h"

struct counts {
	size_t incidents, shifts, indicators;
};

static struct counts count_of(const struct snapshot *snapshot, size_t source)
{
	struct counts counts = {0};

	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];

		counts.incidents += incident->source == source;
		for (size_t k = 0; k < incident->joined_count; k++)
			counts.incidents += incident->joined[k]->source == source;
	}
	for (size_t i = 0; i < snapshot->oncall_count; i++)
		counts.shifts += snapshot->oncall[i].source == source;
	for (size_t i = 0; i < snapshot->indicator_count; i++)
		counts.indicators +=
			text_equal(snapshot->indicators[i].source, snapshot->sources[source].name);
	return counts;
}

/* Those of the verbs that have a name, each after a comma but the first. */
static void append_verbs(unsigned verbs, const char *lead, struct str *out)
{
	for (int verb = VERB_NONE + 1; verb < VERB_COUNT; verb++) {
		const struct verb_info *info = verb_info((enum verb)verb);

		if (!(verbs & VERB_BIT(verb)) || !info->phrase[0])
			continue;
		str_printf(out, "%s%s", lead, info->name);
		lead = ", ";
	}
}

/* What the server says that this login may, may not, and what can only be tried. */
static void append_known(const struct source_view *source, struct str *out)
{
	unsigned allowed = source->verbs & source->login.allowed;
	unsigned refused = source->verbs & source->login.refused;

	if (refused == source->verbs) {
		str_append(out, _("; may read, nothing can be written"));
		return;
	}
	str_append(out, _("; may read"));
	append_verbs(allowed, ", ", out);
	append_verbs(refused, _("; may not "), out);
	append_verbs(source->verbs & ~allowed & ~refused, _("; not known without trying: "), out);
	if (source->acts_as)
		str_printf(out, _("; writes as %s"), source->acts_as);
}

/* What the login may do there, and how far that is known. */
static void append_rights(const struct source_view *source, struct str *out)
{
	const struct source_ops *ops = source_ops_find(source->type);
	const char *rights = ops ? ops->rights : NULL;

	if (source->login.text)
		str_printf(out, "; %s", source->login.text);
	if (source->is_read_only) {
		str_append(out, _("; may read, nothing else: read_only is on"));
	} else if (!source->verbs) {
		str_append(out, _("; may read, nothing can be written"));
	} else if (rights) {
		append_verbs(source->verbs, _("; may read, "), out);
		str_printf(out, ": %s", _(rights));
	} else {
		append_known(source, out);
	}
}

/* What to do where the words of the failure don't say it; %s is what should be there. */
static const struct next_step {
	const char *part, *step;
} next_steps[] = {
	{N_("not found: is the url right?"), N_(" %s is asked for there")},
	{"HTTP 404", N_(": check url and its path, %s is asked for there")},
	{"HTTP 5", N_(": look into the log of that server")},
	{"variable", N_(": export it before nines is started")},
	{"exit status", N_(": run that command by hand to see why")},
	{"can't be run", N_(": check that command")},
	{"No such file", N_(": put the secret there, mode 0600, or correct the path")},
};

/* Puts `what` in the place of %s. */
static void fill_in(const char *text, const char *what, struct str *out)
{
	const char *mark = strstr(text, "%s");

	if (mark)
		str_printf(out, "%.*s%s%s", (int)(mark - text), text, what, mark + 2);
	else
		str_append(out, text);
}

static void append_failure(const struct source_view *source, struct str *out)
{
	const struct source_ops *ops = source_ops_find(source->type);
	const char *error = source->error ? source->error : _("no answer yet: raise timeout");
	const struct next_step *step = next_steps;
	const struct next_step *end = step + NINES_COUNT(next_steps);

	while (step < end && !strstr(error, _(step->part)))
		step++;
	str_append(out, error);
	if (step < end)
		fill_in(_(step->step), ops ? ops->title : source->type, out);
}

/* The comma after what was found before. */
static struct str *more(struct str *out)
{
	if (out->len > 0)
		str_append(out, ", ");
	return out;
}

/* What it tells of people's work. */
static void append_work(const struct source_view *source, struct str *out)
{
	if (source->deploys > 0)
		str_printf(more(out), P_("%zu deploy", "%zu deploys", source->deploys),
			   source->deploys);
	if (source->reviews > 0)
		str_printf(more(out), P_("%zu review", "%zu reviews", source->reviews),
			   source->reviews);
	if (source->actions > 0)
		str_printf(more(out), P_("%zu action item", "%zu action items", source->actions),
			   source->actions);
}

static void append_found(const struct snapshot *snapshot, size_t index, struct str *out)
{
	const struct source_view *source = &snapshot->sources[index];
	struct counts counts = count_of(snapshot, index);

	if (source->services > 0)
		str_printf(more(out), P_("%zu service", "%zu services", source->services),
			   source->services);
	if (counts.incidents > 0)
		str_printf(more(out),
			   P_("%zu open incident", "%zu open incidents", counts.incidents),
			   counts.incidents);
	if (counts.shifts > 0)
		str_printf(more(out), P_("%zu on-call shift", "%zu on-call shifts", counts.shifts),
			   counts.shifts);
	if (counts.indicators > 0)
		str_printf(more(out), P_("%zu indicator", "%zu indicators", counts.indicators),
			   counts.indicators);
	append_work(source, out);
	if (out->len == 0)
		str_append(out, _("nothing open"));
}

void check_outcome(const struct snapshot *snapshot, size_t index, struct str *out)
{
	const struct source_view *source = &snapshot->sources[index];

	if (source->state != SOURCE_LIVE) {
		append_failure(source, out);
		return;
	}
	append_found(snapshot, index, out);
	append_rights(source, out);
	if (source->notice)
		str_printf(out, " (%s)", source->notice);
}
