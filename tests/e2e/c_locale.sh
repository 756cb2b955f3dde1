#!/bin/bash
# SPDX-License-Identifier: MIT
# In a locale without UTF-8 everything is drawn with ASCII, aligned as ever.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

open_terminal 100 30 env LC_ALL=C "$NINES" --demo --demo-seed 1
wait_screen '5/5 (sources )?live'
wait_screen '^> 2 incidents \| 4'
wait_screen '> S1 +! TRIG .*HighErrorRate'
wait_screen 'X DOWN +Payments'
! grep -q '[^ -~]' <<<"$(screen)" || fail "something else than ASCII is on the screen"
keys q
wait_exit 0
