/* SPDX-License-Identifier: MIT
 * nines report: the figures of a stretch of time, or of the shift that ends now. */
#include "config.h"

#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/ident.h"
#include "nines/base/timefmt.h"
#include "nines/model/incident_stats.h"
#include "nines/report/report.h"
#include "print.h"
#include "report_range.h"
#include "session.h"

/* A shift that has no beginning that is known is taken to be a day. */
#define SHIFT_MS ((int64_t)DAY_MS)

enum { TEAMS_MAX = 256 };

typedef void write_fn(const struct report *report, struct str *out);

static const struct {
	const char *name;
	write_fn *write;
} formats[] = {
	{"text", report_write_text}, {"markdown", report_write_markdown},
	{"html", report_write_html}, {"json", report_write_json},
	{"csv", report_write_csv},
};

static write_fn *find_format(const char *name)
{
	const char *names[NINES_COUNT(formats)];
	const char *nearest;

	if (!name)
		return formats[0].write;
	for (size_t i = 0; i < NINES_COUNT(formats); i++) {
		names[i] = formats[i].name;
		if (strcmp(formats[i].name, name) == 0)
			return formats[i].write;
	}
	nearest = nearest_word(name, names, NINES_COUNT(names));
	cli_complain("--format %s: wanted text, markdown, html, json or csv%s%s", name,
		     nearest ? _(": did you mean ") : "", nearest ? nearest : "");
	return NULL;
}

/* Since the longest-standing first-level shift of the team (NULL = of any) began. */
static int64_t shift_start(const struct snapshot *snapshot, const char *team)
{
	int64_t start_ms = 0;

	for (size_t i = 0; i < snapshot->oncall_count; i++) {
		const struct shift_view *shift = &snapshot->oncall[i];

		if (shift->level > 1 || shift->start_ms == 0 ||
		    (team && (!shift->team || strcmp(shift->team, team) != 0)))
			continue;
		if (start_ms == 0 || shift->start_ms < start_ms)
			start_ms = shift->start_ms;
	}
	return start_ms > 0 ? start_ms : snapshot->built_ms - SHIFT_MS;
}

static bool write_report(struct report *report, write_fn *write)
{
	struct str out;
	bool is_printed;

	str_init(&out, 0);
	write(report, &out);
	report_free(report);
	is_printed = cli_print(&out);
	str_release(&out);
	return is_printed;
}

/* The figures of incidents of the shift; those of the snapshot are of its window. */
static const struct incident_stats *stats_of(const struct session *session,
					     const struct snapshot *snapshot,
					     const struct report_range *range)
{
	struct catalog *catalog = catalog_from_settings(session->settings);
	const struct incident_stats *stats =
		incident_stats_of(snapshot, catalog, range->from_ms, range->to_ms);

	catalog_free(catalog);
	return stats;
}

/* A team that nothing belongs to is a slip of the hand. */
static bool is_team(const struct snapshot *snapshot, const char *team)
{
	const char *names[TEAMS_MAX];
	const char *nearest;
	size_t count = 0;

	for (size_t i = 0; i < snapshot->service_count; i++) {
		const char *name = snapshot->services[i].team;

		if (text_equal(name, team))
			return true;
		if (name && count < TEAMS_MAX)
			names[count++] = name;
	}
	for (size_t i = 0; i < snapshot->oncall_count; i++) {
		if (text_equal(snapshot->oncall[i].team, team))
			return true;
	}
	nearest = nearest_word(team, names, count);
	cli_complain("--team %s: no service and no shift is of that team%s%s", team,
		     nearest ? _(": did you mean ") : "", nearest ? nearest : "");
	return false;
}

static int print(struct session *session, const struct snapshot *snapshot, write_fn *write)
{
	const struct cli *cli = session->cli;
	struct report_range range = {
		.from_ms = snapshot->built_ms - snapshot->window_ms,
		.to_ms = snapshot->built_ms,
		.team = cli->team,
	};
	struct report *report;
	bool is_printed;

	if (cli->team && !is_team(snapshot, cli->team))
		return EXIT_USE;
	if (cli->is_handover)
		range.from_ms = shift_start(snapshot, cli->team);
	if (cli->is_handover)
		range.stats = stats_of(session, snapshot, &range);
	report = cli->is_handover ? report_build_handover(snapshot, &range)
				  : report_build(snapshot, &range);
	is_printed = write_report(report, write);
	incident_stats_unref(range.stats);
	if (!is_printed)
		return EXIT_UNKNOWN;
	return snapshot->totals.sources_live > 0 ? EXIT_WELL : EXIT_UNKNOWN;
}

static int poll_and_print(struct session *session, write_fn *write)
{
	const struct snapshot *snapshot = session_poll_once(session, session_patience_ms(session));
	int code = EXIT_UNKNOWN;

	if (snapshot) {
		session_complain(snapshot);
		code = print(session, snapshot, write);
	} else {
		cli_complain("no source answered: `nines check` tries each of them");
	}
	snapshot_unref(snapshot);
	return code;
}

static bool find_range(struct cli *cli, struct session *session)
{
	const char *what = cli->args.len > 0 ? cli->args.items[0] : NULL;
	int64_t now_ms = clock_wall_ms();
	struct time_range range;
	struct err err = {0};

	if (cli->is_handover && (what || cli->since || cli->until)) {
		cli_complain("report: --handover is about the shift that ends now, without a time");
		return false;
	}
	if (cli->team && !cli->is_handover) {
		cli_complain("report: --team goes with --handover");
		return false;
	}
	if (!time_range_parse(what, cli->since, cli->until, now_ms, &range, &err)) {
		cli_complain("report: %s", err.text);
		return false;
	}
	session->at_ms = range.to_ms;
	if (range.from_ms > 0)
		session->window_ms = (range.to_ms > 0 ? range.to_ms : now_ms) - range.from_ms;
	return true;
}

static int run(struct cli *cli)
{
	struct session session = {.sends_nothing = true};
	write_fn *write = find_format(cli->format);
	int code = EXIT_UNKNOWN;

	if (!write || !find_range(cli, &session))
		return EXIT_USE;
	if (session_load(&session, cli) && session_start(&session))
		code = poll_and_print(&session, write);
	session_close(&session);
	return code;
}

const struct cli_command cli_command_report = {
	.name = "report",
	.synopsis = "[day | week | month | quarter | 2026-10 | 2026-Q3 | 2026-W40]",
	.words = "day week month quarter",
	.formats = "text markdown html json csv",
	.example = "nines report week --format markdown",
	.about = N_("print the reliability figures of a stretch of time"),
	.notes = N_(
		"Without a time it covers the window of the configuration. A day, week, month or "
		"quarter is the last whole one, UTC. The numbers are those of the screen."),
	.options = "since until format handover team",
	.args_max = 1,
	.run = run,
};
