#!/bin/bash
# SPDX-License-Identifier: MIT
# Finding: fields, inverse, lists and mistakes while typing; saved filters; sorting either way;
# groups; mine and my team; and an acknowledgement from such a list hits what stands there.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

start_world --seed 1
world=$port
nines_options='me = Elif Aydin'
{
	world_config "$world" "$world" "$world"
	printf '[filter %s]\nquery = %s\n' severe 'severity:<=2' open 'status:triggered !backlog'
	printf '[team media]\nmembers = Elif Aydin\n'
} | use_config
dashboard
wait_complete
wait_screen '2 incidents · 4'

# Fields, lists and the inverse, in force while they are typed; what is severe is not forgotten.
keys z /
type_text 'severity:>=2'
wait_screen '2 incidents · [0-9] of 4, 1 severe hidden'
keys C-u
type_text 'title:latency,backlog'
wait_screen '2 incidents · 2 of 4'
type_text ' !latency'
wait_screen '2 incidents · 1 of 4'
wait_screen '▸ S[0-9] .*QueueBacklog'

# A mistake is told, Enter does not take it, the rows stay; history brings back what was typed.
type_text ' age:>old'
wait_screen 'age: "old" is not a time, as in age:>4h'
keys Enter
wait_screen '/title:latency,backlog !latency age:>old'
wait_screen 'age: "old" is not a time'
keys Escape
wait_screen '2 incidents · 4'
keys /
type_text 'age:>1s'
keys Enter /
keys C-u Up
wait_screen '^/age:>1s'
keys Escape
wait_gone 'Enter keep'
wait_screen '2 incidents · 4'

# Saved filters, one by one, and back to none.
keys f
wait_screen '2 incidents · [0-9] of 4.* · severe · /severity:<=2'
keys f
wait_screen '· open · /status:triggered !backlog'
keys f
wait_screen 'no filter'
wait_screen '2 incidents · 4 '

# Sorted by a column, the other way round, with its mark.
keys s
wait_screen 'sev▲'
keys I
wait_screen 'sev▼'
wait_screen '2 incidents · 4, by sev, reversed'
keys I

# Groups have heads, the cursor passes over them; what is acknowledged is what stands there.
keys B
wait_screen '4, by sev, grouped by team'
wait_screen '^business · [0-9]+ · S1'
keys /
type_text 'highlatency'
keys Enter
wait_screen '^media · 1 · '
wait_screen '▸ S[0-9] .*HighLatency: playback'
keys k
wait_screen '▸ S[0-9] .*HighLatency: playback'
keys a
wait_screen 'ack confirmed: '
expect "silences and acknowledgements" 1 "$(($(stat_of "$world" acks_applied) + $(stat_of "$world" silences)))"
wait_screen '▸ S[0-9] +◐ acked .*HighLatency: playback'
keys z /
keys C-u Enter
wait_screen '2 incidents · 4'

# Mine, my team, all.
keys t
wait_screen 'rows of Elif Aydin'
wait_screen '2 incidents · mine · '
keys t
wait_screen 'rows of me and of media'
wait_screen '2 incidents · my team · '
keys t
wait_screen 'all rows'
wait_screen '2 incidents · 4'
