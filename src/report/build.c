/* SPDX-License-Identifier: MIT
 * The order of a report's sections. */
#include "config.h"

#include "nines/base/alloc.h"
#include "nines/base/clock.h"
#include "nines/base/timefmt.h"

#include "doc.h"

static struct report *report_new(const struct snapshot *snapshot, const struct report_range *range)
{
	struct report *report = xcalloc(1, sizeof(*report));
	char from[TIME_TEXT_MAX], to[TIME_TEXT_MAX], made[TIME_TEXT_MAX];

	arena_init(&report->arena);
	report->snapshot = snapshot;
	report->stats = range->stats ? range->stats : snapshot->stats;
	report->from_ms = range->from_ms;
	report->to_ms = range->to_ms;
	report->made_ms = clock_wall_ms();
	time_format_local(range->from_ms, "%Y-%m-%d %H:%M", from);
	time_format_local(range->to_ms, "%Y-%m-%d %H:%M %Z", to);
	time_format_local(report->made_ms, "%Y-%m-%d %H:%M %Z", made);
	report->subtitle = arena_printf(&report->arena, "%s to %s, made %s by nines %s", from, to,
					made, PACKAGE_VERSION);
	return report;
}

struct report *report_build(const struct snapshot *snapshot, const struct report_range *range)
{
	struct report *report = report_new(snapshot, range);

	report->title = "Reliability report";
	part_summary(report);
	part_services(report);
	part_budget(report);
	part_incidents(report);
	part_times(report);
	part_cost(report);
	part_load(report);
	part_noise(report);
	part_follow(report);
	part_deploys(report);
	part_indicators(report);
	part_sources(report);
	return report;
}

struct report *report_build_handover(const struct snapshot *snapshot,
				     const struct report_range *range)
{
	struct report *report = report_new(snapshot, range);

	report->title = range->team
				? arena_printf(&report->arena, "On-call hand-over: %s", range->team)
				: "On-call hand-over";
	report->team = range->team;
	part_handover(report);
	part_incidents(report);
	part_budget(report);
	part_deploys(report);
	part_follow(report);
	part_sources(report);
	return report;
}
