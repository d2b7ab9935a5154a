// SPDX-License-Identifier: GPL-3.0-or-later
// Scarcity weighs a dimension by how much of it all items take of all bins (Panigrahy et al. 2011,
// "Heuristics for Vector Bin Packing", section 3), so that what is plentiful decides nothing.
#include "planner/packing/packing_facts.h"
#include "planner/packing/packing_clock.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"

struct rows { // what sort and comparison of rows need; qsort_r's context
    const struct packing_problem *problem;
    const int64_t *values;
};

static int by_values(const int64_t *a, const int64_t *b, size_t count)
{
    for (size_t d = 0; d < count; d++)
        if (a[d] != b[d])
            return a[d] > b[d] ? -1 : 1;
    return 0;
}

static int by_row(const void *a, const void *b, void *context)
{
    const struct rows *rows = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    size_t width = rows->problem->dimensions;
    return by_values(rows->values + x * width, rows->values + y * width, width);
}

static int by_number(double a, double b)
{
    return (a > b) - (a < b);
}

static int by_bin(const void *a, const void *b, void *context)
{
    const struct packing_problem *problem = ((const struct rows *)context)->problem;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order = by_row(a, b, context);
    if (!order && problem->costs)
        order = by_number(problem->costs[x], problem->costs[y]);
    if (!order && problem->unit_costs)
        order = by_number(problem->unit_costs[x], problem->unit_costs[y]);
    if (!order && problem->is_closed)
        order = problem->is_closed[x] - problem->is_closed[y];
    return order;
}

// Numbers the rows so that equal ones have equal numbers; returns how many numbers there are.
static size_t group(size_t count, int (*compare)(const void *, const void *, void *),
                    struct rows *rows, uint32_t *ret_numbers)
{
    scope_free uint32_t *order = alloc_zeroed(count + 1, sizeof(*order));
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, count, sizeof(*order), compare, rows);
    size_t number = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && compare(&order[i - 1], &order[i], rows))
            number++;
        ret_numbers[order[i]] = (uint32_t)number;
    }
    return count > 0 ? number + 1 : 0;
}

static double total_of_sizes(const struct packing_problem *problem, size_t dimension)
{
    double sum = 0;
    for (size_t i = 0; i < problem->items; i++)
        sum += (double)problem->sizes[i * problem->dimensions + dimension];
    return sum;
}

static void weigh_dimension(struct packing_facts *facts, size_t dimension)
{
    const struct packing_problem *problem = facts->problem;
    double capacity = 0, bins = 0;
    facts->total[dimension] = total_of_sizes(problem, dimension);
    for (size_t b = 0; b < problem->bins; b++) {
        int64_t room = problem->capacities[b * problem->dimensions + dimension];
        if (room == INT64_MAX || packing_is_closed(facts, b))
            continue;
        capacity += (double)room;
        bins++;
    }
    if (capacity > 0) {
        facts->scale[dimension] = bins / capacity;
        facts->scarcity[dimension] = facts->total[dimension] / capacity;
    }
}

static double weight_of(const struct packing_facts *facts, const int64_t *values)
{
    double sum = 0;
    for (size_t d = 0; d < facts->problem->dimensions; d++)
        if (facts->scale[d] > 0 && values[d] < INT64_MAX)
            sum += (double)values[d] * facts->scale[d] * facts->scarcity[d];
    return sum;
}

static void weigh(struct packing_facts *facts)
{
    const struct packing_problem *problem = facts->problem;
    double most = 0;
    for (size_t d = 0; d < problem->dimensions; d++) {
        weigh_dimension(facts, d);
        if (facts->scarcity[d] > most)
            most = facts->scarcity[d];
    }
    for (size_t d = 0; d < problem->dimensions && most > 0; d++)
        facts->scarcity[d] /= most;
    for (size_t i = 0; i < problem->items; i++)
        facts->weight[i] = weight_of(facts, packing_size_of(facts, i));
    for (size_t b = 0; b < problem->bins; b++) {
        facts->bin_weight[b] = weight_of(facts, packing_capacity_of(facts, b));
        facts->bin_cost[b] =
            facts->options->aim == PACKING_CHEAPEST && problem->costs ? problem->costs[b] : 1;
    }
}

void packing_facts_init(struct packing_facts *facts, const struct packing_problem *problem,
                        const struct packing_options *options)
{
    uint64_t now_ns = clock_monotonic_ns();
    double seconds = options->seconds > 0 ? options->seconds : 0;
    *facts = (struct packing_facts){
        .problem = problem,
        .options = options,
        .begin_ns = now_ns,
        .deadline_ns = seconds < 1e9 ? now_ns + (uint64_t)(seconds * 1e9) : UINT64_MAX,
        .scale = alloc_zeroed(problem->dimensions + 1, sizeof(double)),
        .scarcity = alloc_zeroed(problem->dimensions + 1, sizeof(double)),
        .total = alloc_zeroed(problem->dimensions + 1, sizeof(double)),
        .weight = alloc_zeroed(problem->items + 1, sizeof(double)),
        .bin_cost = alloc_zeroed(problem->bins + 1, sizeof(double)),
        .bin_weight = alloc_zeroed(problem->bins + 1, sizeof(double)),
        .kind = alloc_zeroed(problem->items + 1, sizeof(uint32_t)),
        .class = alloc_zeroed(problem->bins + 1, sizeof(uint32_t)),
    };
    struct rows items = {problem, problem->sizes}, bins = {problem, problem->capacities};
    facts->kinds = group(problem->items, by_row, &items, facts->kind);
    facts->classes = group(problem->bins, by_bin, &bins, facts->class);
    weigh(facts);
}

void packing_facts_done(struct packing_facts *facts)
{
    free(facts->scale);
    free(facts->scarcity);
    free(facts->total);
    free(facts->weight);
    free(facts->bin_cost);
    free(facts->bin_weight);
    free(facts->kind);
    free(facts->class);
    *facts = (struct packing_facts){0};
}

bool packing_facts_is_late(const struct packing_facts *facts)
{
    return packing_clock_ns() >= facts->deadline_ns;
}

double packing_facts_seconds_left(const struct packing_facts *facts)
{
    uint64_t now_ns = packing_clock_ns();
    return now_ns < facts->deadline_ns ? (double)(facts->deadline_ns - now_ns) * 1e-9 : 0;
}
