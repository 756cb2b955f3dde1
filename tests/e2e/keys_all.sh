#!/bin/bash
# SPDX-License-Identifier: MIT
# Every key that users were promised does what it is for, seen on the screen; with [keys] other
# keys do the same and the old ones nothing; keys that two actions claim open nothing.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

# ACTION, ITS KEY, ANOTHER KEY, what is seen then, or, after "!", what is not seen any more; in
# this order. An action of "-" is only on the way: a key that stands elsewhere, an answer, or one
# that was not promised.
table() {
	cat <<-'END'
		pane-2         2          C      ▸ 2 incidents
		down           j          d      ▸ S3 .*HighLatency
		up             k          i      ▸ S1 .*HighErrorRate
		down           Down       w      ▸ S3 .*HighLatency
		up             Up         E      ▸ S1 .*HighErrorRate
		last           G          F      ▸ S3 .*QueueBacklog
		first          g          H      ▸ S1 .*HighErrorRate
		page-down      PgDn       J      ▸ S3 .*QueueBacklog
		page-up        PgUp       K      ▸ S1 .*HighErrorRate
		next-pane      Tab        L      ▸ 3 on-call
		previous-pane  Shift-Tab  O      ▸ 2 incidents
		pane-3         3          Q      ▸ 3 on-call
		pane-4         4          X      ▸ 4 key figures
		pane-5         5          Z      ▸ 5 sources
		pane-6         6          ,      ▸ 6 writes
		pane-7         7          .      ▸ 7 acknowledgements
		pane-8         8          _      ▸ 8 uptime
		pane-9         9          +      ▸ 9 SLO
		pane-1         1          ~      ▸ 1 services
		-              2          C      ▸ 2 incidents
		zoom           z          (      !1 services
		-              z          (      1 services
		open           Enter      )      ▸ incident · .*pagerduty:
		back           Esc        <      ▸ 2 incidents
		-              Enter      )      ▸ incident · .*pagerduty:
		quit           q          >      ▸ 2 incidents
		filter         /          @      ^/
		-              backlog    backlog 2 incidents · 1 of 4
		-              Enter      Enter  !Esc as before
		-              Esc        <      2 incidents · 4
		mark           Space      %      2 incidents · 4, 1 marked
		mark-all       *          &      2 incidents · 4, 4 marked
		-              Esc        <      !marked
		-              g          H      ▸ S1 .*HighErrorRate
		ack            a          F3     ack (queued|sent|held back|confirmed)
		undo           u          F4     (taken back: ack|unack confirmed)
		resolve        R          F6     resolve .*pagerduty:.* y = yes
		-              Esc        Esc    nothing was sent
		snooze         S          F7     snooze for: 4h
		-              Esc        Esc    nothing was sent
		escalate       e          F8     escalate .*pagerduty:.* y = yes
		-              Esc        Esc    nothing was sent
		reassign       A          F9     reassign to:
		-              Esc        Esc    nothing was sent
		note           n          F11    ^ note:
		-              Esc        Esc    nothing was sent
		-              j          d      ▸ S3 .*HighLatency
		-              j          d      ▸ S4 .*BatchOverdue
		silence        m          F12    silence for: 2h
		-              Esc        Esc    nothing was sent
		link           o          ctrl-o ^https://prometheus\.elearn
		copy           y          ctrl-y copied link
		runbook        b          ctrl-t ^https://wiki\.elearn.*BatchOverdue
		hour-back      [          '      \[PAST
		hour-forward   ]          "      !\[PAST
		-              [          '      \[PAST
		now            0          ctrl-n !\[PAST
		refresh        r          ctrl-r asking all sources
		pause          p          ctrl-p \[PAUSED\]
		-              p          ctrl-p !\[PAUSED\]
		theme          T          Alt-t  ^ theme [a-z]+  Enter keep  Esc back
		scope          t          F2     2 incidents · mine · 1 of 4
		-              t          F2     2 incidents · my team
		-              t          F2     2 incidents · 4
		sort           s          =      by (sev|status|age)
		command        :          -      Tab completes
		-              Esc        Esc    !Tab completes
		help           ?          F10    ▸ help
		-              q          >      ▸ 2 incidents
		redraw         ctrl-l     ctrl-e !garbage
		suspend        ctrl-z     ctrl-x Stopped
		quit           q          >      !▸ 2 incidents
	END
}

# The key in the words of tmux.
press() { # KEY
	case $1 in
	Esc) keys Escape ;;
	PgDn) keys NPage ;;
	PgUp) keys PPage ;;
	Shift-Tab) keys BTab ;;
	ctrl-*) keys "C-${1#ctrl-}" ;;
	Alt-*) keys "M-${1#Alt-}" ;;
	?) type_text "$1" ;;
	*) keys "$1" ;;
	esac
}

# Presses the keys of a column and sees each take effect: it was not so before.
walk() { # COLUMN
	local action default other seen key count=0
	while read -r -u 3 action default other seen; do
		key=$default
		[ "$1" = 2 ] || key=$other
		[ "$action" != redraw ] || printf '\0337\033[12;90Hgarbage\0338' >"$(pane_value pane_tty)"
		case $seen in
		!*)
			wait_screen "${seen#!}"
			press "$key"
			# another hour may have begun since: then one step isn't enough
			[ "$action" != hour-forward ] || press "$key"
			wait_gone "${seen#!}"
			;;
		*)
			wait_gone "$seen"
			press "$key"
			wait_screen "$seen"
			;;
		esac
		# its row may have moved, and moves back then
		[ "$action" != undo ] || wait_screen 'S1 +(◆|◉) (TRIG|NEW) .*HighErrorRate'
		if [ "$action" = suspend ]; then
			type_line fg
			wait_screen '▸ 2 incidents'
		fi
		count=$((count + 1))
	done 3< <(table)
	[ "$count" -gt 60 ] || fail "only $count keys were pressed"
}

# All keys of an action in a column, as [keys] has them.
remapped() {
	table | awk '$1 != "-" && !seen[$1, $3]++ { keys[$1] = keys[$1] " " $3 }
		END { print "[keys]"; for (action in keys) print action " =" keys[action] }'
}

configure() { # WHAT-PRINTS-KEYS
	start_world --seed 1
	{
		nines_options='me = Elif Aydin
grace = 20s' world_config "$port" "$port" "$port"
		printf '[pane %s]\nlayout = nine\n' \
			services incidents oncall kpi sources writes acks uptime slo
		"$@"
	} | use_config
}

begin() {
	size='140 60' shell
	type_line '"$NINES" --layout nine'
	wait_complete
	wait_screen '▸ 1 services'
	wait_gone 'loading'
}

# True when the screen says that the key does nothing, and which one shows what keys do.
is_nothing() { # KEY
	grep -qF " $1 does nothing here: F10 shows" <<<"$(screen)"
}

configure true
begin
walk 2

configure remapped
"$NINES" check >"$work/check.log" 2>&1 || fail "other keys are refused: $(cat "$work/check.log")"
begin
# the terminal itself sends the signal of ctrl-z, whatever [keys] says
while read -r -u 3 key; do
	press "$key"
	wait_until "$patience" is_nothing "$key" || fail "$key still does something"
done 3< <(table | awk '$1 != "-" && $1 != "suspend" && !seen[$2]++ { print $2 }')
walk 3

# One key for all of them: each but the first is told, with its line, and nothing is opened.
conflicts() {
	echo '[keys]'
	table | awk '$1 != "-" && !seen[$1]++ { print $1 " = F5" }'
}
configure conflicts
actions=$(conflicts | grep -c ' = ')
"$NINES" check >"$work/check.log" 2>&1 && fail "the check found nothing"
expect "conflicts that are told" "$((actions - 1))" "$(grep -c \
	'nines.ini:[0-9]*: \[keys\] [a-z0-9-]* = F5: "[a-z0-9-]*" has this key too' "$work/check.log")"
type_line 'clear; "$NINES"; echo "ended with $?"'
wait_screen 'has this key too'
wait_screen 'ended with 78'
