# SPDX-License-Identifier: MIT
# Sources of src/ui, sorted, one per line.
ui_sources = \
	$(end)

# Headers made from files: src/ui/default_theme.h holds themes/default.theme as the string
# default_theme; list it here once the theme is there (include "ui/default_theme.h").
ui_embedded = \
	$(end)
