/* SPDX-License-Identifier: MIT
 * nines check: validates the configuration and tries every source, one line each. */
#include "config.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/sources/source.h"
#include "nines/ui/keymap.h"
#include "nines/ui/theme.h"

#include "first_run.h"
#include "fold.h"
#include "print.h"
#include "session.h"

#define HEADING_LAST N_("FOUND AND ALLOWED, OR WHAT TO DO")

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

/* What to do where the words of the failure don't say it. */
static const char *next_step(const char *error)
{
	static const struct {
		const char *part, *step;
	} steps[] = {
		{N_("not found: is the url right?"), ""},
		{"HTTP 404", N_(": check url and its path")},
		{"HTTP 5", N_(": look into the log of that server")},
		{"variable", N_(": export it before nines is started")},
	};

	for (size_t i = 0; i < NINES_COUNT(steps); i++)
		if (strstr(error, _(steps[i].part)))
			return _(steps[i].step);
	return "";
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

/* What came of asking it; of a source that failed the reason and the next step. */
static void append_outcome(const struct snapshot *snapshot, size_t index, struct str *out)
{
	const struct source_view *source = &snapshot->sources[index];
	const char *error = source->error ? source->error : _("no answer yet: raise timeout");

	if (source->state != SOURCE_LIVE) {
		str_printf(out, "%s%s", error, next_step(error));
		return;
	}
	append_found(snapshot, index, out);
	append_rights(source, out);
	if (source->notice)
		str_printf(out, " (%s)", source->notice);
}

static void add_source(const struct snapshot *snapshot, size_t index, struct text_table *table)
{
	const struct source_view *source = &snapshot->sources[index];
	bool is_live = source->state == SOURCE_LIVE;
	struct str outcome;

	str_init(&outcome, 0);
	append_outcome(snapshot, index, &outcome);
	text_table_cell(table, source->name);
	text_table_cell(table, source->type);
	text_table_cell(table, is_live ? _("ok") : _(source_state_name(source->state)));
	if (is_live)
		text_table_printf(table, "%lld ms", (long long)source->latency_ms);
	else
		text_table_cell(table, NULL);
	text_table_cell(table, outcome.text);
	str_release(&outcome);
}

/* A line of its own, folded for a terminal. */
static void append_line(const char *lead, const char *text, struct str *out)
{
	int columns = fold_columns();

	fold_text(out, lead, text, columns > 0 ? columns : INT_MAX);
}

static void print_sources(const struct snapshot *snapshot, struct str *out)
{
	const char *const headings[] = {_("SOURCE"), _("TYPE"), _("STATE"), _("TIME"),
					_(HEADING_LAST)};
	struct text_table table;
	struct str whole;
	size_t live = 0;

	str_init(&whole, 0);
	text_table_init(&table, headings, NINES_COUNT(headings));
	for (size_t i = 0; i < snapshot->source_count; i++) {
		add_source(snapshot, i, &table);
		live += snapshot->sources[i].state == SOURCE_LIVE;
	}
	text_table_finish(&table, &whole);
	fold_table(out, whole.text,
		   text_columns_n(whole.text,
				  (size_t)(strstr(whole.text, _(HEADING_LAST)) - whole.text)),
		   fold_columns());
	str_clear(&whole);
	str_printf(&whole,
		   P_("%zu of %zu source answered", "%zu of %zu sources answered",
		      snapshot->source_count),
		   live, snapshot->source_count);
	str_printf(&whole,
		   P_(", %zu service found", ", %zu services found", snapshot->service_count),
		   snapshot->service_count);
	append_line("", whole.text, out);
	str_release(&whole);
}

/* Whether its query gives anything. */
static void print_indicator(const struct indicator_view *view, struct str *out)
{
	char value[INDICATOR_TEXT_MAX];

	indicator_value_format(view->value, view->unit, value);
	if (view->at_ms == 0)
		str_printf(out, _("indicator %s: no sample came from %s: %s\n"), view->name,
			   view->source ? view->source : _("a source that is not asked"),
			   view->query);
	else
		str_printf(out, _("indicator %s: %s, %s\n"), view->name, value,
			   _(indicator_level_name(view->state.level)));
}

/* Where the sources that failed are in the configuration. */
static void append_failed(const struct settings *settings, const struct snapshot *snapshot,
			  struct str *out)
{
	for (size_t i = 0; i < snapshot->source_count; i++) {
		const struct source_view *source = &snapshot->sources[i];

		if (source->state == SOURCE_LIVE)
			continue;
		for (size_t k = 0; k < settings->sources.len; k++)
			if (text_equal(settings->sources.items[k].name, source->name))
				str_printf(out, _(", [source %s] from line %d"), source->name,
					   settings->sources.items[k].section->line);
	}
}

/* What to do after a failure. */
static void append_next(const struct session *session, const struct snapshot *snapshot,
			struct str *out)
{
	struct str call, text;

	str_init(&call, 0);
	str_init(&text, 0);
	first_run_call(session->cli, "check", &call);
	str_printf(&text, _("put right what is said above (the configuration is %s"),
		   session->settings->path);
	append_failed(session->settings, snapshot, &text);
	str_printf(&text, _("), then %s again"), call.text);
	append_line(_("next: "), text.text, out);
	str_release(&call);
	str_release(&text);
}

/* A theme that can't be had is no reason to open nothing. */
static void note_theme(const char *name, struct str *out)
{
	struct theme theme;
	struct err err = {0};

	if (name && !theme_load(theme_resolve(name), &theme, &err))
		str_printf(out, _("notice: theme = %s: %s\n"), name, err.text);
}

static bool print_all(const struct session *session, const struct snapshot *snapshot)
{
	const struct settings *settings = session->settings;
	struct str out;
	bool is_good = snapshot->totals.is_complete;

	str_init(&out, 0);
	print_sources(snapshot, &out);
	for (size_t i = 0; i < snapshot->indicator_count; i++)
		print_indicator(&snapshot->indicators[i], &out);
	for (size_t i = 0; i < snapshot->notice_count; i++)
		str_printf(&out, _("notice: %s\n"), snapshot->notices[i].text);
	note_theme(settings->core.theme, &out);
	keymap_notes(settings, &out);
	if (!is_good)
		append_next(session, snapshot, &out);
	is_good &= cli_print(&out);
	str_release(&out);
	return is_good;
}

int check_session(struct session *session)
{
	const struct snapshot *snapshot = NULL;
	int code = EXIT_REFUSED;

	session->skips_history = session->sends_nothing = session->asks_login = true;
	if (session_start(session))
		snapshot = session_poll_once(session, session_patience_ms(session));
	if (snapshot && print_all(session, snapshot))
		code = EXIT_WELL;
	snapshot_unref(snapshot);
	session_stop(session);
	session->skips_history = session->sends_nothing = session->asks_login = false;
	return code;
}

/* For people; a script has the exit code. */
static void say_next(const struct cli *cli)
{
	struct str call, text;

	str_init(&call, 0);
	str_init(&text, 0);
	first_run_call(cli, NULL, &call);
	str_printf(&text, _("%s opens the dashboard"), call.text);
	fold_say(_("next: "), text.text);
	str_release(&call);
	str_release(&text);
}

static int run(struct cli *cli)
{
	struct session session = {0};
	int code = session_load(&session, cli) ? check_session(&session) : EXIT_CONFIG;

	if (code == EXIT_WELL && isatty(STDOUT_FILENO))
		say_next(cli);
	session_close(&session);
	return code;
}

const struct cli_command cli_command_check = {
	.name = "check",
	.synopsis = "",
	.example = "nines check --source pager",
	.about = N_("validate the configuration, try every source, and say what may be written"),
	.run = run,
};
