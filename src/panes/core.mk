# SPDX-License-Identifier: MIT
# Sources of src/panes that are not panes, sorted, one per line.
panes_sources = \
	src/panes/detail.c \
	src/panes/figure_cells.c \
	src/panes/incident_past.c \
	src/panes/incident_rows.c \
	src/panes/indicator_cells.c \
	src/panes/list.c \
	src/panes/pane.c \
	src/panes/registry.c \
	src/panes/row_groups.c \
	src/panes/service_cells.c \
	src/panes/service_sums.c \
	src/panes/service_work.c \
	src/panes/stats_lines.c \
	src/panes/work_cells.c \
	$(end)
