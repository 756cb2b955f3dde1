# SPDX-License-Identifier: MIT
# Scenes of the real program in a terminal: scripts, sorted.
e2e_tests = \
	tests/e2e/accept_kill.sh \
	tests/e2e/accept_pagerduty.sh \
	tests/e2e/accept_thousand.sh \
	tests/e2e/ack_incident.sh \
	tests/e2e/ack_marked.sh \
	tests/e2e/attention.sh \
	tests/e2e/bad_config.sh \
	tests/e2e/c_locale.sh \
	tests/e2e/cli_commands.sh \
	tests/e2e/cli_verbs.sh \
	tests/e2e/commands.sh \
	tests/e2e/dead_boards.sh \
	tests/e2e/dead_figures.sh \
	tests/e2e/dead_source.sh \
	tests/e2e/demo_story.sh \
	tests/e2e/detail_and_back.sh \
	tests/e2e/details.sh \
	tests/e2e/disk_full.sh \
	tests/e2e/dumb_terminal.sh \
	tests/e2e/figures_agree.sh \
	tests/e2e/filter.sh \
	tests/e2e/first_screen.sh \
	tests/e2e/help.sh \
	tests/e2e/hostile_text.sh \
	tests/e2e/idle_bytes.sh \
	tests/e2e/no_color.sh \
	tests/e2e/no_config.sh \
	tests/e2e/paste.sh \
	tests/e2e/pause_refresh.sh \
	tests/e2e/plain.sh \
	tests/e2e/quit_and_signals.sh \
	tests/e2e/report.sh \
	tests/e2e/resize.sh \
	tests/e2e/screen_terminal.sh \
	tests/e2e/slow_source.sh \
	tests/e2e/small_sizes.sh \
	tests/e2e/sort.sh \
	tests/e2e/theme_switch.sh \
	tests/e2e/time_travel.sh \
	tests/e2e/two_instances.sh \
	tests/e2e/undo.sh \
	tests/e2e/verbs_keys.sh \
	tests/e2e/writes_pane.sh \
	tests/e2e/zoom_and_panes.sh \
	$(end)
