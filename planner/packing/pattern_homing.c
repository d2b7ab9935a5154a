// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes are often multiples of each other, so that some few together are as large as one: one item
// comes home for some that leave, or some come in for one that leaves.
#include "planner/packing/pattern_homing.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "planner/packing/packing_clock.h"
#include "common/base/scope.h"

enum { SWAPPED_MOST = 8, CANDIDATES_MOST = 64, STEPS_MOST = 600, PASSES = 3 };
#define NOBODY UINT32_MAX

struct home_lists {
    uint32_t *first;       // [bin] of its items
    uint32_t *next, *last; // [item] in the same bin
};

// Who leaves the home of one item so that it comes in.
struct home_swap {
    const struct homing *homing;
    uint32_t item;
    size_t home, away;                    // bins
    uint32_t candidates[CANDIDATES_MOST]; // who may leave, largest first
    size_t count;
    uint32_t chosen[SWAPPED_MOST];
    size_t chosen_count;
    int64_t *sums; // [dimension] of the chosen
    unsigned steps;
};

static const int64_t *size_of(const struct packing_problem *problem, size_t item)
{
    return problem->sizes + item * problem->dimensions;
}

static void put(struct home_lists *lists, uint32_t item, size_t bin)
{
    lists->next[item] = lists->first[bin];
    lists->last[item] = NOBODY;
    if (lists->first[bin] != NOBODY)
        lists->last[lists->first[bin]] = item;
    lists->first[bin] = item;
}

static void take(struct home_lists *lists, uint32_t item, size_t bin)
{
    if (lists->last[item] == NOBODY)
        lists->first[bin] = lists->next[item];
    else
        lists->next[lists->last[item]] = lists->next[item];
    if (lists->next[item] != NOBODY)
        lists->last[lists->next[item]] = lists->last[item];
}

static int compare_sizes(const struct packing_problem *problem, uint32_t a, uint32_t b)
{
    const int64_t *x = size_of(problem, a), *y = size_of(problem, b);

    for (size_t d = 0; d < problem->dimensions; d++)
        if (x[d] != y[d])
            return x[d] > y[d] ? -1 : 1;
    return 0;
}

static void insert(struct home_swap *swap, uint32_t item)
{
    const struct packing_problem *problem = swap->homing->problem;
    size_t at = swap->count++;

    for (; at > 0 && compare_sizes(problem, item, swap->candidates[at - 1]) < 0; at--)
        swap->candidates[at] = swap->candidates[at - 1];
    swap->candidates[at] = item;
}

static void list_candidates(struct home_swap *swap, const struct home_lists *lists)
{
    const struct packing_problem *problem = swap->homing->problem;

    swap->count = 0;
    for (uint32_t i = lists->first[swap->home]; i != NOBODY && swap->count < CANDIDATES_MOST;
         i = lists->next[i])
        if (problem->start[i] != (int32_t)swap->home &&
            !(problem->is_fixed && problem->is_fixed[i]))
            insert(swap, i);
}

static int64_t left_in(const struct homing *homing, size_t bin, size_t dimension)
{
    return homing->left[bin * homing->problem->dimensions + dimension];
}

static bool makes_room(const struct home_swap *swap)
{
    const struct homing *homing = swap->homing;
    const int64_t *size = size_of(homing->problem, swap->item);

    for (size_t d = 0; d < homing->problem->dimensions; d++)
        if (size[d] > left_in(homing, swap->home, d) &&
            size[d] - left_in(homing, swap->home, d) > swap->sums[d])
            return false;
    return true;
}

static bool fits_away(const struct home_swap *swap)
{
    const struct homing *homing = swap->homing;
    const int64_t *size = size_of(homing->problem, swap->item);

    for (size_t d = 0; d < homing->problem->dimensions; d++)
        if (swap->sums[d] > size[d] && swap->sums[d] - size[d] > left_in(homing, swap->away, d))
            return false;
    return true;
}

static void choose(struct home_swap *swap, uint32_t item, int64_t sign)
{
    const int64_t *size = size_of(swap->homing->problem, item);

    for (size_t d = 0; d < swap->homing->problem->dimensions; d++)
        swap->sums[d] += sign * size[d];
    if (sign > 0)
        swap->chosen[swap->chosen_count++] = item;
    else
        swap->chosen_count--;
}

// Depth first; who is as large as one that was tried in its place is not tried.
static bool find(struct home_swap *swap, size_t from)
{
    const struct packing_problem *problem = swap->homing->problem;

    if (makes_room(swap))
        return true;
    for (size_t i = from; i < swap->count && swap->chosen_count < SWAPPED_MOST; i++) {
        if ((i > from &&
             compare_sizes(problem, swap->candidates[i], swap->candidates[i - 1]) == 0) ||
            ++swap->steps > STEPS_MOST)
            continue;
        choose(swap, swap->candidates[i], 1);
        if (fits_away(swap) && find(swap, i + 1))
            return true;
        choose(swap, swap->candidates[i], -1);
    }
    return false;
}

static void tell(const struct homing *homing, uint32_t item, size_t bin, bool arrives)
{
    const struct packing_judge *judge = homing->problem->judge;

    if (!judge)
        return;
    if (arrives)
        judge->arrive(homing->state, item, (uint32_t)bin);
    else
        judge->leave(homing->state, item, (uint32_t)bin);
}

static bool arrive_if_may(const struct homing *homing, uint32_t item, size_t bin)
{
    const struct packing_judge *judge = homing->problem->judge;

    if (judge && !judge->may(homing->state, item, (uint32_t)bin))
        return false;
    tell(homing, item, bin, true);
    return true;
}

// All leave, then arrive on the other side, or all are back where they were.
static bool is_allowed(const struct home_swap *swap)
{
    const struct homing *homing = swap->homing;
    size_t come = 0;

    tell(homing, swap->item, swap->away, false);
    for (size_t i = 0; i < swap->chosen_count; i++)
        tell(homing, swap->chosen[i], swap->home, false);
    bool is_home = arrive_if_may(homing, swap->item, swap->home);
    while (is_home && come < swap->chosen_count &&
           arrive_if_may(homing, swap->chosen[come], swap->away))
        come++;
    if (is_home && come == swap->chosen_count)
        return true;
    while (come > 0)
        tell(homing, swap->chosen[--come], swap->away, false);
    if (is_home)
        tell(homing, swap->item, swap->home, false);
    for (size_t i = 0; i < swap->chosen_count; i++)
        tell(homing, swap->chosen[i], swap->home, true);
    tell(homing, swap->item, swap->away, true);
    return false;
}

static void add_left(const struct homing *homing, size_t bin, size_t dimension, int64_t more)
{
    int64_t *left = &homing->left[bin * homing->problem->dimensions + dimension];

    if (*left != INT64_MAX)
        *left += more;
}

static void relocate(const struct home_swap *swap, struct home_lists *lists, uint32_t item,
                     size_t from, size_t to)
{
    const struct homing *homing = swap->homing;
    const int64_t *size = size_of(homing->problem, item);

    take(lists, item, from);
    put(lists, item, to);
    homing->bin[item] = (int32_t)to;
    for (size_t d = 0; d < homing->problem->dimensions; d++) {
        add_left(homing, from, d, size[d]);
        add_left(homing, to, d, -size[d]);
    }
}

static bool costs_alike(const struct packing_problem *problem, size_t a, size_t b)
{
    return !problem->unit_costs || problem->unit_costs[a] == problem->unit_costs[b];
}

static bool wants_home(const struct homing *homing, const struct home_lists *lists, size_t item)
{
    const struct packing_problem *problem = homing->problem;
    int32_t home = problem->start[item], away = homing->bin[item];

    return home >= 0 && away >= 0 && home != away && lists->first[home] != NOBODY &&
           !(problem->is_closed && problem->is_closed[home]) &&
           costs_alike(problem, (size_t)home, (size_t)away);
}

// One item changes place with some of the candidates of its new home.
static void begin(struct home_swap *swap, const struct home_lists *lists, uint32_t item,
                  size_t home)
{
    swap->item = item;
    swap->home = home;
    swap->away = (size_t)swap->homing->bin[item];
    swap->chosen_count = swap->steps = 0;
    memset(swap->sums, 0, swap->homing->problem->dimensions * sizeof(*swap->sums));
    list_candidates(swap, lists);
}

static bool finish(struct home_swap *swap, struct home_lists *lists)
{
    if (!is_allowed(swap))
        return false;
    for (size_t i = 0; i < swap->chosen_count; i++)
        relocate(swap, lists, swap->chosen[i], swap->home, swap->away);
    relocate(swap, lists, swap->item, swap->away, swap->home);
    return true;
}

static bool bring_alone(struct home_swap *swap, struct home_lists *lists, uint32_t item)
{
    begin(swap, lists, item, (size_t)swap->homing->problem->start[item]);
    return find(swap, 0) && finish(swap, lists);
}

// A larger one leaves its home for the place of the item and of others beside it that are not at
// home either.
static bool bring_with_others(struct home_swap *swap, struct home_lists *lists, uint32_t item,
                              uint32_t larger)
{
    begin(swap, lists, larger, (size_t)swap->homing->bin[item]);
    for (size_t i = 0; i < swap->count; i++) {
        if (swap->candidates[i] != item)
            continue;
        memmove(swap->candidates + i, swap->candidates + i + 1,
                (swap->count - i - 1) * sizeof(item));
        swap->count--;
        choose(swap, item, 1);
        return fits_away(swap) && find(swap, 0) && finish(swap, lists);
    }
    return false;
}

static bool bring_home(struct home_swap *swap, struct home_lists *lists, uint32_t item)
{
    const struct packing_problem *problem = swap->homing->problem;
    uint32_t larger[CANDIDATES_MOST];

    if (bring_alone(swap, lists, item))
        return true;
    begin(swap, lists, item, (size_t)problem->start[item]);
    size_t count = swap->count;
    memcpy(larger, swap->candidates, count * sizeof(*larger));
    for (size_t i = 0; i < count && compare_sizes(problem, larger[i], item) < 0; i++)
        if ((i == 0 || compare_sizes(problem, larger[i], larger[i - 1]) != 0) &&
            bring_with_others(swap, lists, item, larger[i]))
            return true;
    return false;
}

static bool run_pass(struct home_swap *swap, struct home_lists *lists)
{
    const struct homing *homing = swap->homing;
    bool is_better = false;

    for (size_t i = 0; i < homing->problem->items; i++) {
        if (i % 256 == 0 && packing_clock_ns() >= homing->deadline_ns)
            return false;
        if (wants_home(homing, lists, i) && bring_home(swap, lists, (uint32_t)i))
            is_better = true;
    }
    return is_better;
}

void pattern_homing_run(struct homing *homing)
{
    const struct packing_problem *problem = homing->problem;
    scope_free uint32_t *first = alloc_zeroed(problem->bins + 1, sizeof(*first));
    scope_free uint32_t *next = alloc_zeroed(problem->items + 1, sizeof(*next));
    scope_free uint32_t *last = alloc_zeroed(problem->items + 1, sizeof(*last));
    scope_free int64_t *sums = alloc_zeroed(problem->dimensions + 1, sizeof(*sums));
    struct home_lists lists = {first, next, last};
    struct home_swap swap = {.homing = homing, .sums = sums};

    if (!problem->start)
        return;
    memset(first, 0xff, problem->bins * sizeof(*first));
    for (size_t i = 0; i < problem->items; i++)
        if (homing->bin[i] >= 0)
            put(&lists, (uint32_t)i, (size_t)homing->bin[i]);
    for (int pass = 0; pass < PASSES && run_pass(&swap, &lists); pass++) {
    }
}
