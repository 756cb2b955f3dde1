/* SPDX-License-Identifier: MIT
 * What happened and will happen in the world: outages, deploys and planned work, made from
 * the seed. */
#ifndef NINES_DEMO_WORLD_STORY_H
#define NINES_DEMO_WORLD_STORY_H

#include "world.h"

/* Fills the outages, deploys and planned work of a world whose start is set. */
void world_tell(struct world *world);
/* Its part: the deploys, by time. */
void world_tell_deploys(struct world *world);
/* When the deploy came that lost submissions. */
int64_t world_bad_deploy_ms(const struct world *world);

/* The next random number of a stream, its state kept by the caller: in [0, 1); log-normal. */
double story_uniform(uint64_t *state);
double story_log_normal(uint64_t *state, double median, double spread);

#endif
