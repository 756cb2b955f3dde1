#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Computes the reliability figures a second time, from raw counters and raw events and by their
# published definitions, and compares what `nines status --json` and `nines report --format
# json` say. Ends with 1 when a figure differs by more than its tolerance.
#
# Tolerances. Ratios: 1e-6; increase() stretches what was counted to the ends of the window,
# which is the same factor above and below the line as long as the series are sampled together.
# Counts of events: none in the demonstration (1e-6 of it), --stretch S where samples are S
# seconds apart: at most two of them are added at each end. Durations: 1 s. Numbers of things:
# exactly. What nines asked at some moment while it ran may be of any moment from --began to
# its generated_at: an expected value is then a range, of both ends.
import argparse
import configparser
import copy
import json
import sys

import raw_incidents as events
from figures_checked import Checker
from figures_events import compare_events
from figures_uptime import compare_uptime
from raw_counters import DAY, Counters, get_json


def read_settings(path):
    ini = configparser.RawConfigParser(strict=False, delimiters=("=",), inline_comment_prefixes=None)
    ini.read(path, encoding="utf-8")
    services, zones = {}, {}
    core = dict(ini["nines"]) if ini.has_section("nines") else {}
    for section in ini.sections():
        kind, _, name = section.partition(" ")
        options = dict(ini[section])
        if kind == "team":
            zones[name] = options.get("timezone", "UTC")
        if kind != "service":
            continue
        slo, _, window = options.get("slo", "").partition("/")
        price = options.get("cost_per_minute", core.get("cost_per_minute"))
        services[name] = {
            "objective": float(slo) / 100 if slo else None,
            "window": window.strip() or core.get("window", "30d"),
            "price": float(price.split()[0]) if price else None,
        }
    price = core.get("cost_per_minute")
    services[None] = {"objective": None, "window": core.get("window", "30d"),
                      "price": float(price.split()[0]) if price else None}
    return services, zones


def source_url(path, kind):
    ini = configparser.RawConfigParser(strict=False, delimiters=("=",), inline_comment_prefixes=None)
    ini.read(path, encoding="utf-8")
    for section in ini.sections():
        if section.startswith("source ") and ini[section].get("type") == kind:
            return ini[section]["url"]
    return None


def read_deploys(url, start, end):
    """{service: sorted times}: the gauge of the last deploy, from now on back: what it was just
    before the deploy that it tells of."""
    found = {}
    ask = lambda query, at: get_json(url + "/api/v1/query", query=query,
                                     time=f"{at:.3f}")["data"]["result"]
    for item in ask("deploy_timestamp_seconds", end):
        service, times = item["metric"]["service"], []
        query, last = f'deploy_timestamp_seconds{{service="{service}"}}', [item]
        while last and float(last[0]["value"][1]) >= start:
            times.insert(0, float(last[0]["value"][1]))
            last = ask(query, times[0] - 0.001)
        found[service] = times
    return found


def read_follow_ups(url):
    items, after = [], None
    while True:
        page = {"page_size": 50, **({"after": after} if after else {})}
        found = get_json(url + "/v2/follow_ups", "Bearer demonstration", **page)
        items += found["follow_ups"]
        after = (found.get("pagination_meta") or {}).get("after")
        if not after or not found["follow_ups"]:
            return items


class World:
    """The raw data, and what nines made of them."""

    def __init__(self, arguments):
        self.status = json.load(open(arguments.status, encoding="utf-8"))
        self.report = json.load(open(arguments.report, encoding="utf-8"))
        self.stretch, self.ratio = arguments.stretch, arguments.ratio
        self.services, self.zones = read_settings(arguments.config)
        self.end = {"status": events.seconds(self.status["generated_at"]),
                    "report": events.seconds(self.report["generated_at"])}
        self.began = {"status": arguments.began[0] if arguments.began else self.end["status"] // 1,
                      "report": arguments.began[1] if arguments.began else self.end["report"] // 1}
        prometheus = source_url(arguments.config, "prometheus")
        self.counters = Counters(prometheus, "http_requests_total", arguments.good,
                                 arguments.total, arguments.mode, self.end["report"], 400)
        self.incidents = self.members = None
        self.holes, self.deploys, self.follow_ups = {}, None, None
        pagerduty = source_url(arguments.config, "pagerduty")
        if pagerduty:
            token = "Token token=demonstration"
            self.incidents = events.read_incidents(pagerduty, token, self.end["report"], 730)
            self.holes = events.read_maintenance(pagerduty, token)
            self.members = events.read_zones(pagerduty, token)
            self.deploys = read_deploys(prometheus, self.began["status"] // 1 - 30 * DAY,
                                        self.end["status"])
        incidentio = source_url(arguments.config, "incidentio")
        if incidentio:
            self.follow_ups = read_follow_ups(incidentio)


def compare(world, checker):
    compare_uptime(world, checker)
    if world.incidents is not None:
        compare_events(world, checker)
    return checker


# --- what must be found ---

def first(world, wanted):
    return next(item for item in reversed(world.incidents) if wanted(item) and
                world.end["status"] - item.created < 25 * DAY)


def later_ack(world):
    first(world, lambda item: item.to_ack()).acked += 60


def later_end(world):
    first(world, lambda item: item.to_end()).resolved += 60


def lose_incident(world):
    world.incidents.remove(first(world, lambda item: not item.is_open))


def call_it_severe(world):
    first(world, lambda item: not item.is_severe).severity = 1


def other_person(world):
    first(world, lambda item: item.person).person = "Nobody Known"


def other_team(world):
    first(world, lambda item: item.team).team = "nobody"


def other_hour(world):
    item = first(world, lambda item: not item.is_open)
    for name in ("created", "acked", "paged", "note", "resolved"):
        if getattr(item, name):
            setattr(item, name, getattr(item, name) - 3600)


def more_errors(world):
    service = world.status["services"][0]["name"]
    world.counters.scale[service] = {"5": 1.02}


def more_traffic(world):
    service = world.status["services"][0]["name"]
    world.counters.scale[service] = {"2": 1.01, "5": 1.01, "4": 1.01}


def other_price(world):
    for service in world.services.values():
        if service["price"]:
            service["price"] *= 1.01


def other_objective(world):
    for service in world.services.values():
        if service["objective"]:
            service["objective"] -= 1e-4


def no_maintenance(world):
    world.holes = {}


def lose_deploy(world):
    max(world.deploys.values(), key=len).pop()


def finish_follow_up(world):
    next(item for item in world.follow_ups if item["status"] == "outstanding")["status"] = "completed"


def lose_service(world):
    world.status["services"].pop()


INPUTS = (more_errors, more_traffic, other_objective, lose_service)
EVENTS = (later_ack, later_end, lose_incident, call_it_severe, other_person, other_team, other_hour,
          other_price, no_maintenance, lose_deploy, finish_follow_up)


def is_found(world, mutate):
    other = copy.deepcopy(world)
    mutate(other)
    return bool(compare(other, Checker()).faults)


def self_check(world, checker):
    """Changes each figure and each kind of input: the ones whose change nobody notices."""
    missed = [f"figure {name}" for name in checker.blind()]
    mutations = INPUTS + (EVENTS if world.incidents is not None else ())
    missed += [f"input {mutate.__name__}" for mutate in mutations if not is_found(world, mutate)]
    print(f"self-check: {len(checker.figures)} figures and {len(mutations)} kinds of input changed, "
          f"{len(missed)} changes not noticed")
    for name in missed:
        print(f"  not noticed: {name}")
    return not missed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("config")
    parser.add_argument("status")
    parser.add_argument("report")
    parser.add_argument("--began", nargs=2, type=float, help="when nines was started for each")
    parser.add_argument("--mode", choices=("values", "samples"), default="values")
    parser.add_argument("--good", default="[^5]..", help="codes of good requests")
    parser.add_argument("--total", default="...", help="codes that count")
    parser.add_argument("--stretch", type=float, default=0, help="seconds between samples")
    parser.add_argument("--ratio", type=float, default=1e-6, help="tolerance of a ratio")
    parser.add_argument("--self-check", action="store_true")
    world = World(arguments := parser.parse_args())
    checker = compare(world, Checker())
    checker.print()
    is_good = not checker.faults and checker.compared > 0
    if arguments.self_check:
        is_good = self_check(world, checker) and is_good
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
