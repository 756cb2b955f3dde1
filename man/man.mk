# SPDX-License-Identifier: MIT
# The manual pages, one per line.
man_pages = \
	$(end)
