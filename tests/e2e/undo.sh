#!/bin/bash
# SPDX-License-Identifier: MIT
# u takes the last action back: what was not sent is never sent, what was sent is undone, and
# after the grace time it says how else.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1
world=$port
nines_options='grace = 20s'
world_config "$world" "$world" "$world" | use_config
dashboard
wait_complete
wait_screen '▸ S1 +◆ TRIG .*HighErrorRate: card payments fail'
settles screen

# Within the grace time: a countdown, then it is as it was.
keys a
wait_screen 'ack (queued|sent|held back|confirmed).*u takes it back \([0-9]+s\)'
keys u
wait_screen '(taken back: ack of|unack confirmed:)'
wait_screen '▸ S1 +◆ TRIG .*HighErrorRate: card payments fail'
keys u
wait_screen 'the last action was taken back already'
wait_screen '▸ S1 +◆ TRIG .*card payments fail .*Rosa Marin' # the incident, not its alert

# Resolving waits that long: taken back it is never sent.
keys R
wait_screen 'resolve .*pagerduty:.* y = yes, any other key = no'
settles screen
keys y
wait_screen 'resolve (queued|held back).*u takes it back'
keys u
wait_screen 'taken back: resolve of'
expect "resolved by us" 0 "$(stat_of "$world" resolves)"
expect "the write" withdrawn \
	"$("$NINES" outbox --json | jq -r '[.writes[] | select(.action == "resolve")] | last | .state')"

# Who leaves while something is held back means it: it is sent before the end.
keys a
wait_screen 'ack (queued|sent|held back|confirmed)'
keys q
wait_exit 0
expect "the write" confirmed \
	"$("$NINES" outbox --json | jq -r '[.writes[] | select(.action == "ack")] | last | .state')"
