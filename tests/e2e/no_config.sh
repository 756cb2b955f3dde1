#!/bin/bash
# SPDX-License-Identifier: MIT
# Without a configuration: one line that says what to do, exit code 78; nothing is made.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need

[ ! -e /etc/nines/nines.ini ] || { echo "skipped: /etc/nines/nines.ini is there"; exit 77; }
run() { # CODE ARGUMENT...
	local wanted=$1 code=0
	shift
	"$NINES" "$@" </dev/null >"$work/out" 2>"$work/err" || code=$?
	expect "exit code of nines $*" "$wanted" "$code"
	expect "lines on standard output of nines $*" 0 "$(wc -l <"$work/out")"
	expect "lines on standard error of nines $*" 1 "$(wc -l <"$work/err")"
	grep -q '^nines: ' "$work/err" || fail "nines $*: $(cat "$work/err")"
}

run 78
grep -q 'nines init' "$work/err" || fail "no hint of nines init"
run 3 status
run 3 incidents
run 78 check
run 78 --config "$work/none.ini"
grep -q "$work/none.ini" "$work/err" || fail "the file isn't named"
run 64 statsu
grep -q 'status' "$work/err" || fail "no suggestion"
run 64 --jsn
run 64 ack
expect "files made" "" "$(find "$HOME" "$XDG_CONFIG_HOME" "$XDG_STATE_HOME" -type f)"
