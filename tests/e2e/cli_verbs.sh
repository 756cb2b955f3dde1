#!/bin/bash
# SPDX-License-Identifier: MIT
# Every verb from the shell: ids, results, exit codes, dry runs, and what is kept, offered,
# withdrawn and taken back.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need curl jq

start_world --seed 1
world=$port
world_config "$world" "$world" "$world" | use_config
run() { # CODE ARGUMENT... : output to $work/out
	local wanted=$1 code=0
	shift
	"$NINES" "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
	[ "$code" = "$wanted" ] || {
		cat "$work/out" "$work/err" >&2
		fail "exit code of nines $*: wanted $wanted, got $code"
	}
}
json() { # FILTER
	jq -r "$1" "$work/out"
}
in_out() { grep -qF -- "$1" "$work/out" || fail "not on standard output: $1: $(cat "$work/out")"; }
in_err() { grep -qF -- "$1" "$work/err" || fail "not on standard error: $1: $(cat "$work/err")"; }
asked_of() { # how often nines asked the world for something
	curl -fsS "http://127.0.0.1:$world/control/stats" |
		jq '[.requests | to_entries[] | select(.key | contains("/control/") | not).value] | add // 0'
}
writes_of() { # what was written to the world, whatever it was
	curl -fsS "http://127.0.0.1:$world/control/stats" |
		jq -c '[.acks_applied, .resolved, .notes, .silences]'
}

# --- every verb: its help, and what is wrong is said in one line before anything is sent ---
declare -A told=([snooze]='--for 4h' [note]='-m flapping' [reassign]='--to me' [priority]='--to P1'
	[merge]='--to pagerduty:Q1' [silence]='--for 2h -m known' [downtime]='--for 2h -m known')
verbs='ack unack resolve snooze note escalate reassign priority merge silence downtime recheck'
for verb in $verbs; do
	run 0 "$verb" --help
	in_out "Usage: nines $verb [OPTION]... "
	in_out '- reads ids'
	run 64 "$verb"
	# shellcheck disable=SC2086
	run 64 "$verb" ${told[$verb]-} nothing
	in_err 'nothing: not an id'
	# shellcheck disable=SC2086
	run 64 "$verb" ${told[$verb]-} nosuch:1
	if [ -n "${told[$verb]-}" ]; then
		run 64 "$verb" pagerduty:Q2
		in_err 'is missing'
		[ "$(wc -l <"$work/err")" = 1 ] || fail "not one line: $(cat "$work/err")"
	fi
done
run 64 merge --to other:Q1 pagerduty:Q2
in_err "can't be merged into other:Q1"
run 64 merge --to pagerduty:Q2 pagerduty:Q2
run 64 note pagerduty:Q2 -m $'two\nlines'
in_err '-m: line breaks and control characters'
run 64 note pagerduty:Q2 -m "$(printf 'x%.0s' {1..480})"
in_err 'too long: 480 bytes, at most 479'

# --- what a source lacks is said without asking it ---
before=$(asked_of)
run 1 recheck pagerduty:Q1 pagerduty:Q2
expect "lines" 2 "$(wc -l <"$work/out")"
in_out 'pagerduty:Q1: recheck refused: '
run 1 downtime --for 1h -m x prometheus:x --json
expect "state" "downtime refused" "$(json '.writes[0] | [.action, .state] | join(" ")')"
expect "a reason" true "$(json '.writes[0].error | length > 10')"
expect "requests" "$before" "$(asked_of)"

# --- a dry run reads, and sends nothing ---
run 0 incidents --json
mapfile -t ids < <(json '.incidents[] | select(.source == "pagerduty" and .status == "triggered").id')
[ "${#ids[@]}" -ge 2 ] || fail "not two triggered incidents"
alert=$(json '[.incidents[] | select(.source == "alertmanager").id][0]')
before=$(writes_of)
run 0 ack --dry-run "${ids[0]}" "$alert"
in_out "${ids[0]}: dry run: would send PUT http://127.0.0.1:$world/pagerduty/incidents"
in_out "$alert: dry run: would send POST http://127.0.0.1:$world/alertmanager/api/v2/silences"
run 0 ack --dry-run --json "${ids[0]}"
expect "state" "dry-run null" "$(json '.writes[0] | "\(.state) \(.error)"')"
expect "request" true "$(json '.writes[0].detail | startswith("would send PUT ")')"
run 1 ack --dry-run "${ids[0]}" pagerduty:Q9999999
in_out 'pagerduty:Q9999999: ack refused: no such open incident'
run 1 ack --dry-run --read-only "${ids[0]}"
in_out 'read-only'
expect "writes after dry runs" "$before" "$(writes_of)"
run 0 outbox --json
expect "rows after dry runs" 0 "$(json '.writes | length')"

# --- several ids, standard input, once each ---
printf '%s\n' "${ids[@]}" "${ids[0]}" | "$NINES" ack --json - >"$work/out" || fail "ack -: $?"
expect "results" "${#ids[@]}" "$(json '.writes | length')"
expect "states" confirmed "$(json '[.writes[].state] | unique | join(" ")')"
expect "acknowledgements" "${#ids[@]}" "$(stat_of "$world" acks_applied)"
run 0 ack "${ids[0]}"
in_out "${ids[0]}: ack confirmed: it was so already"
expect "acknowledgements" "${#ids[@]}" "$(stat_of "$world" acks_applied)"
run 1 --read-only ack "${ids[0]}"
run 1 ack "${ids[0]}" pagerduty:Q9999999
expect "lines" 2 "$(wc -l <"$work/out")"

# --- the audit trail ---
run 0 outbox --json
expect "members" '[]' "$(jq -c '["uuid","id","action","title","state","by","host","tty","args","seen","created_at","released_at","sent_at","confirmed_at","tries","request_id","answer","latency_ms","undo_of"] - (.writes[0] | keys)' "$work/out")"
expect "seen" triggered "$(json '.writes[0].seen.status')"
uuid=$(json '.writes[0].uuid')
run 0 outbox show "${uuid:0:8}"
in_out "uuid        $uuid"
in_out 'seen        triggered'
run 64 outbox show "${uuid:0:3}"
run 64 outbox show ffffffff-none
run 64 outbox send
run 64 outbox resend "$uuid"
run 1 outbox withdraw "$uuid"
in_out 'it was sent: `nines outbox undo` takes it back'
run 1 outbox send "$uuid"
run 0 check
grep -Eq '^pagerduty .*; may read' "$work/out" || fail "check: $(cat "$work/out")"

# --- a server that is down: kept, withdrawn, sent by a later run ---
run 0 incidents --json
dead=1 # nobody listens there
nines_options='action_limit = 10s' pagerduty_options='timeout = 500ms' \
	world_config "$world" "$world" "$dead" >"$work/down.ini"
start_world --seed 7
other=$port
nines_options='action_limit = 10s' world_config "$world" "$world" "$other" >"$work/up.ini"
run 0 -c "$work/up.ini" incidents --json
mapfile -t ids < <(json '.incidents[] | select(.source == "pagerduty" and .status == "triggered").id')
[ "${#ids[@]}" -ge 2 ] || fail "not two triggered incidents in the second world"
run 4 -c "$work/down.ini" --source pagerduty ack --json "${ids[0]}"
expect "state" queued "$(json '.writes[0].state')"
in_err 'outbox: 1 write is not confirmed yet'
run 0 outbox --json
uuid=$(json '.writes[-1].uuid')
run 0 -c "$work/down.ini" outbox withdraw "${uuid:0:8}"
in_out "${ids[0]}: ack withdrawn"
run 0 outbox --json
expect "state" withdrawn "$(json '.writes[-1].state')"
run 1 -c "$work/up.ini" outbox undo "$uuid"
in_out 'there is nothing to take back'
run 4 -c "$work/down.ini" --source pagerduty ack "${ids[0]}"
run 0 -c "$work/up.ini" incidents --json # a command that reads shows it and doesn't send it
expect "the write that waits" "ack queued false 36" "$(jq -r --arg id "${ids[0]}" '.incidents[] |
	select(.id == $id).write | "\(.action) \(.state) \(.offered) \(.uuid | length)"' "$work/out")"
expect "acknowledgements" 0 "$(stat_of "$other" acks_applied)"
run 0 -c "$work/up.ini" --source pagerduty ack "${ids[0]}"
expect "acknowledgements" 1 "$(stat_of "$other" acks_applied)"

# --- what is older than action_limit is offered, and sent on the user's word ---
run 4 -c "$work/down.ini" --source pagerduty ack "${ids[1]}"
is_old() {
	[ "$("$NINES" outbox --json | jq '.writes[-1].created_at | sub("[.][0-9]+"; "") | now - fromdate > 11')" = true ]
}
wait_until 30 is_old || fail "it does not grow old"
uuid=$("$NINES" outbox --json | jq -r '.writes[-1].uuid')
run 0 -c "$work/up.ini" --source pagerduty ack "${ids[0]}"
expect "state" offered "$("$NINES" outbox --json | jq -r --arg uuid "$uuid" '.writes[] | select(.uuid == $uuid).state')"
expect "acknowledgements" 1 "$(stat_of "$other" acks_applied)"
run 0 -c "$work/up.ini" --source pagerduty outbox send "$uuid"
in_out "${ids[1]}: ack confirmed"
expect "acknowledgements" 2 "$(stat_of "$other" acks_applied)"
expect "incidents reopened" 0 "$(stat_of "$other" reopened)"
