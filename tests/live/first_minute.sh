#!/bin/bash
# SPDX-License-Identifier: MIT
# The first minute of somebody who has not read anything, from an empty home: the welcome, the
# demonstration, `nines init` for a real Prometheus and a real Alertmanager, `nines check`, and
# the dashboard with the alert that fires there, acknowledged by one key.
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

# A shell, as people have it.
mkdir "$work/bin"
ln -s "$NINES" "$work/bin/nines"
PATH=$work/bin:$PATH
size="160 40" shell
type_line nines
wait_screen '^ Welcome to nines'
keys d
wait_screen 'DEMONSTRATION'
wait_screen 'Payments'
keys q
wait_screen '^ Welcome to nines'
keys q
wait_screen '^\$ *$'

type_line 'clear; nines init'
wait_screen '^Numbers or names'
type_line 'prometheus alertmanager'
answers=0
answer() { # QUESTION TEXT : the question is the last line
	answers=$((answers + 1))
	wait_until "$patience" is_asked "$1" || fail "question $answers: no /$1/"
	type_line "$2"
}
is_asked() { # QUESTION
	grep -Eq -- "^ *$1.*: *$" <<<"$(screen | grep . | tail -n 1)"
}
answer 'name \[prometheus\]' ''
answer 'url \[http://localhost:9090\]' "http://127.0.0.1:$prometheus_port"
answer 'login.* \[none\]' ''
answer 'preset \[up\]' ''
answer 'service_label \[job\]' ''
answer 'name \[alertmanager\]' ''
answer 'url \[http://localhost:9093\]' "http://127.0.0.1:$alertmanager_port"
answer 'login.* \[none\]' ''
answer 'service_label \[service\]' ''
answer 'team_label \[team\]' ''
wait_screen "^wrote $HOME/.config/nines/nines.ini"
wait_screen '^next: `nines check`'
expect "mode" 600 "$(stat -c %a "$HOME/.config/nines/nines.ini")"

# The alert and the first scrape take a moment of their own.
is_firing() {
	[ "$(curl -fsS "http://127.0.0.1:$alertmanager_port/api/v2/alerts?active=true" | jq length)" = 1 ] &&
		curl -fsS "http://127.0.0.1:$prometheus_port/api/v1/query?query=up" | jq -e '.data.result | length == 1' >/dev/null
}
wait_until 60 is_firing || fail "the alert doesn't fire"
type_line 'clear; nines check; echo "exit $?"'
wait_screen '^exit 0'
wait_screen '^prometheus +prometheus +ok +[0-9]+ ms +1 service; may read, nothing can be written'
wait_screen '^alertmanager +alertmanager +ok +[0-9]+ ms +1 service, 1 open incident; may read, ack, '
wait_screen '^2 of 2 sources answered, 2 services found'

type_line 'clear; nines'
wait_screen 'S1 .*checkout answers 5xx'
wait_screen '2/2 (sources )?live'
wait_screen 'ok +alertmanager'
keys q
wait_screen '^\$ *$'
