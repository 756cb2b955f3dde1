# SPDX-License-Identifier: MIT
# Sources of src/panes that are not panes, sorted, one per line.
panes_sources = \
	$(end)
