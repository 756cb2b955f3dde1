#!/bin/bash
# SPDX-License-Identifier: MIT
# Two dashboards and a command of the same user on one state file acknowledge the same incidents
# at the same moment: each is applied once, and both screens show how it ended. When one is
# killed in the middle of a write, the other brings it to its end.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_server pager "$abs_builddir/tests/stub/pager_server" -j "$work/journal" -n 8
use_config <<-INI
	[nines]
	refresh = 1s

	[source pagerduty]
	type = pagerduty
	url = http://127.0.0.1:$port
	token_env = PAGERDUTY_TOKEN
	from = demo.user@elearn.example
	timeout = 2s
INI
set_mode() { # MODE
	curl -fsS -o /dev/null -d "$1" "http://127.0.0.1:$port/control/mode" || fail "no mode"
}
# A terminal beside the one of the scene.
other() {
	tmux -u -f /dev/null -S "$work/tmux-other" "$@"
}
trap 'code=$?; other kill-server 2>/dev/null || true; set +e; (exit $code); finish' EXIT
start_other() {
	other new-session -d -x 100 -y 30 -s other "$NINES"
}
other_screen() {
	other capture-pane -p -t other
}
other_shows() { # PATTERN
	grep -Eq -- "$1" <<<"$(other_screen)"
}
wait_both() { # PATTERN
	wait_screen "$1"
	wait_until "$patience" other_shows "$1" || fail "the other has no /$1/: $(other_screen)"
}
# The incident under the cursor of both, which is the same.
id_under_cursor() {
	screen | sed -nE 's/^▸.*trouble at (Q[0-9]+).*$/\1/p' | head -n 1
}
have_same_cursor() {
	[ -n "$(id_under_cursor)" ] &&
		other_shows "^▸.*◆ TRIG.*trouble at $(id_under_cursor)"
}
count_of() { # ID : how often it was applied
	grep -c "^ack $1\$" "$work/journal" || true
}
# The states of an incident's rows that were sent, from the audit trail.
sent_rows() { # ID
	"$NINES" outbox --json |
		jq -r --arg id "pagerduty:$1" '[.writes[] | select(.id == $id and .tries > 0) | .state] | join(" ")'
}
row_is() { # ID STATE
	[ "$(sent_rows "$1")" = "$2" ]
}

set_mode good
dashboard
start_other
wait_both '1/1 (sources )?live'
for round in 1 2 3 4; do
	keys g
	other send-keys -t other g
	wait_until "$patience" have_same_cursor || fail "different cursors: $(other_screen)"
	id=$(id_under_cursor)
	keys a &
	other send-keys -t other a
	wait $!
	code=0
	"$NINES" ack "pagerduty:$id" >"$work/command.log" 2>&1 || code=$?
	expect "the command's exit code ($(cat "$work/command.log"))" 0 "$code"
	wait_both "◐ acked .*trouble at $id"
	expect "round $round: applied" 1 "$(count_of "$id")"
	expect "round $round: rows that were sent" confirmed "$(sent_rows "$id")"
done

# The one that pressed is killed while its write is under way: once the server has applied it
# and is silent, once it has not.
for mode in mute hold; do
	keys g
	other send-keys -t other g
	wait_until "$patience" have_same_cursor || fail "different cursors: $(other_screen)"
	id=$(id_under_cursor)
	set_mode "$mode"
	keys a
	wait_until "$patience" row_is "$id" sent || fail "$mode: not sent: $(sent_rows "$id")"
	kill -KILL "$(program_pid)"
	wait_until "$patience" is_over || fail "not killed"
	set_mode good
	wait_until "$patience" row_is "$id" confirmed || fail "$mode: $(sent_rows "$id")"
	wait_until "$patience" other_shows "◐ acked .*trouble at $id" || fail "$(other_screen)"
	expect "$mode: applied" 1 "$(count_of "$id")"
	in_tmux respawn-window -k -t scene "$NINES"
	wait_both '1/1 (sources )?live'
done
expect "applied in all" 6 "$(grep -c '^ack ' "$work/journal")"
other send-keys -t other q
keys q
wait_exit 0
