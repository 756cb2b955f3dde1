# SPDX-License-Identifier: MIT
# Sources of src/net, sorted, one per line.
net_sources = \
	$(end)
