#!/bin/bash
# SPDX-License-Identifier: MIT
# A new severe incident asks for attention once: the bell, the title, a desktop note, a line,
# NEW in its row. The cursor stays. Not at a refresh, not for what was there, not in the quiet
# hours.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

mkdir "$work/replies"
echo '[]' >"$work/replies/get_api_v2_silences"
alert() { # NAME SEVERITY
	cat <<-JSON
		{"fingerprint": "f$1", "status": {"state": "active", "silencedBy": [], "inhibitedBy": []},
		 "startsAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z",
		 "endsAt": "2037-01-01T00:00:00.000Z", "receivers": [{"name": "x"}],
		 "labels": {"alertname": "$1", "severity": "$2", "service": "shop"},
		 "annotations": {"summary": "$1: the ; title #1"}}
	JSON
}
alerts() { # ALERT...
	local IFS=,
	echo "[$*]" >"$work/next"
	mv "$work/next" "$work/replies/get_api_v2_alerts"
}
start_files "$work/replies"
polls() {
	grep -c 'GET /api/v2/alerts' "$work/files1.log"
}
has_polled() { # COUNT
	[ "$(polls)" -ge "$1" ]
}
# The one that may be under way, and one that began after it: asked for, not waited for.
after_poll() {
	local begun
	for begun in 1 2; do
		begun=$(polls)
		keys r
		wait_until "$patience" has_polled $((begun + 1)) || fail "no polls"
	done
	keys h # news waits for a while behind the answer to a key: none is shown
}
config() { # OPTION...
	printf '%s\n' '[nines]' 'refresh = 1s' 'theme = mono' "$@" '[source am]' 'type = alertmanager' \
		"url = http://127.0.0.1:$port" | use_config
}
start() {
	open_terminal 100 24 cat
	in_tmux select-pane -t scene -T before
	: >"$work/bytes"
	in_tmux pipe-pane -O -t scene "cat >$(printf %q "$work/bytes")"
	in_tmux respawn-pane -k -t scene "$(printf %q "$NINES")"
	wait_screen 'TRIG .*Old'
}
bells() {
	tr -cd '\a' <"$work/bytes" | wc -c
}
expect_bells() { # WHEN COUNT
	expect "bells $1" "$2" "$(bells)"
}
has_title() { # TEXT
	[ "$(pane_value pane_title)" = "$1" ]
}
wait_title() { # TEXT
	wait_until "$patience" has_title "$1" || fail "title '$(pane_value pane_title)', wanted '$1'"
}

old=$(alert Old critical) lesser=$(alert Lesser warning) bad=$(alert Bad critical)
alerts "$old" "$lesser"
config 'desktop_note = osc777'
start
keys j
wait_screen '▸ S. .*Lesser'
wait_title '1 severe, 2 triggered, 1 down - nines'
after_poll
expect_bells "at the start" 0
expect "bell flag at the start" 0 "$(pane_value window_bell_flag)"
alerts "$old" "$bad" "$lesser"
wait_screen '^ NEW S1 shop: Bad: the ; title #1 .*!: go  Esc: seen'
wait_screen '^ 1 NEW .*3 triggered'
wait_screen '^  S1  ◉ NEW .*Bad'
has_on_screen '▸ S. .*Lesser' || fail "the cursor was stolen"
wait_title '1 NEW, 2 severe, 3 triggered, 1 down - nines'
expect "bell flag" 1 "$(pane_value window_bell_flag)"
after_poll
expect_bells "for one new incident" 1
expect "desktop notes: of the start, and of the new one" 2 \
	"$(grep -ac $'\033Ptmux;\033\033]777;notify;nines;' <(tr '\a' '\n' <"$work/bytes" |
		sed $'s/\033Ptmux/\\\n&/g'))"
grep -aq 'notify;nines;NEW S1 shop: Bad: the , title #1' "$work/bytes" || fail "no clean note"
keys '!'
wait_screen '▸ S1  ◉ NEW .*Bad'
keys Escape
wait_gone 'NEW'
wait_title '2 severe, 3 triggered, 1 down - nines'
# it ends, and comes again as another one
alerts "$old" "$lesser"
wait_gone 'Bad'
alerts "$old" "$lesser" "${bad//2026-01-01T00/2026-01-01T01}"
wait_screen '◉ NEW .*Bad'
after_poll
expect_bells "for the second time" 2
keys q
wait_exit 0
expect "the title afterwards" before "$(pane_value pane_title)"

# The quiet hours: all day.
alerts "$old"
config 'quiet = 00:00-00:00' 'title = off' 'desktop_note = osc9'
start
alerts "$old" "$bad"
wait_screen '◉ NEW .*Bad'
after_poll
expect_bells "in quiet hours" 0
! grep -aq $'\033]9;' "$work/bytes" || fail "a note in the quiet hours"
expect "the title that is not wanted" before "$(pane_value pane_title)"
keys q
wait_exit 0

# A visual bell: the first line reversed until a key is pressed.
first_line() {
	colored_screen | head -n 1
}
is_reversed() {
	[[ "$(first_line)" =~ ^$'\033'\[[0-9\;]*7m && ! "$(first_line)" =~ $'\033'\[(0?|27)m. ]]
}
alerts "$old"
config 'bell = visual' 'notify_when = service:shop'
start
! is_reversed || fail "reversed at the start"
alerts "$old" "$lesser"
wait_screen '◉ NEW .*Lesser'
wait_until "$patience" is_reversed || fail "no visual bell: $(first_line | cat -v)"
expect_bells "of the visual kind" 0
keys j
is_calm() {
	! is_reversed
}
wait_until "$patience" is_calm || fail "still reversed: $(first_line | cat -v)"

config 'notify_when = sevrity:1'
code=0
"$NINES" status >/dev/null 2>"$work/err" || code=$?
expect "exit code of a bad filter" 3 "$code"
grep -q 'nines.ini:4: notify_when = sevrity:1: ' "$work/err" || fail "no error: $(cat "$work/err")"

# The status line of tmux.
status_line() { # LINE CODE
	code=0
	"$NINES" status --format tmux >"$work/line" 2>/dev/null || code=$?
	expect "the status line" "$1" "$(cat "$work/line")"
	expect "its exit code" "$2" "$code"
}
config
status_line '#[fg=red,bold]1 severe#[default] #[fg=yellow]2 triggered#[default] #[fg=red,bold]1 down#[default]' 2
alerts
status_line '#[fg=green]all well#[default]' 0
stop_server "$server"
status_line '#[fg=magenta]?am failed#[default] #[fg=magenta]?incidents unknown#[default]' 3
