// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_order.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct ranks {
    const double *rank; // largest first
    const uint32_t *group;
};

static int by_rank(const void *a, const void *b, void *context)
{
    const struct ranks *ranks = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (ranks->rank[x] != ranks->rank[y])
        return ranks->rank[x] > ranks->rank[y] ? -1 : 1;
    if (ranks->group && ranks->group[x] != ranks->group[y])
        return ranks->group[x] < ranks->group[y] ? -1 : 1;
    return (x > y) - (x < y);
}

static double measured(const struct packing_facts *facts, enum packing_measure measure,
                       const int64_t *size)
{
    double sum = 0;
    for (size_t d = 0; d < facts->problem->dimensions; d++) {
        double share = (double)size[d] * facts->scale[d];
        if (measure == PACKING_BY_LARGEST)
            sum = share > sum ? share : sum;
        else if (measure == PACKING_BY_SUM)
            sum += share;
        else
            sum += facts->scarcity[d] * share * (measure == PACKING_BY_SQUARES ? share : 1);
    }
    return sum;
}

void packing_order_items(const struct packing_facts *facts, enum packing_measure measure,
                         uint32_t *ret_order)
{
    size_t count = facts->problem->items;
    scope_free double *rank = alloc_zeroed(count + 1, sizeof(*rank));
    for (size_t i = 0; i < count; i++) {
        rank[i] = measured(facts, measure, packing_size_of(facts, i));
        ret_order[i] = (uint32_t)i;
    }
    struct ranks ranks = {rank, facts->kind};
    qsort_r(ret_order, count, sizeof(*ret_order), by_rank, &ranks);
}

void packing_order_bins(const struct packing_facts *facts, uint32_t *ret_order)
{
    const struct packing_problem *problem = facts->problem;
    size_t count = problem->bins;
    scope_free double *worth = alloc_zeroed(count + 1, sizeof(*worth));
    scope_free double *load = alloc_zeroed(count + 1, sizeof(*load));
    scope_free uint32_t *by_load = alloc_zeroed(count + 1, sizeof(*by_load));
    scope_free uint32_t *place = alloc_zeroed(count + 1, sizeof(*place));
    for (size_t i = 0; i < problem->items && problem->start; i++)
        if (problem->start[i] >= 0)
            load[problem->start[i]] += facts->weight[i] + 1e-9;
    for (size_t b = 0; b < count; b++) {
        double unit = problem->unit_costs && facts->options->aim == PACKING_CHEAPEST
                          ? problem->unit_costs[b] * (facts->scale[0] > 0 ? 1 / facts->scale[0] : 1)
                          : 0;
        double weight = facts->bin_weight[b] > 0 ? facts->bin_weight[b] : 1e-9;
        worth[b] = -((facts->bin_cost[b] / weight) + unit);
        by_load[b] = ret_order[b] = (uint32_t)b;
    }
    qsort_r(by_load, count, sizeof(*by_load), by_rank, &(struct ranks){load, NULL});
    for (size_t b = 0; b < count; b++)
        place[by_load[b]] = (uint32_t)b;
    qsort_r(ret_order, count, sizeof(*ret_order), by_rank, &(struct ranks){worth, place});
}
