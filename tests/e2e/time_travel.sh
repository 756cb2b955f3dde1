#!/bin/bash
# SPDX-License-Identifier: MIT
# The screen of an hour and of a day ago: figures as of then, incidents that were open then,
# the header says that it is the past, and no key that acts does anything. 0 goes back.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

writes() {
	stat_of "$world" 'requests | to_entries | map(select(.key | test("^PUT ")) | .value) | add // 0'
}

# the world's time is five past the hour, so that what happened then is known by the hour
hour=$(date -u +%Y-%m-%dT%H)
start_world --seed 1 --now "$hour:05:00Z"
world=$port
world_config "$world" "$world" "$world" | use_config
dashboard
wait_screen '3/3 (sources )?live'
wait_screen 'card payments fail'
keys ]
wait_screen 'this is now'

# six minutes ago the payments began to fail; a day ago nothing was wrong
keys '{'
wait_screen '\[PAST 20.*actions off, 0: now\]'
wait_gone 'card payments fail'
wait_gone '1 down'
keys a
wait_screen 'this is the past: nothing can be done there, 0 goes to now'
keys u
wait_screen 'this is the past'

# two days and two hours ago the quizzes failed, and somebody had acknowledged it
keys '{'
moment=$(date -u -d "$hour:00:00Z - 50 hours" '+%Y-%m-%d %H:%M')
for _ in 1 2 3 4; do
	has_on_screen "(PAST|going to).*$moment" && break
	keys '['
	wait_screen "going to"
done
wait_screen "\[PAST $moment"
wait_screen 'submissions are lost'
keys a
wait_screen 'this is the past'
[ "$(writes)" -eq 0 ] || fail "written from the past: $(stat_of "$world" .requests)"

# on every size it is clear that it is the past
resize 80 24
wait_screen "^\\[?.*PAST $moment"
resize 40 10
wait_screen "PAST $moment"
resize 100 30
wait_screen "PAST $moment"

keys 0
wait_gone '\[PAST'
wait_screen 'card payments fail'
# what the past showed under the cursor is not what is there now: the first key may be refused
acked() {
	[ "$(writes)" -ge 1 ] || { keys a && false; }
}
wait_until "$patience" acked || fail "no acknowledgement after the return"
keys q
wait_exit 0
