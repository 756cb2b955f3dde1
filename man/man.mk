# SPDX-License-Identifier: MIT
# The manual pages: man/PAGE is made from man/PAGE.in and the program's tables.
man_pages = \
	man/nines-figures.7 \
	man/nines.1 \
	man/nines.conf.5 \
	$(end)
