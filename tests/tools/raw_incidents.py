# SPDX-License-Identifier: MIT
# Incidents as the PagerDuty API's lists of incidents and log entries tell them, without its
# analytics, and the durations and counts that follow by their definitions.
import collections
import datetime
import math
import re
import zoneinfo

from raw_counters import DAY, get_json

PAGE = 100
SEVERE = 2
WORK = (9, 18)
SLEEP = (22, 7)


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() if text else None


def stamp(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Incident:
    def __init__(self, item):
        self.id, self.title = item["id"], item["title"]
        self.service = item["service"]["summary"]
        self.team = item["teams"][0]["summary"] if item["teams"] else None
        priority = item["priority"]
        self.severity = int(priority["name"][1:]) if priority else None
        self.created = seconds(item["created_at"])
        self.is_open = item["status"] != "resolved"
        self.resolved = None if self.is_open else seconds(item["resolved_at"])
        self.is_merged = item.get("resolve_reason") is not None
        self.acked = self.note = self.paged = self.person = None
        self.is_self_closed = self.is_escalated = False
        self.reopened = 0

    @property
    def is_severe(self):
        return self.severity is not None and self.severity <= SEVERE

    def log(self, entries):
        resolves = 0
        for entry in sorted(entries, key=lambda entry: entry["created_at"]):
            at, kind = seconds(entry["created_at"]), entry["type"].removesuffix("_log_entry")
            agent = (entry.get("agent") or {}).get("type", "")
            if kind == "acknowledge" and self.acked is None:
                self.acked = at
            elif kind == "annotate" and self.note is None:
                self.note = at
            elif kind == "notify" and self.paged is None:
                self.paged, self.person = at, entry["user"]["summary"]
            elif kind == "escalate":
                self.is_escalated = True
            if kind == "resolve":
                resolves += 1
                self.is_self_closed = not agent.startswith("user")
            elif resolves and kind not in ("annotate", "notify", "assign"):
                self.reopened += 1
                resolves = 0

    # durations that count, or None
    def to_ack(self):
        """First acknowledgement - creation; without one, merged, or closed by itself: none."""
        if self.is_open or self.is_merged or self.is_self_closed or self.acked is None:
            return None
        return self.acked - self.created

    def to_end(self):
        return None if self.resolved is None else self.resolved - self.created

    def to_note(self):
        return None if self.is_open or self.note is None else self.note - self.created

    def needed_nobody(self):
        """A page that was closed without any action, by the proxy that metrics.md gives."""
        if self.is_open:
            return False
        if self.acked is None or (self.is_self_closed and self.acked > self.resolved):
            return self.is_self_closed and self.resolved - self.created < 300
        return (self.note is None and not self.is_escalated and
                self.resolved - self.acked < 300)


def pages(base, path, key, token, **parameters):
    offset = 0
    while True:
        found = get_json(f"{base}{path}", token, limit=PAGE, offset=offset, **parameters)
        yield from found[key]
        if not found.get("more"):
            return
        offset += PAGE


def read_incidents(base, token, now, days):
    entries = collections.defaultdict(list)
    found = {}
    start = now - days * DAY
    while start < now:
        end = min(start + 28 * DAY, now)
        span = {"since": stamp(start), "until": stamp(end + 1)}
        for item in pages(base, "/incidents", "incidents", token, **span):
            found[item["id"]] = Incident(item)
        for entry in pages(base, "/log_entries", "log_entries", token, **span):
            entries[entry["incident"]["id"]].append((entry["id"], entry))
        start = end
    for incident in found.values():
        incident.log(dict(entries[incident.id]).values())
    return sorted(found.values(), key=lambda incident: (incident.created, incident.id))


def read_maintenance(base, token):
    """{service: [(start, end)]}; a window may be listed under several filters."""
    holes = collections.defaultdict(set)
    for kind in ("past", "ongoing", "future"):
        for item in pages(base, "/maintenance_windows", "maintenance_windows", token, filter=kind):
            for service in item["services"]:
                holes[service["summary"]].add((seconds(item["start_time"]), seconds(item["end_time"])))
    return {service: sorted(spans) for service, spans in holes.items()}


def read_zones(base, token):
    return {item["name"]: item["time_zone"] for item in pages(base, "/users", "users", token)}


def durations(values):
    """Mean, median and p90 by nearest rank (x[ceil(p*n)-1]); no p90 below ten; count."""
    values = sorted(value for value in values if value is not None)
    n = len(values)
    if n == 0:
        return {"mean": None, "median": None, "p90": None, "count": 0}
    rank = lambda share: values[math.ceil(share * n - 1e-9) - 1]
    return {"mean": sum(values) / n, "median": rank(0.5), "p90": rank(0.9) if n >= 10 else None,
            "count": n}


def tally(incidents):
    return {
        "incidents": len(incidents),
        "severe": sum(item.is_severe for item in incidents),
        "mtta": durations([item.to_ack() for item in incidents]),
        "mttr": durations([item.to_end() for item in incidents]),
        "note": durations([item.to_note() for item in incidents]),
        "open": sum(item.is_open for item in incidents),
        "reopened": sum(item.reopened > 0 for item in incidents),
    }


def local(at, zone):
    return datetime.datetime.fromtimestamp(at, zoneinfo.ZoneInfo(zone))


def is_out_of_hours(at, zone):
    time = local(at, zone)
    return time.weekday() >= 5 or not WORK[0] <= time.hour < WORK[1]


def is_asleep(at, zone):
    hour = local(at, zone).hour
    return hour >= SLEEP[0] or hour < SLEEP[1]


def night_of(at, zone):
    """The evening that the night began on."""
    return (local(at, zone) - datetime.timedelta(hours=12)).date()


def week_of(at):
    year, week, _ = datetime.datetime.fromtimestamp(at, datetime.timezone.utc).isocalendar()
    return f"{year:04d}-W{week:02d}"


def month_of(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m")


def noise(incidents, start, end):
    """Of the pages in a stretch: without action, of a rule that ended within half an hour
    before, and begun while another of the service was open."""
    counts = collections.Counter()
    ends, open_until = {}, {}
    for item in incidents:
        rule = item.service, re.sub(r"[0-9]+", "#", item.title)
        until = math.inf if item.is_open else item.resolved
        if start <= item.created <= end:
            counts["pages"] += 1
            counts["no_action"] += item.needed_nobody()
            before = ends.get(rule)
            counts["flaps"] += before is not None and 0 <= item.created - before <= 1800
            counts["duplicates"] += item.created < open_until.get(item.service, 0)
        ends[rule] = until
        open_until[item.service] = max(until, open_until.get(item.service, 0))
    return {name: counts[name] for name in ("pages", "no_action", "flaps", "duplicates")}
