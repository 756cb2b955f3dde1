#!/bin/bash
# SPDX-License-Identifier: MIT
# The terminal itself, with a world of the screen tests: right after many resizes, after a
# stop and a continue, given back on quit and on signals, and silent when nothing changes.
command -v tmux >/dev/null || exit 77
show=${abs_builddir:-build}/tests/tools/show
[ -x "$show" ] || exit 77
folder=$(mktemp -d) || exit 1
tmux() { command tmux -S "$folder/socket" -f /dev/null "$@"; }
trap 'tmux kill-server 2>/dev/null; rm -rf "$folder"' EXIT

fail() {
	echo "FAIL: $*"
	tmux capture-pane -p
	exit 1
}
# Waits until the screen holds TEXT (or, with "not", no longer does).
wait_for() { # TEXT [not]
	for _ in $(seq 300); do
		if tmux capture-pane -p | grep -qF -- "$1"; then
			[ -z "$2" ] && return
		else
			[ -n "$2" ] && return
		fi
		read -r -t 0.05 <>"$folder/never"
	done
	fail "waited for: $1 $2"
}
mkfifo "$folder/never"
screen() { tmux capture-pane -p; }
keys() { tmux send-keys "$@"; }

unset TMUX NO_COLOR COLORTERM
export TERM=screen-256color
echo "PS1='ready> '" >"$folder/rc"
tmux new-session -d -x 80 -y 24 "exec bash --rcfile '$folder/rc' -i" || exit 77
wait_for 'ready>'
keys "clear; '$show' normal stale" Enter
wait_for 'a ack'
screen >"$folder/first"

# resizing: whatever came between, the same size gives the same screen
for i in $(seq 40); do
	tmux resize-window -x $((20 + i * 37 % 200)) -y $((3 + i * 13 % 50))
done
tmux resize-window -x 80 -y 24
keys C-l
wait_for '12:00 UTC'
wait_for 'v layout'
screen | diff "$folder/first" - || fail "another screen after resizing"

# stop and continue
keys C-z
wait_for 'Stopped'
keys 'stty -a | grep -q " icanon" && echo sane; fg' Enter
wait_for 'v layout'
screen | diff "$folder/first" - || fail "another screen after fg"

# nothing changes: nothing is written, not on the tick of ten seconds either
tmux pipe-pane "cat >'$folder/bytes'"
keys j
wait_for '▸ S2'
size=$(stat -c %s "$folder/bytes")
read -r -t 11 <>"$folder/never"
[ "$(stat -c %s "$folder/bytes")" = "$size" ] || fail "an idle screen writes"
tmux pipe-pane

# the terminal comes back
keys q
wait_for 'sane'
for signal in TERM INT HUP SEGV; do
	keys "clear; sh -c 'echo \$\$ >$folder/pid; exec $show normal'" Enter
	wait_for 'a ack'
	kill -"$signal" "$(cat "$folder/pid")"
	wait_for 'ready>'
	keys "clear; stty -a | grep -q ' icanon' && echo back-$signal" Enter
	wait_for "back-$signal"
	wait_for 'a ack' not
done
echo PASS
