#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a report in HTML must be: whole by itself, and with the numbers of its JSON.

usage: report_check.py HTML JSON      compares the two
       report_check.py --frame HTML   prints a page that shows HTML in a frame and then writes
                                      down, as JSON, what a browser made of it
"""
import html
import json
import re
import sys
from html.parser import HTMLParser


class Page(HTMLParser):
    """Tables by id, charts by id, and whatever would be loaded from elsewhere."""

    LOADS = {"src", "srcset", "href", "data", "action", "formaction", "poster", "background",
             "ping", "xlink:href"}

    def __init__(self):
        super().__init__()
        self.tables, self.charts, self.wrong = {}, {}, []
        self.table = self.keys = self.row = self.chart = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in ("script", "iframe", "object", "embed", "link", "img", "base", "form"):
            self.wrong.append(f"<{tag}>")
        for name, value in attributes:
            if name.startswith("on") or (name in self.LOADS and value):
                self.wrong.append(f"{tag} {name}={value}")
        if tag == "table":
            self.table = self.tables.setdefault(given["id"], [])
            self.keys = []
        elif tag == "th":
            self.keys.append(given["data-key"])
        elif tag == "tr":
            self.row = []
        elif tag == "td":
            self.row.append(given.get("data-value"))
        elif tag == "figure":
            self.chart = self.charts.setdefault(given["id"], 0)
            self.chart = given["id"]
        elif tag in ("rect", "circle") and self.chart:
            self.charts[self.chart] += 1

    def handle_endtag(self, tag):
        if tag == "tr" and self.row:
            self.table.append(dict(zip(self.keys, self.row)))
            self.row = None
        elif tag == "figure":
            self.chart = None


def number_of(value):
    """The number of a cell of the JSON; money is an object."""
    if isinstance(value, dict):
        return value["amount"]
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def compare(page, report):
    """Each number of each table, both ways; returns complaints and how many were equal."""
    wrong, equal = [], 0
    for section, content in report.items():
        if not isinstance(content, dict):
            continue
        for key, rows in content.items():
            if key in ("lines", "charts"):
                continue
            shown = page.tables.get(f"{section}-{key}", [])
            if len(shown) != len(rows):
                wrong.append(f"{section}.{key}: {len(rows)} rows, {len(shown)} in HTML")
                continue
            for at, (row, cells) in enumerate(zip(rows, shown)):
                for column, value in row.items():
                    number, text = number_of(value), cells.get(column)
                    if number is None and text is None:
                        continue
                    if number is None or text is None or float(text) != float(number):
                        wrong.append(f"{section}.{key}[{at}].{column}: {number} and {text}")
                    else:
                        equal += 1
        for key, chart in content.get("charts", {}).items():
            marks = sum(value is not None for series in chart["series"]
                        for value in series["values"])
            if page.charts.get(f"chart-{key}", 0) < marks:
                wrong.append(f"{section}: chart {key} has {marks} values, "
                             f"{page.charts.get(f'chart-{key}', 0)} marks")
    return wrong, equal


def frame(text):
    """The report in a frame of the same origin; the script is of this page, not of it."""
    return f"""<!DOCTYPE html><meta charset="utf-8"><body>
<iframe id="f" style="width:1000px;height:800px" srcdoc="{html.escape(text)}"></iframe>
<script>
const frame = document.getElementById("f");
frame.onload = () => {{
  const page = frame.contentDocument, told = {{charts: [], tables: 0, overflow: false}};
  for (const figure of page.querySelectorAll("figure")) {{
    const svg = figure.querySelector("svg"), box = svg.getBoundingClientRect();
    let marks = 0;
    for (const mark of svg.querySelectorAll("rect, circle")) {{
      const size = mark.getBoundingClientRect(), look = frame.contentWindow.getComputedStyle(mark);
      if (size.width > 0 && size.height >= 0 && look.fill !== "none" && size.left >= box.left - 1
          && size.right <= box.right + 1) marks++;
    }}
    told.charts.push({{id: figure.id, width: box.width, height: box.height, marks}});
  }}
  told.tables = page.querySelectorAll("table tbody tr").length;
  told.overflow = page.documentElement.scrollWidth > page.documentElement.clientWidth;
  told.dark = frame.contentWindow.getComputedStyle(page.body).backgroundColor;
  document.body.innerHTML = "<pre id=told>" + JSON.stringify(told) + "</pre>";
}};
</script></body>"""


def main():
    if sys.argv[1] == "--frame":
        with open(sys.argv[2], encoding="utf-8") as file:
            print(frame(file.read()))
        return 0
    page = Page()
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    page.feed(text)
    if re.search(r"@import|url\(", text):
        page.wrong.append("a style that loads something")
    with open(sys.argv[2], encoding="utf-8") as file:
        wrong, equal = compare(page, json.load(file))
    for line in page.wrong + wrong:
        print(line)
    print(f"{equal} numbers are equal, {len(page.charts)} charts")
    return 1 if page.wrong or wrong or equal < 100 or len(page.charts) < 3 else 0


sys.exit(main())
