// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_best.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

void packing_best_init(struct packing_best *best, const struct packing_facts *facts)
{
    *best = (struct packing_best){
        .facts = facts,
        .bin = alloc_zeroed(facts->problem->items + 1, sizeof(*best->bin)),
    };
}

void packing_best_done(struct packing_best *best)
{
    free(best->bin);
    *best = (struct packing_best){0};
}

bool packing_best_offer(struct packing_best *best, const int32_t *bin, const char *by)
{
    struct packing_score score = packing_score_of(best->facts, bin);
    if (best->by && !packing_score_is_better(&score, &best->score))
        return false;
    if (!packing_score_is_allowed(best->facts, bin))
        return false;
    memcpy(best->bin, bin, best->facts->problem->items * sizeof(*bin));
    best->score = score;
    best->by = by;
    return true;
}

bool packing_best_take(struct packing_best *best, const struct packing_best *other)
{
    best->bound = other->bound;
    best->floor = other->floor;
    if (!other->by || (best->by && !packing_score_is_better(&other->score, &best->score)))
        return false;
    memcpy(best->bin, other->bin, best->facts->problem->items * sizeof(*best->bin));
    best->score = other->score;
    best->by = other->by;
    return true;
}

bool packing_best_is_at_bound(const struct packing_best *best)
{
    return best->by && best->score.misplaced == 0 && best->score.excess == 0 &&
           best->score.cost <= best->bound + 1e-9 * fabs(best->bound);
}

bool packing_best_is_at_floor(const struct packing_best *best)
{
    return best->score.moved <= best->floor + 1e-9 * fabs(best->floor);
}
