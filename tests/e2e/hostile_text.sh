#!/bin/bash
# SPDX-License-Identifier: MIT
# Text from outside can't reach the terminal as control: titles, clipboard, colors, cursor,
# direction of writing; in what is drawn, in plain text and in JSON.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux jq

mkdir "$work/replies"
echo '[]' >"$work/replies/get_api_v2_silences"
cat >"$work/replies/get_api_v2_alerts" <<'JSON'
[{"fingerprint": "f00d", "status": {"state": "active", "silencedBy": [], "inhibitedBy": []},
  "startsAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z", "endsAt": "2027-01-01T00:00:00.000Z",
  "receivers": [{"name": "x"}], "generatorURL": "http://127.0.0.1/\u001b]8;;http://evil\u0007",
  "labels": {"alertname": "Bad\u001b[2J\u001b[HName", "severity": "critical\u001b[31m", "service": "shop\u009b31m\u0007\u0000x", "team": "t\u202eevil\u2066"},
  "annotations": {"summary": "before\u001b]0;pwned title\u0007\u001b]52;c;cHduZWQ=\u0007\r\nafter\u001bP+q\u001b\\\u0090dcs\u009c\tend", "description": "line 1\u001b[?1049l\nline 2\u0085\u2028x"}}]
JSON
start_files "$work/replies"
use_config <<-INI
	[nines]
	refresh = 1s

	[source alerts]
	type = alertmanager
	url = http://127.0.0.1:$port
INI

# What nines writes to the terminal: sequences of its own, none of these.
check_bytes() { # FILE WHAT
	! LC_ALL=C grep -aq $'\033\\]' "$1" || fail "$2: an OSC sequence"
	! LC_ALL=C grep -aq $'\033P' "$1" || fail "$2: a DCS sequence"
	! LC_ALL=C grep -aqP '\xc2[\x80-\x9f]' "$1" || fail "$2: a C1 control"
	! LC_ALL=C grep -aqP '\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]' "$1" || fail "$2: a control of direction"
	! LC_ALL=C grep -aqP '[\x01-\x06\x07\x10-\x19\x7f]' "$1" || fail "$2: a control character"
}

open_terminal 100 30 cat
in_tmux pipe-pane -O -t scene "cat >$(printf %q "$work/bytes")"
in_tmux respawn-pane -k -t scene "$(printf %q "$NINES")"
wait_screen 'TRIG .*before'
wait_screen 'after'
expect "title of the terminal" "1 triggered - nines" "$(pane_value pane_title)"
keys Enter
wait_screen '▸ incident · .*alerts:f00d'
wait_screen 'line 1'
wait_screen 'line 2'
keys o
keys q
wait_screen '▸ 2 incidents · 1'
keys 1 Enter
wait_screen '▸ service · '
keys q q
wait_exit 0
[ -s "$work/bytes" ] || fail "nothing was recorded"
grep -aq before "$work/bytes" || fail "the title was not recorded"
# its own title is whole and harmless; what is left must hold none
LC_ALL=C sed $'s/\033]2;[0-9a-z ,]* - nines\033\\\\//g' "$work/bytes" >"$work/rest"
[ "$(stat -c %s "$work/rest")" -lt "$(stat -c %s "$work/bytes")" ] || fail "no title was recorded"
check_bytes "$work/rest" "the dashboard"

code=0
"$NINES" status >"$work/status.txt" || code=$?
expect "exit code" 1 "$code"
grep -q before "$work/status.txt" || fail "the title is not in the status"
check_bytes "$work/status.txt" status
! LC_ALL=C grep -aq $'\033' "$work/status.txt" || fail "status: an escape character"
"$NINES" incidents --json >"$work/incidents.json"
! LC_ALL=C grep -aq $'\033' "$work/incidents.json" || fail "JSON: an escape character"
expect "a severity that nobody knows" null "$(jq '.incidents[0].severity' "$work/incidents.json")"

# A label that was cleaned could silence other alerts: acknowledging it is refused.
code=0
"$NINES" ack alerts:f00d >"$work/ack.txt" 2>&1 || code=$?
expect "exit code of ack" 1 "$code"
grep -q 'control characters' "$work/ack.txt" || fail "the refusal doesn't say why: $(cat "$work/ack.txt")"
