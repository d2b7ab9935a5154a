// SPDX-License-Identifier: GPL-3.0-or-later
// The order of things: pack, mend what that leaves, and say what came of it.
#include "planner/target/target.h"

#include <errno.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/target/target_bound.h"
#include "planner/target/target_broken.h"
#include "planner/target/target_case.h"
#include "planner/target/target_exact.h"
#include "planner/target/target_found.h"
#include "planner/target/target_limit.h"
#include "planner/target/target_near.h"
#include "planner/target/target_reach.h"
#include "planner/target/target_stay.h"
#include "planner/target/target_why.h"

void target_done(struct target *target)
{
    if (!target)
        return;
    for (size_t i = 0; i < target->misplaced_count; i++) {
        free(target->misplaced[i].why);
        free(target->misplaced[i].mend);
    }
    for (size_t i = 0; i < target->broken_count; i++)
        free(target->broken[i]);
    free(target->misplaced);
    free(target->broken);
    free(target->host);
    free(target->is_on);
    *target = (struct target){0};
}

static const uint64_t steps_most = 2000000; // of searches that may not come to their end
static const size_t guests_most = 64;       // for which one is tried

static void tell_misplaced(const struct target_found *found, struct target *target)
{
    const struct target_case *problem = found->problem;
    if (found->score.misplaced == 0)
        return;
    struct standing *standing = target_case_standing(problem, found->host);
    target->misplaced = alloc_zeroed(found->score.misplaced, sizeof *target->misplaced);
    for (size_t g = 0; g < problem->estate->guest_count; g++)
        if (found->is_misplaced[g])
            target_why(problem, standing, (uint32_t)g, found->host[g],
                       &target->misplaced[target->misplaced_count++]);
    standing_free(standing);
}

static void tell_hosts(const struct target_found *found, struct target *target)
{
    const struct target_case *problem = found->problem;
    size_t hosts = problem->estate->host_count;
    scope_free uint32_t *counts = target_case_count(problem, found->host);
    target->is_on = alloc_zeroed(hosts + 1, sizeof *target->is_on);
    target->hosts_before = problem->hosts_before;
    scope_free bool *is_spare = target_case_spares(problem, found->host);
    for (size_t h = 0; h < hosts; h++) {
        bool is_kept = counts[h] == 0 && is_spare && is_spare[h];
        target->is_on[h] = counts[h] > 0 || is_kept;
        target->hosts_used += counts[h] > 0;
        target->hosts_spare += is_kept;
    }
    target->cost_before = target_case_cost(problem, problem->start, NULL);
    target->cost = target_case_cost(problem, found->host, target->is_on);
}

static void report(struct target_found *found, struct target *ret_target)
{
    struct target target = {
        .moves = found->score.moves,
        .bound = found->bound,
        .was_cut_short = found->was_cut_short,
        .by = found->by,
        .bound_by = found->bound_by,
    };
    tell_hosts(found, &target);
    tell_misplaced(found, &target);
    target.broken = target_broken(found->problem, &target.broken_count);
    target.is_optimal = target_found_is_at_bound(found);
    target.host = scope_take(found->host);
    *ret_target = target;
}

// A search to the end where there is little to be searched, or where something else would be left
// over: then it may find a place, or show that there is none.
static void search(struct target_found *found)
{
    const struct target_case *problem = found->problem;
    bool is_small = target_exact_placements(problem) <= TARGET_EXACT_MOST;
    bool is_worth_it = found->score.misplaced > 0 || found->score.excess > 0;
    if (target_found_is_at_bound(found) && found->score.moves == 0)
        return;
    if (is_small || (is_worth_it && problem->estate->guest_count <= guests_most))
        target_exact(found, steps_most);
    if (is_small && found->score.misplaced == 0 && !target_reach_is_straight(problem, found->host))
        target_reach(found, TARGET_EXACT_MOST);
}

static int find(const struct target_case *problem, struct target *ret_target, struct err *err)
{
    struct target_found found;
    target_found_init(&found, problem);
    int result = target_stay(&found);
    if (result == 0) {
        target_bound_by_rules(&found);
        target_near(&found);
        result = target_limit(&found);
    }
    if (result == 0) {
        search(&found);
        report(&found, ret_target);
    } else {
        err_system(err, -result, "packing %zu guests", problem->estate->guest_count);
    }
    target_found_done(&found);
    return result;
}

int target_find(const struct estate *estate, const struct amounts *amounts,
                const struct rule_set *rules, const struct target_options *options,
                struct target *ret_target, struct err *err)
{
    struct target_case problem;
    int result = target_case_init(&problem, estate, amounts, rules, options, err);
    if (result < 0)
        return result;
    result = find(&problem, ret_target, err);
    target_case_done(&problem);
    return result;
}
