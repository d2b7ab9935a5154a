// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_home.h"

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/packing/packing_match.h"
#include "planner/packing/packing_slide.h"

void packing_home_improve(struct packing_table *table, struct packing_best *best)
{
    const struct packing_problem *problem = best->facts->problem;
    if (!problem->start || packing_best_is_at_floor(best))
        return;
    scope_free int32_t *bin = alloc_zeroed(problem->items + 1, sizeof(*bin));
    packing_match_home(best->facts, best->bin, bin);
    packing_best_offer(best, bin, best->by);
    packing_table_load(table, best->bin);
    packing_slide_home(table);
    packing_best_offer(best, table->bin, best->by);
}
