#!/bin/bash
# SPDX-License-Identifier: MIT
# NO_COLOR and --no-color: no color at all, and nothing is told by color alone.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

has_color() { # any SGR 3x, 4x, 9x, 10x
	grep -Eq $'\033\\[([0-9]*;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])(;[0-9]*)*m' <<<"$(colored_screen)"
}

dashboard --demo --demo-seed 1
wait_screen '▸ S1 +◆ TRIG'
has_color || fail "no color without NO_COLOR either"
dashboard --demo --demo-seed 1 --no-color
wait_screen '▸ S1 +◆ TRIG'
! has_color || fail "--no-color drew colors"
open_terminal 100 30 env NO_COLOR=1 "$NINES" --demo --demo-seed 1
wait_screen '▸ S1 +◆ TRIG'
! has_color || fail "NO_COLOR drew colors"
wait_screen '✖ DOWN'
keys T
wait_screen 'shows no colou?rs'
