#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# A pseudo-translation: reads a catalog of messages (.pot) and writes one in which every message
# stands in brackets, has accents, is longer by 40 % and ends with a wide character. What a format
# asks for stays.
# usage: pseudo.py POT >PO
import re
import sys

ACCENTS = str.maketrans("aeiouyAEIOUcnsz", "áéíóúýÁÉÍÓÚčňšž")
KEPT = re.compile(r"(%[-+ #0]*[\d*]*(?:\.[\d*]+)?(?:hh|h|ll|l|z|j)?[diouxXeEfgGcsp%]|\\.)")


def pseudo(text):
    """Of the text between the quotes, escapes and all."""
    lead = re.match(r"(?:\\n)*", text).group()
    tail = re.search(r"(?:\\n)*$", text[len(lead):]).group()
    core = text[len(lead):len(text) - len(tail)]
    words = "".join(part if KEPT.fullmatch(part) else part.translate(ACCENTS)
                    for part in KEPT.split(core))
    return lead + "[" + words + "ö" * (len(core) * 4 // 10 + 1) + "語]" + tail


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        blocks = re.split(r"\n\n+", file.read())
    print('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
          '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n')
    for block in blocks:
        one = re.search(r'^msgid ((?:".*"\n?)+)', block, re.M)
        many = re.search(r'^msgid_plural ((?:".*"\n?)+)', block, re.M)
        join = lambda found: "".join(re.findall(r'"(.*)"', found.group(1)))
        if not one or not join(one):
            continue
        flags = "".join(line + "\n" for line in block.split("\n") if line.startswith("#,"))
        print(flags.replace("fuzzy", "") + f'msgid "{join(one)}"')
        if many:
            print(f'msgid_plural "{join(many)}"')
            print(f'msgstr[0] "{pseudo(join(one))}"\nmsgstr[1] "{pseudo(join(many))}"\n')
        else:
            print(f'msgstr "{pseudo(join(one))}"\n')


main()
