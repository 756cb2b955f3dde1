#!/bin/bash
# SPDX-License-Identifier: MIT
# Without a configuration: the welcome at several sizes, its ways on, and what `nines init`
# refuses. Nothing is written but by the last question.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux

[ ! -e /etc/nines/nines.ini ] || { echo "skipped: /etc/nines/nines.ini is there"; exit 77; }
rmdir "$XDG_CONFIG_HOME/nines"
ini=$XDG_CONFIG_HOME/nines/nines.ini
files() {
	find "$XDG_CONFIG_HOME" -type f
}

paste() { # TEXT
	in_tmux set-buffer "$1"
	in_tmux paste-buffer -p -t scene
}

test_count() { # PATTERN COUNT
	[ "$(screen | grep -Ec -- "$1")" = "$2" ]
}

# Every size: what it is, the keys; small ones scroll.
size="40 10" dashboard --ascii
wait_screen '^ Welcome to nines'
wait_screen '^ d demonstration  i set up  q quit'
keys G
wait_screen 'man nines'
! screen | LC_ALL=C grep -q '[^ -~]' || fail "not ASCII"
resize 80 24
wait_screen '^ d demonstration  i set up  q quit  [?] help'
keys g
for place in '--config FILE' '[$]NINES_CONFIG' "$ini" '/etc/nines/nines.ini'; do
	wait_screen "[1-4] $place: not"
done
keys '?'
wait_screen '^ *Usage: nines'
keys q
wait_screen '^ +d  the demonstration'
keys a x # no keys of the welcome
paste 'd
q'
resize 200 50
wait_screen 'Welcome to nines'

# The demonstration, and back.
keys d
wait_screen 'DEMONSTRATION'
keys q
wait_screen '^ Welcome to nines'

said_at_end() { # PATTERN : the last line scrolls away
	in_tmux capture-pane -p -S -100 -t scene | grep -Eq -- "$1" || fail "the end says no /$1/"
}

# No home, and one where nothing can be written: said at once, and before anything is asked.
quit_welcome() {
	keys q
	wait_exit 0
}
quit_welcome
open_terminal 160 24 env -u XDG_CONFIG_HOME -u HOME "$NINES"
wait_screen '3 none of your own: set HOME or XDG_CONFIG_HOME'
keys i
wait_exit 1
said_at_end 'init: neither XDG_CONFIG_HOME nor HOME is set: name a file: nines --config FILE'
: >"$work/no-home"
open_terminal 160 24 env -u XDG_CONFIG_HOME HOME="$work/no-home" "$NINES"
wait_screen "can't be written to [(]Not a directory[)]"
keys i
wait_exit 1
said_at_end "init: $work/no-home.*can't be written to"
size="80 24" dashboard
wait_screen '^ Welcome to nines'

# Into the questions and out by ctrl-c: nothing is written.
keys i
wait_screen '^Numbers or names'
wait_screen "^The configuration will be $ini"
type_line 'prometheus nosuch'
wait_screen 'nosuch: choose from the list'
keys C-c
wait_exit 1
wait_screen 'init: left: nothing was written'
expect "files after ctrl-c" "" "$(files)"

# No colors where none are wanted; a signal that ends the demonstration ends all.
open_terminal 80 24 env NO_COLOR=1 "$NINES"
wait_screen 'Welcome'
! colored_screen | grep -q $'\e\[[0-9;]*3[0-8]' || fail "colors with NO_COLOR"
keys Enter
wait_screen 'DEMONSTRATION'
kill -TERM "$(program_pid)"
wait_exit 0

# What isn't right is told at once, and asked again; ctrl-d leaves as ctrl-c does.
size="90 40" dashboard init
wait_screen '^Numbers or names'
type_line 'github'
wait_screen 'name \[github\]'
type_line 'git hub'
wait_screen "git hub: expected letters"
keys Enter
wait_screen 'login: none, token or password \[token\]'
keys Enter
wait_screen 'env, file or command \[file\]' # the variable isn't set
type_line files
wait_screen 'files: expected env, file or command'
keys Enter
wait_screen 'path \['
type_line /dev/null
wait_screen '/dev/null: '
type_line "$work/hub/token"
wait_screen 'not shown\):'
paste 's3cr3t-begin
s3cr3t-end' # of two lines none is an answer to anything
wait_screen 'several lines came at once and none was taken'
type_line 's3cr3t-word'
wait_screen 'NAME = VALUE after repo'
type_line 'example/checkout'
wait_screen 'expected NAME = VALUE'
keys Enter # none: the source itself complains, and is asked for again
wait_screen 'no repository: set repo.SERVICE'
! has_on_screen 's3cr3t' || fail "the secret is on the screen"
wait_until "$patience" has_on_screen 'login: none, token or password \[token\]: *$' || fail "not asked again"
keys C-d
wait_exit 1
expect "files after ctrl-d" "" "$(files)"
[ ! -e "$work/hub" ] || fail "the secret was written all the same"

# To the end, with a secret that was typed, twice because a repository was missing: two files,
# for the owner only, no secret in the configuration; which is never overwritten.
ask_github() { # SECRET REPOSITORY TIMES : from the login on
	wait_until "$patience" test_count 'login: none' "$3" || fail "login isn't asked for"
	keys Enter
	wait_until "$patience" test_count 'env, file or command' "$3" || fail "the way isn't asked for"
	type_line file
	wait_until "$patience" test_count "path .$XDG_CONFIG_HOME/nines/github.token" "$3" ||
		fail "the path isn't asked for"
	keys Enter
	wait_until "$patience" test_count 'not shown\):' "$3" || fail "the secret isn't asked for"
	type_line "$1"
	wait_until "$patience" test_count 'NAME = VALUE after repo' "$3" || fail "no repository is asked for"
	type_line "$2"
}
size="90 50" dashboard init
wait_screen '^Numbers or names'
type_line 2
wait_screen 'name \['
keys Enter
ask_github 'wrong-word' '' 1
wait_screen 'no repository: set repo.SERVICE'
ask_github 's3cr3t-word' 'checkout = example/checkout' 2
wait_until "$patience" test_count 'NAME = VALUE after repo' 3 || fail "no further repository is asked for"
keys Enter
wait_exit 0
wait_screen '^next: `nines check`'
expect "modes" "600 600" "$(stat -c %a "$ini" "$XDG_CONFIG_HOME/nines/github.token" | xargs)"
expect "secret" s3cr3t-word "$(cat "$XDG_CONFIG_HOME/nines/github.token")"
! grep -q 's3cr3t' "$ini" || fail "the secret is in the configuration"
grep -q '^repo.checkout = example/checkout$' "$ini" || fail "no repository in the configuration"
expect "the rest is commented" 5 "$(grep -c '^[a-z\[]' "$ini")"
before=$(md5sum "$ini")
dashboard init
wait_exit 1
wait_screen 'edit it, or name another file with --config'
expect "the configuration" "$before" "$(md5sum "$ini")"
