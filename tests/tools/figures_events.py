# SPDX-License-Identifier: MIT
# How incidents were taken up and ended, when they begin, who carries them, deploys and what
# is left to do, from raw events.
import collections

import raw_incidents as events
from raw_counters import DAY

ACTION_DUE = 30 * DAY
PAGES = 3


def check_durations(checker, name, where, got, wanted):
    for key in ("mean", "median", "p90"):
        checker.check(f"{name} {key}", where, got[key], wanted[key], 1)
    checker.check(f"{name} count", where, got["count"], wanted["count"])


def check_tally(checker, kind, where, got, incidents):
    wanted = events.tally(incidents)
    for key in ("incidents", "severe", "open", "reopened"):
        checker.check(f"{kind}: {key}", where, got[key], wanted[key])
    check_durations(checker, f"{kind}: MTTA", where, got["mtta_seconds"], wanted["mtta"])
    check_durations(checker, f"{kind}: MTTR", where, got["mttr_seconds"], wanted["mttr"])
    if kind != "by month":  # notes are in the log only, which is not read as far back
        check_durations(checker, f"{kind}: first note", where, got["first_note_seconds"],
                        wanted["note"])


def check_row(checker, kind, got, incidents):
    """A row of the report's tables."""
    wanted = events.tally(incidents)
    where = got["name"]
    for key in ("incidents", "severe", "open", "reopened"):
        checker.check(f"report, {kind}: {key}", where, got[key], wanted[key])
    for measure in ("mtta", "mttr"):
        for key in ("median", "mean", "p90"):
            checker.check(f"report, {kind}: {measure.upper()} {key}", where,
                          got[f"{measure}_{key}_seconds"], wanted[measure][key], 1)
        checker.check(f"report, {kind}: {measure.upper()} count", where,
                      got[f"{measure}_count"], wanted[measure]["count"])


def grouped(incidents, key):
    groups = collections.defaultdict(list)
    for item in incidents:
        groups[key(item)].append(item)
    return groups


def check_groups(checker, kpi, report, incidents):
    kinds = (("team", lambda item: item.team), ("service", lambda item: item.service),
             ("severity", lambda item: item.severity))
    for kind, key in kinds:
        groups = grouped(incidents, key)
        rows = kpi[f"by_{kind}"]
        checker.check_names(f"by {kind}: names", "status", [row[kind] for row in rows], groups)
        for row in rows:
            check_tally(checker, f"by {kind}", row[kind], row, groups[row[kind]])
        for row in report["times"][f"by_{kind}"]:
            name = int(row["name"].split()[1]) if kind == "severity" else row["name"]
            check_row(checker, f"by {kind}", row, groups[name])


def check_periods(checker, kpi, report, incidents):
    weeks = grouped(incidents, lambda item: events.week_of(item.created))
    months = grouped(incidents, lambda item: events.month_of(item.created))
    for row in kpi["weekly"]:
        wanted = events.tally(weeks[row["week"]])
        checker.check("by week: incidents", row["week"], row["incidents"], wanted["incidents"])
        checker.check("by week: severe", row["week"], row["severe"], wanted["severe"])
        for key in ("mtta", "mttr"):
            checker.check(f"by week: {key.upper()} median", row["week"], row[f"{key}_median"],
                          wanted[key]["median"], 1)
    for row in kpi["monthly"]:
        check_tally(checker, "by month", row["month"], row, months[row["month"]])
    for row in report["times"]["months"]:
        check_row(checker, "by month", row, months[row["name"]])
    charts = report["times"]["charts"]
    for index, week in enumerate(charts["weeks"]["labels"]):
        wanted = events.tally(weeks[week])
        for series, value in zip(charts["weeks"]["series"], (wanted["incidents"], wanted["severe"])):
            checker.check("report, by week: incidents", week, series["values"][index], value)
        for key in ("mtta", "mttr"):
            checker.check(f"report, by week: {key.upper()}", week,
                          charts[key]["series"][0]["values"][index], wanted[key]["median"], 1)


def check_years(checker, kpi, incidents, now):
    severe = [item.created for item in incidents if item.is_severe]
    checker.check("severe in 365 days", "all", kpi["severe"]["count"],
                  sum(now - 365 * DAY <= at for at in severe))
    checker.check("severe in the 365 days before", "all", kpi["severe"]["previous"],
                  sum(now - 730 * DAY <= at < now - 365 * DAY for at in severe))
    year = int(events.month_of(now)[:4])
    for key, of_year in (("this_year", year), ("last_year", year - 1)):
        months = [sum(events.month_of(at) == f"{of_year}-{month:02d}" for at in severe)
                  for month in range(1, 13)]
        got = kpi["severe_years"][f"{key}_by_month"]
        if None in got[:1]:
            continue
        checker.check("severe in a calendar year", key, kpi["severe_years"][key], sum(months))
        for index, number in enumerate(got):
            if number is not None:
                checker.check("severe in a month", f"{of_year}-{index + 1:02d}", number, months[index])


def check_heat(checker, world, kpi, report, incidents, now):
    hours = [[0] * 24 for _ in range(7)]
    late = asleep = count = 0
    for item in incidents:
        if not now - 365 * DAY <= item.created <= now:
            continue
        zone = world.zones.get(item.team, "UTC")
        time = events.local(item.created, zone)
        hours[time.weekday()][time.hour] += 1
        count += 1
        late += events.is_out_of_hours(item.created, zone)
        asleep += events.is_asleep(item.created, zone)
    heat = kpi["heat"]
    checker.check("heat map: incidents", "all", heat["count"], count)
    checker.check("heat map: out of hours", "all", heat["out_of_hours"], late)
    checker.check("heat map: asleep", "all", heat["asleep"], asleep)
    for day in range(7):
        for hour in range(24):
            where = f"day {day}, {hour} h"
            checker.check("heat map: cell", where, heat["hours"][day][hour], hours[day][hour])
            checker.check("report: heat map: cell", where,
                          report["times"]["charts"]["heat"]["series"][day]["values"][hour],
                          hours[day][hour])


def check_people(checker, world, kpi, report, incidents):
    pages = grouped([item for item in incidents if item.person], lambda item: item.person)
    for rows, kind in ((kpi["people"], "status"), (report["load"]["people"], "report")):
        seen = set()
        for row in rows:
            person = row.get("user") or row.get("person")
            seen.add(person)
            zone = world.members.get(person, "UTC")
            own = [item.paged for item in pages.get(person, ())]
            where = f"{person}, {kind}"
            checker.check("pages of a person", where, row["pages"], len(own))
            checker.check("out of hours of a person", where, row["out_of_hours"],
                          sum(events.is_out_of_hours(at, zone) for at in own))
            asleep = [at for at in own if events.is_asleep(at, zone)]
            checker.check("sleep interruptions of a person", where, row["asleep"], len(asleep))
            checker.check("nights of a person", where, row["nights"],
                          len({events.night_of(at, zone) for at in asleep}))
        checker.check_names("people who were paged", kind, seen & set(pages), pages)


def within(times, before, now, days):
    """How many lie in the last days, at two moments: one may just have left."""
    return tuple(sum(at - days * DAY <= time <= now for time in times) for at in (before, now))


def check_deploys(checker, world, status, now):
    failed_of, every = {}, {}
    for service in status["services"]:
        name, own = service["name"], world.deploys.get(service["name"], [])
        got = service["deploys"]
        for key, days in (("day", 1), ("week", 7), ("window", 30)):
            checker.check(f"deploys of the {key}", name, got[key],
                          within(own, world.began["status"] // 1, now, days))
        # the usual guess for want of a link: what pages somebody (severity 1 to 3)
        # and began within an hour after a deploy of its service; of several the last deploy
        failed = set()
        for item in world.incidents:
            before = [at for at in own if at <= item.created <= at + 3600]
            if item.service == name and before and item.severity and item.severity <= PAGES:
                failed.add(before[-1])
        failed_of[name] = len(failed)
        checker.check("deploys that failed", name, got["failed"], len(failed))
        every[name] = within(own, world.began["status"] // 1, now, 30)
        checker.check("change failure rate", name, got["fail_ratio"],
                      tuple(len(failed) / count if count else None for count in every[name]), 1e-9)
    total = tuple(sum(pair[index] for pair in every.values()) for index in (0, 1))
    failed = sum(failed_of.values())
    checker.check("deploys", "all", status["kpi"]["deploys"]["window"], total)
    checker.check("change failure rate", "all", status["kpi"]["deploys"]["fail_ratio"],
                  tuple(failed / count for count in total), 1e-9)


def check_follow_ups(checker, world, status, now):
    """Follow-ups that are outstanding; overdue without a due time of their own after 30 days."""
    raw = {f"incidentio:{item['id']}": events.seconds(item["created_at"]) + ACTION_DUE
           for item in world.follow_ups if item["status"] == "outstanding"}
    rows = {row["id"]: row for row in status["actions"] if row["id"].startswith("incidentio:")}
    checker.check_names("open action items", "incidentio", rows, raw)
    for name, due in raw.items():
        if name not in rows:
            continue
        checker.check("action item overdue", name, int(rows[name]["overdue"]), int(due < now))
        checker.check("action item due", name, events.seconds(rows[name]["due_at"]), due, 1)


def compare_events(world, checker):
    status, report = world.status, world.report
    kpi, now = status["kpi"], world.end["status"]
    start = now - 30 * DAY
    incidents = [item for item in world.incidents if item.created <= now]
    recent = [item for item in incidents if item.created >= start]
    check_tally(checker, "30 days", "all", kpi["all"], recent)
    check_durations(checker, "30 days: MTTA", "kpi", kpi["mtta_seconds"], events.tally(recent)["mtta"])
    check_durations(checker, "30 days: MTTR", "kpi", kpi["mttr_seconds"], events.tally(recent)["mttr"])
    check_groups(checker, kpi, report, recent)
    check_periods(checker, kpi, report, incidents)
    check_years(checker, kpi, incidents, now)
    check_heat(checker, world, kpi, report, incidents, now)
    check_people(checker, world, kpi, report, recent)
    for key, wanted in events.noise(incidents, start, now).items():
        checker.check(f"noise: {key}", "all", kpi["noise"][key], wanted)
    check_deploys(checker, world, status, now)
    if world.follow_ups is not None:
        check_follow_ups(checker, world, status, now)
