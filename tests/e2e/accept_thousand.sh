#!/bin/bash
# SPDX-License-Identifier: MIT
# A thousand writes over a server that drops replies before and after applying,
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
# What is asked for, in turn; a note is what no server tells from its double
read -ra verbs <<<"${NINES_TEST_VERBS:-ack note}"
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

rows_in() { # STATE : how many
	outbox "[.writes[] | select(.state == \"$1\")] | length"
}
has_rows_in() { # STATE COUNT
	[ "$(rows_in "$1")" = "$2" ]
}
# What has no row yet: a command that is killed early has not stored its wish.
list_missing() {
	outbox '.writes[] | "\(.action) \(.id)"' | sort -u >"$work/stored"
	comm -23 "$work/all" "$work/stored" >"$work/todo"
}
# The next command goes to $command_line, its ids to $work/ids.
next_command() { # COUNT
	local verb
	[ -s "$work/todo" ] || list_missing
	verb=$(head -n 1 "$work/todo" | cut -d ' ' -f 1)
	head -n "$1" "$work/todo" | sed -n "s/^$verb //p" >"$work/ids"
	sed -i "1,$1{/^$verb /d}" "$work/todo"
	command_line=("${verb:-ack}" -)
	[ "$verb" != note ] || command_line+=(-m "seen by who is on call")
}

start_pager
config 1h
size='100 30' dashboard
in_dashboard=0
in_command=0

for ((i = 1; i <= intents; i++)); do
	printf '%s pagerduty:Q%05d\n' "${verbs[$((i / 50 % ${#verbs[@]}))]}" "$i"
done | sort >"$work/all"
cp "$work/all" "$work/todo"

while [ $((in_dashboard + in_command)) -lt "$kills" ]; do
	done_kills=$((in_dashboard + in_command))
	next_command "$batch"
	"$NINES" "${command_line[@]}" <"$work/ids" >"$work/command.log" 2>&1 &
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

# What is left is asked for, then everything comes to its end on a good line, without a kill.
echo "then confirmed: $(rows_in confirmed), rows: $(outbox '.writes | length')"
set_mode good
list_missing
while [ -s "$work/todo" ]; do
	next_command "$intents"
	"$NINES" "${command_line[@]}" <"$work/ids" >"$work/command.log" 2>&1 || [ $? = 4 ] ||
		fail "nines ${command_line[*]}: $(cat "$work/command.log")"
done
wait_until 90 has_rows_in confirmed "$intents" ||
	fail "states: $(outbox '[.writes[].state] | group_by(.) | map("\(.[0]) \(length)") | join(" ")')"
echo "all confirmed after $SECONDS s; writes sent: $(outbox '[.writes[].tries] | add')"
settles cat "$work/journal" || fail "the server still applies"

# One line of the journal for each of the thousand, and one row of the audit trail.
sed -E 's/ pagerduty:/ /' "$work/all" >"$work/wanted"
awk '{ print $1, $2 }' "$work/journal" | sort | comm -3 "$work/wanted" - >"$work/difference"
expect "not applied, or applied twice" "" "$(cat "$work/difference")"
expect "rows of the audit trail" "$(cat "$work/all")" "$(outbox '.writes[] | "\(.action) \(.id)"' | sort)"
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
