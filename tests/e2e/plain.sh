#!/bin/bash
# SPDX-License-Identifier: MIT
# --plain: a summary in lines, then a line for each change; typed lines acknowledge by the same
# outbox and with the same refusals as the keys. No escape sequence, and it ends cleanly.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1
world=$port
world_config "$world" "$world" "$world" | use_config
open_terminal 200 60 "$NINES" --plain
in_tmux pipe-pane -O -t scene "cat >>$(printf %q "$work/bytes")"
wait_screen '^SUMMARY [0-9]+ open incidents'
wait_screen '^OPEN S1 pagerduty:[A-Z0-9]+ payments: .*, triggered, assigned to [A-Z].*, .* old$'
wait_screen 'SERVICE [Pp]ayments .*down: '
wait_screen '^SOURCE pagerduty live'
id=$(screen | sed -n 's/^OPEN S1 \(pagerduty:[A-Z0-9]*\) [Pp]ayments.*/\1/p')
type_line 'ack pagerduty:NOTHERE'
wait_screen '^REFUSED ack pagerduty:NOTHERE: no open incident has this id'
type_line 'resolve everything'
wait_screen '^UNKNOWN COMMAND: wanted ack, list, help or quit'
type_line "ack $id"
wait_screen "^[0-9:]{8} WRITE ack confirmed: $id: "
wait_screen "^[0-9:]{8} ACK S1 $id [Pp]ayments: .*, acknowledged by "
expect "acknowledgements applied" 1 "$(stat_of "$world" acks_applied)"
type_line "ack $id"
wait_screen "^REFUSED ack $id: it is acknowledged already"
type_line 'help'
wait_screen '^HELP ack ID\.\.\.: acknowledges'
set_faults "$world" '{"path": "/prometheus", "status": 500}'
wait_screen '^[0-9:]{8} SOURCE prometheus stale, last answer .* ago: '
wait_screen '^[0-9:]{8} SERVICE .* \(stale\)'
keys C-d
wait_exit 0
# what was told to be confirmed is not waited for
! screen | grep 'on its way' || fail "it waits for a write that is through"
expect "the alternate screen" 0 "$(pane_value alternate_on)"
! LC_ALL=C grep -q $'[\001-\010\013\014\016-\037]' "$work/bytes" || fail "control characters"
set_faults "$world" '{}'

# On a dumb terminal it is so by itself; an interrupt ends it; --read-only refuses.
open_terminal 200 40 env TERM=dumb "$NINES" --read-only
wait_screen '^SUMMARY '
type_line "ack $(screen | sed -n 's/^OPEN S[0-9] \(alertmanager:[a-z0-9]*\) .*/\1/p' | head -n 1)"
wait_screen '^REFUSED ack alertmanager:.*: alertmanager is read-only'
keys C-c
wait_exit 0

# Into a pipe it goes on until it is told to end.
"$NINES" --plain </dev/null >"$work/pipe.txt" &
child=$!
children+=("$child")
wait_until "$patience" grep -q '^SERVICE [Pp]ayments down' "$work/pipe.txt" || fail "no lines in a pipe"
kill -TERM "$child"
code=0
wait "$child" || code=$?
expect "exit code after TERM" 0 "$code"
code=0
"$NINES" status --plain >/dev/null 2>&1 || code=$?
expect "exit code of --plain with a command" 64 "$code"
