#!/bin/bash
# SPDX-License-Identifier: MIT
# Where nothing can be drawn, nines prints plain text: TERM=dumb, a pipe, no TERM at all.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl

start_world --seed 1
world_config "$port" "$port" "$port" | use_config

check_plain() { # FILE WHAT
	grep -q 'HighErrorRate: card payments fail on payments' "$1" || fail "$2: no incident"
	grep -Eq 'payments +down' "$1" || fail "$2: no service"
	! LC_ALL=C grep -q $'[\001-\010\013-\037\177]' "$1" || fail "$2: control characters"
}
code=0
"$NINES" </dev/null >"$work/pipe.txt" || code=$?
expect "exit code into a pipe" 2 "$code"
check_plain "$work/pipe.txt" "a pipe"
code=0
env -u TERM "$NINES" status >"$work/status.txt" || code=$?
expect "exit code of status" 2 "$code"
check_plain "$work/status.txt" "status without TERM"

open_terminal 200 40 env TERM=dumb "$NINES"
wait_screen 'HighErrorRate: card payments fail on payments'
wait_screen 'payments down'
expect "the alternate screen" 0 "$(pane_value alternate_on)"
keys C-c
wait_until "$patience" is_over || fail "ctrl-c didn't end it"
