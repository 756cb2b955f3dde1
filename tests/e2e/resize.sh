#!/bin/bash
# SPDX-License-Identifier: MIT
# Three hundred changes of the size leave the screen that a terminal of that size has.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl

now_shows() { # TEXT
	[ "$(screen | timeless)" = "$1" ]
}

# sources that are asked once an hour: nothing changes and nothing gets old meanwhile
start_world --seed 1
refresh=1h world_config "$port" "$port" "$port" | use_config
dashboard
wait_screen '3/3 (sources )?live'
wait_screen 'MTTA [0-9]'
shown() {
	screen | timeless
}
settles shown || fail "the screen does not come to rest"
wanted=$(screen | timeless)
sizes=('40 10' '39 9' '200 50' '80 24' '100 30' '64 18' '160 34' '159 33' '1 1' '300 100' '41 11' '120 2')
tty=$(pane_value pane_tty)
for step in $(seq 300); do
	# shellcheck disable=SC2086
	set -- ${sizes[step % ${#sizes[@]}]}
	# tmux merges changes that come quickly: most go to the terminal itself
	if [ $((step % 20)) = 0 ]; then
		resize "$1" "$2"
		keys j k
	else
		stty -F "$tty" cols "$1" rows "$2"
	fi
done
resize 99 29
resize 100 30
wait_until "$patience" now_shows "$wanted" || {
	echo "$wanted" >&2
	fail "another screen than before"
}

# And it is what the program means to show: drawn anew, nothing changes.
body() {
	screen | head -n -2 | timeless
}
for each in '200 50' '80 24' '40 10'; do
	# shellcheck disable=SC2086
	resize $each
	keys j Q
	wait_screen 'Q does nothing here'
	before=$(body)
	keys k C-l j X
	wait_screen 'X does nothing here'
	expect "the screen of $each, drawn anew" "$before" "$(body)"
done
keys q
wait_exit 0
