/* SPDX-License-Identifier: MIT
 * The parts of the Prometheus dialect that have files of their own. */
#ifndef NINES_DEMO_PROMETHEUS_H
#define NINES_DEMO_PROMETHEUS_H

#include "state.h"

/* Answers with the alert rules, all of them or, with another type than alert, none. */
server_handler prometheus_rules;

#endif
