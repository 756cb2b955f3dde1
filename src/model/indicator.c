/* SPDX-License-Identifier: MIT
 * The machine of an indicator. */
#include "config.h"

#include "nines/model/indicator.h"

const char *indicator_category_name(enum indicator_category category)
{
	static const char *const names[INDICATOR_CATEGORY_COUNT] = {"resource", "performance",
								    "business", "operational"};

	return names[category];
}

const char *indicator_level_name(enum indicator_level level)
{
	static const char *const names[INDICATOR_LEVEL_COUNT] = {"unknown", "ok", "warn", "crit"};

	return names[level];
}
