#!/bin/bash
# SPDX-License-Identifier: MIT
# One key acknowledges the incident under the cursor, without a question; the row says what
# is known: sent until the server has answered, acknowledged only after that.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1
world=$port
world_config "$world" "$world" "$world" | use_config
set_faults "$world" '{"path": "/pagerduty", "method": "PUT", "latency_ms": 1500}'
dashboard
# the alert that came first is a part of the incident once PagerDuty has answered
wait_complete
wait_screen '▸ S1 +◆ TRIG .*HighErrorRate: card payments fail'
settles screen
keys a
wait_screen '▸ S1 +◆ TRIG .*ack (queued|sent).*HighErrorRate: card payments fail'
wait_screen '▸ S1 +◐ acked .*HighErrorRate: card payments fail'
expect "acknowledgements applied" 1 "$(stat_of "$world" acks_applied)"
expect "incidents reopened" 0 "$(stat_of "$world" reopened)"
wait_screen 'ack confirmed: pagerduty:'

# Once more is said to be needless and is not sent.
keys a
wait_screen 'is acknowledged already: nothing sent'
expect "acknowledgements applied" 1 "$(stat_of "$world" acks_applied)"

# The audit trail knows it, from another process.
expect "the trail" "ack confirmed HighErrorRate: card payments fail on payments" \
	"$("$NINES" outbox --json | jq -r '.writes[] | [.action, .state, .title] | join(" ")')"

# Read-only: no key writes.
keys q
wait_exit 0
dashboard --read-only
wait_screen '\[READ-ONLY\]'
wait_screen '▸ S3 +◆ TRIG'
keys a
wait_screen 'read-only: nothing is sent'
expect "acknowledgements applied" 1 "$(stat_of "$world" acks_applied)"
