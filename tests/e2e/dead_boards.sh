#!/bin/bash
# SPDX-License-Identifier: MIT
# Nearly all servers die: every pane of every layout says that what it shows is old, nothing turns
# green, and the report of that moment says what is missing.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1 --settings
sed 1d "$work/world1.log" | sed 's/^refresh = .*/refresh = 1s/' >"$XDG_CONFIG_HOME/nines/nines.ini"
chmod 600 "$XDG_CONFIG_HOME/nines/nines.ini"
size='160 48' dashboard
wait_screen '5/5 sources live' 60
wait_screen 'NO COMMANDER'
stop_server "$server"
# GitHub is asked so seldom that it is not late yet
wait_screen 'stale .*1/5 sources live' 60
wait_gone '● ok'

doubtful() { # the pane on the whole screen says so: by its rows, its title or a line
	screen | sed '1d' | grep -qE '^[ ▸]~|~ [a-z]+ is stale|is stale: figures may change|stale'
}
for board in overview figures people; do
	for number in 1 2 3 4 5 6 7 8; do
		keys "$number"
		keys z
		if has_on_screen 'there is no pane'; then
			keys z
			break
		fi
		wait_until "$patience" doubtful || fail "pane $number of $board shows no doubt"
		lacks_on_screen '● ok' || fail "pane $number of $board is green"
		keys z
	done
	keys v
done
keys q
wait_exit 0

# A command that asks only now knows nothing, and says so.
code=0
"$NINES" report --format json >"$work/report" 2>"$work/report.err" || code=$?
expect "exit code of the report" 3 "$code"
jq -e '.summary.lines | (map(select(startswith("INCOMPLETE"))) | length >= 6) and
	any(startswith("Incidents: at least 0") or startswith("Incidents: unknown")) and
	any(endswith("0 of 12 services with an objective, 12 unknown")) and all(test("nan") | not)' \
	"$work/report" >/dev/null ||
	fail "the report doesn't say what is missing: $(jq -c .summary.lines "$work/report")"
jq -e '[.services.services[].availability] | all(. == null)' "$work/report" >/dev/null ||
	fail "the report has figures of nothing"
