# SPDX-License-Identifier: MIT
# Sources of src/base, sorted, one per line.
base_sources = \
	$(end)
