#!/bin/bash
# SPDX-License-Identifier: MIT
# T goes through the themes, the user's among them, and comes back; colors change, the text
# doesn't; the footer names the theme and shows each state in it. A broken file is told once.
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

mkdir -p "$XDG_CONFIG_HOME/nines/themes"
printf '[roles]\ntext = 42\n' >"$XDG_CONFIG_HOME/nines/themes/zebra.theme"
printf '[roles]\nok = nothing\n' >"$XDG_CONFIG_HOME/nines/themes/broken.theme"
dashboard --demo --demo-seed 1
wait_screen 'theme "broken" is left out: .*:2: ok:'
wait_screen '5/5 (sources )?live'
wait_screen '▸ 2 incidents · 4'
keys p
wait_screen '\[PAUSED\]'
seen=
for press in {1..20}; do
	before=$(colored_screen | sed '$d')
	words=$(text)
	keys T
	wait_until "$patience" looks_different "$before" || fail "the theme changed nothing"
	wait_screen '^ theme .*● ok +▲ degraded +✖ DOWN'
	same_as "$words" || fail "the theme changed the text"
	name=$(screen | sed -n 's/^ theme \([a-z-]*\).*/\1/p')
	case " $seen " in *" $name "*) break ;; esac
	seen="$seen $name"
done
for name in default light mono colorblind-light contrast-dark zebra; do
	case " $seen " in *" $name "*) ;; *) fail "T never came to the theme $name:$seen" ;; esac
done
case " $seen " in *" broken "*) fail "T came to a broken theme" ;; esac
keys Escape
wait_screen '^ theme default, as before'
