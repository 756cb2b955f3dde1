#!/bin/bash
# SPDX-License-Identifier: MIT
# Against Debian's prometheus with thirty days of counters: the uptime that nines says is that
# of the same PromQL asked by curl, and its coverage says where a service was not measured.
# shellcheck source=tests/live/lib.bash
. "$(dirname "$0")/lib.bash"
need prometheus promtool curl jq awk xargs python3

good='sum by (service)(increase(http_requests_total{code=~"2.."}[$window]))'
total='sum by (service)(increase(http_requests_total{code=~"2..|5.."}[$window]))'

configure() { # ERRORS: the windows' difference that is allowed, and the two sources
	use_config <<-INI
		[source queries]
		type = prometheus
		url = http://127.0.0.1:$prometheus_port
		good = $good
		total = $total

		[source preset]
		type = prometheus
		url = http://127.0.0.1:$prometheus_port
		preset = http
		days = 35d
		deploys = max by (service)(deploy_timestamp_seconds)

		[service checkout]
		slo = 99.9
	INI
}

# The ratio by curl; a service of which nothing was good has no good series: that is 0.
ratios() { # WINDOW TIME
	local of_good of_total
	of_good=$(promql "${good//\$window/$1}" "$2")
	of_total=$(promql "${total//\$window/$1}" "$2")
	jq -n --argjson good "$of_good" --argjson total "$of_total" \
		'$total | with_entries(.value = (($good[.key] // 0) / .value))'
}

poll() { # SOURCE : the status goes to $work/SOURCE.json
	local code=0
	"$NINES" status --json --source "$1" >"$work/$1.json" 2>"$work/nines.log" || code=$?
	[ "$code" -le 2 ] || fail "nines status: exit code $code"
	expect "schema" nines.status/1 "$(jq -r .schema "$work/$1.json")"
	expect "state of $1" live "$(jq -r '.sources[0].state' "$work/$1.json")"
}

# Every service of the one is in the other, and no figure differs by more than 1e-6.
compare() { # SOURCE WINDOW
	local wanted at
	at=$(jq -r '.generated_at | sub("[.][0-9]+"; "") | fromdate' "$work/$1.json")
	wanted=$(ratios "$2" "$at")
	jq -e --arg window "$2" --argjson wanted "$wanted" '
		([.services[] | {(.name): .uptime[$window]}] | add) as $got |
		($got | keys) == ($wanted | keys) and
		([$wanted | to_entries[] | .value - $got[.key] | fabs] | max) <= 1e-6
	' "$work/$1.json" >/dev/null || {
		jq --arg window "$2" '.services[] | {name, uptime: .uptime[$window]}' "$work/$1.json" >&2
		fail "$1: uptime of $2 is not what curl says: $wanted"
	}
}

value() { # SOURCE FILTER
	jq -r "$2" "$work/$1.json"
}

now=$(date +%s)
cat >"$work/rules.yml" <<-'YAML'
	groups:
	  - name: objectives
	    rules:
	      - alert: CheckoutBudgetGone
	        expr: vector(1) > 2
	        labels: {service: checkout, severity: page}
	      - alert: ErrorBudgetBurn
	        expr: vector(1) > 2
	        labels: {service: checkout, severity: page}
	      - alert: PaymentsSlow
	        expr: vector(1) > 2
	        labels: {service: payments}
	      - record: requests
	        expr: sum(http_requests_total)
YAML
load_counters "$now"
start_prometheus
configure

for source in queries preset; do
	poll $source
	for window in 1d 7d 30d 90d; do
		compare $source $window
	done
done

# The outages are in it, each service is there, and nothing is rounded to perfect.
expect services 6 "$(value queries '.services | length')"
expect "search without a 5xx series" 1 "$(value queries '.services[] | select(.name == "search").uptime["30d"]')"
expect "broken without a 2xx series" 0 "$(value queries '.services[] | select(.name == "broken").uptime["30d"]')"
expect "payments fell below 98.5 %" true "$(value queries '.services[] | select(.name == "payments") | .uptime["30d"] < 0.985')"
expect "checkout's reset isn't an outage" true "$(value queries '.services[] | select(.name == "checkout") | .uptime["30d"] > 0.997')"

# video was measured for ten days of thirty, and says so.
expect "coverage of video is a third" true "$(value queries \
	'.services[] | select(.name == "video") | .coverage["30d"] > 0.30 and .coverage["30d"] < 0.37')"
expect "coverage of the others is whole" true "$(value queries \
	'[.services[] | select(.name != "video") | .coverage["30d"]] | all(. > 0.98)')"

# The SLO's budget follows from the same figure: 1 - failed / allowed.
expect "budget of checkout" true "$(value queries '.services[] | select(.name == "checkout") |
	(.slo.budget_remaining - (1 - (1 - .uptime["30d"]) / (1 - 0.999))) | fabs < 1e-6')"

# What the adapter makes of days, maintenance, deploys, rules and an indicator is what the same
# PromQL says, asked for each day by itself.
hole_from=$((now - 6 * 86400)) hole_to=$((now - 6 * 86400 + 5400))
"$abs_builddir/tests/stub/ask_source" "$XDG_CONFIG_HOME/nines/nines.ini" preset "$now" "$hole_from" "$hole_to" load \
	'sum(rate(http_requests_total[10m]))' >"$work/facts" || fail "the poll failed: $(grep error "$work/facts")"
python3 "$abs_srcdir/tests/live/prometheus_facts.py" "http://127.0.0.1:$prometheus_port" "$work/facts" \
	"$now" "$hole_from" "$hole_to" || fail "facts that PromQL doesn't confirm"

# One poll is enough to be asked about maintenance that only another source tells of.
mkdir "$work/pager"
for list in priorities incidents services oncalls log_entries users schedules; do
	echo "{\"$list\": [], \"more\": false}" >"$work/pager/get_$list"
done
jq -n --argjson from "$hole_from" --argjson to $((hole_to + 60)) '{more: false, maintenance_windows:
	[{id: "PM1", start_time: ($from | todate), end_time: ($to | todate),
		services: [{id: "PS1", summary: "payments"}]}]}' >"$work/pager/get_maintenance_windows"
echo '{"data": [], "more": false}' >"$work/pager/post_analytics_raw_incidents"
start_files "$work/pager"
cat >>"$XDG_CONFIG_HOME/nines/nines.ini" <<-INI
	[source pager]
	type = pagerduty
	url = http://127.0.0.1:$port
	token_env = PAGERDUTY_TOKEN
INI
asked_about_hole() {
	grep -qF '[91m]' "$work/query_log"
}
PAGERDUTY_TOKEN=t "$NINES" status --json --source queries --source pager >"$work/hole.json" 2>"$work/nines.log" || true
expect "state of the pager" live "$(value hole '.sources[] | select(.name == "pager").state')"
wait_until 10 asked_about_hole || fail "the maintenance was not asked about"

# A server that went away is not a service that is up.
stop_server "$prometheus"
code=0
"$NINES" status --json --source queries >"$work/gone.json" 2>"$work/nines.log" || code=$?
expect "exit code without the server" 3 "$code"
expect "state without the server" failed "$(value gone '.sources[0].state')"
expect "no service is called ok" 0 "$(value gone '[.services[] | select(.state == "ok")] | length')"
