#!/bin/bash
# SPDX-License-Identifier: MIT
# Every mistake of a configuration is told at once, each with file and line.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

ini=$XDG_CONFIG_HOME/nines/nines.ini
{
	cat <<-'INI'
		[nines]
		refresh = soon
		refersh = 30s
		zone = Mars/Base

		[source a]
		type = prometeus
		url = http://127.0.0.1:1

		[source b]
		type = alertmanager
		url = http://127.0.0.1:1
		ack_for = 3x

		[sourc c]
		type = probe
	INI
	printf '[service %060d]\ntitle = d\n' 0
} >"$ini"
long=$(grep -n '^.service' "$ini" | cut -d: -f1)

for command in check status ''; do
	code=0
	# shellcheck disable=SC2086
	"$NINES" $command </dev/null >"$work/out" 2>"$work/err" || code=$?
	case $command in
	status) expect "exit code of nines status" 3 "$code" ;;
	*) expect "exit code of nines $command" 78 "$code" ;;
	esac
	for line in 2 3 4 7 13 15 "$long"; do
		grep -q "^nines: $ini:$line: " "$work/err" || {
			cat "$work/err" >&2
			fail "nines $command: the mistake in line $line isn't told"
		}
	done
done
grep -q '^nines: 7 mistakes in the configuration, nothing was opened: correct them' "$work/err" ||
	fail "no verdict at the end"
grep -q ":3: .*refresh" "$work/err" || fail "no suggestion for refersh"
grep -q ":4: .*Mars/Base: .*UTC or Europe/Berlin" "$work/err" || fail "no advice for the zone"
grep -q ":7: .*prometheus" "$work/err" || fail "no suggestion for prometeus"
grep -Eq ":15: .*source" "$work/err" || fail "no suggestion for the section"
expect "nothing on standard output" "" "$(cat "$work/out")"

# A token in a file that others may read is refused, and is not shown.
rm "$ini"
printf '[source p]\ntype = pagerduty\nurl = http://127.0.0.1:1\nfrom = a@b.c\ntoken = s3cr3t-word\n' >"$ini"
chmod 644 "$ini"
code=0
"$NINES" check </dev/null >"$work/out" 2>"$work/err" || code=$?
expect "exit code with a token for everybody" 78 "$code"
grep -q "$ini:5: " "$work/err" || fail "the line of the token isn't named"
! grep -q 's3cr3t-word' "$work/out" "$work/err" || fail "the token was printed"

# Every kind of section tells what it doesn't know, and what it can't take.
many=$work/many.ini
cat >"$many" <<-'INI'
	[nines]
	windw = 30d
	[source am]
	type = alertmanager
	[source p]
	type = prometheus
	url = http://127.0.0.1:1
	preset = htp
	[service s]
	slo = 101
	[team t]
	schedule = nowhere
	[indicator i]
	category = speed
	query = 1
	[keys]
	akc = a
	[nines]
	[service t]
	tier = 1
	tier = 2
INI
chmod 600 "$many"
wanted='2 3 8 10 12 14 17 18 21'

# The dashboard on a terminal opens nothing half-working: the list, and the verdict.
size="250 30" dashboard -c "$many"
wait_exit 78
in_tmux capture-pane -p -S -100 -t scene >"$work/seen" # the end scrolls
for line in $wanted; do
	grep -q "many.ini:$line: " "$work/seen" || fail "the mistake in line $line isn't told"
done
wait_screen '^nines: 9 mistakes in the configuration, nothing was opened'

# What follows from another mistake is not told; what was meant is.
cat >"$many" <<-'INI'
	[source p]
	type = prometheus
	url = localhost:9090
	preset = htp
	refresh = 30
	[source q]
	type = prometheus
	 url = http://127.0.0.1:1
	 preset = up
	[source gh]
	type = github
	repo = example/checkout
	[source pd]
	type = pagerduty
	url = http://127.0.0.1:1
	from = me
	[source "a b"]
	type = probe
	[service s]
	slo = 99,95
	[team t]
	schedule = nowhere:P1
	[indicator i]
	category = business
	source = p
	query = x
	crit = > 10 5m
INI
code=0
"$NINES" -c "$many" check >"$work/out" 2>"$work/err" </dev/null || code=$?
expect "exit code" 78 "$code"
sed -i "s|^nines: $many:||" "$work/err"
expect "complaints" "$(cat <<-'TEXT'
	3: url = localhost:9090: did you mean http://localhost:9090? expected a URL that begins with http:// or https://
	4: preset = htp: did you mean http? expected one of none, http, blackbox, up
	5: refresh = 30: did you mean 30s? expected a duration (500ms, 30s, 5m, 4h, 7d) from 1s to 1d
	8: the blanks before it make this line a part of type in line 7: take them away
	12: unknown key repo in [source gh]: did you mean repo.NAME?
	16: from = me: expected the e-mail of a PagerDuty user
	17: [source "a b"]: write the name without quotes
	20: slo = 99,95: did you mean 99.95? expected per cent, and 1h to 366d if wanted, such as 99.95 / 28d
	22: schedule = nowhere:P1: no section [source nowhere]
	27: crit = > 10 5m: did you mean > 10 for 5m? expected a limit, and for how long if wanted, such as > 100 for 5m
TEXT
)" "$(grep -v '^nines: ' "$work/err")"
