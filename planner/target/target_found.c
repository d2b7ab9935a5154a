// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/target/target_found.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

void target_found_init(struct target_found *found, const struct target_case *problem)
{
    size_t guests = problem->estate->guest_count;
    *found = (struct target_found){
        .problem = problem,
        .host = alloc_zeroed(guests + 1, sizeof *found->host),
        .is_misplaced = alloc_zeroed(guests + 1, sizeof *found->is_misplaced),
        .bound_by = "nothing is less than nothing",
    };
}

void target_found_done(struct target_found *found)
{
    free(found->host);
    free(found->is_misplaced);
    *found = (struct target_found){0};
}

static size_t count(const bool *list, size_t length)
{
    size_t set = 0;
    for (size_t i = 0; list && i < length; i++)
        set += list[i];
    return set;
}

static void take(struct target_found *found, const int32_t *host, const bool *is_misplaced,
                 const struct target_score *score, const char *by)
{
    size_t guests = found->problem->estate->guest_count;
    memmove(found->host, host, guests * sizeof *host);
    if (is_misplaced)
        memmove(found->is_misplaced, is_misplaced, guests * sizeof *is_misplaced);
    else
        memset(found->is_misplaced, 0, guests * sizeof *found->is_misplaced);
    found->score = *score;
    found->by = by;
}

bool target_found_offer(struct target_found *found, const int32_t *host, const bool *is_misplaced,
                        const char *by)
{
    size_t guests = found->problem->estate->guest_count;
    struct target_score score =
        target_case_score(found->problem, host, count(is_misplaced, guests), true);
    if (found->by && !target_score_is_better(&score, &found->score))
        return false;
    take(found, host, is_misplaced, &score, by);
    return true;
}

void target_found_take(struct target_found *found, const int32_t *host, const char *by)
{
    struct target_score score = target_case_score(found->problem, host, 0, true);
    take(found, host, NULL, &score, by);
}

void target_found_raise(struct target_found *found, double bound, const char *by)
{
    if (bound <= found->bound)
        return;
    found->bound = bound;
    found->bound_by = by;
}

bool target_found_is_at_bound(const struct target_found *found)
{
    return found->by && found->score.misplaced == 0 && found->score.excess == 0 &&
           found->score.cost <= found->bound + 1e-9 * fabs(found->bound);
}
