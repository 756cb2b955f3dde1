#!/bin/bash
# SPDX-License-Identifier: MIT
# Wide, joined, combining and right-to-left text, flags and controls (tests/fixtures/
# hostile.json) leave every column where it is. Asked is tmux, in whose cells the screen lies:
# its own search tells the cell of what stands behind the hostile text.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux jq

corpus=$abs_srcdir/tests/fixtures/hostile.json
count=$(jq length "$corpus")
mkdir "$work/replies"
echo '[]' >"$work/replies/get_api_v2_silences"
# The text is service and team, and title behind an "@".
jq '[to_entries[] | {fingerprint: "case\(.key)", receivers: [{name: "x"}],
	status: {state: "active", silencedBy: [], inhibitedBy: []},
	startsAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z",
	endsAt: "2099-01-01T00:00:00.000Z", generatorURL: "http://127.0.0.1/",
	labels: {alertname: "case \(.key)", severity: "critical", service: .value.text, team: .value.text},
	annotations: {summary: "@\(.value.text)", description: .value.text}}]' \
	"$corpus" >"$work/replies/get_api_v2_alerts"
start_files "$work/replies"
use_config <<-INI
	[nines]
	refresh = 1h

	[source alerts]
	type = alertmanager
	url = http://127.0.0.1:$port
INI

# The cells "COLUMN ROW" where tmux finds the text, from the top, each row once.
cells_of() { # TEXT
	local last=-1 cell
	in_tmux copy-mode -t scene \; send-keys -t scene -X history-top \; \
		send-keys -t scene -X start-of-line
	while :; do
		cell=$(in_tmux send-keys -t scene -X search-forward-text "$1" \; \
			display-message -p -t scene '#{copy_cursor_x} #{copy_cursor_y}' \; \
			send-keys -t scene -X end-of-line)
		[ "${cell#* }" -gt "$last" ] || break
		last=${cell#* }
		echo "$cell"
	done
	in_tmux send-keys -t scene -X cancel
}

# Every row that has the text has it in one and the same cell.
expect_one_column() { # WHAT TEXT ROWS
	local cells columns
	cells=$(cells_of "$2" | awk -v last="${size#* }" '$2 < last - 2') # not the bar of sources
	columns=$(awk '{ print $1 }' <<<"$cells" | sort -u)
	[ "$(wc -l <<<"$columns")" = 1 ] || fail "$1: \"$2\" is not in one column: $(tr '\n' ';' <<<"$cells")"
	[ "$(wc -l <<<"$cells")" -ge "$3" ] || fail "$1: \"$2\" is in few rows: $(tr '\n' ';' <<<"$cells")"
}

differs_from() { # SCREEN
	[ "$(screen)" != "$1" ]
}

# Page by page to the end of the list.
check_incidents() { # SIZE
	local before
	keys 2 z
	wait_screen '▸ 2 incidents'
	wait_screen '▸ S1 .*ordinary text'
	while :; do
		expect_one_column "titles at $1" '@' 1
		case $1 in 200* | 120*) expect_one_column "sources at $1" ' alerts' 5 ;; esac
		has_on_screen '↓' || break
		before=$(screen)
		keys PgDn
		wait_until "$patience" differs_from "$before" || fail "PgDn did nothing"
	done
}

for size in '200 50' '120 40' '80 24' '40 10'; do
	dashboard
	wait_screen "$count trig"
	case $size in 40*) ;; *) expect_one_column "services at $size" ' 30d ?' 5 ;; esac
	case $size in 200*) expect_one_column "the border" '│' 40 ;; esac
	check_incidents "$size"
done
