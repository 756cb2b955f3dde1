/* SPDX-License-Identifier: MIT
 * A service's figures as text, with the role that says how good they are. */
#include "config.h"

#include "panes/service_cells.h"

#include <math.h>
#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "panes/figure_cells.h"

void service_cell_sign(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell)
{
	const struct service *service = row->record;
	const struct label_word *word = label_service(service);

	cell->text = label_sign(word, scene->is_ascii);
	cell->role = word->role;
}

void service_cell_state(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	const struct service *service = row->record;

	cell->text = _(label_service(service)->word);
	cell->role = label_service(service)->role;
}

void service_cell_title(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	cell->text = ((const struct service *)row->record)->title;
}

void service_cell_team(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	cell->text = ((const struct service *)row->record)->team;
}

void service_cell_tier(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	const struct service *service = row->record;

	snprintf(cell->buffer, sizeof(cell->buffer), "T%d", service->tier);
	cell->text = service->tier > 0 ? cell->buffer : NULL;
}

/* The window stands with the figure: services may differ in it. */
void service_cell_uptime(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			 struct table_cell *cell)
{
	const struct service *service = row->record;
	char window[TIME_TEXT_MAX], percent[16];
	double ratio = service->window_uptime.ratio;

	figure_percent_cell(ratio, service->objective, cell);
	percent_format(ratio, percent_decimals(service->objective), percent);
	duration_format_exact(service->window_ms, window);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s %s%s", window, percent,
		 isnan(ratio) ? "" : " %");
}

void service_cell_seen(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	const struct service *service = row->record;
	double coverage = service->window_uptime.coverage;
	char percent[16];

	if (isnan(coverage) || coverage >= 0.995)
		return;
	percent_format(coverage, 0, percent);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s %%", percent);
	cell->text = cell->buffer;
	cell->role = coverage < 0.9 ? ROLE_WARNING : ROLE_DIM;
}

void service_cell_budget(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			 struct table_cell *cell)
{
	const struct service *service = row->record;
	double left = service->budget_remaining;
	char percent[16];

	cell->text = cell->buffer;
	if (isnan(service->objective)) {
		snprintf(cell->buffer, sizeof(cell->buffer), "-");
		cell->role = ROLE_DIM;
		return;
	}
	if (isnan(left)) {
		snprintf(cell->buffer, sizeof(cell->buffer), "?");
		cell->role = ROLE_UNKNOWN;
		return;
	}
	cell->is_gauge = true;
	cell->ratio = left;
	percent_budget(left, 0, percent);
	snprintf(cell->buffer, sizeof(cell->buffer), "%s %%", percent);
	cell->role = left <= 0 ? ROLE_CRITICAL : left < 0.25 ? ROLE_WARNING : ROLE_GRAPH;
}

void service_cell_burn(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		       struct table_cell *cell)
{
	const struct service *service = row->record;
	static const char *const signs[] = {
		[BURN_ALARM_NONE] = "", [BURN_ALARM_TICKET] = "!", [BURN_ALARM_PAGE] = "!!"};
	static const enum role roles[] = {[BURN_ALARM_NONE] = ROLE_TEXT,
					  [BURN_ALARM_TICKET] = ROLE_WARNING,
					  [BURN_ALARM_PAGE] = ROLE_CRITICAL};
	double burn = service->burn[BURN_1H];

	cell->text = cell->buffer;
	cell->role = isnan(burn) ? ROLE_UNKNOWN : roles[service->burn_alarm];
	if (isnan(burn))
		snprintf(cell->buffer, sizeof(cell->buffer), "%s",
			 isnan(service->objective) ? "-" : "?");
	else
		snprintf(cell->buffer, sizeof(cell->buffer), "%.1fx%s", burn,
			 signs[service->burn_alarm]);
}

void service_cell_latency(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			  struct table_cell *cell)
{
	const struct service *service = row->record;

	figure_latency(service->latency_p95_s, cell->buffer);
	cell->text = cell->buffer;
	if (isnan(service->latency_p95_s))
		cell->role = ROLE_UNKNOWN;
}

/* "3!2": three open, two of them without an acknowledgement. */
void service_cell_open(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell)
{
	const struct service *service = row->record;
	if (service->open_incidents == 0) {
		cell->role = ROLE_UNKNOWN;
		cell->text = snapshot_knows(scene->snapshot, SUBJECT_INCIDENTS) < KNOWN_PART ? "?"
											     : NULL;
		return;
	}
	cell->text = cell->buffer;
	cell->role = service->unacknowledged > 0 ? ROLE_TRIGGERED : ROLE_ACKNOWLEDGED;
	if (service->unacknowledged > 0)
		snprintf(cell->buffer, sizeof(cell->buffer), "%zu!%zu", service->open_incidents,
			 service->unacknowledged);
	else
		snprintf(cell->buffer, sizeof(cell->buffer), "%zu", service->open_incidents);
}

void service_cell_oncall(const struct table_row *row, const struct table_scene *scene,
			 struct table_cell *cell)
{
	const struct service *service = row->record;
	bool is_known = snapshot_knows(scene->snapshot, SUBJECT_ONCALL) >= KNOWN_PART;

	cell->text = service->oncall_count > 0 ? service->oncall[0]->user
		     : is_known                ? _("nobody known")
					       : "?";
	cell->role = service->oncall_count == 0     ? ROLE_UNKNOWN
		     : service->oncall[0]->is_stale ? ROLE_STALE
						    : ROLE_TEXT;
}

void service_cell_objective(const struct table_row *row,
			    const struct table_scene *scene NINES_UNUSED, struct table_cell *cell)
{
	const struct service *service = row->record;

	figure_percent_cell(service->objective, service->objective, cell);
	if (isnan(service->objective))
		cell->text = "-";
	cell->role = ROLE_TARGET;
}

static void cell_window(const struct service *service, enum uptime_window window,
			struct table_cell *cell)
{
	figure_percent_cell(service->uptime[window].ratio, service->objective, cell);
}

void service_cell_1d(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		     struct table_cell *cell)
{
	cell_window(row->record, UPTIME_1D, cell);
}

void service_cell_7d(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		     struct table_cell *cell)
{
	cell_window(row->record, UPTIME_7D, cell);
}

void service_cell_90d(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell)
{
	cell_window(row->record, UPTIME_90D, cell);
}

bool service_spark(const struct service *service, struct spark *spark)
{
	double objective = isnan(service->objective) ? 0.99 : service->objective;

	if (!service->series)
		return false;
	*spark = (struct spark){
		.values = service->series->values,
		.count = service->series->count,
		.low = 1 - 4 * (1 - objective),
		.high = 1,
		.target = service->objective,
		.is_low_bad = true,
	};
	return true;
}

void service_cell_trend(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	cell->is_spark = service_spark(row->record, &cell->spark);
}

bool service_row_is_stale(const struct table_row *row)
{
	const struct service *service = row->record;

	return service->is_stale;
}

void service_rows(struct pane *pane, const struct table_ops *ops, const struct list_words *words)
{
	const struct snapshot *snapshot = pane->snapshot;
	struct table *table = list_begin(pane, ops);

	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct service *service = &snapshot->services[i];

		table_offer(table, service->key, service,
			    query_match_service(pane->query, service, snapshot));
	}
	list_end(pane, words);
}
