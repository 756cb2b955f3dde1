# SPDX-License-Identifier: MIT
# Sources of src/history, sorted, one per line.
history_sources = \
	$(end)
