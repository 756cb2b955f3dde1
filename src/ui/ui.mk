# SPDX-License-Identifier: MIT
# Sources of src/ui, sorted, one per line.
ui_sources = \
	$(end)
