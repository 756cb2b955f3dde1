#!/bin/bash
# SPDX-License-Identifier: MIT
# The first screen over the demonstration world: every part is there, with its figures.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

dashboard --demo --demo-seed 1
wait_screen '^[0-9]+ trig.*12.*5/5 (sources )?live.*\[DEMONSTRATION\]'
wait_screen '1 services · 12'
wait_screen '✖ DOWN +Payments .*30d 99\.[0-9]+ % +99\.950 %'
wait_screen '▸ 2 incidents · 4'
wait_screen '▸ S1 +◆ TRIG .*HighErrorRate: card payments fail'
wait_screen 'on-call: business [A-Z][a-z]+ [A-Z]'
wait_screen 'MTTA [0-9]+m.* MTTR [0-9]+m'
wait_screen '● prometheus +● alertmanager +● pagerduty'
wait_screen '^ a ack .*\? help'
keys q
wait_exit 0

# Another world is another world; every option of the command line that draws is accepted.
dashboard --demo --demo-seed 2 --ascii --no-color --theme light
wait_screen '5/5 (sources )?live'
grep -q '[^ -~]' <<<"$(screen)" && fail "--ascii drew something else"
keys q
wait_exit 0
