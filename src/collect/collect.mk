# SPDX-License-Identifier: MIT
# Sources of src/collect, sorted, one per line.
collect_sources = \
	$(end)
