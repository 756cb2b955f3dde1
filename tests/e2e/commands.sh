#!/bin/bash
# SPDX-License-Identifier: MIT
# The commands as a script meets them: exit codes, data on standard output, one line on
# standard error for each thing that is wrong, nothing foreign and no secret in either.
nines=${abs_builddir:-build}/nines
[ -x "$nines" ] || exit 77
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
export HOME=$folder/home TZ=UTC LC_ALL=C.UTF-8
unset XDG_CONFIG_HOME XDG_STATE_HOME NINES_CONFIG NO_COLOR
mkdir "$HOME"
out=$folder/out err=$folder/err

fail() {
	echo "FAIL: $*"
	sed 's/^/out: /' "$out"
	sed 's/^/err: /' "$err"
	exit 1
}
# Runs nines and expects an exit code.
run() { # CODE ARGUMENT...
	local code wanted=$1
	shift
	timeout 60 "$nines" "$@" >"$out" 2>"$err"
	code=$?
	[ "$code" = "$wanted" ] || fail "nines $*: exit code $code, wanted $wanted"
}
in_out() { grep -qF -- "$1" "$out" || fail "not on standard output: $1"; }
in_err() { grep -qF -- "$1" "$err" || fail "not on standard error: $1"; }
no_out() { [ ! -s "$out" ] || fail "something on standard output"; }
is_clean() {
	! LC_ALL=C grep -q '[[:cntrl:]]' "$out" "$err" || fail "a control character"
}
config() { # LINE... : a configuration of mode 0600
	printf '%s\n' "$@" >"$folder/c.ini"
	chmod 600 "$folder/c.ini"
}

# --- no configuration, a wrong one, a starter ---
run 3 status
no_out
in_err 'nines: no configuration: `nines init`'
run 78 -c / check
in_err 'nines: /: is a directory: '
run 0 init
in_out 'nines check'
[ "$(stat -c %a "$HOME/.config/nines/nines.ini")" = 600 ] || fail "mode of the starter"
run 1 init
in_err 'never overwritten'
run 78 check
in_err 'no [source NAME] section'
HOME='' run 1 init
in_err 'name a file: nines --config FILE init'
config '[source a]' 'type = promethius' 'url = ftp://x' '[nines]' 'refresh = soon'
run 3 -c "$folder/c.ini" status
no_out
[ "$(wc -l <"$err")" = 4 ] || fail "not all mistakes, or not one line each"
[ "$(head -n 3 "$err" | cut -d: -f3 | tr '\n' ' ')" = '2 3 5 ' ] || fail "not in the order of the lines"
run 64 --bad
run 64 statu
in_err 'did you mean status?'
run 64 ack

# --- nothing foreign is echoed raw ---
run 64 $'st\e[31matus'
is_clean
config '[source pd]' 'type = pagerduty' 'url = http://127.0.0.1:1' 'from = a@b.example' \
	'token_env = NINES_TEST_TOKEN' 'timeout = 500ms' \
	'[source am]' 'type = alertmanager' 'url = http://127.0.0.1:1' 'timeout = 500ms'
export NINES_TEST_TOKEN=hunter2
run 64 -c "$folder/c.ini" ack $'pd:Q\e]52;c;eA==\a'
is_clean
printf 'pd:\233J\n' | run 64 -c "$folder/c.ini" ack -
is_clean

# --- sources that are down are told on standard error ---
for command in status incidents oncall 'status --json' 'incidents --json'; do
	# shellcheck disable=SC2086
	run 3 -c "$folder/c.ini" --log "$folder/log" $command
	in_err "nines: pd: incidents: can't connect to 127.0.0.1:1"
	in_err "nines: am: alerts: can't connect to 127.0.0.1:1"
	[ "$(wc -l <"$err")" = 2 ] || fail "not one line for each source"
done
run 3 -c "$folder/c.ini" --source am status
[ "$(wc -l <"$err")" = 1 ] || fail "a source that wasn't asked for"
run 1 -c "$folder/c.ini" check

# --- a write to a source that is down: kept where the id is enough, else refused ---
run 4 -c "$folder/c.ini" ack pd:Q1
in_out 'pd:Q1: ack queued'
in_err 'nines: outbox: 1 write is not confirmed yet'
run 0 outbox
in_out 'pd:Q1'
in_out 'queued'
run 1 -c "$folder/c.ini" ack am:0123456789abcdef
in_out 'am:0123456789abcdef: ack refused: the source has not answered'
run 1 -c "$folder/c.ini" --read-only ack pd:Q2
in_out 'read-only'
run 64 -c "$folder/c.ini" ack other:Q1

# --- a token command that hangs or fails leaves the state file alone; no secret is told ---
config '[source pd]' 'type = pagerduty' 'url = http://127.0.0.1:1' 'from = a@b.example' \
	'token_command = sh -c "echo locked >&2; exit 3"' \
	'[source env]' 'type = pagerduty' 'url = http://127.0.0.1:1' 'token_env = NINES_TEST_TOKEN' \
	'[source child]' 'type = pagerduty' 'url = http://127.0.0.1:1' \
	"token_command = sh -c 'env >$folder/child; echo t0ken'"
run 1 -c "$folder/c.ini" --log "$folder/log" check
in_out 'pd      pagerduty  failed  -     sh: exit status 3: locked'
! grep -q 'history' "$out" || fail "a token that can't be had is taken for a broken state file"
[ -s "$folder/child" ] || fail "the token command did not run"
! grep -q hunter2 "$folder/child" || fail "a token is in the environment of a child"
! grep -rqF -e hunter2 -e t0ken "$out" "$err" "$folder/log" "$HOME" || fail "a secret was told"

# --- standard output that can't be written to is no success ---
"$nines" --version >/dev/full 2>"$err" && fail "no complaint about a full disk"
in_err "standard output: can't be written to"
"$nines" --help >&- 2>"$err" && fail "no complaint about a closed standard output"
"$nines" -c "$folder/c.ini" status --json >&- 2>"$err"
[ "$(head -c 6 "$HOME/.local/state/nines/nines.sqlite")" = SQLite ] || fail "printed into the state file"
"$nines" --help 2>"$err" | true
[ ! -s "$err" ] || fail "a complaint about a reader that had enough"
exit 0
