#!/bin/bash
# SPDX-License-Identifier: MIT
# What the demonstration tells on its boards, through the real adapters: a budget that burns,
# a severe incident without a commander, an overdue action item, a bad deploy, a lonely rota,
# planned work, and a year in which severe incidents fell from 30 to 3.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux jq

"$NINES" --demo status --json >"$work/status" 2>"$work/status.log" || [ $? -le 2 ] || fail "status"
holds() { # WHAT FILTER
	jq -e "$2" "$work/status" >/dev/null || fail "$1 is not in the status"
}
holds "30 severe incidents last year, 3 this year" '.kpi.severe | .count == 3 and .previous == 30'
holds "a budget that burns" '.services | any(.slo.rules // [] | any(.firing))'
holds "an overspent budget" '.services | any(.slo.budget_remaining < 0)'
holds "a severe incident without a commander" \
	'.incidents | any(.severity == 1 and .lacks_commander)'
holds "one overdue action item" '.kpi.action_items | .overdue == 1 and .open > 1'
holds "a severe incident without a review" '.kpi.reviews | .due + .overdue == 1'
holds "a bad deploy" '.deploys | any(.service == "quiz-engine" and .failed)'
holds "an expedited release" '.deploys | any(.expedited)'
holds "one lonely rota" '[.rotas[] | select(.members | length == 2)] | length == 1'
holds "a gap in a rota" '.rotas | any(.gaps | length > 0)'
holds "indicators of each category" '[.indicators[].category] | unique | length == 4'
holds "an indicator that warns" '.indicators | any(.state == "warn")'
holds "an objective without an alert" '.services | any(.slo.has_alert == false)'

open_terminal 160 48 "$NINES" --demo
wait_screen '5/5 sources live' 60
wait_screen 'NO COMMANDER'
keys v
wait_screen '1 uptime'
wait_screen 'PAGE +Payments'
wait_screen 'spent +Quizzes +99.90 +% 30d'
wait_screen '365d 3, before 30'
wait_screen 'it does not pay|it pays'
keys v
wait_screen 'business .*2 SMALL'
wait_screen 'on two levels'
wait_screen '1 overdue'
wait_screen 'MISSING'
keys V V
wait_screen '1 services'
keys q
wait_exit 0
