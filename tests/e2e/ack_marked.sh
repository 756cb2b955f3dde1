#!/bin/bash
# SPDX-License-Identifier: MIT
# Several marked incidents are acknowledged after one question that says how many.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1
world=$port
world_config "$world" "$world" "$world" | use_config
dashboard
wait_screen '3/3 (sources )?live'
wait_screen '2 incidents · 4'
keys '*'
wait_screen '2 incidents · 4, 4 marked'
keys a
wait_screen 'acknowledge 3 of [0-9]+ marked\? y = yes, any other key = no'
wait_screen 'left out +pagerduty:[A-Z0-9]+: acknowledged already'
keys n
wait_screen 'nothing was sent'
expect "acknowledgements applied" 0 "$(stat_of "$world" acks_applied)"

# Marks survive the question; one is taken back.
keys a
wait_screen 'acknowledge 3'
keys y
wait_screen 'ack of 3: 0 queued, 0 sent, 3 confirmed, 0 refused'
wait_screen '0 trig'
expect "acknowledgements at PagerDuty" 2 "$(stat_of "$world" acks_applied)"
expect "silences at Alertmanager" 1 "$(stat_of "$world" silences)"
keys Escape
wait_gone 'marked'
