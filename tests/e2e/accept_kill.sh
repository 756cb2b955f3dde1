#!/bin/bash
# SPDX-License-Identifier: MIT
# nines is killed ten times in the middle of an acknowledgement, at different moments, and
# started again: each is applied once, none is lost.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1 --services 50 --incidents 2000
world=$port
use_config <<-INI
	[nines]
	refresh = 1s
	grace = 0s

	[source pagerduty]
	type = pagerduty
	url = http://127.0.0.1:$world/pagerduty
	token_env = PAGERDUTY_TOKEN
	from = demo.user@elearn.example
INI
# Slow enough that a kill falls before, while or after the server applies it.
set_faults "$world" '{"path": "/pagerduty/incidents/", "latency_ms": 200}'

outbox() { # FILTER
	"$NINES" outbox --json | jq -r "$1"
}
has_rows() { # COUNT
	[ "$(outbox '.writes | length')" -ge "$1" ]
}
are_confirmed() { # COUNT
	[ "$(outbox '[.writes[] | select(.state == "confirmed")] | length')" = "$1" ]
}
# The moments: as soon as the row is on disk, then while it reads, writes and reads back.
wait_for_moment() { # ROUND
	wait_until "$patience" has_rows "$1" || fail "no row in the outbox"
	case $(($1 % 5)) in
	0) return ;;
	*) wait_until 10 has_asked "$(($1 % 5))" || true ;;
	esac
}
# Presses again where nothing was sent because the rows had just changed.
acknowledge() { # ROWS
	keys a
	wait_until "$patience" was_answered "$1" || fail "no row in the outbox"
	has_rows "$1" || keys a
}
was_answered() { # ROWS
	has_rows "$1" || has_on_screen "look again|nothing sent"
}
asked() {
	stat_of "$world" 'requests | (.["GET /pagerduty/incidents/*"] // 0) + (.["PUT /pagerduty/incidents/*"] // 0)'
}
has_asked() { # COUNT
	[ "$(asked)" -ge $((asked_before + $1)) ]
}

for round in 1 2 3 4 5 6 7 8 9 10; do
	size='120 40' dashboard
	wait_screen '1/1 (sources )?live'
	wait_screen '▸.*◆ TRIG'
	[ "$round" = 1 ] || wait_until "$patience" are_confirmed $((round - 1)) ||
		fail "after $((round - 1)) kills: $(outbox '[.writes[].state] | join(" ")')"
	asked_before=$(asked)
	acknowledge "$round"
	wait_for_moment "$round"
	kill -KILL "$(program_pid)"
	wait_until "$patience" is_over || fail "not killed"
done
dashboard
wait_until 60 are_confirmed 10 || fail "confirmed: $(outbox '[.writes[].state] | join(" ")')"
applied_once() {
	[ "$(stat_of "$world" acks_applied)" = 10 ]
}
holds_for 3 applied_once || fail "applied: $(stat_of "$world" acks_applied), wanted 10"
expect "incidents acknowledged" 10 "$(stat_of "$world" incidents_acknowledged)"
expect "incidents reopened" 0 "$(stat_of "$world" reopened)"
expect "different incidents" 10 "$(outbox '[.writes[].id] | unique | length')"
keys q
wait_exit 0
