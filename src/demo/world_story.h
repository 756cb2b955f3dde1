/* SPDX-License-Identifier: MIT
 * What happened and will happen in the world: outages and deploys made from the seed. */
#ifndef NINES_DEMO_WORLD_STORY_H
#define NINES_DEMO_WORLD_STORY_H

#include "world.h"

/* Fills the outages and deploys of a world whose start is set. */
void world_tell(struct world *world);

#endif
