# SPDX-License-Identifier: MIT
# Compares what tests/stub/ask_source printed of a Prometheus with what plain queries say.
# usage: prometheus_facts.py URL FILE NOW HOLE_FROM HOLE_TO
import calendar
import json
import math
import re
import sys
import time
import urllib.parse
import urllib.request

GOOD = 'sum by (service)(increase(http_requests_total{code=~"2.."}[%s]))'
TOTAL = 'sum by (service)(increase(http_requests_total{code=~"2..|5.."}[%s]))'
DAY = 86400


class Server:
    def __init__(self, url):
        self.url = url + "/api/v1/"

    def get(self, path, **parameters):
        query = urllib.parse.urlencode(parameters)
        with urllib.request.urlopen(f"{self.url}{path}?{query}") as reply:
            return json.load(reply)["data"]

    def vector(self, query, at):
        found = self.get("query", query=query, time=at)["result"]
        return {item["metric"]["service"]: float(item["value"][1]) for item in found}

    def matrix(self, query, start, end, step):
        found = self.get("query_range", query=query, start=start, end=end, step=step)["result"]
        return {item["metric"].get("service"): dict((int(t), float(v)) for t, v in item["values"])
                for item in found}


class Facts:
    """Lines like: kind name="value" name=value ..., names may come again."""

    def __init__(self, file):
        self.lines = {}
        part = None
        with open(file, encoding="utf-8") as stream:
            for line in stream:
                kind, _, rest = line.rstrip("\n").partition(" ")
                if kind == "part":
                    part = rest
                    continue
                fields = {}
                for name, text in re.findall(r'(\S+?)=("[^"]*"|\S+)', rest):
                    fields.setdefault(name, []).append(text.strip('"'))
                fields["flags"] = re.sub(r'\S+?=("[^"]*"|\S+)', "", rest).split()
                self.lines.setdefault(part, []).append((kind, fields))

    def of(self, part, kind):
        found = [fields for name, lines in self.lines.items() if name.startswith(part)
                 for of_kind, fields in lines if of_kind == kind]
        return found


faults = []
checked = 0


def same(what, got, wanted, slack=1e-6):
    global checked
    checked += 1
    if got is None or wanted is None:
        fits = got is wanted
    else:
        fits = math.isclose(got, wanted, rel_tol=slack, abs_tol=slack)
    if not fits:
        faults.append(f"{what}: got {got}, wanted {wanted}")


def number(text):
    return None if text == "?" else float(text)


def seconds(text):
    return calendar.timegm(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S"))


def check_point(server, what, fields, index, at, window, look):
    """One day (or what there is of today): its count, its ratio and its coverage."""
    service = fields["service"][0]
    totals = server.vector(TOTAL % f"{window}s", at)
    goods = server.vector(GOOD % f"{window}s", at)
    total = totals.get(service)
    ratio = min(1, goods.get(service, 0) / total) if total else None
    same(f"{what} total", number(fields["total"][index]), total)
    same(f"{what} ratio", number(fields["value"][index]), ratio)
    first = (at - window) // look * look + look
    points = server.matrix(TOTAL % "10m", first, at, look).get(service, {})
    same(f"{what} coverage", number(fields["coverage"][index]), len(points) / (window // look))


def check_days(server, facts, now):
    midnight = now // DAY * DAY
    rows = facts.of("days/", "days")
    same("services with days", len(rows), 6)
    for fields in rows:
        start = seconds(fields["start"][0])
        same("days begin", start, midnight - 35 * DAY)
        for index in range(len(fields["value"])):
            at = start + (index + 1) * DAY
            check_point(server, f"{fields['service'][0]} day {index}", fields, index, at, DAY, 3600)
    if now - midnight < 600:
        return
    same("services today", len(facts.of("today", "days")), 6)
    for fields in facts.of("today", "days"):
        check_point(server, f"{fields['service'][0]} today", fields, 0, now, now - midnight, 600)


def check_hole(server, facts, begin, end):
    window = f"{end - begin}s"
    for kind, query in (("hole_good", GOOD), ("hole_total", TOTAL)):
        wanted = server.vector(query % window, end)
        got = {fields["service"][0]: float(fields["value"][0])
               for fields in facts.of("hole/", "measure") if fields["kind"][0] == kind}
        for service in server.vector(TOTAL % window, end):
            same(f"{kind} {service}", got.get(service), wanted.get(service, 0))
    same("payments in its outage", server.vector(GOOD % window, end).get("payments", 0), 0)


def check_deploys(server, facts, now):
    wanted = set()
    for service, points in server.matrix("max by (service)(deploy_timestamp_seconds)",
                                         now - 30 * DAY, now, 300).items():
        wanted |= {(service, int(value)) for value in points.values()}
    got = {(fields["service"][0], seconds(fields["at"][0]))
           for fields in facts.of("deploys/30d", "deploy")}
    same("deploys", len(got), 5)
    for item in got ^ wanted:
        faults.append(f"deploys: {item} is in one only")


def check_rules(server, facts):
    wanted = {(rule["labels"]["service"], rule["name"]) for group in
              server.get("rules", type="alert")["groups"] for rule in group["rules"]}
    found = facts.of("rules", "rule")
    same("rules", len(wanted), 3)
    if {(fields["service"][0], fields["name"][0]) for fields in found} != wanted:
        faults.append(f"rules: {found}, wanted {wanted}")
    budget = [fields["name"][0] for fields in found if "budget" in fields["flags"]]
    if budget != ["ErrorBudgetBurn"]:
        faults.append(f"budget rules: {budget}")
    same("has_rules", len(facts.of("rules", "has_rules")), 1)


def check_indicator(server, facts):
    for part, count in (("indicator/", 100), ("indicator-day/", 96)):
        fields = facts.of(part, "indicator")[0]
        start, values = seconds(fields["start"][0]), fields["value"]
        step = {"30s": 30, "15m": 900}[fields["step"][0]]
        points = server.matrix("sum(rate(http_requests_total[10m]))", start,
                               start + (len(values) - 1) * step, step)[None]
        for index, text in enumerate(values):
            same(f"{part}{index}", number(text), points.get(start + index * step))
        if len(values) < count:
            faults.append(f"{part}: {len(values)} values")


def main(url, file, now, begin, end):
    server, facts = Server(url), Facts(file)
    check_days(server, facts, now)
    check_hole(server, facts, begin, end)
    check_deploys(server, facts, now)
    check_rules(server, facts)
    check_indicator(server, facts)
    for fault in faults[:20]:
        print(fault)
    print(f"{checked} figures compared, {len(faults)} differ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3], *map(int, sys.argv[3:])))
