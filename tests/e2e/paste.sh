#!/bin/bash
# SPDX-License-Identifier: MIT
# What is pasted is text, never keys: no incident is acknowledged by a clipboard.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl jq

paste() { # TEXT
	in_tmux set-buffer -- "$1"
	in_tmux paste-buffer -p -t scene
}

start_world --seed 1
world=$port
world_config "$world" "$world" "$world" | use_config
dashboard
wait_screen '▸ S1 +◆ TRIG'
paste $'a*a\ny\nqaq'
keys j
wait_screen '▸ S3 +◆ TRIG'
wait_screen '2 incidents · 4 ─'
expect "acknowledgements applied" 0 "$(stat_of "$world" acks_applied)"

# Nor does it answer a question.
keys '*' a
wait_screen 'acknowledge 3 of 4 marked'
paste 'y'
keys n
wait_screen 'nothing was sent'
expect "acknowledgements applied" 0 "$(stat_of "$world" acks_applied)"

# Nor to any other verb, whatever it spells; in a prompt of a verb it is only text.
paste $'aRy\nUyeyAyPySy4h\ny'
expect "acknowledgements applied" 0 "$(stat_of "$world" acks_applied)"
keys Escape
wait_gone '4 marked'
keys S
if wait_until 5 has_on_screen 'snooze for: 4h'; then
	paste $'aRy\n'
	wait_screen 'snooze for: 4haRy'
	keys Enter
	wait_screen 'how long\?'
	keys Escape
	wait_screen 'nothing was sent'
else
	wait_screen 'nothing sent: '
fi
keys '*'
wait_screen '4 marked'

# In a prompt it is what it says, on one line.
keys Escape
wait_gone "4 marked"
keys /
paste $'severity:1'
wait_screen '2 incidents · 1 of 4'
keys Enter q
wait_exit 0
