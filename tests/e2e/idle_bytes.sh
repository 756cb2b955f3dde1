#!/bin/bash
# SPDX-License-Identifier: MIT
# Polls that bring nothing new write not a byte to the terminal.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

mkdir "$work/replies"
echo '[]' >"$work/replies/get_api_v2_silences"
# opened on a full minute: its age changes when the clock on the screen does
cat >"$work/replies/get_api_v2_alerts" <<'JSON'
[{"fingerprint": "f00d", "status": {"state": "active", "silencedBy": [], "inhibitedBy": []},
  "startsAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z", "endsAt": "2027-01-01T00:00:00.000Z",
  "receivers": [{"name": "x"}], "labels": {"alertname": "Steady", "severity": "critical", "service": "shop"},
  "annotations": {"summary": "nothing changes here"}}]
JSON
start_files "$work/replies"
use_config <<-INI
	[nines]
	refresh = 1s

	[source alerts]
	type = alertmanager
	url = http://127.0.0.1:$port
INI

polls() {
	grep -c 'GET /api/v2/alerts' "$work/files1.log"
}
has_polled() { # COUNT
	[ "$(polls)" -ge "$1" ]
}
written() {
	wc -c <"$work/bytes"
}

open_terminal 100 30 cat
in_tmux pipe-pane -O -t scene "cat >$(printf %q "$work/bytes")"
in_tmux respawn-pane -k -t scene "$(printf %q "$NINES")"
wait_screen 'TRIG .*nothing changes here'
# The age of the data goes from "now" to less than a minute and the history is recorded
settles written || fail "the screen doesn't come to rest"

# A minute may end in between: the clock is on the screen. Then once more.
for try in 1 2; do
	minute=$(date +%M)
	before=$(written)
	count=$(polls)
	wait_until "$patience" has_polled $((count + 4)) || fail "no polls"
	[ "$(date +%M)" = "$minute" ] && break
done
expect "bytes written in four polls" 0 "$(($(written) - before))"

# And it isn't dead: a change is drawn.
sed -i 's/nothing changes here/something changed/' "$work/replies/get_api_v2_alerts"
wait_screen 'TRIG .*something changed'
keys q
wait_exit 0
