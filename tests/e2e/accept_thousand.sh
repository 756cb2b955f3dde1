#!/bin/bash
# SPDX-License-Identifier: MIT
# A thousand acknowledgements over a server that drops replies before and after applying,
# applies late, throttles, fails, and is killed itself now and then. nines is killed 200 times
# at random moments on the way, the dashboard and the commands, which share one outbox. The
# server's journal says in the end: each of the thousand was applied exactly once.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

intents=1000
kills=200
batch=7        # ids for one command
server_kills=8 # of the server, in between
seed=${NINES_TEST_SEED:-$$}
RANDOM=$seed
echo "seed $seed"

start_pager() { # [PORT]
	pagers=$((${pagers:-0} + 1))
	start_server "pager$pagers" "$abs_builddir/tests/stub/pager_server" \
		-j "$work/journal" -n "$intents" -s $((seed + pagers)) ${1:+-p "$1"}
	pager=$server
}
restart_pager() {
	stop_server "$pager"
	start_pager "$port"
}
set_mode() { # MODE
	curl -fsS -o /dev/null -d "$1" "http://127.0.0.1:$port/control/mode" || fail "no mode"
}
config() { # ACTION-LIMIT
	use_config <<-INI
		[nines]
		refresh = 1s
		action_limit = $1

		[source pagerduty]
		type = pagerduty
		url = http://127.0.0.1:$port
		token_env = PAGERDUTY_TOKEN
		from = demo.user@elearn.example
		timeout = 2s
	INI
}
outbox() { # FILTER
	"$NINES" outbox --json | jq -r "$1"
}
wait_random() { # the moment of a kill
	sleep "0.$(printf '%03d' $((30 + RANDOM % 300)))"
}

applied() { # VERB : "COUNT ID" lines of the journal
	awk -v verb="$1" '$1 == verb { print $2 }' "$work/journal" | sort | uniq -c
}
rows_in() { # STATE : how many
	outbox "[.writes[] | select(.state == \"$1\")] | length"
}
has_rows_in() { # STATE COUNT
	[ "$(rows_in "$1")" = "$2" ]
}
# The ids that have no row yet: a command that is killed early has not stored its wish.
list_missing() {
	outbox '.writes[].id' | sort -u >"$work/stored"
	comm -23 "$work/all" "$work/stored" >"$work/todo"
}
next_ids() {
	[ -s "$work/todo" ] || list_missing
	head -n "$batch" "$work/todo"
	sed -i "1,${batch}d" "$work/todo"
}

start_pager
config 1h
size='100 30' dashboard
in_dashboard=0
in_command=0

for ((i = 1; i <= intents; i++)); do
	printf 'pagerduty:Q%05d\n' "$i"
done >"$work/all"
cp "$work/all" "$work/todo"

while [ $((in_dashboard + in_command)) -lt "$kills" ]; do
	done_kills=$((in_dashboard + in_command))
	next_ids >"$work/ids"
	"$NINES" ack - <"$work/ids" >"$work/command.log" 2>&1 &
	command=$!
	wait_random
	if [ $((RANDOM % 3)) = 0 ]; then
		kill -KILL "$(program_pid)" && in_dashboard=$((in_dashboard + 1))
		wait_until "$patience" is_over || fail "not killed"
		in_tmux respawn-window -k -t scene "$NINES"
	fi
	if kill -KILL "$command" 2>/dev/null; then
		in_command=$((in_command + 1))
	fi
	wait "$command" 2>/dev/null || true
	if [ $(((in_dashboard + in_command) * server_kills / kills)) != $((done_kills * server_kills / kills)) ]; then
		restart_pager
	fi
done
echo "killed: $in_dashboard dashboards, $in_command commands, $((pagers - 1)) servers after $SECONDS s"

# What is left is asked for, then everything comes to its end without a kill.
list_missing
"$NINES" ack - <"$work/todo" >"$work/command.log" 2>&1 || [ $? = 4 ] || [ ! -s "$work/todo" ] ||
	fail "nines ack: $(cat "$work/command.log")"
echo "all asked for after $SECONDS s, confirmed so far: $(rows_in confirmed)"
set_mode good
wait_until 90 has_rows_in confirmed "$intents" ||
	fail "states: $(outbox '[.writes[].state] | group_by(.) | map("\(.[0]) \(length)") | join(" ")')"
echo "all confirmed after $SECONDS s; writes sent: $(outbox '[.writes[].tries] | add')"
settles cat "$work/journal" || fail "the server still applies"

expect "applied" "$intents" "$(grep -c '^ack ' "$work/journal")"
expect "applied more than once" "" "$(applied ack | awk '$1 != 1')"
expect "incidents in the audit trail" "$(cat "$work/all")" "$(outbox '.writes[].id' | sort)"
expect "confirmed without having been sent" 0 "$(outbox '[.writes[] | select(.tries == 0)] | length')"
keys q
wait_exit 0

# With a short limit: what a crash left unsent is offered afterwards, and sent only when it is
# asked for again.
mv "$XDG_STATE_HOME/nines" "$work/before"
: >"$work/journal"
restart_pager
set_mode busy
config 10s
"$NINES" ack pagerduty:Q00001 >"$work/command.log" 2>&1 &
command=$!
wait_until "$patience" has_rows_in queued 1 || fail "no row: $(cat "$work/command.log")"
kill -KILL "$command"
wait "$command" 2>/dev/null || true
is_old() {
	[ "$(outbox '.writes[0].created_at[:19] + "Z" | fromdate < now - 12')" = true ]
}
wait_until "$patience" is_old || fail "the row does not grow old"
set_mode good
dashboard
wait_until "$patience" has_rows_in offered 1 || fail "state: $(outbox '.writes[].state')"
is_not_sent() {
	! [ -s "$work/journal" ] && has_rows_in offered 1
}
holds_for 3 is_not_sent || fail "an old write was sent by itself: $(cat "$work/journal")"
"$NINES" ack pagerduty:Q00001 >"$work/command.log" 2>&1 || fail "$(cat "$work/command.log")"
expect "applied" "ack Q00001" "$(cat "$work/journal")"
expect "states" confirmed "$(outbox '.writes[].state')"
keys q
wait_exit 0
