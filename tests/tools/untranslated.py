#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Which words of a screen are in no pseudo-translated message (see pseudo.py: those have accents
# in every vowel) and in no data, and which characters were cut. Prints each with its line; exit
# status 1 when there are any.
# usage: untranslated.py DATA... <SCREEN ; the words of the DATA files are data
import re
import sys

WORD = re.compile(r"[^\W\d_]{4,}")
VOWEL = re.compile(r"[aeiou]", re.I)


def main():
    known = set()
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            known.update(word.lower() for word in WORD.findall(file.read()))
    found = False
    for line in sys.stdin:
        # neither a word that was cut, nor what makes a message longer
        whole = re.sub(r"\w+…|ö+", " ", line)
        if "\ufffd" in line:
            print(f"a character was cut: {line.strip()}")
            found = True
        for word in WORD.findall(whole):
            if VOWEL.search(word) and word.lower() not in known:
                print(f"{word}: {line.strip()}")
                found = True
    sys.exit(found)


main()
