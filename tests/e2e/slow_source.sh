#!/bin/bash
# SPDX-License-Identifier: MIT
# A source that hangs delays neither the others nor the keys, and ends as a timeout.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1
world=$port
set_faults "$world" '{"path": "/alertmanager", "latency_ms": 600000}'
alertmanager_options='timeout = 4s' world_config "$world" "$world" "$world" | use_config
"$NINES" status >/dev/null 2>"$work/status.err" &
children+=("$!")
dashboard
wait_screen '2/3 (sources )?live.*alertmanager connecting|alertmanager connecting'
wait_screen 'S1 +◆ TRIG .*payments'
keys '?'
wait_screen '▸ help'
keys '?'
wait_screen 'alertmanager failed.*within 4s'
wait_screen '2/3 (sources )?live'

# Acknowledging goes on meanwhile.
keys a
wait_screen '▸ S1 +◐ acked'
expect "acknowledgements applied" 1 "$(stat_of "$world" acks_applied)"
keys q
wait_exit 0
# nor does a command wait without a word
wait_until "$patience" grep -q '^nines: waiting for .*alertmanager.*: [0-9]*[sm] at most$' "$work/status.err" ||
	fail "status is silent: $(cat "$work/status.err")"
