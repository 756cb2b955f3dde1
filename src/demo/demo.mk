# SPDX-License-Identifier: MIT
# Sources of src/demo, sorted, one per line.
demo_sources = \
	src/demo/account.c \
	src/demo/account.h \
	src/demo/account_write.c \
	src/demo/alertmanager.c \
	src/demo/control.c \
	src/demo/demo_settings.c \
	src/demo/faults.c \
	src/demo/faults.h \
	src/demo/github.c \
	src/demo/github.h \
	src/demo/github_deploys.c \
	src/demo/github_issues.c \
	src/demo/incidentio.c \
	src/demo/incidentio.h \
	src/demo/incidentio_after.c \
	src/demo/incidentio_incidents.c \
	src/demo/pagerduty.c \
	src/demo/pagerduty.h \
	src/demo/pagerduty_history.c \
	src/demo/pagerduty_incidents.c \
	src/demo/pagerduty_maintenance.c \
	src/demo/pagerduty_notes.c \
	src/demo/pagerduty_people.c \
	src/demo/pagerduty_writes.c \
	src/demo/prometheus.c \
	src/demo/prometheus.h \
	src/demo/prometheus_rules.c \
	src/demo/promql.c \
	src/demo/promql.h \
	src/demo/promql_call.c \
	src/demo/promql_value.c \
	src/demo/promql_value.h \
	src/demo/server.c \
	src/demo/server.h \
	src/demo/silence_matcher.c \
	src/demo/silences.c \
	src/demo/silences.h \
	src/demo/state.h \
	src/demo/world.c \
	src/demo/world.h \
	src/demo/world_aftermath.c \
	src/demo/world_aftermath.h \
	src/demo/world_deploys.c \
	src/demo/world_indicators.c \
	src/demo/world_issues.c \
	src/demo/world_issues.h \
	src/demo/world_metrics.c \
	src/demo/world_metrics.h \
	src/demo/world_rota.c \
	src/demo/world_story.c \
	src/demo/world_story.h \
	$(end)

# Says that there is no demonstration when the others are left out.
demo_entry = \
	src/demo/demo.c \
	$(end)
