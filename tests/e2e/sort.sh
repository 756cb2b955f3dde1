#!/bin/bash
# SPDX-License-Identifier: MIT
# `s` goes through the orders of a pane; the cursor stays on its row.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

titles() {
	screen | sed -n '/2 incidents/,$p' | grep -Eo '(HighErrorRate|HighLatency|BatchOverdue|QueueBacklog)' | paste -sd' '
}
sorted_by() { # NAME TITLES
	local press
	for press in 1 2 3 4 5 6 7 8 9 10 11 12; do
		has_on_screen "2 incidents · 4.*by $1" && break
		keys s
		wait_screen '2 incidents · 4'
		pause
	done
	wait_screen "2 incidents · 4.*by $1"
	expect "order by $1" "$2" "$(titles)"
}

dashboard --demo --demo-seed 1
wait_screen '2 incidents · 4'
expect "order at first" "HighErrorRate HighLatency BatchOverdue QueueBacklog" "$(titles)"
keys j j
wait_screen '▸ S4 .*BatchOverdue'
sorted_by title "BatchOverdue HighErrorRate HighLatency QueueBacklog"
wait_screen '▸ S4 .*BatchOverdue'
sorted_by age "HighErrorRate HighLatency QueueBacklog BatchOverdue"
wait_screen '▸ S4 .*BatchOverdue'
