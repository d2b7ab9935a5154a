// SPDX-License-Identifier: GPL-3.0-or-later
// The order of things: from the start, from nothing, the bound, then search until the bound is met
// or the time is over.
#include "planner/packing/packing.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/packing/packing_best.h"
#include "planner/packing/packing_bound.h"
#include "planner/packing/packing_begin.h"
#include "planner/packing/packing_exact.h"
#include "planner/packing/packing_match.h"
#include "planner/packing/packing_patterns.h"
#include "planner/packing/packing_search.h"
#include "planner/packing/packing_table.h"

enum { EXACT_ITEMS_MOST = 60 };

static const double share_of_patterns = 0.5; // of the seconds that are left
static const double exact_work = 2e6;        // rows of sizes looked at: some milliseconds

// Sums of sizes are held in 64 bits, and differences of them must be, too.
static bool are_sizes_sound(const struct packing_problem *problem)
{
    for (size_t d = 0; d < problem->dimensions; d++) {
        int64_t sum = 0;
        for (size_t i = 0; i < problem->items; i++) {
            int64_t size = problem->sizes[i * problem->dimensions + d];
            if (size < 0 || size > INT64_MAX / 4 - sum)
                return false;
            sum += size;
        }
    }
    return true;
}

static bool is_sound(const struct packing_problem *problem)
{
    if (problem->dimensions == 0 || problem->bins > INT32_MAX || problem->items > INT32_MAX)
        return false;
    for (size_t i = 0; i < problem->bins * problem->dimensions; i++)
        if (problem->capacities[i] < 0)
            return false;
    for (size_t i = 0; i < problem->items && problem->start; i++)
        if (problem->start[i] < PACKING_NOWHERE || problem->start[i] >= (int64_t)problem->bins)
            return false;
    if (problem->is_fixed && !problem->start)
        return false;
    return are_sizes_sound(problem);
}

static void report(struct packing_best *best, const struct packing_bound *bound, bool was_cut_short,
                   struct packing *ret_packing)
{
    const struct packing_score *score = &best->score;
    *ret_packing = (struct packing){
        .bin = scope_take(best->bin),
        .bins_used = score->used,
        .misplaced = score->misplaced,
        .moves = score->moves,
        .cost = score->cost,
        .bound = bound->value,
        .is_optimal = packing_best_is_at_bound(best),
        .was_cut_short = was_cut_short,
        .by = best->by,
        .bound_by = bound->by,
    };
}

static void best_done_(struct packing_best *best)
{
    packing_best_done(best);
}

static void table_done_(struct packing_table *table)
{
    packing_table_done(table);
}

static void raise(struct packing_best *best, struct packing_bound *bound, double value,
                  const char *by)
{
    if (value > bound->value)
        *bound = (struct packing_bound){.value = value, .by = by};
    best->bound = bound->value;
}

// Patterns of kinds come nearer than items one by one, and prove it, where kinds are some hundreds.
static void try_patterns(struct packing_best *best, struct packing_bound *bound)
{
    const struct packing_facts *facts = best->facts;
    struct packing_options options = *facts->options;
    struct packing packing;
    double value;
    bool is_moves = options.aim == PACKING_MOVES;
    if (packing_best_is_at_bound(best) ||
        (is_moves && best->score.excess == 0 && best->score.misplaced == 0))
        return;
    options.seconds = share_of_patterns * packing_facts_seconds_left(facts);
    if (options.seconds <= 0 || !packing_patterns_solve(facts->problem, &options, &packing, &value))
        return;
    if (!is_moves)
        raise(best, bound, value, "column generation");
    packing_best_offer(best, packing.bin, "column generation");
    packing_done(&packing);
}

// Every state of a fleet this small is looked at; of others as many as take a moment.
static uint64_t nodes_for(const struct packing_problem *problem)
{
    double states = (double)problem->items * log((double)problem->bins + 1);
    double row = (double)problem->bins * (double)problem->dimensions;
    return states <= log(2e6) ? UINT64_MAX : (uint64_t)(exact_work / (row + 1));
}

// True when nothing is left to be found, moves included.
static bool try_exact(struct packing_table *table, struct packing_best *best,
                      struct packing_bound *bound)
{
    const struct packing_problem *problem = table->facts->problem;
    bool has_moves = problem->start && best->score.moved > 0;
    if (problem->items > EXACT_ITEMS_MOST || problem->bins > EXACT_ITEMS_MOST ||
        (packing_best_is_at_bound(best) && !has_moves))
        return false;
    if (!packing_exact_search(table, nodes_for(problem), best))
        return false;
    if (best->score.misplaced == 0 && best->score.excess == 0)
        raise(best, bound, best->score.cost, "exhaustive search");
    return true;
}

static void match_home(struct packing_best *best)
{
    const struct packing_problem *problem = best->facts->problem;
    if (!problem->start || best->score.moved <= 0)
        return;
    scope_free int32_t *bin = alloc_zeroed(problem->items + 1, sizeof(*bin));
    packing_match_home(best->facts, best->bin, bin);
    packing_best_offer(best, bin, best->by);
}

// True when nothing is left to be found.
static bool begin(struct packing_table *table, struct packing_best *best,
                  struct packing_bound *bound)
{
    packing_best_offer(best, table->bin, "what is fixed");
    packing_begin_from_start(table, best);
    *bound = packing_bound_quick(table->facts->problem, table->facts->options);
    best->bound = bound->value;
    if (!packing_best_is_at_bound(best))
        packing_begin_from_nothing(table, best);
    try_patterns(best, bound);
    match_home(best);
    return try_exact(table, best, bound);
}

static int solve(const struct packing_facts *facts, struct packing *ret_packing)
{
    __attribute__((cleanup(best_done_))) struct packing_best best = {0};
    __attribute__((cleanup(table_done_))) struct packing_table table = {0};
    struct packing_bound bound;
    if (!packing_table_init(&table, facts))
        return -ENOMEM;
    packing_best_init(&best, facts);
    bool is_done = begin(&table, &best, &bound);
    bool was_cut_short = !is_done && packing_search_run(facts, &best);
    match_home(&best);
    report(&best, &bound, was_cut_short, ret_packing);
    return 0;
}

int packing_solve(const struct packing_problem *problem, const struct packing_options *options,
                  struct packing *ret_packing)
{
    struct packing_facts facts;
    if (!is_sound(problem))
        return -EINVAL;
    packing_facts_init(&facts, problem, options);
    int rc = solve(&facts, ret_packing);
    packing_facts_done(&facts);
    return rc;
}

void packing_done(struct packing *packing)
{
    free(packing->bin);
    *packing = (struct packing){0};
}
