// SPDX-License-Identifier: GPL-3.0-or-later
// A guest without a place is fixed to its start and everything packed anew, until nobody is left
// over who stands somewhere.
#include "planner/target/target_stay.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/target/target_exact.h"
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

static bool is_suspect(const struct target_case *problem, const int32_t *host, const bool *stays,
                       size_t guest)
{
    return host[guest] >= 0 && (stays[guest] || problem->is_fixed[guest]);
}

// Who stands where it may not be: all others are put in their places first, then those that were
// never asked for theirs, one after another.
static bool *misplaced_of(const struct target_case *problem, const int32_t *host, const bool *stays)
{
    size_t guests = problem->estate->guest_count, suspects = 0;
    bool *is_misplaced = alloc_zeroed(guests + 1, sizeof *is_misplaced);
    for (size_t g = 0; g < guests; g++) {
        is_misplaced[g] = host[g] < 0;
        suspects += is_suspect(problem, host, stays, g);
    }
    if (suspects == 0)
        return is_misplaced;
    struct standing *standing = target_case_standing(problem, NULL);
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t g = 0; g < guests; g++) {
            if (host[g] < 0 || is_suspect(problem, host, stays, g) != pass)
                continue;
            is_misplaced[g] = pass && !standing_may(standing, g, (uint32_t)host[g]);
            standing_arrive(standing, g, (uint32_t)host[g]);
        }
    standing_free(standing);
    return is_misplaced;
}

// Those who were placed before it was known who stays may be in the way of one who does: then what
// held before would be broken.
static bool is_sound(const struct target_case *problem, const int32_t *host, const bool *stays)
{
    struct standing *standing = target_case_standing(problem, host);
    bool is_fine = true;
    for (size_t g = 0; is_fine && g < problem->estate->guest_count; g++) {
        if (host[g] < 0 || stays[g] || problem->is_fixed[g] || host[g] == problem->start[g])
            continue;
        standing_leave(standing, (uint32_t)g, (uint32_t)host[g]);
        is_fine = standing_may(standing, (uint32_t)g, (uint32_t)host[g]);
        standing_arrive(standing, (uint32_t)g, (uint32_t)host[g]);
    }
    standing_free(standing);
    return is_fine;
}

// Where guests are left over, and others break a rule beside them. Of a small fleet the complete
// search finds better; of a large one moves end before the rule breaks.
static bool is_left_to_search(const struct target_case *problem, const int32_t *host,
                              const bool *is_misplaced)
{
    size_t left_over = 0;
    for (size_t g = 0; g < problem->estate->guest_count; g++)
        left_over += is_misplaced[g];
    return left_over > 0 && target_exact_placements(problem) <= TARGET_EXACT_MOST &&
           !target_case_is_sound(problem, host);
}

static void offer_packing(struct target_found *found, const struct packing *packing,
                          const bool *stays, bool is_new)
{
    const struct target_case *problem = found->problem;
    scope_free int32_t *host = alloc_zeroed(problem->estate->guest_count + 1, sizeof *host);
    place(problem, packing, host);
    if (is_new && !is_sound(problem, host, stays))
        return;
    scope_free bool *is_misplaced = misplaced_of(problem, host, stays);
    if (is_left_to_search(problem, host, is_misplaced))
        return;
    target_found_offer(found, host, is_misplaced, packing->by);
}

static void offer_start(struct target_found *found)
{
    const struct target_case *problem = found->problem;
    scope_free bool *stays = alloc_zeroed(problem->estate->guest_count + 1, sizeof *stays);
    for (size_t g = 0; g < problem->estate->guest_count; g++)
        stays[g] = true;
    scope_free bool *is_misplaced = misplaced_of(problem, problem->start, stays);
    target_found_offer(found, problem->start, is_misplaced, "nobody moves");
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
        offer_packing(found, &packing, stays, more > 0);
        packing_done(&packing);
    }
    if (!found->by)
        offer_start(found);
    return 0;
}
