// SPDX-License-Identifier: GPL-3.0-or-later
// A growing list of steps.
#include "planner/moves/moves_step.h"

#include <stdlib.h>

#include "common/base/alloc.h"

void moves_steps_add(struct moves_steps *steps, struct moves_step step)
{
    if (steps->count == steps->capacity) {
        steps->capacity = steps->capacity ? 2 * steps->capacity : 64;
        steps->list = alloc_resized(steps->list, steps->capacity, sizeof(*steps->list));
    }
    steps->list[steps->count++] = step;
}

void moves_steps_done(struct moves_steps *steps)
{
    free(steps->list);
    *steps = (struct moves_steps){0};
}
