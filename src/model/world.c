/* SPDX-License-Identifier: MIT
 * The spellings of states, windows and verbs. */
#include "config.h"

#include "nines/model/world.h"

#include <stddef.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"

const int64_t uptime_window_ms[UPTIME_WINDOW_COUNT] = {
	[UPTIME_1D] = (int64_t)DAY_MS,
	[UPTIME_7D] = 7 * (int64_t)DAY_MS,
	[UPTIME_30D] = 30 * (int64_t)DAY_MS,
	[UPTIME_90D] = 90 * (int64_t)DAY_MS,
};

const char *const uptime_window_name[UPTIME_WINDOW_COUNT] = {
	[UPTIME_1D] = "1d",
	[UPTIME_7D] = "7d",
	[UPTIME_30D] = "30d",
	[UPTIME_90D] = "90d",
};

const int64_t burn_window_ms[BURN_WINDOW_COUNT] = {
	[BURN_5M] = 5 * (int64_t)MINUTE_MS, [BURN_30M] = 30 * (int64_t)MINUTE_MS,
	[BURN_1H] = (int64_t)HOUR_MS,       [BURN_2H] = 2 * (int64_t)HOUR_MS,
	[BURN_6H] = 6 * (int64_t)HOUR_MS,   [BURN_1D] = (int64_t)DAY_MS,
	[BURN_3D] = 3 * (int64_t)DAY_MS,
};

const char *const burn_window_name[BURN_WINDOW_COUNT] = {
	[BURN_5M] = "5m", [BURN_30M] = "30m", [BURN_1H] = "1h", [BURN_2H] = "2h",
	[BURN_6H] = "6h", [BURN_1D] = "1d",   [BURN_3D] = "3d",
};

static const char *const incident_status_names[INCIDENT_STATUS_COUNT] = {
	[INCIDENT_UNKNOWN] = "unknown",
	[INCIDENT_TRIGGERED] = "triggered",
	[INCIDENT_ACKNOWLEDGED] = "acknowledged",
	[INCIDENT_RESOLVED] = "resolved",
};

static const char *const service_state_names[SERVICE_STATE_COUNT] = {
	[SERVICE_UNKNOWN] = N_("unknown"),
	[SERVICE_OK] = N_("ok"),
	[SERVICE_MAINTENANCE] = N_("maintenance"),
	[SERVICE_DEGRADED] = N_("degraded"),
	[SERVICE_DOWN] = N_("down"),
};

static const char *const source_state_names[SOURCE_STATE_COUNT] = {
	[SOURCE_CONNECTING] = N_("connecting"),
	[SOURCE_LIVE] = N_("live"),
	[SOURCE_STALE] = N_("stale"),
	[SOURCE_FAILED] = N_("failed"),
};

static const struct verb_info verbs[VERB_COUNT] = {
	[VERB_NONE] = {.name = "none", .phrase = ""},
#define VERB(id, text, words, must, can, undo, question)                                           \
	[VERB_##id] = {.name = (text),                                                             \
		       .phrase = (words),                                                          \
		       .needs = (must),                                                            \
		       .may = (can),                                                               \
		       .inverse = VERB_##undo,                                                     \
		       .asks = (question)},
#include "nines/model/verbs.def"
#undef VERB
};

/* The name at `index`, or "unknown" when there is no such row. */
static const char *name_at(const char *const *names, size_t count, size_t index)
{
	return index < count ? names[index] : "unknown";
}

bool severity_is_severe(int severity)
{
	return severity != SEVERITY_UNKNOWN && severity <= SEVERITY_SEVERE;
}

const char *incident_status_name(enum incident_status status)
{
	return name_at(incident_status_names, INCIDENT_STATUS_COUNT, (size_t)status);
}

const char *service_state_name(enum service_state state)
{
	return name_at(service_state_names, SERVICE_STATE_COUNT, (size_t)state);
}

const char *source_state_name(enum source_state state)
{
	return name_at(source_state_names, SOURCE_STATE_COUNT, (size_t)state);
}

const struct verb_info *verb_info(enum verb verb)
{
	return &verbs[(unsigned)verb < VERB_COUNT ? verb : VERB_NONE];
}

const char *verb_name(enum verb verb)
{
	return (unsigned)verb < VERB_COUNT ? verbs[verb].name : "unknown";
}

enum verb verb_find(const char *name)
{
	for (int verb = VERB_NONE + 1; name && verb < VERB_COUNT; verb++) {
		if (text_equal(verbs[verb].name, name))
			return (enum verb)verb;
	}
	return VERB_NONE;
}

bool verb_args_check(enum verb verb, const struct verb_args *args, const char **why)
{
	static const struct {
		unsigned arg;
		const char *missing, *idle;
	} words[] = {
		{VERB_FOR, N_("--for is missing: how long, such as 4h"),
		 N_("--for says nothing here")},
		{VERB_TEXT, N_("-m is missing: a few words"), N_("-m says nothing here")},
		{VERB_TO, N_("--to is missing"), N_("--to says nothing here")},
	};
	const struct verb_info *info = verb_info(verb);
	const unsigned told = (args->for_ms > 0 ? VERB_FOR : 0u) |
			      (args->text[0] ? VERB_TEXT : 0u) | (args->to[0] ? VERB_TO : 0u);

	*why = NULL;
	for (size_t i = 0; !*why && i < sizeof(words) / sizeof(words[0]); i++) {
		if (info->needs & ~told & words[i].arg)
			*why = _(words[i].missing);
		else if (told & ~(info->needs | info->may) & words[i].arg)
			*why = _(words[i].idle);
	}
	return *why == NULL;
}
