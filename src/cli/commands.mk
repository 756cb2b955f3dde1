# SPDX-License-Identifier: MIT
# The commands, sorted: src/cli/NAME.c registers COMMAND(NAME).
command_list = \
	$(end)
