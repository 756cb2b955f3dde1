#!/bin/bash
# SPDX-License-Identifier: MIT
# Enter opens the detail of an incident and of a service; Esc and q go back, not out.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

dashboard --demo --demo-seed 1
wait_complete
wait_screen '▸ S1 +◆ TRIG'
keys Enter
wait_screen '▸ incident · .*pagerduty:Q'
wait_screen 'service +Payments'
wait_screen 'runbook +https://wiki\.elearn\.example/runbooks/payments'
wait_screen 'time line'
keys Escape
wait_screen '▸ 2 incidents · 4'
keys 1 Enter
wait_screen '▸ service · .*payments'
wait_screen '30d +99\.[0-9]+'
keys q
wait_screen '▸ 1 services · 12'
is_over && fail "q on a detail ended the program"

# Acknowledging works from the detail too, on what it shows.
keys 2 Enter
wait_screen '▸ incident · .*pagerduty:Q'
keys a
wait_screen 'status +◐ acked'
keys q
wait_screen '▸ 2 incidents · 4'
keys q
wait_exit 0
