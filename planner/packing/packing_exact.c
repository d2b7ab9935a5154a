// SPDX-License-Identifier: GPL-3.0-or-later
// Depth first. What is placed costs so much at least, and what is not yet placed needs so many bins
// more by the sums of its sizes; where that is no better than the best, the branch ends. Of all
// placements that are the same but for names the one whose bins, read item by item, are lowest is
// among those looked at: it opens bins of a class in their order and holds twins in theirs.
#include "planner/packing/packing_exact.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/packing/packing_order.h"

enum { NODES_BETWEEN_LOOKS = 1024 }; // at the clock

struct exact {
    struct packing_table *table;
    struct packing_best *best;
    uint32_t *order; // of the items to be placed
    size_t count;
    bool *is_twin;      // [depth] the item is as the one before it
    bool *is_plain;     // [bin] nothing tells it from others of its class while it is empty
    double *rest;       // [depth][dimension] sizes of the items from this depth on
    double *rest_cost;  // [depth] least costs of their units
    double *rest_moved; // [depth] of those that cannot stay
    int64_t *largest;   // [dimension] capacity of any open bin
    double least_cost;  // of any open bin
    uint64_t nodes, nodes_most;
    bool is_over;
    struct packing_score partial; // of what is placed
};

static bool must_move(const struct packing_facts *facts, uint32_t item)
{
    int32_t start = packing_start_of(facts, item);
    if (start < 0)
        return false;
    const int64_t *size = packing_size_of(facts, item);
    const int64_t *room = packing_capacity_of(facts, (size_t)start);
    bool fits = !packing_is_closed(facts, (size_t)start);
    for (size_t d = 0; d < facts->problem->dimensions; d++)
        fits = fits && size[d] <= room[d];
    return !fits;
}

static bool are_twins(const struct exact *exact, uint32_t a, uint32_t b)
{
    const struct packing_facts *facts = exact->table->facts;
    return !exact->table->judge && facts->kind[a] == facts->kind[b] &&
           packing_start_of(facts, a) == packing_start_of(facts, b) &&
           packing_move_cost(facts, a) == packing_move_cost(facts, b);
}

static bool has_unit_costs(const struct packing_facts *facts)
{
    return facts->problem->unit_costs && facts->options->aim == PACKING_CHEAPEST;
}

static void learn_bins(struct exact *exact)
{
    const struct packing_facts *facts = exact->table->facts;
    exact->least_cost = INFINITY;
    for (size_t b = 0; b < facts->problem->bins; b++) {
        exact->is_plain[b] = !exact->table->judge;
        if (packing_is_closed(facts, b))
            continue;
        exact->least_cost = fmin(exact->least_cost, facts->bin_cost[b]);
        for (size_t d = 0; d < facts->problem->dimensions; d++)
            if (packing_capacity_of(facts, b)[d] > exact->largest[d])
                exact->largest[d] = packing_capacity_of(facts, b)[d];
    }
    for (size_t i = 0; i < exact->count; i++)
        if (packing_start_of(facts, exact->order[i]) >= 0)
            exact->is_plain[packing_start_of(facts, exact->order[i])] = false;
}

static double least_unit_cost(const struct packing_facts *facts)
{
    double least = INFINITY;
    for (size_t b = 0; b < facts->problem->bins; b++)
        if (!packing_is_closed(facts, b))
            least = fmin(least, facts->problem->unit_costs[b]);
    return isfinite(least) ? least : 0;
}

static void learn_items(struct exact *exact)
{
    const struct packing_facts *facts = exact->table->facts;
    size_t width = facts->problem->dimensions;
    double unit = has_unit_costs(facts) ? least_unit_cost(facts) : 0;
    for (size_t i = exact->count; i-- > 0;) {
        uint32_t item = exact->order[i];
        const int64_t *size = packing_size_of(facts, item);
        for (size_t d = 0; d < width; d++)
            exact->rest[i * width + d] = exact->rest[(i + 1) * width + d] + (double)size[d];
        exact->rest_cost[i] = exact->rest_cost[i + 1] + unit * (double)size[0];
        exact->rest_moved[i] = exact->rest_moved[i + 1] +
                               (must_move(facts, item) ? packing_move_cost(facts, item) : 0);
        exact->is_twin[i] = i > 0 && are_twins(exact, exact->order[i - 1], item);
    }
}

// Bins that must be opened yet, by the dimension that needs most of them.
static double bins_to_come(const struct exact *exact, size_t depth)
{
    const struct packing_table *table = exact->table;
    size_t width = table->facts->problem->dimensions;
    double most = 0;
    for (size_t d = 0; d < width; d++) {
        double need = exact->rest[depth * width + d];
        if (exact->largest[d] == INT64_MAX)
            continue;
        for (size_t b = 0; b < table->facts->problem->bins && need > 0; b++)
            if (table->bins[b].count > 0 && !packing_is_closed(table->facts, b))
                need -= fmax((double)packing_table_left(table, b)[d], 0);
        if (need > 0 && exact->largest[d] > 0)
            most = fmax(most, ceil(need / (double)exact->largest[d] - 1e-9));
    }
    return most;
}

// No placement with what is placed now is better than this.
static struct packing_score best_to_come(const struct exact *exact, size_t depth)
{
    const struct packing_options *options = exact->table->facts->options;
    struct packing_score score = exact->partial;
    // What is misplaced already may have been what needs the bins.
    double more =
        exact->partial.misplaced || exact->best->score.misplaced ? 0 : bins_to_come(exact, depth);
    size_t used = exact->table->used + (size_t)more;
    score.moved += exact->rest_moved[depth];
    if (options->aim == PACKING_MOVES) {
        score.excess = used > options->bins_most ? used - options->bins_most : 0;
        score.cost = score.moved;
    } else if (more > 0) {
        score.cost += more * exact->least_cost;
    }
    if (exact->best->score.misplaced == 0)
        score.cost += exact->rest_cost[depth];
    return score;
}

static void search(struct exact *exact, size_t depth);

static void try_bin(struct exact *exact, size_t depth, size_t bin)
{
    const struct packing_facts *facts = exact->table->facts;
    uint32_t item = exact->order[depth];
    struct packing_score before = exact->partial;
    if (!packing_table_may(exact->table, item, bin))
        return;
    if (exact->table->bins[bin].count == 0)
        exact->partial.cost += facts->bin_cost[bin];
    if (has_unit_costs(facts))
        exact->partial.cost +=
            facts->problem->unit_costs[bin] * (double)packing_size_of(facts, item)[0];
    if (packing_start_of(facts, item) != (int32_t)bin && !must_move(facts, item))
        exact->partial.moved += packing_move_cost(facts, item);
    packing_table_put(exact->table, item, bin);
    search(exact, depth + 1);
    packing_table_take(exact->table, item);
    exact->partial = before;
}

static bool is_first_of_its_kind(const struct exact *exact, size_t bin)
{
    const struct packing_table *table = exact->table;
    if (table->bins[bin].count > 0 || !exact->is_plain[bin])
        return true;
    for (size_t b = 0; b < bin; b++)
        if (table->bins[b].count == 0 && exact->is_plain[b] &&
            table->facts->class[b] == table->facts->class[bin])
            return false;
    return true;
}

static void leave_out(struct exact *exact, size_t depth)
{
    struct packing_score before = exact->partial;
    uint32_t item = exact->order[depth];
    exact->partial.misplaced++;
    if (!must_move(exact->table->facts, item))
        exact->partial.moved += packing_move_cost(exact->table->facts, item);
    search(exact, depth + 1);
    exact->partial = before;
}

static void search(struct exact *exact, size_t depth)
{
    const struct packing_table *table = exact->table;
    size_t bins = table->facts->problem->bins, from = 0;
    struct packing_score score = best_to_come(exact, depth);
    exact->is_over =
        exact->is_over || ++exact->nodes > exact->nodes_most ||
        (exact->nodes % NODES_BETWEEN_LOOKS == 0 && packing_facts_is_late(table->facts));
    if (exact->is_over || !packing_score_is_better(&score, &exact->best->score))
        return;
    if (depth == exact->count) {
        packing_best_offer(exact->best, table->bin, "exhaustive search");
        return;
    }
    if (exact->is_twin[depth]) {
        int32_t bin = table->bin[exact->order[depth - 1]];
        from = bin < 0 ? bins : (size_t)bin;
    }
    for (size_t b = from; b < bins; b++)
        if (is_first_of_its_kind(exact, b))
            try_bin(exact, depth, b);
    leave_out(exact, depth);
}

static void begin(struct exact *exact)
{
    const struct packing_facts *facts = exact->table->facts;
    scope_free uint32_t *all = alloc_zeroed(facts->problem->items + 1, sizeof(*all));
    packing_order_items(facts, PACKING_BY_LARGEST, all);
    for (size_t i = 0; i < facts->problem->items; i++)
        if (exact->table->bin[all[i]] < 0)
            exact->order[exact->count++] = all[i];
    exact->partial = packing_score_of(facts, exact->table->bin);
    exact->partial.misplaced = 0; // what is to be placed is neither misplaced nor moved yet
    exact->partial.moved = 0;
    exact->partial.excess = 0;
    learn_bins(exact);
    learn_items(exact);
}

bool packing_exact_search(struct packing_table *table, uint64_t nodes_most,
                          struct packing_best *best)
{
    const struct packing_problem *problem = table->facts->problem;
    size_t width = problem->dimensions;
    scope_free uint32_t *order = alloc_zeroed(problem->items + 1, sizeof(*order));
    scope_free bool *is_twin = alloc_zeroed(problem->items + 1, sizeof(*is_twin));
    scope_free bool *is_plain = alloc_zeroed(problem->bins + 1, sizeof(*is_plain));
    scope_free double *rest = alloc_zeroed((problem->items + 1) * width, sizeof(*rest));
    scope_free double *rest_cost = alloc_zeroed(problem->items + 1, sizeof(*rest_cost));
    scope_free double *rest_moved = alloc_zeroed(problem->items + 1, sizeof(*rest_moved));
    scope_free int64_t *largest = alloc_zeroed(width, sizeof(*largest));
    struct exact exact = {.table = table,
                          .best = best,
                          .order = order,
                          .is_twin = is_twin,
                          .is_plain = is_plain,
                          .rest = rest,
                          .rest_cost = rest_cost,
                          .rest_moved = rest_moved,
                          .largest = largest,
                          .nodes_most = nodes_most};
    packing_table_clear(table);
    begin(&exact);
    search(&exact, 0);
    return !exact.is_over;
}
