# SPDX-License-Identifier: MIT
# Sources of src/cli that are not commands, sorted, one per line.
cli_sources = \
	$(end)
