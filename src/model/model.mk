# SPDX-License-Identifier: MIT
# Sources of src/model, sorted, one per line.
model_sources = \
	src/model/build.c \
	src/model/build_command.c \
	src/model/build_correlate.c \
	src/model/build_deploys.c \
	src/model/build_figures.c \
	src/model/build_follow.c \
	src/model/build_incidents.c \
	src/model/build_kpi.c \
	src/model/build_lacks.c \
	src/model/build_leases.c \
	src/model/build_oncall.c \
	src/model/build_rota_people.c \
	src/model/build_rotas.c \
	src/model/build_services.c \
	src/model/build_sources.c \
	src/model/build_states.c \
	src/model/build_totals.c \
	src/model/catalog.c \
	src/model/dump.c \
	src/model/fact.c \
	src/model/fact_groups.c \
	src/model/facts_dump.c \
	src/model/facts_dump_work.c \
	src/model/figures.c \
	src/model/history_view.c \
	src/model/incident_stats.c \
	src/model/indicator.c \
	src/model/query.c \
	src/model/query_parse.c \
	src/model/scope.c \
	src/model/snapshot.c \
	src/model/snapshot_dump.c \
	src/model/snapshot_dump_work.c \
	src/model/stat.c \
	src/model/stat_duration.c \
	src/model/world.c \
	$(end)
