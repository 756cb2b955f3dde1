#!/bin/bash
# SPDX-License-Identifier: MIT
# One of three sources is killed: within two polls its rows read stale with age and reason,
# the header says what is missing, and the others go on at full rate.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1
prometheus=$port
start_world --seed 1
alertmanager=$port
start_world --seed 1
pagerduty=$port
pagerduty_server=$server
refresh=3s world_config "$prometheus" "$alertmanager" "$pagerduty" | use_config

alert_polls() {
	stat_of "$alertmanager" 'requests["GET /alertmanager/api/v2/alerts"]'
}
polled_again() { # COUNT
	[ "$(alert_polls)" -gt "$1" ]
}

dashboard
wait_screen '3/3 (sources )?live'
wait_screen 'S1 +◆ TRIG .*payments'
stop_server "$pagerduty_server"
killed=$SECONDS
wait_screen 'pagerduty stale'
[ $((SECONDS - killed)) -le 8 ] || fail "seen $((SECONDS - killed)) s after the kill, two polls are 6 s"
wait_screen '2/3 (sources )?live'
wait_screen '~ pagerduty stale <1m: .*(refused|connect)'
wait_screen '~S1 +◆ TRIG .*payments'
wait_screen '^pagerduty stale.* ~[0-9]+ trig'
lacks_on_screen '~S4' || fail "the alert of a living source is stale"

# The others at full rate: three polls of 3 s in not much more than 9 s.
began=$SECONDS
for poll in 1 2 3; do
	wait_until 15 polled_again "$(alert_polls)" || fail "alertmanager isn't polled"
done
[ $((SECONDS - began)) -le 13 ] || fail "three polls took $((SECONDS - began)) s"

# Each size says that something is missing.
for each in '200 50' '80 24' '64 18' '40 10' '39 9'; do
	# shellcheck disable=SC2086
	resize $each
	wait_screen '2/3 (sources )?live|pagerduty stale'
done
resize 100 30

# For scripts: warning, not well; the source by name.
code=0
"$NINES" status --json >"$work/status.json" 2>"$work/nines.log" || code=$?
expect "state of the dead one" failed "$(jq -r '.sources[] | select(.name == "pagerduty").state' "$work/status.json")"
expect "state of the others" "live live" \
	"$(jq -r '[.sources[] | select(.name != "pagerduty").state] | join(" ")' "$work/status.json")"
[ "$code" = 1 ] || [ "$code" = 2 ] || fail "exit code $code although a source is dead"
keys q
wait_exit 0
