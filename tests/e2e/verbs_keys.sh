#!/bin/bash
# SPDX-License-Identifier: MIT
# Every verb has its key: it is typed for, asked about or refused with the reason, and no
# other key than the confirming one sends it.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1
world=$port
world_config "$world" "$world" "$world" | use_config
dashboard
wait_complete
wait_screen '▸ S1 +◆ TRIG .*HighErrorRate: card payments fail'
settles screen

try() { # KEY PATTERN : what the key asks; Escape sends nothing
	keys "$1"
	wait_screen "$2"
	keys Escape
	wait_screen 'nothing was sent'
}
lacks() { # KEY PATTERN : why the source has no such verb
	keys "$1"
	wait_screen "$2"
	keys r
	wait_screen 'asking all sources'
}

try R 'resolve .*pagerduty:.*y = yes'
try e 'escalate .*pagerduty:.*y = yes'
try S 'snooze for: 4h'
try n '^ note:'
try A 'reassign to:'
try P 'priority:'
lacks m 'nothing sent: PagerDuty has no silences: snooze it'
lacks D 'nothing sent: PagerDuty'
lacks c 'nothing sent: PagerDuty'
lacks U 'is not acknowledged: nothing sent'
keys M
wait_screen 'mark what is to be merged \(Space\)'
keys W
wait_screen 'nothing waits to be sent'
keys x
wait_screen 'was not refused anything'
keys u
wait_screen 'nothing was sent from here that could be taken back'
expect "acknowledgements applied" 0 "$(stat_of "$world" acks_applied)"
expect "writes kept" 0 "$("$NINES" outbox --json | jq '.writes | length')"

# Rehearsed: all is asked, nothing is sent.
keys q
wait_exit 0
dashboard --dry-run
wait_screen '\[DRY RUN\]'
wait_complete
settles screen
keys a
wait_screen 'dry run: would send '
expect "acknowledgements applied" 0 "$(stat_of "$world" acks_applied)"
keys q
wait_exit 0
