# SPDX-License-Identifier: MIT
# Completions of shells: completions/FILE is made from completions/FILE.in and the tables.
bash_completions = completions/nines
zsh_completions = completions/_nines
fish_completions = completions/nines.fish
completion_files = $(bash_completions) $(zsh_completions) $(fish_completions)
completion_templates = \
	completions/_nines.in \
	completions/nines.fish.in \
	completions/nines.in \
	$(end)
