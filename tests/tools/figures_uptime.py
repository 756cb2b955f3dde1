# SPDX-License-Identifier: MIT
# Availability, budgets, burn rates, downtime and its cost, from counted events.
import calendar
import datetime

from raw_counters import DAY, length, without

GAP = 600  # without a sample for longer, a time is not observed
SECONDS = {"m": 60, "h": 3600, "d": DAY}


def window_s(text):
    return int(text[:-1]) * SECONDS[text[-1]]


class Uptime:
    """Good and valid events of a stretch of one service, without planned work; kept."""

    def __init__(self, world):
        self.world, self.kept = world, {}

    def counted(self, service, start, end):
        holes = self.world.holes.get(service, ())
        good = valid = 0.0
        known = False
        for piece in without(start, end, holes):
            if piece not in self.kept:
                self.kept[piece] = self.world.counters.counted(*piece)
            pair = self.kept[piece].get(service)
            if pair:
                known = True
                good, valid = good + pair[0], valid + pair[1]
        return (good, valid) if known else None

    def ratio(self, service, start, end):
        pair = self.counted(service, start, end)
        return pair[0] / pair[1] if pair and pair[1] else None

    def observed(self, service, start, end):
        return length(without(start, end, self.world.holes.get(service, ())))


def over(values, change):
    return tuple(None if value is None else change(value) for value in values)


class Comparison:
    """Of one of both outputs: each expected value is taken at its two moments."""

    def __init__(self, world, uptime, checker, output):
        self.world, self.uptime, self.checker = world, uptime, checker
        self.ratio = world.ratio
        # some are asked in whole seconds
        self.moments = (world.began[output] // 1, world.end[output])

    def ratios(self, service, start_of):
        return tuple(self.uptime.ratio(service, start_of(now), now) for now in self.moments)

    def measured(self, service, start, end):
        """Seconds of a stretch that samples tell of."""
        return end - start - self.world.counters.gaps(start, end, GAP).get(service, 0)

    def events(self, service, start_of, index):
        return tuple((self.uptime.counted(service, start_of(now), now) or (None, None))[index]
                     for now in self.moments)

    def slack(self, ratio, span, edges=0):
        """increase() may stretch what failed and what counted by a sample at each end of the
        window, and not both; `edges` more samples lie between the days that are added."""
        if ratio is None:
            return self.ratio
        stretch = min(self.world.stretch / max(span, 1), 0.2)
        return self.ratio + 2 * ratio * (1 - ratio) * stretch + edges * stretch

    def check_ratio(self, name, where, got, ratios, span, edges=0):
        self.checker.check(name, where, got, ratios, self.slack(ratios[1], span, edges))

    def check_budget(self, name, where, got, ratios, span, change, allowed):
        """What follows from a ratio by dividing it by the budget."""
        self.checker.check(name, where, got, over(ratios, change),
                           self.slack(ratios[1], span) / allowed)

    def check_down(self, name, where, got, down, ratio, span, per=1):
        self.checker.check(name, where, got, down, max(1, self.slack(ratio, span) * span) * per)

    def check_events(self, name, where, got, wanted, span):
        slack = (self.ratio + 2 * self.world.stretch / max(span, 1)) * max(wanted[1] or 0, 1)
        self.checker.check(name, where, got, wanted, slack)


def settings_of(world, service):
    return world.services.get(service, world.services[None])


def midnight_of(text):
    return calendar.timegm(datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").timetuple())


def money(value):
    return None if value is None else value["amount"]


def check_windows(compare, service, name):
    for window, got in service["uptime"].items():
        span = window_s(window)
        compare.check_ratio(f"uptime {window}", name, got,
                            compare.ratios(name, lambda now: now - span), span)


def check_coverage(compare, service, name):
    """As far as it is looked at: 120 points of a window, 24 of a day, each ten minutes back."""
    now = compare.moments[1]
    for window, got in service["coverage"].items():
        span = window_s(window)
        compare.checker.check(f"coverage {window}", name, got,
                              compare.measured(name, now - span, now) / span, 1.5 / 120)
    start = midnight_of(service["days"]["from"])
    for index, got in enumerate(service["days"]["coverage"]):
        begin = start + index * DAY
        end = min(begin + DAY, now)
        # of a day without a valid event it is not said, as nothing is
        if end - begin >= 6 * 3600 and (got is not None or compare.uptime.ratio(name, begin, end)):
            compare.checker.check("coverage of a UTC day", f"{name} {index}", got,
                                  compare.measured(name, begin, end) / (end - begin),
                                  1.5 * 3600 / (end - begin))


def check_budget(compare, service, name):
    settings = settings_of(compare.world, name)
    objective, window = settings["objective"], window_s(settings["window"])
    ratios = compare.ratios(name, lambda now: now - window)
    compare.check_ratio("uptime over the objective's window", name,
                        service["window_uptime"]["ratio"], ratios, window)
    for index, key in enumerate(("good", "total")):
        compare.check_events(f"{key} events of the window", name, service["window_uptime"][key],
                             compare.events(name, lambda now: now - window, index), window)
    # what failed of the time that was observed, without planned work
    covered = compare.uptime.observed(name, compare.moments[1] - window, compare.moments[1])
    covered *= service["window_uptime"]["coverage"] or 0
    down = over(ratios, lambda ratio: (1 - ratio) * covered)
    compare.check_down("downtime", name, service["downtime_seconds"], down, ratios[1], window)
    price = settings["price"]
    if price:
        compare.check_down("cost of the downtime", name, money(service["cost"]),
                           over(down, lambda value: value / 60 * price), ratios[1], window, price / 60)
    if objective is None:
        return
    allowed = 1 - objective
    slo = service["slo"]
    compare.checker.check("objective", name, slo["objective"], objective, 1e-12)
    compare.checker.check("budget in seconds", name, slo["budget_seconds"],
                          allowed * compare.uptime.observed(name, compare.moments[1] - window,
                                                            compare.moments[1]), 1e-3)
    compare.check_budget("budget remaining", name, slo["budget_remaining"], ratios, window,
                         lambda ratio: 1 - (1 - ratio) / allowed, allowed)
    for burn, got in slo["burn"].items():
        span = window_s(burn)
        compare.check_budget(f"burn rate {burn}", name, got,
                             compare.ratios(name, lambda now: now - span), span,
                             lambda ratio: (1 - ratio) / allowed, allowed)


def check_days(compare, service, name):
    start = midnight_of(service["days"]["from"])
    for index, got in enumerate(service["days"]["ratio"]):
        begin = start + index * DAY
        ends = [min(begin + DAY, now) for now in compare.moments]
        ratios = tuple(compare.uptime.ratio(name, begin, end) for end in ends)
        where = f"{name} {datetime.datetime.fromtimestamp(begin, datetime.timezone.utc):%F}"
        if ends[0] - begin < 600:
            continue  # the day has just begun
        span = compare.measured(name, begin, ends[1])
        compare.check_ratio("uptime of a UTC day", where, got, ratios, span)
        observed = compare.uptime.observed(name, begin, begin + DAY)
        compare.checker.check("planned work of a UTC day", where,
                              service["days"]["maintenance_seconds"][index], DAY - observed, 1)
        seen = compare.uptime.observed(name, begin, ends[1]) * (service["days"]["coverage"][index] or 0)
        compare.check_down("downtime of a UTC day", where, service["days"]["down_seconds"][index],
                           over(ratios, lambda ratio: (1 - ratio) * seen), ratios[1], span)


def starts(now):
    day = now // DAY * DAY
    week = day - datetime.datetime.fromtimestamp(day, datetime.timezone.utc).weekday() * DAY
    return {"today": (day, now), "yesterday": (day - DAY, day), "this_week": (week, now),
            "last_week": (week - 7 * DAY, week)}


def check_calendar(compare, service, name):
    for key, got in service["calendar"].items():
        spans = [starts(now)[key] for now in compare.moments]
        if spans[0][1] - spans[0][0] < 600:
            continue
        compare.check_ratio(f"uptime of {key.replace('_', ' ')}", name, got["ratio"],
                            tuple(compare.uptime.ratio(name, *span) for span in spans),
                            compare.measured(name, *spans[1]), "week" in key)


def line_at(compare, name, now, count, objective):
    """After each day: 1 - bad events so far / those that all days of the window allow."""
    today = now // DAY * DAY
    days = [today - (count - 1 - index) * DAY for index in range(count)]
    pairs = [compare.uptime.counted(name, day, min(day + DAY, now)) for day in days]
    allowed = (1 - objective) * sum(pair[1] for pair in pairs if pair)
    eaten, line = 0, []
    for pair in pairs:
        eaten += pair[1] - pair[0] if pair else 0
        line.append(1 - eaten / allowed if pair and allowed else None)
    return line


def check_line(compare, service, name):
    objective = settings_of(compare.world, name)["objective"]
    got = service["slo"]["budget_line"]
    lines = [line_at(compare, name, now, len(got), objective) for now in compare.moments]
    for index, value in enumerate(got):
        begin = compare.moments[1] // DAY * DAY - (len(got) - 1 - index) * DAY
        ratio = compare.uptime.ratio(name, begin, min(begin + DAY, compare.moments[1]))
        slack = compare.slack(ratio, len(got) * DAY, 1) / (1 - objective)
        compare.checker.check("budget after each day", f"{name} {index - len(got) + 1}", value,
                              tuple(line[index] for line in lines), slack)


def calendar_days(service, start, end):
    first = midnight_of(service["days"]["from"])
    day = max(start, first)
    while day < end:
        index = (day - first) // DAY
        if index < len(service["days"]["ratio"]):
            yield day, min(day + DAY, end), service["days"]["coverage"][index]
        day += DAY


def down_since(compare, service, start, now):
    """The downtime of the days since then, of what was observed of each; None = not known."""
    down = None
    for begin, end, covered in calendar_days(service, start, now):
        ratio = compare.uptime.ratio(service["name"], begin, end)
        if ratio is not None:
            observed = compare.uptime.observed(service["name"], begin, end) * (covered or 0)
            down = (down or 0) + (1 - ratio) * observed
    return down


def check_cost(compare, service, name):
    price = settings_of(compare.world, name)["price"]
    for key, what in (("cost_month", "month"), ("cost_year", "year")):
        start = midnight_of(service[key]["from"])
        down = tuple(down_since(compare, service, start, now) for now in compare.moments)
        compare.checker.check(f"downtime of the {what}", name, service[key]["down_seconds"], down, 1)
        if price:
            compare.checker.check(f"cost of the {what}", name, money(service[key]["cost"]),
                                  over(down, lambda value: value / 60 * price), price / 60)


def check_platform(compare, names):
    window = window_s(compare.world.status["window"])
    sums = []
    for now in compare.moments:
        pairs = [pair for pair in (compare.uptime.counted(name, now - window, now)
                                   for name in names) if pair]
        sums.append((sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)))
    platform = compare.world.status["kpi"]["platform"]
    compare.check_ratio("uptime of the platform", "all", platform["ratio"],
                        tuple(good / valid for good, valid in sums), window)
    for index, key in enumerate(("good", "total")):
        compare.check_events(f"{key} events of the platform", "all", platform[key],
                             tuple(pair[index] for pair in sums), window)


def check_report(compare, status):
    titles = {service["title"] or service["name"]: service for service in status["services"]}
    report = compare.world.report
    window = window_s(status["window"])
    compare.checker.check_names("services of the report", "all",
                                [row["service"] for row in report["services"]["services"]], titles)
    for row in report["services"]["services"]:
        if row["service"] not in titles:
            continue
        name = titles[row["service"]]["name"]
        ratios = compare.ratios(name, lambda now: now - window)
        compare.check_ratio("report: uptime", name, row["availability"], ratios, window)
        for index, key in enumerate(("good", "total")):
            compare.check_events(f"report: {key} events", name, row[key],
                                 compare.events(name, lambda now: now - window, index), window)
        covered = compare.uptime.observed(name, compare.moments[1] - window, compare.moments[1])
        down = over(ratios, lambda ratio: (1 - ratio) * covered * (row["coverage"] or 0))
        compare.check_down("report: downtime", name, row["downtime_seconds"], down, ratios[1], window)
        price = settings_of(compare.world, name)["price"]
        if price:
            compare.check_down("report: cost", name, money(row["cost"]),
                               over(down, lambda value: value / 60 * price), ratios[1], window,
                               price / 60)
    for row in report["budget"]["budgets"]:
        if row["service"] not in titles:
            continue
        name = titles[row["service"]]["name"]
        settings = settings_of(compare.world, name)
        span, allowed = window_s(settings["window"]), 1 - settings["objective"]
        compare.check_budget("report: budget remaining", name, row["budget_remaining"],
                             compare.ratios(name, lambda now: now - span), span,
                             lambda ratio: 1 - (1 - ratio) / allowed, allowed)
        compare.check_budget("report: burn rate 1h", name, row["burn_1h"],
                             compare.ratios(name, lambda now: now - 3600), 3600,
                             lambda ratio: (1 - ratio) / allowed, allowed)


def compare_uptime(world, checker):
    uptime = Uptime(world)
    compare = Comparison(world, uptime, checker, "status")
    now = compare.moments[1]
    services = world.status["services"]
    wanted = world.counters.services(now - 90 * DAY, now)
    checker.check_names("services", "all", [item["name"] for item in services
                                            if item["uptime_source"]], wanted)
    for service in services:
        if service["name"] not in wanted:
            continue
        check_windows(compare, service, service["name"])
        check_coverage(compare, service, service["name"])
        check_budget(compare, service, service["name"])
        check_days(compare, service, service["name"])
        check_calendar(compare, service, service["name"])
        check_cost(compare, service, service["name"])
        if service["slo"]:
            check_line(compare, service, service["name"])
    check_platform(compare, wanted)
    check_report(Comparison(world, uptime, checker, "report"), world.status)
