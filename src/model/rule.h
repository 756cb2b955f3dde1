/* SPDX-License-Identifier: MIT
 * The rule that raised an incident: its label "alertname", else its title; numbers are no part
 * of it. */
#ifndef NINES_MODEL_RULE_H
#define NINES_MODEL_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/model/fact.h"

enum { RULE_BYTES = 256 };

/* What names the rule, numbers and all; never NULL. */
const char *rule_raw(const char *title, const struct label *labels, size_t label_count);
/* The name with its numbers replaced by "#", so that one rule is one name. */
void rule_name(const char *raw, char out[RULE_BYTES]);
/* True when both are the same rule. */
bool rule_is_same(const char *raw, const char *other);

#endif
