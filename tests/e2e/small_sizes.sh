#!/bin/bash
# SPDX-License-Identifier: MIT
# 200x50, 80x24 and 40x10 are readable and aligned; below that one line sums up, one says why.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

# Every row of a pane has its columns where the headings are.
column_of() { # WORD LINE
	local before=${2%%"$1"*}
	echo ${#before}
}
row() { # PATTERN
	screen | grep -E -m 1 -- "$1" || fail "no row /$1/"
}

size='80 24' dashboard --demo --demo-seed 1
wait_screen '▸ 2 incidents · 4'
wait_screen 'state +service'
expect "column of the state" "$(column_of state "$(row 'state +service')")" \
	"$(column_of DOWN "$(row 'DOWN')")"
expect "column of the service" "$(column_of service "$(row 'state +service')")" \
	"$(column_of Payments "$(row 'DOWN')")"
expect "column of the title" "$(column_of title "$(row 'sev .*title')")" \
	"$(column_of HighErrorRate "$(row 'HighErrorRate')")"
wait_screen 'MTTA'

resize 200 50
wait_screen '3 on-call'
wait_screen '4 .*'
wait_screen '5 sources'
wait_screen 'no commander|commander'
divider=$(screen | sed -n 3,48p | while IFS= read -r line; do
	case $line in *│*) column_of │ "$line" ;; esac
done | sort -u | wc -l)
expect "the line between the columns is straight" 1 "$divider"

resize 40 10
wait_screen '▸ 2 incidents · 4'
wait_screen 'S1 +◆ .*'
expect "rows that are too wide" "" "$(screen | grep -E '^.{41,}')"
keys 1
wait_screen '▸ 1 services'
wait_screen '✖ .*Payments'

resize 39 9
wait_gone 'services · 12'
wait_screen '^[0-9]+ trig'
wait_screen '^too small: 40x10'
expect "two lines are left" 2 "$(screen | grep -c .)"
resize 80 24
wait_screen '▸ 1 services'
keys q
wait_exit 0
