#!/bin/bash
# SPDX-License-Identifier: MIT
# What can't be sent waits and says why; once it is too old it is not sent by itself, but the
# user is asked: in the pane of writes, in the incident and at its row.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1
nines_options='action_limit = 10s' world_config "$port" "$port" "$port" | use_config
dashboard
wait_complete
wait_screen '▸ S1 +◆ TRIG .*HighErrorRate: card payments fail'
settles screen
stop_server "$server"
keys 6
wait_screen 'no writes under way; .nines outbox. prints the audit trail'
keys 2
keys a
keys 6
wait_screen '○ queued .*ack +pagerduty:.*(refused|connect)'
wait_screen '▸ 6 writes · 1, 1 not sent'
wait_screen '▲ NOT SENT .*ack +pagerduty:.*W send, x drop'
keys Enter
wait_screen 'NOT SENT  ack, by .*: older than 10s'
keys q
keys 2
wait_screen 'ack NOT SENT'

# No acknowledgement left this machine.
keys q
wait_exit 0
expect "the trail" "ack offered null" \
	"$("$NINES" outbox --json | jq -r '.writes[] | "\(.action) \(.state) \(.sent_at)"')"
