#!/bin/bash
# SPDX-License-Identifier: MIT
# A filter narrows while it is typed, says how much it hides, and a mistake is explained.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

dashboard --demo --demo-seed 1
wait_screen '2 incidents · 4'
keys /
type_text 'severity:<=2'
wait_screen '2 incidents · 1 of 4'
wait_gone 'HighLatency: playback'
keys Enter
wait_screen '2 incidents · 1 of 4.*/severity:<=2'
wait_screen '^ a ack'
keys Escape
wait_screen '2 incidents · 4'
wait_screen 'HighLatency: playback'

# A field that isn't there: the list stays as it was.
keys /
type_text 'sevrity:1'
wait_screen 'sevrity'
wait_screen 'severity.*'
keys Escape
wait_screen '2 incidents · 4'

# Nothing matches: said so, not an empty list.
keys /
type_text 'no-such-word'
keys Enter
wait_screen 'the filter hides all 4'
keys Escape
wait_screen '▸ S1 +◆ TRIG'

# Each pane has its own.
keys 1 /
type_text 'team:media'
keys Enter
wait_screen '1 services · 2 of 12.*/team:media'
wait_screen '2 incidents · 4'
