# SPDX-License-Identifier: MIT
# What every scene needs: a folder of its own, a private tmux server to look into, waiting
# for a state, servers on ports that the kernel chose. Sourced, not run.
set -euo pipefail

abs_srcdir=${abs_srcdir:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
abs_builddir=${abs_builddir:-$abs_srcdir/build}
NINES=${NINES:-$abs_builddir/nines}
patience=${NINES_TEST_PATIENCE:-30} # seconds that a state may take to come
work=$(mktemp -d "${TMPDIR:-/tmp}/nines-test.XXXXXX")
children=()
has_terminal=
terminals=0 # each has a server of its own

export TZ=UTC LC_ALL=C.UTF-8 HOME=$work/home
export XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config
unset NINES_CONFIG NO_COLOR COLORTERM ESCDELAY TMUX TMUX_PANE http_proxy https_proxy all_proxy
mkdir -p "$HOME" "$XDG_STATE_HOME" "$XDG_CONFIG_HOME/nines"

in_tmux() {
	tmux -u -f /dev/null -S "$work/tmux$terminals" "$@"
}

finish() {
	local status=$? child
	[ -z "$has_terminal" ] || in_tmux kill-server 2>/dev/null || true
	for child in "${children[@]}"; do
		kill -KILL "$child" 2>/dev/null || true
		wait "$child" 2>/dev/null || true
	done
	rm -rf "$work"
	exit "$status"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

show_logs() {
	local log
	for log in "$work"/*.log; do
		[ -s "$log" ] || continue
		echo "---- ${log##*/} (last 30 lines)"
		tail -n 30 "$log"
	done
}

fail() { # MESSAGE...
	{
		echo "FAIL: $*"
		if [ -n "$has_terminal" ]; then
			echo "---- the screen"
			screen || true
		fi
		show_logs
	} >&2
	exit 1
}

need() { # COMMAND...
	local command
	for command; do
		command -v "$command" >/dev/null && continue
		echo "skipped: $command is not installed"
		exit 77
	done
	if [ ! -x "$NINES" ]; then
		echo "skipped: $NINES was not built"
		exit 77
	fi
}

# --- waiting: poll for a state, never sleep for a time ---

pause() {
	sleep 0.05
}

wait_until() { # SECONDS COMMAND... : until the command succeeds
	local limit=$((SECONDS + $1))
	shift
	until "$@"; do
		[ "$SECONDS" -lt "$limit" ] || return 1
		pause
	done
}

# --- the terminal ---

# A terminal of COLUMNS x ROWS that runs the command; it stays when the command ends. The
# one before is closed.
open_terminal() { # COLUMNS ROWS COMMAND...
	local columns=$1 rows=$2
	shift 2
	[ -z "$has_terminal" ] || in_tmux kill-server
	terminals=$((terminals + 1))
	in_tmux new-session -d -x "$columns" -y "$rows" -s scene -n scene \
		"exec cat" \; set-option -g default-terminal tmux-256color \
		\; set-option -g remain-on-exit on \; set-option -g status off \
		\; set-option -g window-size manual \; set-option -g escape-time 0 \
		\; set-option -g history-limit 2000
	has_terminal=yes
	in_tmux resize-window -t scene -x "$columns" -y "$rows"
	in_tmux respawn-window -k -t scene "$(printf '%q ' "$@")"
}

# The dashboard in a terminal of 100x30, or of $size ("80 24").
dashboard() { # OPTION...
	# shellcheck disable=SC2086
	open_terminal ${size:-100 30} "$NINES" "$@"
}

# Until each source has answered: an alert whose incident comes later changes its row.
wait_complete() {
	wait_screen '([0-9])/\1 (sources )?live'
}

# A shell in a terminal, for what happens around the program.
shell() {
	# shellcheck disable=SC2086
	open_terminal ${size:-100 30} env PS1='$ ' NINES="$NINES" work="$work" bash --norc --noprofile
	wait_screen '^\$ *$'
}

screen() {
	in_tmux capture-pane -p -t scene
}

# The same with the escape sequences of its colors.
colored_screen() {
	in_tmux capture-pane -p -e -t scene
}

keys() { # KEY... : as tmux names them
	in_tmux send-keys -t scene "$@"
}

type_text() { # TEXT
	in_tmux send-keys -t scene -l -- "$1"
}

type_line() { # TEXT
	type_text "$1"
	keys Enter
}

# Waits until the program's terminal has that size: tmux passes it on late.
resize() { # COLUMNS ROWS
	in_tmux resize-window -t scene -x "$1" -y "$2"
	wait_until "$patience" has_size "$2 $1" || fail "no terminal of $1x$2"
}

has_size() { # "ROWS COLUMNS"
	[ "$(stty -F "$(pane_value pane_tty)" size)" = "$1" ]
}

has_on_screen() { # PATTERN
	grep -Eq -- "$1" <<<"$(screen)"
}

wait_screen() { # PATTERN [SECONDS]
	wait_until "${2:-$patience}" has_on_screen "$1" ||
		fail "no /$1/ on the screen within ${2:-$patience} s"
}

lacks_on_screen() { # PATTERN
	! has_on_screen "$1"
}

wait_gone() { # PATTERN [SECONDS]
	wait_until "${2:-$patience}" lacks_on_screen "$1" ||
		fail "still /$1/ on the screen after ${2:-$patience} s"
}

pane_value() { # FORMAT
	in_tmux display-message -p -t scene "#{$1}"
}

is_over() {
	[ "$(pane_value pane_dead)" = 1 ] || return 1
	# tmux may miss the signal of a child that ended: it looks again when asked to
	kill -s CHLD "$(pane_value pid)"
	[ -n "$(pane_value pane_dead_status)$(pane_value pane_dead_signal)" ]
}

# Waits for the program's end and checks its exit code.
wait_exit() { # CODE
	wait_until "$patience" is_over || fail "the program still runs"
	[ "$(pane_value pane_dead_status)" = "$1" ] ||
		fail "exit code $(pane_value pane_dead_status), wanted $1"
}

# The program's process.
program_pid() {
	pane_value pane_pid
}

# Ages and clocks go on while a scene looks twice.
timeless() {
	sed -E 's/[0-9]+(ms|s|m|h|d|w)\b/#/g; s/<#/#/g; s/[0-9]{2}:[0-9]{2}(:[0-9]{2})?/##:##/g; s/ +/ /g'
}

# --- servers ---

# The port of loopback that the process listens on, from the kernel: no race, no guess.
port_of() { # PID
	local fd inode
	for fd in "/proc/$1/fd"/*; do
		inode=$(readlink "$fd" 2>/dev/null || true)
		case $inode in
		'socket:['*) ;;
		*) continue ;;
		esac
		inode=${inode#socket:[}
		awk -v inode="${inode%]}" '$4 == "0A" && $10 == inode { split($2, part, ":"); print part[2] }' \
			/proc/net/tcp
	done | while read -r hex; do
		echo $((16#$hex))
	done | head -n 1
}

has_port() { # PID
	[ -n "$(port_of "$1")" ] || ! kill -0 "$1" 2>/dev/null
}

# Starts a server in the background; its process id goes to $server, its port to $port.
start_server() { # NAME COMMAND...
	local name=$1
	shift
	"$@" </dev/null >"$work/$name.log" 2>&1 &
	server=$!
	children+=("$server")
	wait_until "$patience" has_port "$server" || fail "$name doesn't listen"
	port=$(port_of "$server")
	[ -n "$port" ] || fail "$name ended"
}

# The server of the demonstration world as a process of its own, with its tests' controls.
start_world() { # OPTION...
	worlds=$((${worlds:-0} + 1))
	start_server "world$worlds" "$abs_builddir/tests/stub/demo_server" "$@"
}

# A server of files: GET /a/b answers the file DIR/get_a_b, see tests/stub/file_server.c.
start_files() { # DIR
	file_servers=$((${file_servers:-0} + 1))
	start_server "files$file_servers" "$abs_builddir/tests/stub/file_server" "$1"
}

stop_server() { # PID
	kill -KILL "$1"
	wait "$1" 2>/dev/null || true
}

# Makes trouble, and asks what was done: the controls of a world.
set_faults() { # PORT JSON
	curl -fsS -o /dev/null -d "$2" "http://127.0.0.1:$1/control/faults" || fail "no faults"
}

stat_of() { # PORT NAME
	curl -fsS "http://127.0.0.1:$1/control/stats" | jq ".$2"
}

expect() { # WHAT WANTED GOT
	[ "$2" = "$3" ] || fail "$1: wanted '$2', got '$3'"
}

# The configuration of a world's three sources, each on its own port; options per source
# come from $nines_options, $prometheus_options, ...
world_config() { # PROMETHEUS-PORT ALERTMANAGER-PORT PAGERDUTY-PORT
	cat <<-INI
		[nines]
		refresh = ${refresh:-1s}
		window = 30d
		mtta_target = 20m
		${nines_options-}

		[source prometheus]
		type = prometheus
		url = http://127.0.0.1:$1/prometheus
		good = sum by (service) (increase(http_requests_total{code!~"5.."}[\$window]))
		total = sum by (service) (increase(http_requests_total[\$window]))
		${prometheus_options-}

		[source alertmanager]
		type = alertmanager
		url = http://127.0.0.1:$2/alertmanager
		${alertmanager_options-}

		[source pagerduty]
		type = pagerduty
		url = http://127.0.0.1:$3/pagerduty
		token_env = PAGERDUTY_TOKEN
		from = demo.user@elearn.example
		${pagerduty_options-}
	INI
}
export PAGERDUTY_TOKEN=demonstration

use_config() { # from standard input
	cat >"$XDG_CONFIG_HOME/nines/nines.ini"
}

# True as long as the command stays true, looked at until SECONDS have passed: for what
# must not happen.
holds_for() { # SECONDS COMMAND...
	local limit=$((SECONDS + $1))
	shift
	while [ "$SECONDS" -le "$limit" ]; do
		"$@" || return 1
		pause
	done
}

# Succeeds when the output of the command has not changed for a second.
settles() { # COMMAND...
	local last now since limit=$((SECONDS + patience))
	last=$("$@")
	since=$SECONDS
	while [ $((SECONDS - since)) -lt 2 ]; do
		[ "$SECONDS" -lt "$limit" ] || return 1
		pause
		now=$("$@")
		[ "$now" = "$last" ] || since=$SECONDS
		last=$now
	done
}
