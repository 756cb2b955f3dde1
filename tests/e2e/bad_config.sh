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
wanted='2 3 5 8 10 12 14 17 18 21'

# The dashboard on a terminal opens nothing half-working: the list, and the verdict.
size="250 30" dashboard -c "$many"
wait_exit 78
in_tmux capture-pane -p -S -100 -t scene >"$work/seen" # the end scrolls
for line in $wanted; do
	grep -q "many.ini:$line: " "$work/seen" || fail "the mistake in line $line isn't told"
done
wait_screen '^nines: 10 mistakes in the configuration, nothing was opened'
