#!/bin/bash
# SPDX-License-Identifier: MIT
# The commands for scripts: exit codes, and the members of each JSON schema.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need curl jq

start_world --seed 1
world=$port
world_config "$world" "$world" "$world" | use_config
run() { # CODE ARGUMENT... : output to $work/out
	local wanted=$1 code=0
	shift
	"$NINES" "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
	[ "$code" = "$wanted" ] || {
		cat "$work/err" >&2
		fail "exit code of nines $*: wanted $wanted, got $code"
	}
}
json() { # FILTER
	jq -r "$1" "$work/out"
}
has_keys() { # FILTER KEYS
	local missing
	missing=$(json "($2) - ($1 | keys) | join(\" \")")
	expect "missing members of $1" "" "$missing"
}
holds() { # FILTER
	expect "$1" true "$(json "$1")"
}

run 2 status --json
expect "schema" nines.status/1 "$(json .schema)"
has_keys . '["schema","generated_at","window","sources","services","incidents","oncall","indicators","kpi"]'
has_keys . '["deploys","reviews","actions","rotas"]'
has_keys '.services[0]' '["lacks","deploys","follow_through","reviews","action_items"]'
has_keys '.rotas[0]' '["team","schedule","user","next_user","handover_at","members","members_complete","small","large","gaps","known_to","double_user","double_from","source","stale"]'
has_keys '.incidents[0]' '["lacks_commander","last_update","update_due","record"]'
has_keys '.sources[0]' '["name","type","state","last_success","latency_ms","error"]'
has_keys '.services[0]' '["name","title","team","tier","state","uptime","slo","latency_seconds","downtime_seconds","cost","mtta_seconds","mttr_seconds","oncall","open_incidents","last_deploy"]'
has_keys '.services[0].uptime' '["1d","7d","30d","90d"]'
has_keys '.incidents[0]' '["id","source","native_id","number","title","status","severity","service","team","created_at","acknowledged_at","acknowledged_by","resolved_at","assignees","commander","url","runbook","write"]'
has_keys '.oncall[0]' '["team","schedule","level","user","start","end","next_user"]'
has_keys .kpi '["mtta_seconds","mttr_seconds","severe","weekly","cost","reviews","action_items"]'
has_keys .kpi.mtta_seconds '["mean","median","p90","count"]'
has_keys .kpi.severe '["window","count","previous"]'
has_keys .kpi '["all","monthly","by_severity","by_team","by_service","severe_years","heat","people","team_load","noise"]'
has_keys .kpi.all '["incidents","severe","mtta_seconds","mttr_seconds","first_note_seconds","unacknowledged","self_closed","open","left_out","reopened","complete"]'
has_keys '.kpi.monthly[0]' '["month","incidents","severe","mtta_seconds","mttr_seconds","complete"]'
has_keys '.kpi.by_service[0]' '["service","incidents","mtta_seconds"]'
has_keys .kpi.severe_years '["this_year","last_year","last_year_to_date","goal","this_year_by_month","last_year_by_month"]'
has_keys '.kpi.people[0]' '["user","team","pages","out_of_hours","asleep","nights","shifts","busy_shifts","pages_per_week","weeks"]'
has_keys .kpi.noise '["pages","no_action","flaps","duplicates","rules"]'
# every incident is in the mean time or in the one place that says why not; groups add up
holds '.kpi.all | .incidents == .mtta_seconds.count + .unacknowledged + .self_closed + .open + .left_out'
holds '.kpi | .all.incidents == ([.by_service[].incidents] | add) and .all.incidents == .noise.pages'
holds '.kpi | .all.incidents == ([.people[].pages] | add)'
holds '.kpi.heat | .count == ([.hours[][]] | add) and (.hours | length) == 7'
has_keys '.kpi.weekly[0]' '["week","incidents","severe","mtta_median","mttr_median"]'
expect services 12 "$(json '.services | length')"
expect "states of sources" "live live live" "$(json '[.sources[].state] | join(" ")')"
expect "times are RFC 3339 in UTC" true "$(json '.generated_at | test("^[0-9-]{10}T[0-9:]{8}([.][0-9]+)?Z$")')"
expect "no answer is 0 of what isn't known" true "$(json '[.services[].cost] | all(. == null or .amount != null)')"

run 0 incidents --json
expect "schema" nines.incidents/1 "$(json .schema)"
id=$(json '[.incidents[] | select(.severity == 1 and .source == "pagerduty").id][0]')
[ "$id" != null ] || fail "no severe incident"
run 0 incidents --all --json
expect "closed ones too" true "$(json '[.incidents[] | select(.status == "resolved")] | length > 3')"
run 0 incidents --since 7d
run 64 incidents --since soon
run 0 oncall --json
expect "schema" nines.oncall/1 "$(json .schema)"
run 0 oncall payments
grep -q 'Sven Olsen' "$work/out" || fail "who is on call for payments?"
run 1 oncall no-such-service

# Writes: what would be sent, what was, and once more.
run 0 ack --dry-run "$id"
grep -q 'PUT' "$work/out" || fail "--dry-run shows no request"
expect "acknowledgements after --dry-run" 0 "$(stat_of "$world" acks_applied)"
run 0 ack --json "$id"
expect "schema" nines.writes/1 "$(json .schema)"
has_keys '.writes[0]' '["id","action","state","error"]'
expect "state of the write" "$id ack confirmed" "$(json '.writes[0] | [.id, .action, .state] | join(" ")')"
expect "acknowledgements applied" 1 "$(stat_of "$world" acks_applied)"
run 0 outbox --json
expect "schema" nines.outbox/1 "$(json .schema)"
has_keys '.writes[0]' '["uuid","id","action","title","state","by","host","created_at","sent_at","confirmed_at","tries","answer"]'
printf '%s\n' "$id" | "$NINES" ack - >"$work/out" || fail "ack - failed"
expect "acknowledgements applied" 1 "$(stat_of "$world" acks_applied)"
run 64 ack not-an-id
run 64 ack nosuch:1
run 1 ack pagerduty:Q9999999
expect "incidents reopened" 0 "$(stat_of "$world" reopened)"

# Whose each login is and what was discovered, over the whole demonstration.
"$NINES" --demo check >"$work/out" 2>>"$work/err" || fail "the check of the demonstration failed: $(cat "$work/out")"
for wanted in 'prometheus .* 12 services, [0-9]+ indicators, [0-9]+ deploys; may read, nothing can be written$' \
	'alertmanager .*; may read, ack, unack, silence: it has no permissions' \
	'pagerduty .* [0-9]+ on-call shifts; key of Demo User, role user; may read, ack,.*' \
	'incidentio .* [0-9]+ reviews, [0-9]+ action items; API key nines, roles viewer,.*' \
	'github .* deploys, [0-9]+ action items; classic token, scopes read:org, repo; 4760 of 5000 requests left'; do
	grep -Eq "^$wanted" "$work/out" || fail "the check of the demonstration says no /$wanted/: $(cat "$work/out")"
done

# A server that is away: the write is kept for later.
run 0 check
grep -Eq '^pagerduty +pagerduty +ok +[0-9]+ ms +12 services, .*; key of Demo User, role user; may read, ack, unack, .*, merge; writes as demo.user' "$work/out" ||
	fail "check: $(cat "$work/out")"
grep -Eq '^prometheus .*; may read, nothing can be written' "$work/out" || fail "check of prometheus"
grep -q '^3 of 3 sources answered, 12 services found' "$work/out" || fail "check doesn't count the services"
# What is wrong, and the next step for each.
cat >"$work/wrong.ini" <<-INI
	[source refused]
	type = alertmanager
	url = http://127.0.0.1:1
	[source proxied]
	type = alertmanager
	url = http://127.0.0.1:1
	proxy = http://127.0.0.1:2
	[source path]
	type = alertmanager
	url = http://127.0.0.1:$world/nosuch
	[source unset]
	type = pagerduty
	url = http://127.0.0.1:$world/pagerduty
	token_env = NO_SUCH_VARIABLE
	[source tls]
	type = alertmanager
	url = https://127.0.0.1:$world/alertmanager
	[source secret]
	type = github
	url = http://127.0.0.1:$world/github
	token_file = $work/no-such-token
	repo.a = a/b
	[source command]
	type = pagerduty
	url = http://127.0.0.1:$world/pagerduty
	token_command = false
	[source nobody]
	type = pagerduty
	url = http://127.0.0.1:$world/pagerduty
	token_command = echo t
	[source stranger]
	type = pagerduty
	url = http://127.0.0.1:$world/pagerduty
	token_command = echo t
	from = other@example.com
	[source reads]
	type = alertmanager
	url = http://127.0.0.1:$world/alertmanager
	read_only = on
INI
run 1 -c "$work/wrong.ini" check
for wanted in 'refused .* failed .*127.0.0.1:1 [(].*: check that it runs there$' \
	'proxied .* failed .*the proxy for .*: check proxy$' 'path .* failed .*HTTP 404: .*is the url right[?] Alertmanager is asked for there$' \
	'unset .* failed .*NO_SUCH_VARIABLE.*: export it before' \
	'tls .* failed .* 127.0.0.1:[0-9]+ .*plain http,.* begin its URL with http://$' \
	'nobody .* ok .*; to write, set from = demo.user@.*; may read, nothing can be written$' \
	'stranger .* ok .*, whose e-mail is demo.user@.*; writes as other@example.com$' \
	'reads .* ok .*; may read, nothing else: read_only is on$' '3 of 10 sources answered, ' \
	'secret .* failed .*/no-such-token: No such file or directory: put the secret there, mode 0600.*' \
	'command .* failed .*false: exit status 1: run that command by hand to see why$' \
	"next: put right what is said above .the configuration is $work/wrong.ini, .source refused. from line 1, .source proxied. from line 4, .*, .source tls. from line [0-9]+, .*., then"; do
	grep -Eq "^$wanted" "$work/out" || fail "nines check says no /$wanted/: $(cat "$work/out")"
done
stop_server "$server"
run 1 check
grep -Eq '^pagerduty .* failed .*refused.*: check that it runs there' "$work/out" ||
	fail "check doesn't say what to do: $(cat "$work/out")"
grep -q '^0 of 3 sources answered' "$work/out" || fail "check of dead sources"
run 3 status
run 3 incidents

# A starter configuration is written once.
rm "$XDG_CONFIG_HOME/nines/nines.ini"
run 0 init
[ -s "$XDG_CONFIG_HOME/nines/nines.ini" ] || fail "init wrote nothing"
run 1 init
expect "mode of what init wrote" 600 "$(stat -c %a "$XDG_CONFIG_HOME/nines/nines.ini")"
run 0 --version
grep -Eq '^nines [0-9]+\.[0-9]+' "$work/out" || fail "version: $(cat "$work/out")"
run 0 --help
grep -q '^Usage: nines' "$work/out" || fail "no usage"
for command in status incidents oncall ack outbox check init; do
	run 0 $command --help
	grep -q "^Usage: nines $command" "$work/out" || fail "no usage of $command"
done
