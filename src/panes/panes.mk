# SPDX-License-Identifier: MIT
# The panes, sorted: src/panes/NAME.c registers PANE(NAME).
pane_list = \
	src/panes/acks.c \
	src/panes/actions.c \
	src/panes/command.c \
	src/panes/cost.c \
	src/panes/deploys.c \
	src/panes/help.c \
	src/panes/incident.c \
	src/panes/incidents.c \
	src/panes/indicator.c \
	src/panes/indicators.c \
	src/panes/kpi.c \
	src/panes/load.c \
	src/panes/noise.c \
	src/panes/oncall.c \
	src/panes/ownership.c \
	src/panes/reviews.c \
	src/panes/rotas.c \
	src/panes/service.c \
	src/panes/services.c \
	src/panes/slo.c \
	src/panes/source.c \
	src/panes/sources.c \
	src/panes/times.c \
	src/panes/uptime.c \
	src/panes/writes.c \
	src/panes/year.c \
	$(end)
