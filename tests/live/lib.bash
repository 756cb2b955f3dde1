# SPDX-License-Identifier: MIT
# Real servers on loopback: Debian's prometheus and prometheus-alertmanager. Sourced, not run.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/../e2e/lib.bash"

PATH=$PATH:/usr/sbin:/sbin

# Alertmanager that notifies nobody; its port goes to $alertmanager_port.
start_alertmanager() {
	cat >"$work/alertmanager.yml" <<-YAML
		route: {receiver: nobody}
		receivers: [{name: nobody}]
	YAML
	start_server alertmanager prometheus-alertmanager \
		--config.file="$work/alertmanager.yml" --storage.path="$work/alertmanager" \
		--web.listen-address=127.0.0.1:0 --cluster.listen-address= \
		--data.retention=1h
	alertmanager_port=$port
}

# Prometheus over $work/data with the rules in $work/rules.yml; its port goes to
# $prometheus_port, its process to $prometheus.
start_prometheus() {
	cat >"$work/prometheus.yml" <<-YAML
		global: {evaluation_interval: 1s, scrape_interval: 1s, query_log_file: $work/query_log}
		rule_files: [$work/rules.yml]
		scrape_configs: ${scrape_configs:-[]}
		alerting:
		  alertmanagers:
		    - static_configs: [{targets: ["127.0.0.1:${alertmanager_port:-9}"]}]
	YAML
	start_server prometheus prometheus \
		--config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" \
		--storage.tsdb.retention.time=60d --web.listen-address=127.0.0.1:0 \
		--rules.alert.resend-delay=5s
	prometheus=$server
	prometheus_port=$port
	wait_until "$patience" curl -fsS -o /dev/null "http://127.0.0.1:$port/-/ready" ||
		fail "prometheus doesn't get ready"
}

# The values of a PromQL query as an object by service: {"checkout": 0.99, ...}
promql() { # QUERY TIME
	curl -fsS --data-urlencode "query=$1" --data-urlencode "time=$2" \
		"http://127.0.0.1:$prometheus_port/api/v1/query" |
		jq '.data.result | map({(.metric.service): (.value[1] | tonumber)}) | add // {}'
}

# Fills $work/data with the counters of counters.awk up to now (seconds); NAME=VALUE is for it.
load_counters() { # NOW NAME=VALUE...
	local each options=(-v now="$1" -v out="$work/counters")
	for each in "${@:2}"; do
		options+=(-v "$each")
	done
	awk "${options[@]}" -f "$abs_srcdir/tests/live/counters.awk"
	printf '%s\n' "$work"/counters.* | xargs -P 4 -I FILE \
		promtool tsdb create-blocks-from openmetrics -q FILE "$work/data" \
		>>"$work/promtool.log" 2>&1 || fail "promtool can't load the counters"
}

# The first line of a result, without what the server said of it: "ID: VERB STATE".
state_said() {
	sed -E 's/^([^ ]+: [a-z-]+ [a-z]+).*/\1/'
}
