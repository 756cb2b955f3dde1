#!/bin/bash
# SPDX-License-Identifier: MIT
# A real alert, from a rule in Debian's prometheus through its alertmanager: it fires, nines
# shows it, acknowledges it by a silence with exactly its labels, renews that silence while
# the alert fires, and removes it once the alert has resolved. An acknowledgement is taken
# back, a plain silence is made for a time, and nothing of it is left in the end.
# shellcheck source=tests/live/lib.bash
. "$(dirname "$0")/lib.bash"
need prometheus prometheus-alertmanager amtool curl jq tmux

# Two alerts of the same name; only that of checkout is acknowledged.
write_rules() { # EXPRESSION-OF-CHECKOUT
	cat >"$work/rules.yml" <<-YAML
		groups:
		  - name: live
		    interval: 1s
		    rules:
		      - alert: HighErrorRate
		        expr: $1
		        labels: {service: checkout, severity: critical, instance: "web-1:9100", shard: "a"}
		        annotations: {summary: "checkout answers 5xx", runbook_url: "https://wiki.example/checkout"}
		      - alert: HighErrorRate
		        expr: vector(1)
		        labels: {service: search, severity: warning, instance: "web-2:9100"}
		        annotations: {summary: "search answers 5xx"}
	YAML
}

am() { # PATH
	curl -fsS "http://127.0.0.1:$alertmanager_port/api/v2/$1"
}

has_alerts() { # COUNT
	[ "$(am 'alerts?active=true' | jq length)" = "$1" ]
}

silences() { # STATE : those that are acknowledgements
	am silences | jq --arg state "$1" \
		'[.[] | select(.status.state == $state and (.comment | startswith("ACK!")))]'
}

has_silences() { # STATE COUNT
	[ "$(silences "$1" | jq length)" = "$2" ]
}

incidents() { # FILTER
	"$NINES" incidents --json 2>>"$work/nines.log" | jq -r "$1"
}

write_rules 'vector(1)'
start_alertmanager
start_prometheus
use_config <<-INI
	[nines]
	refresh = 1s
	operator = ana

	[source alerts]
	type = alertmanager
	url = http://127.0.0.1:$alertmanager_port
	ack_for = ${ack_for:=10s}
INI

# Fires and is seen: the same alerts as Alertmanager's own tool lists.
wait_until 60 has_alerts 2 || fail "the alerts don't fire"
expected=$(amtool --alertmanager.url="http://127.0.0.1:$alertmanager_port" alert query -o json |
	jq -r '.[] | .fingerprint + " " + .labels.service' | sort)
expect "incidents are the active alerts" "$expected" \
	"$(incidents '.incidents[] | .native_id + " " + .service' | sort)"
expect "severities" "1 3" "$(incidents '[.incidents | sort_by(.service)[] | .severity | tostring] | join(" ")')"
expect "nobody has acknowledged" 2 "$(incidents '[.incidents[] | select(.status == "triggered")] | length')"
started=$(am alerts | jq -r '.[] | select(.labels.service == "checkout").startsAt | sub("[.][0-9]+"; "")')
expect "since when" "$started" \
	"$(incidents '.incidents[] | select(.service == "checkout").created_at | sub("[.][0-9]+"; "")')"

# Acknowledged by the key: a silence on the server with the labels that identify the alert.
dashboard
wait_screen 'S1 .*checkout answers 5xx'
keys a
wait_until "$patience" has_silences active 1 || fail "no silence was made"
silence=$(silences active | jq '.[0]')
expect matchers 'alertname=HighErrorRate instance=web-1:9100 service=checkout' \
	"$(jq -r '[.matchers[] | select(.isEqual and (.isRegex | not)) | .name + "=" + .value] | sort | join(" ")' <<<"$silence")"
wait_screen 'S1 .*acked .*checkout answers 5xx'
expect "status in the list" acknowledged \
	"$(incidents '.incidents[] | select(.service == "checkout").status')"
expect "the other alert goes on" triggered \
	"$(incidents '.incidents[] | select(.service == "search").status')"
expect "outbox" "ack confirmed" "$("$NINES" outbox --json | jq -r '.writes[0] | .action + " " + .state')"

# Renewed while it fires: the silence ends later than it did, and there is still one.
was_renewed() {
	[ "$(silences active | jq -r '[.[].endsAt] | max')" \> "$1" ]
}
ends=$(jq -r .endsAt <<<"$silence")
wait_until 90 was_renewed "$ends" || fail "the silence was not renewed before $ends"
expect "one silence after the renewal" 1 "$(silences active | jq length)"

# Resolves: gone from the screen, and the silence is gone from the server.
write_rules 'vector(1) == 0'
kill -HUP "$prometheus"
wait_gone 'checkout answers 5xx' 60
wait_until 60 has_silences active 0 || fail "the silence outlived its alert"
expect "open incidents" search "$(incidents '[.incidents[].service] | join(" ")')"
wait_screen 'search answers 5xx'

# By the command: confirmed only when the server has it.
id=$(incidents '.incidents[].id')
expect "nines ack" "$id: ack confirmed" "$("$NINES" ack "$id" | state_said)"
expect "status after nines ack" acknowledged "$(incidents '.incidents[].status')"

take_back_and_silence() {
	# Taken back: the acknowledgement is gone from the server, and nobody renews it.
	expect "nines unack" "$id: unack confirmed" "$("$NINES" unack "$id" | state_said)"
	expect "acknowledgements after nines unack" 0 "$(silences active | jq length)"
	expect "status after nines unack" triggered "$(incidents '.incidents[].status')"

	# A plain silence says who made it and why, ends when it was told to, and is made once.
	expect "nines silence" "$id: silence confirmed" \
		"$("$NINES" silence "$id" --for 10m -m "moving the search hosts" | state_said)"
	plain=$(am silences | jq '[.[] | select(.status.state == "active")]')
	expect "silences after nines silence" 1 "$(jq length <<<"$plain")"
	expect "its labels" 'alertname=HighErrorRate instance=web-2:9100 service=search' \
		"$(jq -r '[.[0].matchers[] | select(.isEqual and (.isRegex | not)) | .name + "=" + .value] | sort | join(" ")' <<<"$plain")"
	expect "its comment" "moving the search hosts (ana via nines)" \
		"$(jq -r '.[0].comment | sub(" [[][0-9a-f-]*[]]"; "")' <<<"$plain")"
	expect "it ends after ten minutes" true \
		"$(jq '.[0] | [.endsAt, .startsAt | sub("[.][0-9]+"; "") | fromdate] | (.[0] - .[1] - 600) | fabs <= 1' <<<"$plain")"
	amtool --alertmanager.url="http://127.0.0.1:$alertmanager_port" silence expire \
		"$(jq -r '.[0].id' <<<"$plain")"
	expect "nines ack again" "$id: ack confirmed" "$("$NINES" ack "$id" | state_said)"
}
take_back_and_silence

# The end: what is acknowledged when its alert resolves is left to nobody.
sed -i 's/expr: .*/expr: vector(1) == 0/' "$work/rules.yml"
kill -HUP "$prometheus"
wait_until 60 has_silences active 0 || fail "the acknowledgement outlived its alert"
expect "active silences in the end" 0 \
	"$(am silences | jq '[.[] | select(.status.state != "expired")] | length')"
keys q
wait_exit 0
