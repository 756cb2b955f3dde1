/* SPDX-License-Identifier: MIT
 * What is missing around a service: a team, somebody who is called first, a runbook. */
#include "config.h"

#include "builder.h"

/* Who is on call can be missing only where somebody could say who is. */
static bool knows_oncall(const struct builder *builder)
{
	for (size_t i = 0; i < builder->snapshot->source_count; i++) {
		const struct source_view *source = &builder->snapshot->sources[i];

		if ((source->gives & (1u << SUBJECT_ONCALL)) && source->state == SOURCE_LIVE)
			return true;
	}
	return false;
}

static bool has_first(const struct service *service)
{
	for (size_t i = 0; i < service->oncall_count; i++) {
		if (service->oncall[i]->level <= 1 && service->oncall[i]->user)
			return true;
	}
	return false;
}

void build_lacks(struct builder *builder)
{
	bool can_lack_oncall = knows_oncall(builder);

	for (size_t i = 0; i < builder->snapshot->service_count; i++) {
		struct service *service = &builder->services[i];

		service->lacks |= service->team ? 0 : LACK_TEAM;
		service->lacks |= service->runbook ? 0 : LACK_RUNBOOK;
		service->lacks |= can_lack_oncall && !has_first(service) ? LACK_ONCALL : 0;
	}
}
