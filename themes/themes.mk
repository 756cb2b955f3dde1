# SPDX-License-Identifier: MIT
# The installed themes, sorted, one per line.
theme_files = \
	$(end)
