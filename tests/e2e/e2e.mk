# SPDX-License-Identifier: MIT
# Scenes of the real program in a terminal: scripts, sorted.
e2e_tests = \
	tests/e2e/commands.sh \
	tests/e2e/screen_terminal.sh \
	$(end)
