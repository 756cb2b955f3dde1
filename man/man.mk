# SPDX-License-Identifier: MIT
# The manual pages: man/PAGE is made from man/PAGE.in and the program's tables.
# To be listed when the commands are linked: man/nines.1 man/nines.conf.5
man_pages = \
	$(end)
