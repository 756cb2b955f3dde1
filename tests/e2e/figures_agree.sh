#!/bin/bash
# SPDX-License-Identifier: MIT
# Every figure of the demonstration world computed a second time, from its raw counters and
# events: `nines status` and `nines report` say the same of every service.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need curl jq python3

start_world --seed "${seed:-1}" --settings
sed 1d "$work/world1.log" >"$XDG_CONFIG_HOME/nines/nines.ini"
chmod 600 "$XDG_CONFIG_HOME/nines/nines.ini"

say() { # NAME COMMAND... : what nines prints of a world that all sources have told of
	local name=$1 code=0
	shift
	date +%s.%3N >"$work/$name.began"
	"$NINES" "$@" >"$work/$name.json" 2>"$work/nines.log" || code=$?
	[ "$code" -le 2 ] || fail "nines $1: exit code $code"
}

say status status --json
say report report --format json
expect "sources that are not live" 0 "$(jq '[.sources[] | select(.state != "live")] | length' "$work/status.json")"
expect "schemas" "nines.status/1 nines.report/1" "$(jq -r .schema "$work/status.json" "$work/report.json" | xargs)"

# The script can fail: it changes each figure and each kind of input by itself.
python3 -B "$abs_srcdir/tests/tools/recompute.py" "$XDG_CONFIG_HOME/nines/nines.ini" \
	"$work/status.json" "$work/report.json" --began "$(cat "$work/status.began")" "$(cat "$work/report.began")" \
	--ratio 1e-8 --self-check >"$work/compared" 2>&1 || {
	cat "$work/compared" >&2
	fail "the figures don't agree with the raw data"
}
compared=$(sed -nE 's/^([0-9]+) comparisons.*/\1/p' "$work/compared")
[ "$compared" -gt 10000 ] || fail "only $compared comparisons"
