// SPDX-License-Identifier: GPL-3.0-or-later
// Each guest that has moved is looked at, the largest first, until none of them can be spared.
#include "planner/target/target_near.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { PASSES = 4 };

struct nearing {
    const struct target_case *problem;
    struct standing *standing;
    int32_t *host;
    uint32_t *counts;
    uint32_t *moved; // guests, the most bytes first
    size_t moved_count;
    uint32_t *first, *next; // moved guests by the host they are on: chains that end with NONE
};

enum { NONE = UINT32_MAX };

static int by_cost(const void *a, const void *b, void *context)
{
    const double *costs = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (costs[x] != costs[y])
        return costs[x] > costs[y] ? -1 : 1;
    return (x > y) - (x < y);
}

static void find_moved(struct nearing *nearing)
{
    const struct target_case *problem = nearing->problem;
    nearing->moved_count = 0;
    memset(nearing->first, 0xff, problem->estate->host_count * sizeof *nearing->first);
    for (uint32_t g = 0; g < problem->estate->guest_count; g++) {
        if (problem->start[g] < 0 || nearing->host[g] < 0 || nearing->host[g] == problem->start[g])
            continue;
        nearing->moved[nearing->moved_count++] = g;
        nearing->next[g] = nearing->first[nearing->host[g]];
        nearing->first[nearing->host[g]] = g;
    }
    qsort_r(nearing->moved, nearing->moved_count, sizeof *nearing->moved, by_cost,
            problem->move_costs);
}

static void shift(struct nearing *nearing, uint32_t guest, int32_t to)
{
    standing_leave(nearing->standing, guest, (uint32_t)nearing->host[guest]);
    standing_arrive(nearing->standing, guest, (uint32_t)to);
    nearing->counts[nearing->host[guest]]--;
    nearing->counts[to]++;
    nearing->host[guest] = to;
}

// Onto a host in use only: another one would cost what the moves spare.
static bool goes_home(struct nearing *nearing, uint32_t guest)
{
    int32_t home = nearing->problem->start[guest], away = nearing->host[guest];
    if (nearing->counts[home] == 0)
        return false;
    standing_leave(nearing->standing, guest, (uint32_t)away);
    bool may = target_case_may(nearing->problem, nearing->standing, guest, (uint32_t)home);
    standing_arrive(nearing->standing, guest, (uint32_t)away);
    if (may)
        shift(nearing, guest, home);
    return may;
}

static bool are_alike(const struct target_case *problem, uint32_t one, uint32_t other)
{
    const struct amounts *amounts = problem->amounts;
    return memcmp(amounts->size[one], amounts->size[other], sizeof *amounts->size) == 0 &&
           (amounts->windows == 0 || amounts->trace[one] == amounts->trace[other]);
}

// One goes home to where the other is, which takes its place.
static bool change_places(struct nearing *nearing, uint32_t one, uint32_t other)
{
    uint32_t away = (uint32_t)nearing->host[one], home = (uint32_t)nearing->host[other];
    struct standing *standing = nearing->standing;
    standing_leave(standing, one, away);
    standing_leave(standing, other, home);
    bool may = target_case_may(nearing->problem, standing, one, home);
    if (may) {
        standing_arrive(standing, one, home);
        may = target_case_may(nearing->problem, standing, other, away);
        standing_leave(standing, one, home);
    }
    standing_arrive(standing, one, may ? home : away);
    standing_arrive(standing, other, may ? away : home);
    nearing->host[one] = (int32_t)(may ? home : away);
    nearing->host[other] = (int32_t)(may ? away : home);
    return may;
}

// Chains are of how this pass began: who has moved on since is passed over.
static bool swaps_home(struct nearing *nearing, uint32_t guest)
{
    const struct target_case *problem = nearing->problem;
    int32_t home = problem->start[guest];
    for (uint32_t other = nearing->first[home]; other != NONE; other = nearing->next[other])
        if (other != guest && nearing->host[other] == home && problem->start[other] != home &&
            are_alike(problem, guest, other) && change_places(nearing, guest, other))
            return true;
    return false;
}

static size_t pass(struct nearing *nearing)
{
    size_t spared = 0;
    find_moved(nearing);
    for (size_t i = 0; i < nearing->moved_count; i++) {
        uint32_t guest = nearing->moved[i];
        if (nearing->host[guest] != nearing->problem->start[guest] &&
            (goes_home(nearing, guest) || swaps_home(nearing, guest)))
            spared++;
    }
    return spared;
}

void target_near(struct target_found *found)
{
    const struct target_case *problem = found->problem;
    size_t guests = problem->estate->guest_count;
    scope_free int32_t *host = alloc_zeroed(guests + 1, sizeof *host);
    scope_free uint32_t *counts = target_case_count(problem, found->host);
    scope_free uint32_t *moved = alloc_zeroed(guests + 1, sizeof *moved);
    scope_free uint32_t *next = alloc_zeroed(guests + 1, sizeof *next);
    scope_free uint32_t *first = alloc_zeroed(problem->estate->host_count + 1, sizeof *first);
    struct nearing nearing = {
        problem, target_case_standing(problem, found->host), host, counts, moved, 0, first, next,
    };
    memcpy(host, found->host, guests * sizeof *host);
    for (int p = 0; p < PASSES && pass(&nearing) > 0; p++)
        continue;
    standing_free(nearing.standing);
    if (found->score.misplaced == 0 || target_case_is_sound(problem, host))
        target_found_offer(found, host, found->is_misplaced, found->by);
}
