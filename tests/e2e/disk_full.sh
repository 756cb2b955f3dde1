#!/bin/bash
# SPDX-License-Identifier: MIT
# A write is never sent without a record: when the disk is full or the state file is broken, it
# is refused with the reason, on the screen and by the command, and the server gets nothing. The
# dashboard goes on, and acts again when there is room.
# shellcheck source=tests/e2e/lib.bash
if [ -z "${nines_own_mounts-}" ] && [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
	nines_own_mounts=yes exec unshare -m bash "$0"
fi
. "$(dirname "$0")/lib.bash"
need tmux curl jq

folder=$XDG_STATE_HOME/nines
mkdir -p -m 700 "$folder"
start_server pager "$abs_builddir/tests/stub/pager_server" -j "$work/journal" -n 8
use_config <<-INI
	[nines]
	refresh = 1s

	[source pagerduty]
	type = pagerduty
	url = http://127.0.0.1:$port
	token_env = PAGERDUTY_TOKEN
	from = demo.user@elearn.example
INI
curl -fsS -o /dev/null -d good "http://127.0.0.1:$port/control/mode"

id_under_cursor() {
	screen | sed -nE 's/^▸.*◆ TRIG.*trouble at (Q[0-9]+).*$/\1/p' | head -n 1
}
has_cursor() {
	[ -n "$(id_under_cursor)" ]
}
# Presses the key; the id goes to $id.
press_ack() {
	keys g
	wait_until "$patience" has_cursor || fail "no open incident under the cursor"
	id=$(id_under_cursor)
	keys a
}
expect_applied() { # COUNT
	expect "applied" "$1" "$(grep -c '^ack ' "$work/journal" || true)"
}
ack_works() {
	press_ack
	wait_screen "◐ acked .*trouble at $id"
}
# The command says why and exits with 1.
ack_is_refused() { # PATTERN COMMAND...
	local pattern=$1 code=0
	shift
	"$@" ack pagerduty:Q00008 >"$work/command.log" 2>&1 || code=$?
	expect "the command's exit code ($(cat "$work/command.log"))" 1 "$code"
	grep -Eq -- "$pattern" "$work/command.log" || fail "no /$pattern/: $(cat "$work/command.log")"
}
# Still polls: what happens at the server is seen.
goes_on() {
	curl -fsS -o /dev/null -X PUT -d '{"incident":{"status":"resolved"}}' \
		"http://127.0.0.1:$port/incidents/$1"
	wait_gone "trouble at $1"
}

# A limit on the size of files: what a full disk is to one process.
size='200 30' dashboard
wait_screen '1/1 (sources )?live'
ack_works
expect_applied 1
keys q
wait_exit 0
limit=4 # KiB
limited() { # COMMAND...
	(
		ulimit -f "$limit"
		"$@"
	)
}
ack_is_refused 'disk' limited "$NINES"
size='200 30' open_terminal 200 30 bash -c "ulimit -f $limit; exec \"\$0\"" "$NINES"
wait_screen '1/1 (sources )?live'
press_ack
wait_screen "ack refused.*disk|disk.*writes are refused"
expect_applied 1
goes_on Q00007
keys q
wait_exit 0

# A file that is not what it was, and one that was cut.
for damage in rubbish cut; do
	mkdir -p "$work/good"
	mv "$folder"/* "$work/good/"
	if [ "$damage" = rubbish ]; then
		head -c 8192 /dev/urandom >"$folder/nines.sqlite"
	else
		head -c 5000 "$work/good/nines.sqlite" >"$folder/nines.sqlite"
	fi
	ack_is_refused 'state file' "$NINES"
	size='200 30' dashboard
	wait_screen '1/1 (sources )?live'
	press_ack
	wait_screen "ack refused.*state file|state file.*writes are refused"
	keys q
	wait_exit 0
	expect_applied 1
	rm -f "$folder"/*
	mv "$work/good"/* "$folder/"
done

# A disk that becomes full while the dashboard runs, and has room again later.
if [ -n "${nines_own_mounts-}" ] && mount -t tmpfs -o size=512k,mode=700 none "$folder" 2>/dev/null; then
	size='200 30' dashboard
	wait_screen '1/1 (sources )?live'
	ack_works
	expect_applied 2
	dd if=/dev/zero of="$folder/ballast" bs=1k 2>/dev/null || true
	press_ack
	wait_screen 'ack refused.*disk full'
	ack_is_refused 'disk full' "$NINES"
	expect_applied 2
	goes_on Q00006
	rm "$folder/ballast"
	keys x Escape
	ack_works
	expect_applied 3
	keys q
	wait_exit 0
	umount -l "$folder"
else
	echo "not root in a mount namespace of its own: the disk that becomes full was left out"
fi
