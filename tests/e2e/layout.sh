#!/bin/bash
# SPDX-License-Identifier: MIT
# Layouts by key, by option and by configuration; long texts scroll sideways; the selected row is
# seen at every size; a wall needs no key.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux curl

start_world --seed 1
refresh=1h world_config "$port" "$port" "$port" >"$work/plain.ini"
{
	cat "$work/plain.ini"
	printf '[pane incidents]\nlayout = night\ncolumns = age, title, status\n'
	printf '[pane services]\nlayout = night\nsort = uptime\n'
} | use_config

# `v` steps through the layouts, the user's own is the last one.
size='120 40' dashboard --layout incidents
wait_screen '\[incidents\]'
wait_screen '1 incidents'
wait_screen '2 incident command'
for name in services on-call small night; do
	keys v
	wait_screen "\\[$name\\]"
done
wait_screen '▸ 1 incidents'
wait_screen ' age +title +status'
wait_screen '2 services .*by uptime'

# The last row stays in sight however small the screen gets.
keys v v
wait_screen '\[figures\]'
keys V V G
wait_screen '▸ 1 incidents'
for each in '40 10' '64 18' '200 50' '80 24'; do
	# shellcheck disable=SC2086
	resize $each
	wait_screen '^▸[^1].*[0-9]+[mh]'
done
resize 40 10
keys g
wait_screen '^▸.*…'
keys l
wait_screen '^▸.*‹'
keys h
wait_gone '^▸.*‹'
keys q
wait_exit 0

# What the panes don't have is told with its line.
printf '[pane incidentz]\n' >>"$XDG_CONFIG_HOME/nines/nines.ini"
"$NINES" check 2>"$work/errors" && fail "a pane that there is not was taken"
grep -q 'nines.ini:[0-9]*: \[pane incidentz\]: .*did you mean incidents' "$work/errors" ||
	fail "$(cat "$work/errors")"

# A layout has as many panes as there are digits, and there are so many layouts: what would be
# left out is told. A pane is sorted by any column, as `s` does.
{
	cat "$work/plain.ini"
	for pane in services incidents oncall kpi sources uptime slo times year indicators; do
		printf '[pane %s]\nlayout = crowd, of-%s\n' "$pane" "$pane"
	done
	printf 'sort = trend\n[pane deploys]\nsort = trend\n'
} | use_config
"$NINES" check 2>"$work/errors" && fail "more panes and layouts than there is room for"
for mistake in 'layout = crowd: it has 9 panes already' 'layout = of-year: there are 16 layouts' \
	'layout = of-indicators: there are 16 layouts' 'sort: no column trend: expected when, '; do
	grep -q "nines.ini:[0-9]*: $mistake" "$work/errors" || fail "$mistake: $(cat "$work/errors")"
done
expect "complaints" 4 "$(grep -c 'nines.ini:' "$work/errors")"

# A wall: large figures and no cursor; only leaving works. Its clock is that of `zone`.
nines_options='zone = UTC' refresh=1h world_config "$port" "$port" "$port" | use_config
size='120 40' TZ=XST-5:30 dashboard --wall
wait_screen '[0-9]:[0-9][0-9] UTC$'
wait_screen 'severe incidents? open'
wait_screen '███'
wait_screen '[0-9]+ (DOWN|ok).* of [0-9]+ services?$'
wait_screen '◆ TRIG '
wait_screen '^ ●○+ .*next: .* data <1m old'
keys a j Enter
has_on_screen '▸' && fail "a cursor on the wall"
keys q
wait_exit 0
