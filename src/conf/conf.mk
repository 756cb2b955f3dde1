# SPDX-License-Identifier: MIT
# Sources of src/conf, sorted, one per line.
conf_sources = \
	$(end)
