#!/bin/bash
# SPDX-License-Identifier: MIT
# A real Icinga 2 on loopback with a certificate of a private authority: nines sees its
# problems, acknowledges one with words and an end, takes that back, schedules a downtime and
# ends it, and has a check made; it says what an API user may not do and which certificate it
# does not trust.
# shellcheck source=tests/live/lib.bash
. "$(dirname "$0")/lib.bash"
need icinga2 openssl curl jq

# An authority, and the server's certificate by it. The authority's key stays out of Icinga's
# folder, else Icinga would make itself another certificate.
make_certificates() {
	local certs=$work/icinga/data/certs
	mkdir -p "$certs" "$work/pki"
	{
		for name in ca other; do
			openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 400 -subj "/CN=Live test $name" \
				-keyout "$work/pki/$name.key" -out "$work/pki/$name.crt"
		done
		openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
			-subj /CN=live -keyout "$certs/live.key" -out "$work/pki/live.csr"
		openssl x509 -req -days 400 -in "$work/pki/live.csr" -CA "$work/pki/ca.crt" \
			-CAkey "$work/pki/ca.key" -CAcreateserial -out "$certs/live.crt" \
			-extfile <(echo 'subjectAltName = IP:127.0.0.1')
	} >"$work/openssl.log" 2>&1 || fail "no certificates"
	cp "$work/pki/ca.crt" "$certs/ca.crt"
}

# web1!http is CRITICAL at once, web1!disk is WARNING and stays soft, db1 is DOWN, and the
# check of web1!idle was never made.
write_objects() {
	cat <<-'CONF'
		const NodeName = "live"
		const ZoneName = "live"
		include <itl>
		object Endpoint "live" { }
		object Zone "live" { endpoints = [ "live" ] }
		object CheckerComponent "checker" { }
		object ApiListener "api" { bind_host = "127.0.0.1"; bind_port = 0 }
		object ApiUser "nines" {
			password = "secret of nines"
			permissions = [ "objects/query/Host", "objects/query/Service",
				"objects/query/Downtime", "actions/acknowledge-problem",
				"actions/remove-acknowledgement", "actions/schedule-downtime",
				"actions/remove-downtime", "actions/reschedule-check" ]
		}
		object ApiUser "reader" {
			password = "secret of reader"
			permissions = [ "objects/query/Host", "objects/query/Service" ]
		}
		object ApiUser "hosts" {
			password = "secret of hosts"
			permissions = [ "objects/query/Host" ]
		}
		object ApiUser "blind" {
			password = "secret of blind"
			permissions = [ "status/query" ]
		}
		object ApiUser "root" { password = "root"; permissions = [ "*" ] }

		template Host "steady" { check_command = "dummy"; check_interval = 1h; retry_interval = 1h }
		template Service "steady" { check_command = "dummy"; check_interval = 1h; retry_interval = 1h }

		object Host "web1" {
			import "steady"
			display_name = "Web 1"
			vars.dummy_state = 0
			vars.team = "shop"
		}
		object Host "db1" {
			import "steady"
			max_check_attempts = 1
			vars.dummy_state = 2
			vars.dummy_text = "no route to host"
		}
		object Service "http" {
			import "steady"
			host_name = "web1"
			display_name = "checkout"
			max_check_attempts = 1
			notes_url = "https://wiki.example/checkout"
			vars.dummy_state = 2
			vars.dummy_text = "HTTP CRITICAL: 500"
		}
		object Service "disk" {
			import "steady"
			host_name = "web1"
			max_check_attempts = 99
			vars.dummy_state = 1
		}
		object Service "load" {
			import "steady"
			host_name = "web1"
			vars.dummy_state = 0
		}
		object Service "idle" {
			import "steady"
			host_name = "web1"
			enable_active_checks = false
		}
	CONF
}

# Icinga gives up root unless it is told whom to run as. Its first process starts the one
# that listens, on a port that the kernel chose and the log names.
start_icinga() {
	local folder=$work/icinga
	mkdir -p "$folder"/{data,cache,run,log,spool,conf}
	make_certificates
	write_objects >"$folder/conf/icinga2.conf"
	: >"$work/icinga.log"
	icinga2 daemon -c "$folder/conf/icinga2.conf" \
		-D RunAsUser="$(id -un)" -D RunAsGroup="$(id -gn)" -D ConfigDir="$folder/conf" \
		-D DataDir="$folder/data" -D CacheDir="$folder/cache" -D InitRunDir="$folder/run" \
		-D LogDir="$folder/log" -D SpoolDir="$folder/spool" \
		-D PidPath="$folder/run/icinga2.pid" -D VarsPath="$folder/cache/icinga2.vars" \
		-D StatePath="$folder/data/icinga2.state" -D ObjectsPath="$folder/cache/icinga2.debug" \
		-D ModAttrPath="$folder/data/modified-attributes.conf" \
		</dev/null >"$work/icinga.log" 2>&1 &
	server=$!
	children+=("$server")
	wait_until "$patience" has_listener || fail "icinga2 doesn't listen"
	port=$(listener)
	[ -n "$port" ] || fail "icinga2 ended"
	read -ra more <"/proc/$server/task/$server/children" || true
	children+=("${more[@]}")
}

listener() {
	sed -n "s/.*Started new listener on '\[127\.0\.0\.1\]:\([0-9]*\)'.*/\1/p" "$work/icinga.log"
}

has_listener() {
	[ -n "$(listener)" ] || ! kill -0 "$server" 2>/dev/null
}

# What Icinga itself says, asked by another user.
icinga() { # PATH OPTION...
	local path=$1
	shift
	curl -fsS --cacert "$work/pki/ca.crt" -u root:root -H 'Accept: application/json' \
		"$@" "https://127.0.0.1:$port/v1/$path"
}

service() { # ATTRIBUTE
	icinga 'objects/services?service=web1!http' | jq -r ".results[0].attrs.$1"
}

# Icinga takes up to a minute for its first round of checks: each is asked for.
check_now() { # TYPE NAME
	jq -n --arg type "$1" --arg name "$2" \
		'{type: $type, ($type | ascii_downcase): $name, force: true}' |
		icinga actions/reschedule-check -H 'Content-Type: application/json' -d @- >/dev/null
}

has_checked() { # COUNT : how many objects have been checked
	[ "$({
		icinga objects/hosts
		icinga objects/services
	} | jq -s '[.[].results[] | select(.attrs.last_check_result)] | length')" = "$1" ]
}

# A configuration for one API user; an authority may be named.
use_user() { # NAME [AUTHORITY]
	echo "secret of $1" >"$work/password"
	chmod 600 "$work/password"
	use_config <<-INI
		[nines]
		operator = ana

		[source ici]
		type = icinga2
		url = https://127.0.0.1:$port
		username = $1
		password_file = $work/password
		ca_file = $work/pki/${2:-ca}.crt
		team_by = vars.team
	INI
}

incidents() { # FILTER
	"$NINES" incidents --json 2>>"$work/nines.log" | jq -r "$1"
}

# Exit codes are not of interest: what is said is.
said() { # COMMAND...
	"$NINES" "$@" 2>>"$work/nines.log" || true
}

start_icinga
for host in web1 db1; do check_now Host "$host"; done
for service in http disk load; do check_now Service "web1!$service"; done
wait_until "$patience" has_checked 5 || fail "Icinga doesn't check"
use_user nines

# Hard problems are incidents, soft ones are not, and what was not checked is not known.
expect incidents 'db1 is DOWN (S1 triggered), checkout on Web 1 is CRITICAL (S1 triggered)' \
	"$(incidents '[.incidents | sort_by(.native_id)[] | "\(.title) (S\(.severity) \(.status))"] | join(", ")')"
expect team shop "$(incidents '.incidents[] | select(.native_id == "web1!http").team')"
expect runbook https://wiki.example/checkout \
	"$(incidents '.incidents[] | select(.native_id == "web1!http").runbook')"
started=$(service last_hard_state_change)
expect "since when" "${started%.*}" \
	"$(incidents '.incidents[] | select(.native_id == "web1!http").created_at | sub("[.][0-9]+"; "") | fromdate')"
expect services 'checkout down, db1 down, disk unknown, idle unknown, load ok, web-1 ok' \
	"$(said status --json | jq -r '[.services | sort_by(.name)[] | "\(.name) \(.state)"] | join(", ")')"

# What the API user may not do is said by the name of the permission.
use_user hosts
grep -q 'services are not shown: the API user lacks objects/query/service' <<<"$(said status)" ||
	fail "no word of services that are not shown"
use_user blind
grep -q 'lacks objects/query/host; .*lacks objects/query/service' <<<"$(said status)" ||
	fail "no word of what the API user lacks"
expect "nothing is live" failed "$(said status --json | jq -r '.sources[0].state')"
use_user nines other
grep -q 'certificate of 127.0.0.1:[0-9]* not accepted' <<<"$(said status)" ||
	fail "no word of the certificate"
use_user reader
grep -q 'ack refused: .*the API user lacks actions/acknowledge-problem' \
	<<<"$(said ack 'ici:db1')" || fail "no word of the missing action"
use_user nines

# Acknowledged as Icinga sees it, and only that one.
expect "nines ack" 'ici:web1!http: ack confirmed' "$(said ack 'ici:web1!http' | state_said)"
expect acknowledged 1 "$(service acknowledgement)"
expect "no end" 0 "$(service acknowledgement_expiry)"
expect "status after nines ack" 'triggered acknowledged' \
	"$(incidents '[.incidents | sort_by(.native_id)[].status] | join(" ")')"
comment() {
	icinga objects/comments | jq -r '[.results[].attrs | "\(.author): \(.text)"] | join("; ")'
}
grep -Eqx 'ana: acknowledged with nines \[nines [0-9a-f-]{36}\]' <<<"$(comment)" ||
	fail "the comment is '$(comment)'"

# Taken back, then acknowledged with words and an end.
expect "nines unack" 'ici:web1!http: unack confirmed' "$(said unack 'ici:web1!http' | state_said)"
expect "taken back" 0 "$(service acknowledgement)"
expect "nines ack --for" 'ici:web1!http: ack confirmed' \
	"$(said ack --for 1h -m 'rolling back' 'ici:web1!http' | state_said)"
ends=$(service acknowledgement_expiry)
left=$((${ends%.*} - $(date +%s)))
[ "$left" -gt 3480 ] && [ "$left" -le 3600 ] || fail "it ends in $left s, wanted 1h"
grep -q '^ana: rolling back \[nines ' <<<"$(comment)" || fail "the comment is '$(comment)'"

# One downtime, seen in Icinga and as maintenance; taken back, it is gone.
downtimes() {
	icinga objects/downtimes | jq "[.results[] | select(.name | startswith(\"$1\"))] | length"
}
expect "nines downtime" 'ici:web1!http: downtime confirmed' \
	"$(said downtime --for 30m -m 'new disk' 'ici:web1!http' | state_said)"
expect "downtimes of the service" 1 "$(downtimes 'web1!http')"
expect "in downtime" 1 "$(service downtime_depth)"
expect suppressed true "$(incidents '.incidents[] | select(.native_id == "web1!http").suppressed')"
expect maintenance maintenance \
	"$(said status --json | jq -r '.services[] | select(.name == "checkout").state')"
# The adapter's own words, with the times that Icinga has.
ask() {
	"$abs_builddir/tests/stub/ask_source" "$XDG_CONFIG_HOME/nines/nines.ini" ici "$(date +%s)"
}
rfc() { # SECONDS
	date -u -d "@${1%.*}" +%Y-%m-%dT%H:%M:%S
}
times=$(icinga objects/downtimes | jq -r '.results[0].attrs | "\(.trigger_time) \(.end_time)"')
ask | grep -Eq "^maintenance service=\"checkout\" title=\"new disk .*from=$(rfc "${times% *}")[.0-9]*Z to=$(rfc "${times#* }")[.0-9]*Z" ||
	fail "no such maintenance ($times): $(ask | grep ^maintenance)"
use_user reader
ask | grep -q '^maintenance' && fail "maintenance that the API user may not see"
use_user nines
last() { # the write of this user that was made last
	"$NINES" outbox --json | jq -r '.writes | max_by(.created_at).uuid'
}
said outbox undo "$(last)" >>"$work/nines.log"
expect "downtimes after undo" 0 "$(downtimes 'web1!http')"
expect "out of downtime" 0 "$(service downtime_depth)"

# Of a host with its services.
expect "nines downtime of a host" 'ici:db1: downtime confirmed' \
	"$(said downtime --for 30m -m 'new disk' ici:db1 | state_said)"
expect "downtimes of the host" 1 "$(downtimes 'db1!')"

# Checked again, at once: the next check was an hour away.
before=$(service last_check)
expect "nines recheck" 'ici:web1!http: recheck confirmed' "$(said recheck 'ici:web1!http' | state_said)"
jq -en "$(service last_check) > $before" >/dev/null || fail "it was not checked again"

# What each API user may do is asked before anything is tried.
said check | grep -q '; API user nines; may read, ack, unack, downtime, recheck; writes as ana' ||
	fail "check of nines: $(said check)"
use_user reader
said check | grep -q '; API user reader; may read, nothing can be written' || fail "check of reader: $(said check)"
