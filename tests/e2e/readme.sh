#!/bin/bash
# SPDX-License-Identifier: MIT
# The screens of README.md are of the program as it is: taken anew, they have the same panes and
# the same headings, as text and as pictures; and the pictures ask for nothing from elsewhere.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux python3 awk
readme=$abs_srcdir/README.md
pictures=$abs_srcdir/doc/screens

# A screen of README.md as text.
text_of() { # FILE NAME
	awk -v name="$2" '
	/^<!-- end of screen -->/ { is_inside = 0 }
	is_inside && !/^```/ { print }
	/^<!-- screen: / { is_inside = $3 == name }' "$1"
}

# Titles without their figures, and the headings below those of tables.
shape() {
	awk '/^(▸|─) / { sub(/ ·.*/, ""); gsub(/(─|▸|│)+/, ""); print; next_is_head = 1; next }
	next_is_head { next_is_head = 0; if ($0 ~ /^  +[a-z]/ && $0 !~ /%/) { gsub(/ +/, " "); print } }'
}

# The titles of panes in a picture.
panes() {
	grep -o '>[0-9] [A-Za-z -]*<' "$1" | sort
}

cp "$readme" "$work/README.md"
mkdir "$work/screens"
bash "$abs_srcdir/tests/e2e/capture" "$work/README.md" "$work/screens" text small figures people \
	>"$work/capture.log" 2>&1 || fail "no screens were taken"
for name in text small; do
	text_of "$readme" "$name" | shape >"$work/old"
	text_of "$work/README.md" "$name" | shape >"$work/new"
	[ -s "$work/new" ] || fail "the screen $name has no title"
	diff "$work/old" "$work/new" || fail "README.md shows another '$name': ./dev screens"
done
for name in figures people; do
	diff <(panes "$pictures/$name.svg") <(panes "$work/screens/$name.svg") ||
		fail "doc/screens/$name.svg shows another layout: ./dev screens"
	[ -n "$(panes "$work/screens/$name.svg")" ] || fail "$name.svg has no title"
done
for picture in $(grep -o 'doc/screens/[a-z]*\.svg' "$readme" | sort -u); do
	python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' \
		"$abs_srcdir/$picture" || fail "$picture is not well-formed"
	grep -q '<title id="t">.*<desc id="d">' "$abs_srcdir/$picture" || fail "$picture says nothing"
	! grep -Ei '<script|href|url\(|<image|@import' "$abs_srcdir/$picture" ||
		fail "$picture asks for something from elsewhere"
done
