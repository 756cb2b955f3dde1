#!/bin/bash
# SPDX-License-Identifier: MIT
# The first minute of somebody who has not read anything, from an empty home, in 80x24: the
# welcome, the demonstration and back, the questions with mistakes, the check with one source that
# fails, and the dashboard over a real Prometheus and a real Alertmanager; then in 40x10 in one go.
# shellcheck source=tests/live/lib.bash
. "$(dirname "$0")/lib.bash"
need prometheus prometheus-alertmanager curl jq tmux

[ ! -e /etc/nines/nines.ini ] || { echo "skipped: /etc/nines/nines.ini is there"; exit 77; }
cat >"$work/rules.yml" <<-'YAML'
	groups:
	  - name: first
	    interval: 1s
	    rules:
	      - alert: HighErrorRate
	        expr: vector(1)
	        labels: {service: checkout, severity: critical}
	        annotations: {summary: "checkout answers 5xx"}
YAML
start_alertmanager
# what Prometheus scrapes is the Alertmanager: a service that is up
scrape_configs="[{job_name: alertmanager, static_configs: [{targets: ['127.0.0.1:$alertmanager_port']}]}]"
start_prometheus
unset XDG_CONFIG_HOME XDG_STATE_HOME
expect "files at home" "" "$(find "$HOME" -mindepth 1)"

# A shell, as people have it, of the usual size.
mkdir "$work/bin"
ln -s "$NINES" "$work/bin/nines"
PATH=$work/bin:$PATH
size="80 24" shell

# Text, wherever lines are folded or a path ends.
says() { # PATTERN
	wait_until "$patience" has_text "$1" || fail "no /$1/ in the text"
}
has_text() { # PATTERN
	grep -Eq -- "$1" <<<"$(in_tmux capture-pane -pJ -t scene | tr -s ' \n' ' ')"
}

# Each step types what the screen before names.
type_line nines
wait_screen '^ Welcome to nines'
wait_screen '^ +d +the demonstration'
says "3 $HOME/.config/nines/nines.ini: not there; i writes it"
keys d
wait_screen '\[DEMONSTRATION\]'
wait_screen 'Payments'
wait_screen '[?] help +q quit'
keys q
wait_screen '^ Welcome to nines'
wait_screen '^ +i +set it up: a few questions'
keys i

answers=0
answer() { # QUESTION TEXT : the question is the last line
	answers=$((answers + 1))
	wait_until "$patience" is_asked "$1" || fail "question $answers: no /$1/"
	type_line "$2"
}
is_asked() { # QUESTION
	grep -Eq -- "^ *$1.*: *$" <<<"$(screen | grep . | tail -n 1)"
}
setting=$HOME/.config/nines/nines.ini
says 'Enter takes what stands in .brackets.; ctrl-c leaves, and nothing is written'
says "The configuration will be $setting"

# ctrl-c in the middle, also where typing isn't shown: nothing is there, the terminal is sane.
answer 'Numbers or names' pagerduty
answer 'name \[pagerduty\]' ''
answer 'url \[https://api.pagerduty.com\]' ''
answer 'login.* \[token\]' ''
answer 'where the token comes from' file
answer 'path' ''
wait_until "$patience" is_asked 'the token.*not shown' || fail "the token isn't asked for"
keys C-c
wait_screen '^nines: init: left: nothing was written'
type_line 'clear; stty -a | grep -o " -*echo "'
wait_screen '^ echo'
expect "files after ctrl-c" "" "$(find "$HOME" -name '*nines*')"

# Wrong answers are asked again with what is wanted; a paste of lines is no answer. The
# Alertmanager is asked for by https, which it doesn't speak.
type_line 'clear; nines'
wait_screen '^ Welcome to nines'
keys i
answer 'Numbers or names' 'prometheus alert'
wait_screen 'alert: choose from the list, by number or name'
answer 'Numbers or names' 'prometheus alertmanager'
answer 'name \[prometheus\]' ''
answer 'url \[http://localhost:9090\]' "127.0.0.1:$prometheus_port"
wait_screen "url: did you mean http://127.0.0.1:$prometheus_port[?]"
answer 'url \[http://localhost:9090\]' "http://127.0.0.1:$prometheus_port"
answer 'login.* \[none\]' maybe
wait_screen 'maybe: expected none, token or password'
wait_until "$patience" is_asked 'login.* \[none\]' || fail "the login isn't asked for again"
in_tmux set-buffer 'none
up
job
'
in_tmux paste-buffer -p -t scene
says 'several lines came at once and none was taken: expected one'
answer 'login.* \[none\]' ''
answer 'preset \[up\]' ''
answer 'service_label \[job\]' ''
answer 'name \[alertmanager\]' ''
answer 'url \[http://localhost:9093\]' "https://127.0.0.1:$alertmanager_port"
answer 'login.* \[none\]' ''
answer 'service_label \[service\]' ''
answer 'team_label \[team\]' ''
says "wrote $setting, for you only"
expect "mode" 600 "$(stat -c %a "$setting")"

# The check follows by itself, says what is wrong and what to do, and leaves the choice.
wait_screen '^prometheus +prometheus +ok '
wait_screen '^alertmanager +alertmanager +failed '
says 'plain http,[a-z :]* begin its URL with http://'
wait_screen '^1 of 2 sources answered'
says "next: put right what is said above .the configuration is $setting, .source alertmanager. from line [0-9]+., then .nines check. again"
answer 'Open the dashboard all the same \[n\]' ''
wait_screen '^next: `nines` opens the dashboard, `nines check` tries each source again'
wait_screen '^\$ *$'

# What was said, done in an editor; init would not write over it.
type_line "clear; sed -i s,https://127,http://127, $setting; nines init"
says 'is there already and is never overwritten: edit it'
# The alert and the first scrape take a moment of their own.
is_firing() {
	[ "$(curl -fsS "http://127.0.0.1:$alertmanager_port/api/v2/alerts?active=true" | jq length)" = 1 ] &&
		curl -fsS "http://127.0.0.1:$prometheus_port/api/v1/query?query=up" | jq -e '.data.result | length == 1' >/dev/null
}
wait_until 60 is_firing || fail "the alert doesn't fire"
type_line 'clear; nines check'
says 'alertmanager alertmanager ok [0-9]+ ms 1 service, 1 open incident; may read, ack, '
wait_screen '^2 of 2 sources answered, 2 services found'
wait_screen '^next: `nines` opens the dashboard'
type_line 'clear; nines'
wait_screen 'S1 .*checkout'
wait_screen '2/2 (sources )?live|● alertmanager'
wait_screen '^ a ack '
keys '?'
wait_screen 'acknowledge'
keys q
wait_screen '^ a ack '
keys q
wait_screen '^\$ *$'

# Once more without a stumble, with a configuration elsewhere, on a screen like a stamp: welcome,
# questions, check, dashboard in one go, with a secret of the environment.
resize 40 10
type_line 'clear; export XDG_CONFIG_HOME=$HOME/other AM_TOKEN=x; nines'
wait_screen '^ d demonstration'
keys i
reply() { # END-OF-QUESTION TEXT : a question may take two lines
	says "$1: ?$"
	type_line "$2"
}
reply 'Numbers or names, blanks between' alertmanager
reply 'name \[alertmanager\]' am
reply 'url .*9093\]' "http://127.0.0.1:$alertmanager_port"
reply 'or password \[none\]' token
reply 'or command \[env\]' ''
reply 'variable \[AM_TOKEN\]' ''
reply 'service_label \[service\]' ''
reply 'team_label \[team\]' ''
wait_screen '^1 of 1 source answered'
reply 'Open the dashboard now \[y\]' ''
wait_screen 'S1 '
wait_screen 'checkout'
! screen | grep -q 'not set' || fail "the secret was lost on the way"
keys q
wait_screen '^\$ *$'
expect "modes" "600 600" "$(stat -c %a "$setting" "$HOME/other/nines/nines.ini" | xargs)"
