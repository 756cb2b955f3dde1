# SPDX-License-Identifier: MIT
# Sources of src/demo, sorted, one per line.
demo_sources = \
	$(end)
