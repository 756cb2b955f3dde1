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

#include "check_outcome.h"
#include "first_run.h"
#include "fold.h"
#include "print.h"
#include "session.h"

#define HEADING_LAST N_("FOUND AND ALLOWED, OR WHAT TO DO")

static void add_source(const struct snapshot *snapshot, size_t index, struct text_table *table)
{
	const struct source_view *source = &snapshot->sources[index];
	bool is_live = source->state == SOURCE_LIVE;
	struct str outcome;

	str_init(&outcome, 0);
	check_outcome(snapshot, index, &outcome);
	text_table_cell(table, source->name);
	text_table_cell(table, source->type);
	text_table_cell(table, is_live ? _("ok") : _(source_state_name(SOURCE_FAILED)));
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
		   live > 0 ? P_(", %zu service found", ", %zu services found",
				 snapshot->service_count)
			    : P_(", %zu service configured", ", %zu services configured",
				 snapshot->service_count),
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
