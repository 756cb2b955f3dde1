# SPDX-License-Identifier: MIT
# The panes, sorted: src/panes/NAME.c registers PANE(NAME).
pane_list = \
	$(end)
