#!/bin/bash
# SPDX-License-Identifier: MIT
# ? shows what keys do and what signs mean, with the user's own keys.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl

start_world --seed 1
{
	world_config "$port" "$port" "$port"
	printf '\n[keys]\nack = F6 w\n'
} | use_config
size='100 85' dashboard
wait_screen '▸ 2 incidents · 4'
wait_screen '^ F6 ack'
keys '?'
wait_screen '▸ help'
wait_screen 'here: incidents'
wait_screen 'F6 w +acknowledge the incident, or the marked ones'
wait_screen 'stop polling, and go on'
keys G
wait_screen 'does nothing here now|may have changed'
wait_screen 'the source doesn.t answer, this may have changed'
keys '?'
wait_screen '▸ 2 incidents · 4'
keys a
wait_screen 'a does nothing here: \? shows what keys do'
keys w
wait_screen '▸ S1 +◐ acked'
