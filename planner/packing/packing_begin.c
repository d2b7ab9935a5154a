// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_begin.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/packing/packing_drain.h"
#include "planner/packing/packing_fill.h"
#include "planner/packing/packing_fit.h"
#include "planner/packing/packing_order.h"

// Work, in comparisons of a row of sizes, that a first placement may cost: about a second.
static const double work_most = 1e8;

void packing_begin_from_start(struct packing_table *table, struct packing_best *best)
{
    const struct packing_facts *facts = table->facts;
    bool is_limited = facts->options->aim == PACKING_MOVES;
    size_t most = is_limited ? facts->options->bins_most : 0;
    if (!facts->problem->start)
        return;
    for (int order = 0; order < PACKING_DRAIN_ORDERS; order++) {
        if (order > 0 && (packing_facts_is_late(facts) || packing_best_is_at_bound(best)))
            break;
        packing_table_clear(table);
        packing_drain_settle(table);
        packing_drain_place(table);
        packing_best_offer(best, table->bin, "the start, mended where it must be");
        table->may_stop = best->score.misplaced == 0;
        packing_drain_bins(table, order, most);
        packing_best_offer(best, table->bin, "draining from the start");
    }
    packing_table_clear(table);
}

struct attempt {
    struct packing_table *table;
    struct packing_best *best;
    uint32_t *items, *bins;
    double work; // of one best fit or filling
};

static bool is_over(const struct attempt *attempt)
{
    return packing_best_is_at_bound(attempt->best) || packing_facts_is_late(attempt->best->facts);
}

static void offer(struct attempt *attempt, const char *by)
{
    packing_best_offer(attempt->best, attempt->table->bin, by);
    packing_table_clear(attempt->table);
}

static void by_measure(struct attempt *attempt, enum packing_measure measure)
{
    const struct packing_problem *problem = attempt->table->facts->problem;
    attempt->table->may_stop = attempt->best->score.misplaced == 0;
    packing_order_items(attempt->table->facts, measure, attempt->items);
    packing_fit_first(attempt->table, attempt->items, problem->items, attempt->bins, problem->bins);
    offer(attempt, "first fit decreasing");
    if (attempt->work > work_most || is_over(attempt))
        return;
    packing_fit_best(attempt->table, attempt->items, problem->items, attempt->bins, problem->bins);
    offer(attempt, "best fit by scalar product");
}

void packing_begin_from_nothing(struct packing_table *table, struct packing_best *best)
{
    const struct packing_problem *problem = table->facts->problem;
    scope_free uint32_t *items = alloc_zeroed(problem->items + 1, sizeof(*items));
    scope_free uint32_t *bins = alloc_zeroed(problem->bins + 1, sizeof(*bins));
    struct attempt attempt = {table, best, items, bins, 0};
    attempt.work = (double)problem->items * (double)(best->bound > 1 ? best->bound : 1);
    packing_table_clear(table);
    packing_order_bins(table->facts, bins);
    for (int measure = 0; measure < PACKING_MEASURES; measure++)
        if (measure == 0 || !is_over(&attempt))
            by_measure(&attempt, measure);
    for (int way = 0; way < PACKING_FILL_WAYS && !is_over(&attempt); way++) {
        if (!packing_fill_bins(table, way, bins, problem->bins, work_most))
            break;
        offer(&attempt, "filling bin by bin");
    }
}
