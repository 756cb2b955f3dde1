#!/bin/bash
# SPDX-License-Identifier: MIT
# Counts, g, function keys and the line after ":" in the real program; a key that can't be
# had, or that two actions claim, opens nothing.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl

dashboard --demo --demo-seed 1
wait_complete
wait_screen '▸ 2 incidents · 4'

# Sequences that are no key act as none, though they end in A, hold an a, or come in two parts:
# an unknown arrow, the mouse, a color that is told, one with a pause in it.
stray() {
	keys -H "$@"
	keys F1
	wait_screen 'here: incidents'
	keys F1
	wait_gone 'here: incidents'
	! has_on_screen 'reassign to|ack (queued|sent)|acknowledged|3 then a key' ||
		fail "ESC ${*:2} acted"
	wait_screen '▸ S1 +◆ TRIG'
}
stray 1b 5b 31 3b 39 41
stray 1b 5b 3c 30 3b 33 3b 33 4d
stray 1b 5d 31 31 3b 61 61 07
keys -H 1b 5b 31 3b
pause
stray 39 41

comes_back() {
	keys Escape
	pause
	keys F1
	pause
	has_on_screen 'here: incidents'
}
# What is pasted is text, wherever a slow line breaks the marks around it.
pasted() { # BYTES BEHIND-THE-PAUSE
	# shellcheck disable=SC2086
	keys -H $1
	pause
	# shellcheck disable=SC2086
	keys -H $2
	keys F1
	wait_screen 'here: incidents'
	keys F1
	wait_gone 'here: incidents'
	! has_on_screen 'reassign to|ack (queued|sent)|acknowledged|PAST' || fail "a paste acted: $*"
}
pasted '1b' '5b 32 30 30 7e 61 1b 5b 32 30 31 7e'
pasted '1b 5b' '32 30 30 7e 61 1b 5b 32 30 31 7e'
pasted '1b 5b 32 30 30 7e 61 1b' '5b 32 30 31 7e'
# One whose end got lost is given up by an Esc after a while.
keys -H 1b 5b 32 30 30 7e 61
wait_until "$patience" comes_back || fail "the keyboard is lost to a paste"
keys F1
wait_gone 'here: incidents'
wait_screen '▸ S1 +◆ TRIG'

# The mouse, once it is wanted: a click chooses, two open, the wheel scrolls, none of them acts.
# A report that a slow line broke behind its escape is that and an Esc.
mouse() { # BUTTON ROW-PATTERN
	local row
	row=$(screen | grep -nE -- "$2" | head -n 1)
	type_text $'\e[<'"$1;20;${row%%:*}M"$'\e[<'"$1;20;${row%%:*}m"
}
expect "the mouse while it is not wanted" 0 "$(pane_value mouse_any_flag)"
type_line ':set mouse on'
wait_screen 'set until nines ends'
expect "the mouse while it is wanted" 11 "$(pane_value mouse_any_flag)$(pane_value mouse_sgr_flag)"
mouse 0 'S3 +◆ TRIG'
wait_screen '▸ S3 +◆ TRIG'
mouse 0 '1 services'
wait_screen '▸ 1 services'
mouse 0 '^ +sev +status'
wait_screen '▸ 2 incidents.*by ack due ─'
mouse 0 '^ +sev +status'
wait_screen '▸ 2 incidents.*by ack due, reversed'
mouse 0 'S1 +◆ TRIG'
type_text $'\e[<0;20;99M'
wait_screen '▸ S1 +◆ TRIG'
keys Enter
wait_screen ' status +◆ TRIG'
mouse 65 'severity'
wait_gone ' status +◆ TRIG'
keys -H 1b
wait_screen '▸ S1 +◆ TRIG'
type_text '[<0;3;99M'
keys F1
wait_screen 'here: incidents'
keys / click Enter
wait_screen 'double click +opens the row'
keys F1
wait_gone 'here: incidents'
! has_on_screen 'reassign to|ack (queued|sent)|PAST|3 then a key' || fail "the mouse acted"
type_line ':set mouse off'
wait_screen 'set until nines ends'
expect "the mouse when it is not wanted any more" 0 "$(pane_value mouse_any_flag)"
keys g
wait_screen 'g then +t layout'
keys t
wait_gone '▸ 2 incidents · 4'
keys g T
wait_screen '▸ 2 incidents · 4'
keys M-2
wait_screen '2 then a key that moves'
keys Escape
wait_gone 'then a key that moves'
keys F1
wait_screen 'here: incidents'
keys F1
wait_gone 'here: incidents'
keys :
wait_screen 'Tab completes'
type_line 'akc'
wait_screen 'did you mean "ack"'
keys C-u
type_line 'sort age'
wait_screen 'by age'
keys : Up
wait_screen ':sort age'
keys Escape
wait_gone ':sort age'

# Esc and the next key at once only leave; text after a key that begins a line stays text; two
# Esc are two; what is pasted right behind one is still pasted.
type_text ':ack'
wait_screen '^:ack '
keys -H 1b 61
wait_gone '^:ack '
keys R
wait_screen 'resolve .* y = yes'
keys -H 1b 79
wait_screen 'nothing was sent'
keys Enter
wait_screen '▸ incident · '
keys -H 1b 3a 61 63 6b
wait_screen '^:ack '
has_on_screen '▸ 2 incidents' || fail "the first Esc did not leave the detail"
keys -H 1b 1b 5b 32 30 30 7e 61 61 1b 5b 32 30 31 7e
wait_gone '^:ack '
keys Enter
wait_screen '▸ incident · '
keys /
type_text time
wait_screen '/time 1 of'
keys -H 1b 1b
wait_screen '▸ 2 incidents'
lacks_on_screen 'ack (queued|sent)|acked.*HighErrorRate' || fail "a key after Esc acted"
# Text for a line that did not open acts neither by its own keys nor by a line that it holds.
for typed in $'Dx:ack\r' $'D:ack\r' $':downtime\ra' $'D2h, |true\r'; do
	type_text "$typed"
	wait_screen 'downtime'
	lacks_on_screen 'ack (queued|sent)|acked.*HighErrorRate|^[:|] ' || fail "typed ahead, $typed acted"
	keys Escape
	wait_gone 'downtime'
done
type_line ':resolve'
wait_screen 'y = yes, any other key = no'
keys n
wait_screen 'nothing was sent'
type_line ':quit'
wait_exit 0

# A key with a modifier arrives under the name that [keys] gives it.
start_world --seed 1
{
	nines_options='mouse = on' world_config "$port" "$port" "$port"
	printf '[keys]\nquit = ctrl-Up\n'
} | use_config
dashboard
wait_complete
expect "the mouse of the configuration" 1 "$(pane_value mouse_any_flag)"
keys C-Up
wait_exit 0

printf '[source a]\ntype = demo\n[keys]\nack = ctrl-s\nsort = z\n' | use_config
shell
# shellcheck disable=SC2016
type_line '"$NINES" check'
wait_screen 'ack = ctrl-s: the terminal keeps it'
wait_screen 'sort = z: "zoom" has this key too'
