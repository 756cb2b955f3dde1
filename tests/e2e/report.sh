#!/bin/bash
# SPDX-License-Identifier: MIT
# nines report: every format of the same stretch of time has the same numbers, which are those
# of the status; the HTML is whole by itself. A hand-over, and what is typed wrong.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need curl jq python3
tools=$abs_srcdir/tests/tools

start_world --seed 1
world_config "$port" "$port" "$port" | use_config

# a time that is over: the same whenever it is asked
last_week=$(date -u -d 'last monday - 7 days' +%G-W%V)
for format in text markdown html json csv; do
	"$NINES" report "$last_week" --format $format >"$work/$format" 2>"$work/$format.log" ||
		fail "report --format $format: $?"
	[ -s "$work/$format" ] || fail "report --format $format is empty"
done
python3 "$tools/report_check.py" "$work/html" "$work/json" || fail "HTML and JSON differ"
jq -e '.schema == "nines.report/1"' "$work/json" >/dev/null || fail "no schema"
services=$(jq '.services.services | length' "$work/json")
expect "services" 12 "$services"

# each availability, cut to its decimals, stands in the text
jq -r '.services.services[] | .service' "$work/json" | while read -r service; do
	grep -qF "$service" "$work/text" || fail "$service is not in the text"
	grep -qF "$service" "$work/markdown" || fail "$service is not in the Markdown"
done
python3 - "$work/csv" "$work/json" <<'PYTHON' || fail "CSV and JSON differ"
import csv, json, sys
rows, columns = {}, None
for row in csv.reader(open(sys.argv[1], newline="")):
    if not row:
        columns = None
    elif columns is None:
        columns = row
    else:
        rows.setdefault(row[0], []).append(dict(zip(columns, row)))
report = json.load(open(sys.argv[2]))
for wanted, got in zip(report["services"]["services"], rows["services"], strict=True):
    for key in ("availability", "good", "total", "coverage", "downtime_seconds"):
        assert wanted[key] == float(got[key]), (key, wanted[key], got[key])
PYTHON

# the report of the [nines] window that ends now has the numbers of the status
"$NINES" status --json >"$work/status" 2>/dev/null || [ $? -le 2 ] || fail "status"
"$NINES" report --format json >"$work/now" 2>/dev/null || fail "report"
jq -n --slurpfile status "$work/status" --slurpfile now "$work/now" '
	[$status[0].services[] | {(.title // .name): .uptime."30d"}] | add as $uptime |
	[$now[0].services.services[] | select((.availability - $uptime[.service]) | fabs > 1e-5)] |
	if length > 0 then error(tostring) else empty end' || fail "report and status differ"

"$NINES" report --handover >"$work/handover" 2>/dev/null || fail "hand-over"
grep -q 'Who hands over to whom' "$work/handover" || fail "no hand-over"
grep -q 'card payments fail' "$work/handover" || fail "what is open is not handed over"

# of one team: its incidents only, and what the shift had is not what the month had
"$NINES" report --handover --team platform --format json >"$work/team" 2>/dev/null || fail "team"
jq -e '[.incidents.incidents[].service] | length > 0 and all(. == "search" or . == "notifications")' \
	"$work/team" >/dev/null || fail "another team's incidents are handed over"
shift=$("$NINES" report --handover --format json 2>/dev/null | jq '.incidents.incidents | length')
grep -q "Incidents of the shift: $shift," "$work/handover" ||
	fail "$shift incidents, but: $(grep 'of the shift' "$work/handover")"

refused() { # WANTED ARGUMENT...
	local wanted=$1 code=0
	shift
	"$NINES" report "$@" >"$work/out" 2>"$work/err" || code=$?
	expect "exit code of report $*" 64 "$code"
	grep -qF -- "$wanted" "$work/err" || fail "report $*: $(cat "$work/err")"
}
refused 'wanted day, week, month, quarter' yesterday
refused 'wanted text, markdown, html, json or csv' --format pdf
refused 'did you mean markdown' --format markdwn
refused 'not both' week --since 3d
refused 'has not begun yet' 2999
refused 'lies before the beginning' --since 2026-02-01 --until 2026-01-01
refused 'wanted a duration such as 30d or a time' --since soon
refused 'about the shift that ends now' --handover week
refused 'goes with --handover' --team platform
refused 'did you mean platform' --handover --team platfrm
