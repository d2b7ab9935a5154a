// SPDX-License-Identifier: GPL-3.0-or-later
// Depth first. Rules are hereditary: where a guest may not come now, it may not come later either.
#include "planner/target/target_exact.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct search {
    struct target_found *found;
    const struct target_case *problem;
    struct standing *standing;
    uint32_t *order; // guests that are free to move
    size_t count;
    int32_t *host;
    bool *is_misplaced;
    uint32_t *counts; // guests by host
    size_t misplaced, used, moves;
    double cost, moved; // of hosts in use so far
    uint64_t steps;     // that are left
};

static void place(struct search *search, uint32_t guest, int32_t host)
{
    const struct target_case *problem = search->problem;
    search->host[guest] = host;
    if (problem->start[guest] >= 0 && host != problem->start[guest]) {
        search->moved += problem->move_costs[guest];
        search->moves++;
    }
    if (host < 0)
        return;
    standing_arrive(search->standing, guest, (uint32_t)host);
    if (search->counts[host]++ == 0) {
        search->cost += target_case_host_cost(problem, (size_t)host);
        search->used++;
    }
}

static void take_back(struct search *search, uint32_t guest, double cost, double moved)
{
    int32_t host = search->host[guest], start = search->problem->start[guest];
    search->cost = cost;
    search->moved = moved;
    search->moves -= start >= 0 && host != start;
    if (host < 0)
        return;
    standing_leave(search->standing, guest, (uint32_t)host);
    search->used -= --search->counts[host] == 0;
}

// --- what cannot be better ----------------------------------------------------------------------

static bool is_hopeless(const struct search *search)
{
    const struct target_case *problem = search->problem;
    const struct target_score so_far = {
        .misplaced = search->misplaced,
        .cost = problem->options->aim == TARGET_MOVES ? search->moved : search->cost,
        .moved = search->moved,
        .excess = target_case_excess(problem, search->used, search->moves),
    };
    return search->found->by && !target_score_is_better(&so_far, &search->found->score);
}

// Looking at all of a placement takes about so many times as long as a step, for each guest.
enum { STEPS_OF_LOOK = 2 };

static bool breaks_nothing(struct search *search)
{
    uint64_t steps = STEPS_OF_LOOK * search->problem->estate->guest_count;
    if (search->misplaced == 0)
        return true;
    search->steps -= search->steps < steps ? search->steps : steps;
    return target_case_is_sound(search->problem, search->host);
}

// Where someone stays who breaks something, nobody may have been put beside it who is in the way.
static bool is_sound(struct search *search)
{
    for (size_t i = 0; search->misplaced && i < search->count; i++) {
        uint32_t guest = search->order[i];
        int32_t host = search->host[guest];
        if (search->is_misplaced[guest] || host == search->problem->start[guest])
            continue;
        standing_leave(search->standing, guest, (uint32_t)host);
        bool may = target_case_may(search->problem, search->standing, guest, (uint32_t)host);
        standing_arrive(search->standing, guest, (uint32_t)host);
        if (!may)
            return false;
    }
    return breaks_nothing(search);
}

// --- the tree -----------------------------------------------------------------------------------

static void descend(struct search *search, size_t depth);

static void try_host(struct search *search, size_t depth, int32_t host)
{
    uint32_t guest = search->order[depth];
    double cost = search->cost, moved = search->moved;
    place(search, guest, host);
    descend(search, depth + 1);
    take_back(search, guest, cost, moved);
}

// Nowhere else to go: it stays, and counts as misplaced.
static void try_staying(struct search *search, size_t depth)
{
    uint32_t guest = search->order[depth];
    search->is_misplaced[guest] = true;
    search->misplaced++;
    try_host(search, depth, search->problem->start[guest]);
    search->misplaced--;
    search->is_misplaced[guest] = false;
}

static void branch(struct search *search, size_t depth)
{
    uint32_t guest = search->order[depth];
    int32_t hosts = (int32_t)search->problem->estate->host_count;
    int32_t home = search->problem->start[guest];
    if (home >= 0 && target_case_may(search->problem, search->standing, guest, (uint32_t)home))
        try_host(search, depth, home);
    // Those in use before those that are not.
    for (int empty = 0; empty < 2; empty++)
        for (int32_t h = 0; h < hosts; h++)
            if (h != home && (search->counts[h] == 0) == empty &&
                target_case_may(search->problem, search->standing, guest, (uint32_t)h))
                try_host(search, depth, h);
    try_staying(search, depth);
}

static void descend(struct search *search, size_t depth)
{
    if (search->steps == 0 || is_hopeless(search))
        return;
    search->steps--;
    if (depth < search->count)
        branch(search, depth);
    else if (is_sound(search))
        target_found_offer(search->found, search->host, search->is_misplaced, "complete search");
}

// --- all ----------------------------------------------------------------------------------------

static int by_weight(const void *a, const void *b, void *context)
{
    const double *weights = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (weights[x] != weights[y])
        return weights[x] > weights[y] ? -1 : 1;
    return (x > y) - (x < y);
}

static void make_order(struct search *search)
{
    const struct target_case *problem = search->problem;
    size_t guests = problem->estate->guest_count;
    scope_free double *weights = alloc_zeroed(guests + 1, sizeof *weights);
    for (uint32_t g = 0; g < guests; g++)
        if (!problem->is_fixed[g]) {
            weights[g] = target_case_weight(problem, g);
            search->order[search->count++] = g;
        }
    qsort_r(search->order, search->count, sizeof *search->order, by_weight, weights);
}

// Who may not leave stands there before all others; whether it breaks anything was found out.
static void place_fixed(struct search *search)
{
    const struct target_case *problem = search->problem;
    for (uint32_t g = 0; g < problem->estate->guest_count; g++) {
        if (!problem->is_fixed[g])
            continue;
        place(search, g, problem->start[g]);
        search->is_misplaced[g] = search->found->by && search->found->is_misplaced[g];
        search->misplaced += search->is_misplaced[g];
    }
}

double target_exact_placements(const struct target_case *problem)
{
    double placements = 1, hosts = 0;
    for (size_t h = 0; h < problem->estate->host_count; h++)
        hosts += !problem->amounts->is_closed[h];
    for (size_t g = 0; g < problem->estate->guest_count; g++)
        if (!problem->is_fixed[g])
            placements *= hosts + (problem->start[g] < 0);
    return placements;
}

void target_exact(struct target_found *found, uint64_t steps)
{
    const struct target_case *problem = found->problem;
    size_t guests = problem->estate->guest_count;
    scope_free uint32_t *order = alloc_zeroed(guests + 1, sizeof *order);
    scope_free int32_t *host = alloc_zeroed(guests + 1, sizeof *host);
    scope_free bool *is_misplaced = alloc_zeroed(guests + 1, sizeof *is_misplaced);
    scope_free uint32_t *counts = alloc_zeroed(problem->estate->host_count + 1, sizeof *counts);
    struct search search = {
        .found = found,
        .problem = problem,
        .standing = target_case_standing(problem, NULL),
        .order = order,
        .host = host,
        .is_misplaced = is_misplaced,
        .counts = counts,
        .steps = steps,
    };
    make_order(&search);
    place_fixed(&search);
    descend(&search, 0);
    standing_free(search.standing);
    // Anchors hold as far as single moves go; a placement that breaks them may be better.
    if (search.steps > 0 && found->score.misplaced == 0 && found->score.excess == 0 &&
        problem->anchor_count == 0)
        target_found_raise(found, found->score.cost, "complete search");
}
