// SPDX-License-Identifier: GPL-3.0-or-later
// Some that suffice come from the rules; every smaller or cheaper choice is tried where that is
// little work.
#include "planner/target/target_spare.h"

#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { EMPTY_MOST = 8 }; // hosts of which every choice is tried

static double cost_of(const struct target_case *problem, const bool *is_spare)
{
    double cost = 0;
    for (size_t h = 0; h < problem->estate->host_count; h++)
        cost += is_spare[h] ? target_case_host_cost(problem, h) : 0;
    return cost;
}

static bool suffices(const struct target_case *problem, struct standing *standing,
                     const bool *is_spare)
{
    size_t hosts = problem->estate->host_count;
    scope_free bool *more = alloc_zeroed(hosts + 1, sizeof *more);
    memcpy(more, is_spare, hosts * sizeof *more);
    standing_spares(standing, more);
    return memcmp(more, is_spare, hosts * sizeof *more) == 0;
}

static size_t list_empty(const struct target_case *problem, const struct standing *standing,
                         uint32_t *empty)
{
    size_t count = 0;
    for (uint32_t h = 0; h < problem->estate->host_count && count <= EMPTY_MOST; h++)
        if (standing_guests_on(standing, h) == 0 && !problem->amounts->is_closed[h])
            empty[count++] = h;
    return count;
}

static void try_choices(const struct target_case *problem, struct standing *standing,
                        const uint32_t *empty, size_t count, bool *is_spare)
{
    size_t hosts = problem->estate->host_count;
    scope_free bool *choice = alloc_zeroed(hosts + 1, sizeof *choice);
    double least = cost_of(problem, is_spare);
    for (unsigned bits = 0; bits < 1u << count; bits++) {
        memset(choice, 0, hosts * sizeof *choice);
        for (size_t i = 0; i < count; i++)
            choice[empty[i]] = bits >> i & 1;
        if (cost_of(problem, choice) >= least || !suffices(problem, standing, choice))
            continue;
        least = cost_of(problem, choice);
        memcpy(is_spare, choice, hosts * sizeof *choice);
    }
}

void target_spare(const struct target_case *problem, struct standing *standing, bool *is_spare)
{
    uint32_t empty[EMPTY_MOST + 1];
    standing_spares(standing, is_spare);
    bool has_any = false;
    for (size_t h = 0; h < problem->estate->host_count; h++)
        has_any = has_any || is_spare[h];
    size_t count = has_any ? list_empty(problem, standing, empty) : 0;
    if (count > 0 && count <= EMPTY_MOST)
        try_choices(problem, standing, empty, count, is_spare);
}
