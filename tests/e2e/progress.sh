#!/bin/bash
# SPDX-License-Identifier: MIT
# The first load of a large history whose server is slow: how far it is is told, open incidents
# are there and can be acknowledged meanwhile, totals say that they are incomplete.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1
world=$port
set_faults "$world" '{"path": "/pagerduty/analytics", "latency_ms": 3000}'
world_config "$world" "$world" "$world" | use_config
size="140 40"
dashboard
wait_screen 'pagerduty.*: loading: [0-9,]+ incidents? since 20[0-9]{2}-[0-9]{2}, page [0-9]+'
wait_screen '3/3 (sources )?live'
wait_screen 'S1 +◆ TRIG .*payments'
has_on_screen 'loading: [0-9,]+ incidents? since' || fail "loaded before anyone could look"
has_on_screen 'INCOMPLETE|no history is loaded yet' || fail "nothing says that it is incomplete"
keys j # an alert and its incident change rows: what is under the cursor now is meant
wait_screen '▸ S3 +◆ TRIG .*playback'
keys a
wait_screen '▸ S3 +◐ acked .*playback'
expect "acknowledgements applied" 1 "$(stat_of "$world" acks_applied)"
has_on_screen 'loading: [0-9,]+ incidents? since' || fail "loaded before it was acknowledged"
keys 5
wait_screen '▸ 5 sources'
# it ends, and then says no more of it; what it brought is complete
set_faults "$world" '{}'
wait_gone 'loading'
keys 1
wait_screen 'history .*since 20[0-9]{2}-[0-9]{2}-[0-9]{2}, complete'
keys q
wait_exit 0
