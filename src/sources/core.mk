# SPDX-License-Identifier: MIT
# Sources of src/sources that are not adapters, sorted, one per line.
sources_sources = \
	$(end)
