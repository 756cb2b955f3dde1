#!/bin/bash
# SPDX-License-Identifier: MIT
# p stops the polling and says so all the time; p again goes on; r asks at once.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

requests() {
	stat_of "$world" 'requests | del(."GET /control/stats") | add'
}
asked_more() { # COUNT
	[ "$(requests)" -gt "$1" ]
}

start_world --seed 1
world=$port
refresh=1s world_config "$world" "$world" "$world" | use_config
dashboard
wait_screen '3/3 (sources )?live'
wait_until "$patience" asked_more "$(requests)" || fail "no polling"
keys p
wait_screen '\[PAUSED\]'
# what was under way when it was pressed comes to its end
settles requests || fail "polled although paused"
before=$(requests)
asked_no_more() {
	[ "$(requests)" = "$before" ]
}
holds_for 3 asked_no_more || fail "polled although paused"
keys p
wait_gone '\[PAUSED\]'
wait_until "$patience" asked_more "$before" || fail "no polling after the pause"
keys q
wait_exit 0

refresh=1h world_config "$world" "$world" "$world" | use_config
dashboard
wait_screen '3/3 (sources )?live'
before=$(requests)
keys r
wait_screen 'asking all sources'
wait_until "$patience" asked_more "$before" || fail "r didn't ask"
