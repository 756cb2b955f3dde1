#!/bin/bash
# SPDX-License-Identifier: MIT
# However it ends or is stopped, the terminal is as it was: modes, cursor, screen, keypad, mouse, title.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

modes() {
	stty -F "$(pane_value pane_tty)" -g
}
# The shell's own child.
nines_pid() {
	local shell
	shell=$(program_pid)
	cat "/proc/$shell/task/$shell/children" 2>/dev/null | awk '{ print $1 }'
}
is_shell_again() {
	[ -z "$(nines_pid)" ]
}
begin() {
	type_line 'clear; "$NINES" --demo --demo-seed 1; echo "ended with $?"'
	wait_complete
	wait_screen '▸ S1 +◆ TRIG'
	expect "alternate screen while it runs" 1 "$(pane_value alternate_on)"
	[ "$(pane_value pane_title)" != "$title" ] || fail "no title while it runs"
	expect "cursor while it runs" 0 "$(pane_value cursor_flag)"
	expect "the mouse while it is off" 0 "$(pane_value mouse_any_flag)"
	type_line ':set mouse on'
	wait_until "$patience" has_mouse || fail "no mouse"
}
has_mouse() {
	[ "$(pane_value mouse_any_flag)" = 1 ]
}
check_restored() { # WHAT
	expect "$1: mouse" 00 "$(pane_value mouse_any_flag)$(pane_value mouse_sgr_flag)"
	expect "$1: alternate screen" 0 "$(pane_value alternate_on)"
	expect "$1: cursor" 1 "$(pane_value cursor_flag)"
	expect "$1: title" "$title" "$(pane_value pane_title)"
	expect "$1: keypad" 0 "$(pane_value keypad_flag)"
	expect "$1: cursor keys" 0 "$(pane_value keypad_cursor_flag)"
	type_line 'echo typed "and" shown'
	wait_screen '^typed and shown'
	expect "$1: modes of the terminal" "$before" "$(modes)"
}

shell
type_line 'ulimit -c 0; clear'
wait_screen '^\$ *$'
before=$(modes) title=$(pane_value pane_title)
for way in q TERM HUP INT SEGV ABRT; do
	begin
	case $way in
	q)
		keys q
		code=0
		;;
	INT)
		keys C-c
		code='(0|130)'
		;;
	SEGV | ABRT)
		kill -s $way "$(nines_pid)"
		code='1(39|34)'
		;;
	*)
		kill -s $way "$(nines_pid)"
		code='(0|143|129)'
		;;
	esac
	wait_screen "ended with $code\$"
	check_restored "$way"
done

# Suspended and continued: the shell's terminal in between, the dashboard after.
begin
keys C-z
wait_screen 'Stopped'
expect "suspended: alternate screen" 0 "$(pane_value alternate_on)"
expect "suspended: cursor" 1 "$(pane_value cursor_flag)"
expect "suspended: mouse" 0 "$(pane_value mouse_any_flag)"
type_line 'echo typed "and" shown'
wait_screen '^typed and shown'
type_line fg
wait_screen '▸ S1 +◆ TRIG'
expect "continued: alternate screen" 1 "$(pane_value alternate_on)"
wait_until "$patience" has_mouse || fail "no mouse after fg"
keys q
wait_until "$patience" is_shell_again || fail "q didn't end it after fg"
check_restored "after fg and q"
