#!/bin/bash
# SPDX-License-Identifier: MIT
# A real Prometheus with thirty days of counters, among them one that is reset, a day without
# data, a service without errors and one without traffic: the figures of every service computed
# a second time from its raw samples.
# shellcheck source=tests/live/lib.bash
. "$(dirname "$0")/lib.bash"
need prometheus promtool curl jq awk xargs python3

now=$(date +%s)
midnight=$((now / 86400 * 86400))
echo 'groups: []' >"$work/rules.yml"
# the day before the twelve last ones, and two minutes around it: nothing at its edges either
load_counters "$now" idle=1 "hole_from=$((midnight - 13 * 86400 - 1))" "hole_to=$((midnight - 12 * 86400 + 1))"
start_prometheus
use_config <<-INI
	[nines]
	cost_per_minute = 10 USD

	[source prometheus]
	type = prometheus
	url = http://127.0.0.1:$prometheus_port
	good = sum by (service)(increase(http_requests_total{code=~"2.."}[\$window]))
	total = sum by (service)(increase(http_requests_total{code=~"2..|5.."}[\$window]))
	days = 35d

	[service checkout]
	slo = 99.9
	cost_per_minute = 400 USD

	[service payments]
	slo = 99 / 7d

	[service search]
	slo = 99.99 / 28d
INI

say() { # NAME COMMAND...
	local name=$1 code=0
	shift
	date +%s.%3N >"$work/$name.began"
	"$NINES" "$@" >"$work/$name.json" 2>"$work/nines.log" || code=$?
	[ "$code" -le 2 ] || fail "nines $1: exit code $code"
}

of() { # SERVICE FILTER
	jq -r --arg name "$1" ".services[] | select(.name == \$name) | $2" "$work/status.json"
}

say status status --json
say report report --format json
expect "state" live "$(jq -r '.sources[0].state' "$work/status.json")"
cp "$XDG_CONFIG_HOME/nines/nines.ini" "$work/status.json" "$work/report.json" "${keep:-$work}" 2>/dev/null || true

# Samples are at most 300 s apart.
python3 -B "$abs_srcdir/tests/tools/recompute.py" "$XDG_CONFIG_HOME/nines/nines.ini" \
	"$work/status.json" "$work/report.json" --began "$(cat "$work/status.began")" "$(cat "$work/report.began")" \
	--mode samples --good '2..' --total '2..|5..' --stretch 300 --self-check >"$work/compared" 2>&1 || {
	cat "$work/compared" >&2
	fail "the figures don't agree with the raw samples"
}
[ -z "${keep-}" ] || cat "$work/compared"

# What is in the data is seen, and what isn't is not made up.
expect "services" 7 "$(jq '.services | length' "$work/status.json")"
expect "the day without data" null "$(of checkout '.days | .ratio[-14]')"
expect "its coverage" 0 "$(of checkout '.days | .coverage[-14] // 0')"
expect "coverage of 30 days without one" true "$(of checkout '.coverage["30d"] | . > 0.93 and . < 0.98')"
expect "idle is not known" null "$(of idle '.uptime["30d"]')"
expect "idle is not called ok" true "$(of idle '.state != "ok"')"
expect "search has no errors" 1 "$(of search '.uptime["30d"]')"
expect "checkout's reset isn't an outage" true "$(of checkout '.uptime["30d"] > 0.997')"
