// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked for, whether it makes sense, and what is told of the answer.
#include "planner/packing/packing.h"

#include <errno.h>
#include <stdlib.h>

#include "common/base/scope.h"
#include "planner/packing/packing_best.h"
#include "planner/packing/packing_bound.h"
#include "planner/packing/packing_course.h"
#include "planner/packing/packing_table.h"

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

static int solve(const struct packing_facts *facts, struct packing *ret_packing)
{
    __attribute__((cleanup(best_done_))) struct packing_best best = {0};
    __attribute__((cleanup(table_done_))) struct packing_table table = {0};
    struct packing_bound bound;
    if (!packing_table_init(&table, facts))
        return -ENOMEM;
    packing_best_init(&best, facts);
    bool was_cut_short = packing_course_run(&table, &best, &bound);
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
