/* SPDX-License-Identifier: MIT
 * What rows of incidents and of services are grouped by, and what the heads say. */
#include "config.h"

#include "panes/row_groups.h"

#include <stdio.h>

#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/ui/label.h"

static const char *incident_team(const struct table_row *row)
{
	return ((const struct incident *)row->record)->team;
}

static const char *incident_service(const struct table_row *row)
{
	const struct incident *incident = row->record;

	return incident->service_title ? incident->service_title : incident->service;
}

static const char *incident_severity(const struct table_row *row)
{
	return label_severity(((const struct incident *)row->record)->severity);
}

const struct table_grouping incident_groupings[INCIDENT_GROUPINGS] = {
	{N_("team"), incident_team},
	{N_("service"), incident_service},
	{N_("severity"), incident_severity},
};

/* Appends ", 3 triggered"; nothing for none. */
static void add_count(struct str *out, size_t count, const char *word)
{
	if (count > 0)
		str_printf(out, "%s%zu %s", out->len > 0 ? ", " : "", count, _(word));
}

static void copy_out(struct str *text, char *out)
{
	snprintf(out, TABLE_BUFFER, "%s", text->text);
	str_release(text);
}

enum role incident_group_sum(const struct table_row *rows, size_t count, char *out)
{
	size_t triggered = 0, acknowledged = 0, silenced = 0;
	int worst = SEVERITY_UNKNOWN;
	struct str text;

	for (size_t i = 0; i < count; i++) {
		const struct incident *incident = rows[i].record;

		if (incident->is_suppressed) {
			silenced++;
			continue;
		}
		acknowledged += incident->status == INCIDENT_ACKNOWLEDGED;
		triggered += incident->status != INCIDENT_ACKNOWLEDGED;
		if (incident->severity != SEVERITY_UNKNOWN &&
		    (worst == SEVERITY_UNKNOWN || incident->severity < worst))
			worst = incident->severity;
	}
	str_init(&text, TABLE_BUFFER - 1);
	if (worst != SEVERITY_UNKNOWN)
		str_append(&text, label_severity(worst));
	add_count(&text, triggered, N_("triggered"));
	add_count(&text, acknowledged, N_("acked"));
	add_count(&text, silenced, N_("silenced"));
	copy_out(&text, out);
	return triggered > 0 ? ROLE_TRIGGERED : acknowledged > 0 ? ROLE_ACKNOWLEDGED : ROLE_DIM;
}

static const char *service_team(const struct table_row *row)
{
	return ((const struct service *)row->record)->team;
}

/* Of its worst open incident; NULL where none is open. */
static const char *service_severity(const struct table_row *row)
{
	const struct service *service = row->record;

	return service->worst_severity > 0 ? label_severity(service->worst_severity) : NULL;
}

const struct table_grouping service_groupings[SERVICE_GROUPINGS] = {
	{N_("team"), service_team},
	{N_("severity"), service_severity},
};

enum role service_group_sum(const struct table_row *rows, size_t count, char *out)
{
	static const enum service_state order[] = {SERVICE_DOWN, SERVICE_DEGRADED, SERVICE_UNKNOWN,
						   SERVICE_MAINTENANCE, SERVICE_OK};
	size_t by_state[SERVICE_STATE_COUNT] = {0};
	enum service_state worst = SERVICE_OK;
	bool has_spent = false;
	struct str text;

	for (size_t i = 0; i < count; i++) {
		const struct service *service = rows[i].record;

		by_state[service->state]++;
		has_spent = has_spent || service_is_spent(service);
	}
	str_init(&text, TABLE_BUFFER - 1);
	for (size_t i = sizeof(order) / sizeof(order[0]); i-- > 0;)
		if (by_state[order[i]] > 0)
			worst = order[i];
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		add_count(&text, by_state[order[i]], service_state_name(order[i]));
	copy_out(&text, out);
	return worst == SERVICE_OK && has_spent ? ROLE_WARNING : label_service_state(worst)->role;
}
