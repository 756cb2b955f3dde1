# SPDX-License-Identifier: MIT
# Sources of src/report, sorted, one per line.
report_sources = \
	src/report/build.c \
	src/report/data.c \
	src/report/doc.c \
	src/report/html.c \
	src/report/part_cost.c \
	src/report/part_handover.c \
	src/report/part_incidents.c \
	src/report/part_people.c \
	src/report/part_services.c \
	src/report/part_summary.c \
	src/report/part_work.c \
	src/report/svg.c \
	src/report/text.c \
	$(end)
