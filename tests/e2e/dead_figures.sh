#!/bin/bash
# SPDX-License-Identifier: MIT
# The sources of uptime and of incidents die: each pane of the boards of figures and of people
# says that what it shows is old, by its rows (~) or by the name of the source.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1
prometheus=$port
prometheus_server=$server
start_world --seed 1
alertmanager=$port
start_world --seed 1
pagerduty=$port
pagerduty_server=$server
{
	refresh=2s nines_options='cost_per_minute = 10 USD' \
		prometheus_options='deploys = max by (service) (deploy_timestamp_seconds)' \
		world_config "$prometheus" "$alertmanager" "$pagerduty"
	cat <<-INI
		[service payments]
		slo = 99.9
		[indicator load]
		category = business
		query = sum(rate(http_requests_total[5m]))
		warn = < 1 for 1m
	INI
} | use_config

shown() { # TITLE : the lines of the pane from its title on, to the next one's
	local column
	for column in 1 2; do
		screen | awk -F '│' -v column="$column" '{ print $column }'
	done | awk -v title="[0-9] $1" '/^(─|▸) ?[0-9] |^─+ ?[0-9] / { on = $0 ~ title } on'
}

says_old() { # TITLE PATTERN
	shown "$1" | grep -Eq -- "$2"
}

size="200 60"
dashboard
wait_screen '3/3 (sources )?live'
keys v
wait_screen '1 uptime'
wait_screen 'MTTA 30d'
for pane in uptime SLO cost deploys indicators times 'severe incidents'; do
	! says_old "$pane" '^ ?~|stale' || fail "$pane is old while all sources live"
done

stop_server "$pagerduty_server"
stop_server "$prometheus_server"
wait_screen '1/3 (sources )?live'
for pane in uptime SLO cost indicators; do
	wait_until "$patience" says_old "$pane" '^.?~' || fail "$pane: its rows don't look old"
done
for pane in 'times ' 'severe incidents'; do
	wait_until "$patience" says_old "$pane" 'pagerduty is stale' || fail "$pane: not said to be old"
done
wait_until "$patience" says_old deploys 'prometheus is stale' || fail "deploys: not said to be old"
! shown uptime | grep -E '^.?~' | grep -q '●' || fail "a service is called ok from old data"

keys v
wait_screen '1 ownership'
wait_until "$patience" says_old ownership '(pagerduty|prometheus) is stale' || fail "ownership: not said to be old"
wait_until "$patience" says_old rotas '^.?~' || fail "rotas: its rows don't look old"
wait_until "$patience" says_old 'incident command' '~S1' || fail "command: its rows don't look old"
wait_until "$patience" says_old 'on-call load' 'pagerduty is stale' || fail "load: not said to be old"
wait_until "$patience" says_old reviews 'no source' || fail "reviews: not said to be unknown"
wait_until "$patience" says_old 'action items' 'no source' || fail "action items: not said to be unknown"

# For scripts, too.
code=0
"$NINES" status --json >"$work/status.json" 2>"$work/nines.log" || code=$?
expect "services called ok" 0 "$(jq '[.services[] | select(.state == "ok")] | length' "$work/status.json")"
expect "deploys are not known" null "$(jq '.kpi.deploys.window' "$work/status.json")"
expect "availability is not known" null "$(jq '.kpi.platform.ratio' "$work/status.json")"
keys q
wait_exit 0
