# SPDX-License-Identifier: MIT
# The themes, sorted, one per line; they are installed and compiled in.
theme_files = \
	themes/amber.theme \
	themes/colorblind-light.theme \
	themes/colorblind.theme \
	themes/contrast-dark.theme \
	themes/contrast-light.theme \
	themes/default.theme \
	themes/dusk.theme \
	themes/earth.theme \
	themes/frost.theme \
	themes/lagoon.theme \
	themes/light.theme \
	themes/midnight.theme \
	themes/mono.theme \
	themes/paper.theme \
	themes/phosphor.theme \
	themes/shore.theme \
	$(end)
