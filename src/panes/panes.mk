# SPDX-License-Identifier: MIT
# The panes, sorted: src/panes/NAME.c registers PANE(NAME).
pane_list = \
	src/panes/acks.c \
	src/panes/help.c \
	src/panes/incident.c \
	src/panes/incidents.c \
	src/panes/kpi.c \
	src/panes/load.c \
	src/panes/noise.c \
	src/panes/oncall.c \
	src/panes/service.c \
	src/panes/services.c \
	src/panes/sources.c \
	src/panes/times.c \
	src/panes/writes.c \
	src/panes/year.c \
	$(end)
