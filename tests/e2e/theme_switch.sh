#!/bin/bash
# SPDX-License-Identifier: MIT
# T goes through the themes and comes back; colors change, the text doesn't.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

text() {
	screen | sed '$d' | timeless
}
looks_different() {
	[ "$(colored_screen | sed '$d')" != "$1" ]
}
same_as() { # TEXT
	[ "$(text)" = "$1" ]
}

dashboard --demo --demo-seed 1
wait_screen '5/5 (sources )?live'
wait_screen '▸ 2 incidents · 4'
keys p
wait_screen '\[PAUSED\]'
seen=
for press in 1 2 3 4 5 6 7 8; do
	before=$(colored_screen | sed '$d')
	words=$(text)
	keys T
	wait_until "$patience" looks_different "$before" || fail "the theme changed nothing"
	wait_screen '^ theme '
	same_as "$words" || fail "the theme changed the text"
	name=$(screen | sed -n 's/^ theme \([a-z]*\).*/\1/p')
	case " $seen " in *" $name "*) break ;; esac
	seen="$seen $name"
done
for name in default light mono colorblind; do
	case " $seen " in *" $name "*) ;; *) fail "T never came to the theme $name:$seen" ;; esac
done
