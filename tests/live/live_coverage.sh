#!/bin/bash
# SPDX-License-Identifier: MIT
# An hour without data in the middle of the window: a Prometheus that was stopped, and a probe
# while nines was off. Every figure that covers the hour says that it was not seen, and the hour
# counts neither as up nor as down.
# shellcheck source=tests/live/lib.bash
. "$(dirname "$0")/lib.bash"
need prometheus promtool curl jq awk xargs python3 tmux

now=$(date +%s)
# an hour in the middle of six hours: it holds a full hour, at which days are looked at, and no
# midnight
hole=$(((now - 3 * 3600) / 3600 * 3600 + 1200))
[ "$(date -u -d "@$hole" +%H)" != 23 ] || hole=$((hole - 3600))
hole_end=$((hole + 3600))
echo 'groups: []' >"$work/rules.yml"
load_counters "$now" "hole_from=$((hole - 1))" "hole_to=$((hole_end + 1))"
start_prometheus
mkdir "$work/site"
printf 'HTTP/1.1 200 OK\r\n\r\nwell' >"$work/site/get_health"
start_files "$work/site"

use_config <<-INI
	[nines]
	refresh = 1s
	window = 30d
	cost_per_minute = 10 USD

	[source prometheus]
	type = prometheus
	url = http://127.0.0.1:$prometheus_port
	good = sum by (service)(increase(http_requests_total{code=~"2.."}[\$window]))
	total = sum by (service)(increase(http_requests_total{code=~"2..|5.."}[\$window]))

	[source web]
	type = probe
	check.shop = http://127.0.0.1:$port/health

	[service shop]
	slo = 99.9 / 6h

	[service search]
	slo = 99.9 / 6h

	[service login]
	slo = 99.9 / 1d
INI

say() { # NAME COMMAND...
	local name=$1 code=0
	shift
	"$NINES" "$@" >"$work/$name.json" 2>"$work/nines.log" || code=$?
	[ "$code" -le 2 ] || fail "nines $1: exit code $code"
}

# Makes the state file, and in it looks of ninety days, all good, but for the hour.
say first status --json
python3 - "$XDG_STATE_HOME" "$now" "$hole" "$hole_end" <<-'PYTHON' || fail "no samples"
	import pathlib, sqlite3, sys
	now, hole, end = map(int, sys.argv[2:])
	file = next(path for path in pathlib.Path(sys.argv[1]).rglob("*")
	            if path.is_file() and path.read_bytes()[:6] == b"SQLite")
	base = sqlite3.connect(file)
	service, = base.execute("SELECT id FROM sampled WHERE service = 'shop'").fetchone()
	base.execute("DELETE FROM sample WHERE service = ?", (service,))
	for step, span in ((60, 2 * 86400), (900, 15 * 86400), (3600, 90 * 86400), (86400, 90 * 86400)):
	    for start in range((now - span) // step * step, now, step):
	        stop = min(start + step, now)
	        known = stop - start - max(0, min(stop, end) - max(start, hole))
	        if known > 0:
	            base.execute("INSERT INTO sample VALUES (?, ?, ?, ?, 0, ?, ?, 0.01, 0.01, 1)",
	                         (step, start, service, known, known // 60, known // 60))
	base.commit()
PYTHON

say status status --json
say report report --format json
say day report --since 1d --format json
expect "sources that are not live" 0 "$(jq '[.sources[] | select(.state != "live")] | length' "$work/status.json")"

of() { # SERVICE FILTER
	jq -r --arg name "$1" ".services[] | select(.name == \$name) | $2" "$work/status.json"
}

below() { # WHAT LEAST VALUE... : each at least LEAST, and below 1
	local what=$1 least=$2 value
	shift 2
	for value; do
		jq -ne --argjson least "$least" --argjson value "$value" \
			'$value != null and $value >= $least and $value < 1' >/dev/null ||
			fail "coverage of $what: $value, wanted $least to 1"
	done
}

# --- status: every window, the objective's, the day, the calendar, the money ---

day=-1
[ "$(date -u -d "@$hole" +%F)" = "$(date -u -d "@$now" +%F)" ] || day=-2
for service in search login shop; do
	below "$service 1d" 0.93 "$(of $service '.coverage["1d"]')"
	below "$service 7d" 0.98 "$(of $service '.coverage["7d"]')"
	below "$service 30d" 0.995 "$(of $service '.coverage["30d"]')"
	below "$service 90d" 0.3 "$(of $service '.coverage["90d"]')"
	below "$service, the window of the objective" 0.75 "$(of $service .window_uptime.coverage)"
	below "$service, its UTC day" 0 "$(of $service ".days.coverage[$day]")"
	below "$service this week" 0 "$(of $service .calendar.this_week.coverage)"
	below "$service this month" 0 "$(of $service .cost_month.coverage)"
	below "$service this year" 0 "$(of $service .cost_year.coverage)"
done
below "the platform" 0 "$(jq .kpi.platform.coverage "$work/status.json")"
below "the platform this month" 0 "$(jq .kpi.cost_month.coverage "$work/status.json")"

# Neither up nor down: what was always well has no downtime and owes nothing for the hour. (The
# counters went on without Prometheus: what they counted meanwhile is known, when it was isn't.)
for service in search shop; do
	expect "$service" "1 1 1 0 0 1" "$(of $service '[.uptime["1d"], .uptime["30d"], .window_uptime.ratio,
		.downtime_seconds, .cost.amount, .slo.budget_remaining] | map(tostring) | join(" ")')"
done
# --- the report: each table that covers it ---

row() { # FILE TABLE SERVICE FILTER
	jq "$2[] | select(.service == \"$3\") | $4" "$work/$1.json"
}
for service in search login shop; do
	below "report, $service" 0.99 "$(row report .services.services $service .coverage)"
	below "report of a day, $service" 0.93 "$(row day .services.services $service .coverage)"
	below "report, budget of $service" 0.75 "$(row report .budget.budgets $service .coverage)"
	below "report, cost of $service" 0.99 "$(row report .cost.costs $service .coverage)"
	below "report, month of $service" 0 "$(row report .cost.costs $service .month_coverage)"
	below "report, year of $service" 0 "$(row report .cost.costs $service .year_coverage)"
done

# --- the screen: below 95 % it is marked, in each pane of figures that has such a window ---

size="160 48"
dashboard
wait_screen '2/2 (sources )?live'
keys v
wait_screen '1 uptime'
wait_screen 'shop .* 6h 8[0-9] %'             # uptime: the window that was seen least
wait_screen '(ok|no data) +search .* % +8[0-9] % ' # SLO
wait_screen '(ok|no data) +shop .* % +8[0-9] % '
wait_screen 'search .* USD +[0-9]+ % '        # cost: of the year
keys q
wait_exit 0

# --- now: without its source nothing is called well ---

stop_server "$prometheus"
code=0
"$NINES" status --json --source prometheus >"$work/gone.json" 2>"$work/nines.log" || code=$?
expect "exit code without the source" 3 "$code"
expect "services called ok" 0 "$(jq '[.services[] | select(.state == "ok")] | length' "$work/gone.json")"
