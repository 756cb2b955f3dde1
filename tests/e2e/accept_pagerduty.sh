#!/bin/bash
# SPDX-License-Identifier: MIT
# A large account (1,000 services, 20,000 incidents, open ones listed in another order by each
# poll) on a bad line: every third reply is lost, every eleventh request is throttled. Sixty
# acknowledgements, fifty by key and ten by command, end as exactly those sixty applied.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

by_key=50
by_command=10

list() { # STATUS : ids of the incidents of that status, from the server itself
	local offset more=true
	for ((offset = 0; offset < 10000; offset += 100)); do
		more=$(curl -fsS "http://127.0.0.1:$world/pagerduty/incidents?limit=100&offset=$offset&statuses[]=$1" \
			-g -H 'Authorization: Token token=x' | tee "$work/page" | jq .more)
		jq -r '.incidents[].id' "$work/page"
		[ "$more" = true ] || break
	done | sort -u
}
# The number of the incident under the cursor, as the screen shows it.
under_cursor() {
	screen | sed -nE 's/^▸.* pagerduty +([0-9]{3,}) *$/\1/p' | head -n 1
}
is_on_another() { # NUMBER
	local number
	number=$(under_cursor)
	[ -n "$number" ] && [ "$number" != "$1" ]
}
writes() { # STATE : how many rows of the outbox have it
	"$NINES" outbox --json | jq --arg state "$1" '[.writes[] | select(.action == "ack" and .state == $state)] | length'
}
are_confirmed() { # COUNT
	[ "$(writes confirmed)" = "$1" ]
}

start_world --seed 1 --services 1000 --incidents 20000
world=$port
use_config <<-INI
	[nines]
	refresh = 1s

	[source pagerduty]
	type = pagerduty
	url = http://127.0.0.1:$world/pagerduty
	token_env = PAGERDUTY_TOKEN
	from = demo.user@elearn.example
INI
list triggered >"$work/triggered.before"
list acknowledged >"$work/acknowledged.before"
size='200 50' dashboard
wait_screen '1/1 sources live' 60
wait_screen '▸.*◆ TRIG'
keys z
wait_gone '1 services'
wait_until "$patience" is_on_another '' || fail "no number under the cursor"
set_faults "$world" '{"path": "/pagerduty", "drop_every": 3, "throttle_every": 11}'

# What the cursor stands on is read from the screen, then acknowledged, then left behind.
for ((count = 1; count <= by_key; count++)); do
	number= # a screen that is just being drawn may have none
	until [ -n "$number" ]; do
		number=$(under_cursor)
	done
	echo "$number" >>"$work/pressed"
	keys a
	keys j
	wait_until "$patience" is_on_another "$number" || fail "the cursor stays on $number"
done
expect "different incidents" "$by_key" "$(sort -u "$work/pressed" | wc -l)"
while read -r number; do
	printf 'Q%07d\n' "$number"
done <"$work/pressed" | sort >"$work/wanted"

# Others by the command, meanwhile, from another process with the same outbox.
comm -23 "$work/triggered.before" "$work/wanted" | tail -n "$by_command" >"$work/commanded"
sed 's/^/pagerduty:/' "$work/commanded" | "$NINES" ack - >"$work/command.log" 2>&1 || [ $? = 4 ] ||
	fail "nines ack: $(cat "$work/command.log")"
sort -o "$work/wanted" "$work/wanted" "$work/commanded"

total=$((by_key + by_command))
wait_until 120 are_confirmed $total || fail "of $total are confirmed: $(writes confirmed)"
set_faults "$world" '{}'
applied_is() {
	[ "$(stat_of "$world" acks_applied)" = "$total" ]
}
holds_for 3 applied_is || fail "applied: $(stat_of "$world" acks_applied), wanted $total"
expect "incidents reopened" 0 "$(stat_of "$world" reopened)"
expect "writes that are not confirmed" 0 "$("$NINES" outbox --json | jq '[.writes[] | select(.state != "confirmed")] | length')"
list acknowledged | comm -13 "$work/acknowledged.before" - >"$work/acknowledged.new"
expect "acknowledged incidents" "$(cat "$work/wanted")" "$(cat "$work/acknowledged.new")"
expect "incidents acknowledged at the server" "$total" "$(stat_of "$world" incidents_acknowledged)"
keys q q
wait_exit 0
