# SPDX-License-Identifier: MIT
# Compares figures, one name for each kind, and remembers how many were compared and how far
# the worst of each was off.
import collections


def judge(got, wanted, tolerance):
    """How far off it is, and whether that is a fault. `wanted` is a number, None (not known),
    or a (low, high) within which the value must lie."""
    if not isinstance(wanted, tuple):
        wanted = wanted, wanted
    if got is None or None in wanted:
        return 0, not (got is None and wanted == (None, None))
    off = max(min(wanted) - got, got - max(wanted), 0)
    return off, not off <= tolerance


class Checker:
    def __init__(self):
        self.figures = collections.OrderedDict()  # name -> [count, worst, tolerance, unknown]
        self.firsts = {}
        self.faults = []

    @property
    def compared(self):
        return sum(row[0] for row in self.figures.values())

    def check(self, name, where, got, wanted, tolerance=0):
        off, is_fault = judge(got, wanted, tolerance)
        row = self.figures.setdefault(name, [0, 0.0, 0, 0])
        row[0] += 1
        row[1] = max(row[1], off)
        row[2] = max(row[2], tolerance)
        row[3] += got is None
        if got is not None or name not in self.firsts:
            self.firsts[name] = (got, wanted, tolerance)
        if is_fault:
            self.faults.append(f"{name} of {where}: nines says {got!r}, wanted {wanted!r}, "
                               f"tolerance {tolerance:g}")

    def blind(self):
        """The figures of which a value that is wrong, or not known, would not be noticed."""
        found = []
        for name, (got, wanted, tolerance) in self.firsts.items():
            if got is None:
                found += [] if judge(1, wanted, tolerance)[1] else [name]
                continue
            span = max(wanted) - min(wanted) if isinstance(wanted, tuple) else 0
            step = span + 3 * tolerance if tolerance else 1
            if not all(judge(value, wanted, tolerance)[1] for value in (got + step, got - step, None)):
                found.append(name)
        return found

    def check_names(self, name, where, got, wanted):
        got, wanted = set(got), set(wanted)
        self.check(name, where, len(got), len(wanted))
        for item in sorted(map(str, got ^ wanted)):
            self.faults.append(f"{name} of {where}: {item} is in one only")

    def print(self):
        print(f"{'figure':44} {'compared':>8} {'unknown':>8} {'worst':>12} {'tolerance':>10}")
        for name, (count, worst, tolerance, unknown) in self.figures.items():
            print(f"{name:44} {count:8} {unknown:8} {worst:12.3g} {tolerance:10.3g}")
        print(f"{self.compared} comparisons of {len(self.figures)} figures, "
              f"{len(self.faults)} disagree")
        for fault in self.faults[:40]:
            print(f"  {fault}")
