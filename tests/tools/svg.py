#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# A screen as tmux shows it with colors (capture-pane -p -e) becomes an SVG: text in cells of one
# width, bars and lines as shapes, no script and nothing from elsewhere.
# usage: svg.py COLUMNS ROWS dark|light TITLE DESCRIPTION [solid] <CAPTURE >SVG
# solid: full blocks fill their cells, so that large letters have no gaps
import html
import re
import sys
import unicodedata

CELL_X, CELL_Y, PAD, BASE = 8, 17, 10, 13
GROUNDS = {"dark": ("#d3d7de", "#15181e"), "light": ("#24292f", "#ffffff")}
ANSI = ["#000000", "#cd3131", "#0dbc79", "#e5e510", "#2472c8", "#bc3fbc", "#11a8cd", "#e5e5e5",
        "#666666", "#f14c4c", "#23d18b", "#f5f543", "#3b8eea", "#d670d6", "#29b8db", "#ffffff"]
LINES = {"─": (0, 8, 1, 1), "│": (3.5, 0, 1, 17)}
SHADES = {"░": 0.25, "▒": 0.5, "▓": 0.75}
TOKEN = re.compile(r"\x1b\[([0-9;:]*)m|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Za-z0-9]|[\x0e\x0f]|(.)", re.S)
PLAIN = {"fg": None, "bg": None, "bold": False, "dim": False, "italic": False,
         "underline": False, "reverse": False}
ON = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse"}
OFF = {22: ("bold", "dim"), 23: ("italic",), 24: ("underline",), 27: ("reverse",)}


def palette(index):
    if index < 16:
        return ANSI[index]
    if index >= 232:
        return "#" + f"{8 + 10 * (index - 232):02x}" * 3
    steps = [0, 95, 135, 175, 215, 255]
    index -= 16
    return "#%02x%02x%02x" % (steps[index // 36], steps[index // 6 % 6], steps[index % 6])


def restyle(style, codes):
    style, codes = dict(style), [int(code or 0) for code in re.split("[;:]", codes)]
    while codes:
        code = codes.pop(0)
        if code == 0:
            style = dict(PLAIN)
        elif code in ON:
            style[ON[code]] = True
        elif code in OFF:
            style.update({name: False for name in OFF[code]})
        elif code in (38, 48):
            name, kind = ("fg" if code == 38 else "bg"), codes.pop(0)
            if kind == 5:
                style[name] = palette(codes.pop(0))
            else:
                style[name] = "#%02x%02x%02x" % tuple(codes[:3])
                del codes[:3]
        elif code in (39, 49):
            style["fg" if code == 39 else "bg"] = None
        elif 30 <= code % 60 <= 37 and code < 100:
            style["fg"] = ANSI[code % 60 - 30 + (8 if code >= 90 else 0)]
        elif 40 <= code % 60 <= 47:
            style["bg"] = ANSI[code % 60 - 40 + (8 if code >= 100 else 0)]
    return style


def width(char):
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cells_of(line, style):
    """The row as (column, columns, text, style), and the style that goes on."""
    cells, column = [], 0
    for codes, char in TOKEN.findall(line):
        if char and width(char) == 0 and cells:
            cells[-1][2] += char
        elif char:
            cells.append([column, width(char), char, style])
            column += width(char)
        else:
            style = restyle(style, codes) if codes or codes == "" else style
    return cells, style


def colors(style, ground):
    fg, bg = style["fg"] or ground[0], style["bg"] or ground[1]
    return (bg, fg) if style["reverse"] else (fg, bg)


def rect(x, y, w, h, fill, more=""):
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" fill="{fill}"{more}/>'


def shape(char):
    """x, y, width, height within the cell, and how opaque."""
    if char in LINES:
        return (*LINES[char], 1)
    if char in SHADES:
        return 0, 3, CELL_X, CELL_Y - 6, SHADES[char]
    if char == "█" and "solid" in sys.argv[6:]:
        return 0, 0, CELL_X, CELL_Y, 1
    if "▁" <= char <= "█":
        part = (ord(char) - ord("▁") + 1) / 8 * (CELL_Y - 3)
        return 0, CELL_Y - 1 - part, CELL_X, part, 1
    return None


def runs_of(cells, same):
    runs = []
    for cell in cells:
        last = runs[-1] if runs else None
        if last and last[0] + last[1] == cell[0] and same(last, cell):
            last[1] += cell[1]
            last[2] += cell[2]
        else:
            runs.append(list(cell))
    return runs


def draw_row(cells, row, ground):
    y, out = PAD + row * CELL_Y, []
    for column, columns, _, style in runs_of(cells, lambda a, b: colors(a[3], ground)[1] == colors(b[3], ground)[1]):
        back = colors(style, ground)[1]
        if back != ground[1]:
            out.append(rect(PAD + column * CELL_X, y, columns * CELL_X, CELL_Y, back))
    is_alike = lambda a, b: a[3] == b[3] and (shape(a[2][-1]) or "") == (shape(b[2]) or "") and (
        shape(b[2]) is None or LINES.get(b[2], (0, 0, 1))[2] == 1 and b[2] != "│")
    for column, columns, text, style in runs_of(cells, is_alike):
        fg, x = colors(style, ground)[0], PAD + column * CELL_X
        form = shape(text[0])
        if form:
            opacity = f' opacity="{form[4]:g}"' if form[4] < 1 else ""
            wide = form[2] if text[0] == "│" else columns * CELL_X
            out.append(rect(x + form[0], y + form[1], wide, form[3], fg, opacity))
        elif text.strip():
            out.extend(draw_text(text, column, style, y, fg))
    return out


def draw_text(text, column, style, y, fg):
    """Words of a run; more than one blank is none, for viewers make one of them."""
    marks = [f'fill="{fg}"']
    for name, mark in (("bold", 'font-weight="bold"'), ("italic", 'font-style="italic"'),
                       ("underline", 'text-decoration="underline"'), ("dim", 'opacity=".7"')):
        if style[name]:
            marks.append(mark)
    out = []
    for part in re.split("( {2,})", text):
        words, lead = part.strip(), len(part) - len(part.lstrip())
        if words:
            place = (f'x="{PAD + (column + lead) * CELL_X}" y="{y + BASE}" '
                     f'textLength="{sum(map(width, words)) * CELL_X}"')
            out.append(f'<text {place} {" ".join(marks)}>{html.escape(words, quote=False)}</text>')
        column += sum(map(width, part))
    return out


def main():
    columns, rows, ground = int(sys.argv[1]), int(sys.argv[2]), GROUNDS[sys.argv[3]]
    title, about = map(html.escape, sys.argv[4:6])
    wide, high = columns * CELL_X + 2 * PAD, rows * CELL_Y + 2 * PAD
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
          f'height="{high}" role="img" aria-labelledby="t d" '
          f'font-family="ui-monospace,\'DejaVu Sans Mono\',Menlo,Consolas,monospace" font-size="13">')
    print(f'<title id="t">{title}</title><desc id="d">{about}</desc>')
    print(f'<rect x=".5" y=".5" width="{wide - 1}" height="{high - 1}" rx="6" fill="{ground[1]}" stroke="#8884"/>')
    style = dict(PLAIN)
    for row, line in enumerate(sys.stdin.read().split("\n")[:rows]):
        cells, style = cells_of(line, style)
        drawn = draw_row(cells, row, ground)
        if drawn:
            print("".join(drawn))
    print("</svg>")


main()
