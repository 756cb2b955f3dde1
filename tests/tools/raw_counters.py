# SPDX-License-Identifier: MIT
# Counters of requests as a Prometheus stores them, read without rate(), increase() or any
# other function: the value of the bare counter, or its raw samples.
import bisect
import json
import re
import urllib.parse
import urllib.request

DAY = 86400


def get_json(url, token=None, **parameters):
    if parameters:
        url += ("&" if "?" in url else "?") + urllib.parse.urlencode(parameters, doseq=True)
    request = urllib.request.Request(url)
    if token:
        request.add_header("Authorization", token)
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


class Counters:
    """Valid and failed events of each service in a stretch of time.

    mode "values": the counter is asked for at both ends of the stretch; right where it counts
    on between samples and was never reset (which is checked).
    mode "samples": all raw samples up to `until` are read once; what a stretch counted is the
    sum of the steps between the samples in it, and after a reset the new value itself.
    """

    def __init__(self, url, metric, good, total, mode, until, days):
        self.url, self.metric, self.mode = url + "/api/v1/query", metric, mode
        self.good, self.total = re.compile(good), re.compile(total)
        self.values, self.scale = {}, {}
        self.samples = self._read_samples(until, days) if mode == "samples" else None

    def _read_samples(self, until, days):
        series = []
        found = get_json(self.url, query=f"{self.metric}[{days}d]", time=until)["data"]["result"]
        for item in found:
            times = [float(at) for at, _ in item["values"]]
            values = [float(value) for _, value in item["values"]]
            grown = [0.0]
            for before, after in zip(values, values[1:]):
                grown.append(grown[-1] + (after - before if after >= before else after))
            series.append((item["metric"]["service"], item["metric"]["code"], times, grown))
        return series

    def _at(self, at):
        if at not in self.values:
            found = get_json(self.url, query=self.metric, time=f"{at:.3f}")["data"]["result"]
            self.values[at] = {(item["metric"]["service"], item["metric"]["code"]):
                               float(item["value"][1]) for item in found}
        return self.values[at]

    def _steps(self, start, end):
        if self.mode == "values":
            before, after = self._at(start), self._at(end)
            for key, value in after.items():
                if key not in before:
                    continue
                if value < before[key]:
                    raise ValueError(f"{key} was reset: read the samples")
                yield key[0], key[1], value - before[key]
            return
        for service, code, times, grown in self.samples:
            first = bisect.bisect_left(times, start)
            last = bisect.bisect_right(times, end) - 1
            if last > first:
                yield service, code, grown[last] - grown[first]

    def counted(self, start, end):
        """{service: (good, valid)} between two times, in seconds."""
        sums = {}
        for service, code, step in self._steps(start, end):
            good, valid = sums.get(service, (0.0, 0.0))
            step *= self.scale.get(service, {}).get(code[0], 1)
            good += step if self.good.fullmatch(code) else 0
            valid += step if self.total.fullmatch(code) else 0
            sums[service] = good, valid
        return sums

    def services(self, start, end):
        """All that have a series there, whether it counted anything or not."""
        return {service for service, _, _ in self._steps(start, end)}

    def gaps(self, start, end, longest):
        """{service: seconds of the stretch that lie in gaps longer than `longest`}"""
        lost = {}
        for service, code, times, _ in self.samples or []:
            if not self.total.fullmatch(code):
                continue
            inside = [at for at in times if start <= at <= end]
            edges = [start] + inside + [end]
            gap = sum(after - before for before, after in zip(edges, edges[1:])
                      if after - before > longest)
            lost[service] = min(lost.get(service, end - start), gap)
        return lost


def without(start, end, holes):
    """What of a stretch is left when the holes (planned work) are taken out."""
    left = [(start, end)]
    for begin, finish in holes:
        left = [piece for a, b in left
                for piece in ((a, min(b, begin)), (max(a, finish), b)) if piece[1] > piece[0]]
    return left


def length(pieces):
    return sum(b - a for a, b in pieces)
