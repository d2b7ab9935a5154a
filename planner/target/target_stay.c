// SPDX-License-Identifier: GPL-3.0-or-later
// A guest without a place is fixed to its start and everything packed anew, until nobody is left
// over who stands somewhere.
#include "planner/target/target_stay.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/target/target_pack.h"

enum { ROUNDS = 6 };
static const double first_share = 0.7; // of the seconds left, for each round

// Those without a place that stand somewhere now stay from here on. How many are new.
static size_t note_stays(const struct target_case *problem, const struct packing *packing,
                         bool *stays)
{
    size_t more = 0;
    for (size_t g = 0; g < problem->estate->guest_count; g++)
        if (packing->bin[g] < 0 && problem->start[g] >= 0 && !stays[g]) {
            stays[g] = true;
            more++;
        }
    return more;
}

static void place(const struct target_case *problem, const struct packing *packing, int32_t *host)
{
    for (size_t g = 0; g < problem->estate->guest_count; g++)
        host[g] = packing->bin[g] >= 0 ? packing->bin[g] : problem->start[g];
}

// Who stands or stays where it may not be. Asked one by one: of two that exclude each other, both.
static bool *misplaced_of(const struct target_case *problem, const int32_t *host, const bool *stays)
{
    size_t guests = problem->estate->guest_count;
    bool *is_misplaced = alloc_zeroed(guests + 1, sizeof *is_misplaced);
    struct standing *standing = NULL;
    for (size_t g = 0; g < guests; g++) {
        is_misplaced[g] = host[g] < 0;
        if (host[g] < 0 || !(stays[g] || problem->is_fixed[g]))
            continue;
        standing = standing ? standing : target_case_standing(problem, host);
        standing_leave(standing, (uint32_t)g, (uint32_t)host[g]);
        is_misplaced[g] = !standing_may(standing, (uint32_t)g, (uint32_t)host[g]);
        standing_arrive(standing, (uint32_t)g, (uint32_t)host[g]);
    }
    standing_free(standing);
    return is_misplaced;
}

static void offer(struct target_found *found, const struct packing *packing, const bool *stays)
{
    const struct target_case *problem = found->problem;
    scope_free int32_t *host = alloc_zeroed(problem->estate->guest_count + 1, sizeof *host);
    place(problem, packing, host);
    scope_free bool *is_misplaced = misplaced_of(problem, host, stays);
    target_found_offer(found, host, is_misplaced, packing->by);
}

int target_stay(struct target_found *found)
{
    const struct target_case *problem = found->problem;
    scope_free bool *stays = alloc_zeroed(problem->estate->guest_count + 1, sizeof *stays);
    size_t more = 1;
    for (int round = 0; more > 0 && round < ROUNDS; round++) {
        struct packing packing = {0};
        double seconds = first_share * target_case_seconds_left(problem);
        int result = target_pack(problem, stays, seconds, &packing);
        if (result < 0)
            return result;
        if (round == 0)
            target_found_raise(found, packing.bound, packing.bound_by);
        found->was_cut_short = found->was_cut_short || packing.was_cut_short;
        more = note_stays(problem, &packing, stays);
        offer(found, &packing, stays);
        packing_done(&packing);
    }
    return 0;
}
