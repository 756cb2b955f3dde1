# SPDX-License-Identifier: MIT
# The themes, sorted, one per line; they are installed and compiled in.
theme_files = \
	themes/colorblind.theme \
	themes/default.theme \
	themes/light.theme \
	themes/mono.theme \
	$(end)
