#!/bin/bash
# SPDX-License-Identifier: MIT
# Details: the time line, searching, copying (y, Y), opening (o, b), piping (|); afterwards the
# screen is whole again.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux jq

# What opens a link: it notes its arguments and that it has no terminal.
cat >"$work/opener" <<'END'
#!/bin/sh
{ [ -t 0 ] || [ -t 1 ] || [ -t 2 ] || echo "no terminal"; printf '<%s>\n' "$@"; } >"$0.tmp"
mv "$0.tmp" "$0.log"
END
chmod +x "$work/opener"
start_world --seed 1
nines_options="open_command = $work/opener --new %s
hyperlinks = on"
world_config "$port" "$port" "$port" | use_config

dashboard
in_tmux set-option -s set-clipboard on
wait_complete
wait_screen '▸ S1 +◆ TRIG'
in_tmux pipe-pane -t scene "cat >$work/bytes"
keys Enter
wait_screen '▸ incident · .*[a-z]+:Q'
id=$(screen | sed -nE 's/^▸ incident · .*[ ,]([a-z]+:Q[0-9A-Z]+).*/\1/p')

# A link is written as OSC 8, and the screen is the same as without.
linked() {
	grep -q "$(printf '\033]8;;https://elearn')" "$work/bytes"
}
wait_until "$patience" linked || fail "no OSC 8 link"
has_on_screen '^ link +https://elearn\.pagerduty\.example/incidents/Q[0-9]+ *$' ||
	fail "the row of the link is not whole"
keys j
wait_screen '^ status'
has_on_screen '^ link +https://elearn\.pagerduty\.example/incidents/Q[0-9]+ *$' ||
	fail "the row of the link is not whole after scrolling"
keys k

# Searching: matches are counted and gone through; Esc ends the search, not the detail.
keys /
type_text 'time line'
wait_screen '▸ incident .*/time line 1 of 1'
wait_screen '^ time line, newest first, UTC'
keys C-u
type_text notified
wait_screen '/notified 1 of [0-9]+'
keys C-u
type_text payments
wait_screen '/payments 1 of ([2-9]|[1-9][0-9]+)'
keys Enter N
wait_screen '/payments 2 of ([2-9]|[1-9][0-9]+)'
keys Escape
wait_gone '/payments'
has_on_screen '▸ incident' || fail "Esc left the detail"

# What happened before of the same kind is told with how long it took. While history loads the
# text grows, and its end goes down.
at_end() {
	keys G
	has_on_screen '^ 20[0-9-]+ [0-9:]+ +resolved after '
}
wait_until "$patience" at_end || true
wait_screen '^ before: the same service and rule'
wait_screen '^ in all +[1-9][0-9]*, time to resolve: median '
wait_screen '^ 20[0-9-]+ [0-9:]+ +resolved after '
keys g g

# The link, by a program without our terminal and without a shell.
keys o
wait_screen 'opened: https://'
wait_until "$patience" test -s "$work/opener.log" || fail "the opener was not run"
expect "the opener's arguments" 'no terminal
<--new>' "$(head -n 2 "$work/opener.log")"
link=$(sed -n '3s/^<\(https:.*\)>$/\1/p' "$work/opener.log")
[ -n "$link" ] || fail "no link: $(cat "$work/opener.log")"

# y: the link is in the buffer of tmux.
copied() {
	[ "$(in_tmux show-buffer 2>/dev/null)" = "$1" ]
}
keys y
wait_screen "copied link, ${#link} bytes: https://"
wait_until "$patience" copied "$link" || fail "copied: $(in_tmux show-buffer)"
keys Y
wait_screen 'copy: l link +i id +t title'
keys i
wait_screen "copied id, ${#id} bytes: $id"
wait_until "$patience" copied "$id" || fail "copied: $(in_tmux show-buffer)"
keys Escape
wait_screen '▸ 2 incidents'

# |: the command has the terminal; ctrl-c ends it, not nines; then the screen is whole.
keys Enter
wait_screen '▸ incident · '
before=$(screen | timeless | sed -n '2,8p')
keys '|'
wait_screen '^\|'
type_line "jq .id >$work/id; env >$work/environment; echo done; tty </dev/tty"
wait_screen 'exit 0: press a key'
has_on_screen '^done$' || fail "its output is not shown"
! grep -q "PAGERDUTY_TOKEN\|demonstration" "$work/environment" || fail "it was told the secret"
expect "the id that was piped" "\"$id\"" "$(cat "$work/id")"
keys q
wait_screen '▸ incident · '
wait_screen 'piped 1 record: exit 0'
is_over && fail "the key after the command ended nines"
keys Escape Enter
wait_screen '▸ incident · '
expect "the screen after the command" "$before" "$(screen | timeless | sed -n '2,8p')"
keys '|' C-u
type_line 'echo waits; sleep 600'
wait_screen '^waits$'
keys C-c
wait_screen '(ended by signal 2|exit 130): press a key'
keys Space
wait_screen 'piped 1 record: (ended by signal 2|exit 130)'
keys '|'
wait_screen '^\| echo waits; sleep 600'
keys Escape
wait_screen 'nothing was piped'
keys q q
wait_exit 0
