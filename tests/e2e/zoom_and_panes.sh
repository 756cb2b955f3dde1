#!/bin/bash
# SPDX-License-Identifier: MIT
# Panes by number and by Tab; z zooms one and gives the others back.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

dashboard --demo --demo-seed 1
wait_screen '▸ 2 incidents · 4'
keys z
wait_gone '1 services'
wait_screen '▸ 2 incidents · 4'
keys z
wait_screen '1 services · 12'
keys 1
wait_screen '▸ 1 services · 12'
wait_screen '▸ ✖ DOWN +Payments'
keys 3
wait_screen '▸ 3 on-call'
keys 4
wait_screen '▸ 4 '
keys 5
wait_screen '▸ 5 sources'
wait_screen 'alertmanager +alertmanager +live'
keys 6
wait_screen '▸ 6 writes · 0'
wait_screen 'no writes under way'
keys 7
wait_screen '▸ 7 acknowledgements'
keys Tab
wait_screen '▸ 1 services'
keys BTab
wait_screen '▸ 7 acknowledgements'
keys 2
wait_screen '▸ 2 incidents · 4'
wait_screen '1 services · 12'
keys 9
wait_screen 'does nothing here|there is no pane'
