# SPDX-License-Identifier: MIT
# The adapters, sorted: src/sources/NAME.c registers SOURCE(NAME).
source_adapters = \
	src/sources/alertmanager.c \
	src/sources/github.c \
	src/sources/icinga2.c \
	src/sources/incidentio.c \
	src/sources/pagerduty.c \
	src/sources/probe.c \
	src/sources/prometheus.c \
	$(end)
