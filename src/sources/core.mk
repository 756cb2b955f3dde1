# SPDX-License-Identifier: MIT
# Sources of src/sources that are not adapters, sorted, one per line.
sources_sources = \
	src/sources/adapter.c \
	src/sources/alertmanager_act.c \
	src/sources/alertmanager_result.c \
	src/sources/alertmanager_scope.c \
	src/sources/github_body.c \
	src/sources/github_bugs.c \
	src/sources/github_deploys.c \
	src/sources/github_tasks.c \
	src/sources/icinga2_act.c \
	src/sources/icinga2_downtime.c \
	src/sources/icinga2_object.c \
	src/sources/incidentio_incident.c \
	src/sources/incidentio_list.c \
	src/sources/incidentio_oncall.c \
	src/sources/incidentio_page.c \
	src/sources/incidentio_severe.c \
	src/sources/incidentio_tasks.c \
	src/sources/pagerduty_act.c \
	src/sources/pagerduty_choice.c \
	src/sources/pagerduty_history.c \
	src/sources/pagerduty_hold.c \
	src/sources/pagerduty_incident.c \
	src/sources/pagerduty_judge.c \
	src/sources/pagerduty_log.c \
	src/sources/pagerduty_maintenance.c \
	src/sources/pagerduty_members.c \
	src/sources/pagerduty_oncall.c \
	src/sources/pagerduty_page.c \
	src/sources/pagerduty_people.c \
	src/sources/plan.c \
	src/sources/probe_judge.c \
	src/sources/probe_targets.c \
	src/sources/prometheus_days.c \
	src/sources/prometheus_deploys.c \
	src/sources/prometheus_indicators.c \
	src/sources/prometheus_plan.c \
	src/sources/prometheus_query.c \
	src/sources/prometheus_range.c \
	src/sources/prometheus_reply.c \
	src/sources/prometheus_rules.c \
	src/sources/registry.c \
	src/sources/source.c \
	src/sources/status.c \
	$(end)
