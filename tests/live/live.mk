# SPDX-License-Identifier: MIT
# Tests against real servers (exit 77: not installed): scripts, sorted.
live_tests = \
	tests/live/first_minute.sh \
	tests/live/live_alertmanager.sh \
	tests/live/live_browser.sh \
	tests/live/live_coverage.sh \
	tests/live/live_figures.sh \
	tests/live/live_icinga2.sh \
	tests/live/live_prometheus.sh \
	tests/live/schema_requests.sh \
	$(end)
