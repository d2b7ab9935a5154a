// SPDX-License-Identifier: GPL-3.0-or-later
// Which round is under way, who is still to come in it, and in which order: all of it from the
// rungs and the seed.
#include "bench/ladder_rounds.h"

#include <string.h>

#include "common/base/rng.h"
#include "common/model/density_list.h"

// Unlike any stream that steps draw from the same seed.
static const uint64_t STREAM = UINT64_C(0x726f756e6473);

static uint32_t boots_of(const struct ladder_view *view, uint32_t guests)
{
    const struct rung *rung = ladder_view_find(view, guests);
    return rung ? rung->boots : 0;
}

static bool is_out(const struct ladder_view *view, uint32_t guests)
{
    const struct rung *rung = ladder_view_find(view, guests);
    return guests > view->bounds->guests_max || (rung && rung->lost >= LADDER_LOSSES);
}

// Rounds that are over or under way: whoever has the most boots has been in all of them.
static uint32_t count_begun(const struct ladder_view *view)
{
    uint32_t most = 0;
    for (size_t i = 0; i < view->bounds->density_count; i++) {
        uint32_t boots = boots_of(view, view->bounds->densities[i]);
        most = boots > most ? boots : most;
    }
    return most;
}

// The round that is to be gone on with: that of those who are behind.
static uint32_t count_finished(const struct ladder_view *view)
{
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < view->bounds->density_count; i++) {
        uint32_t guests = view->bounds->densities[i], boots = boots_of(view, guests);
        if (!is_out(view, guests) && boots < least)
            least = boots;
    }
    return least;
}

static bool is_open(const struct ladder_view *view)
{
    for (size_t i = 0; !view->bounds->asks_nothing && i < view->bounds->density_count; i++) {
        uint32_t guests = view->bounds->densities[i];
        const struct rung *rung = ladder_view_find(view, guests);
        if (rung && !is_out(view, guests) && rung->verdict == DENSITY_UNDECIDED && !rung->is_futile)
            return true;
    }
    return false;
}

static double cost_ns(const struct ladder_view *view, uint32_t guests)
{
    return view->bounds->budget.step_ns + view->bounds->budget.unit_ns * guests;
}

// What the rest of this round costs.
static double rest_ns(const struct ladder_view *view, uint32_t round)
{
    double sum_ns = 0;
    for (size_t i = 0; i < view->bounds->density_count; i++) {
        uint32_t guests = view->bounds->densities[i];
        if (!is_out(view, guests) && boots_of(view, guests) == round)
            sum_ns += cost_ns(view, guests);
    }
    return sum_ns;
}

static bool is_affordable(const struct ladder_view *view, uint32_t round, uint32_t guests)
{
    const struct ladder_budget *budget = &view->bounds->budget;
    if (!budget->is_set)
        return true;
    bool begins = round > 0 && round == count_begun(view);
    return (begins ? rest_ns(view, round) : cost_ns(view, guests)) <= budget->left_ns;
}

// Fisher and Yates, anew for every round.
static void draw_order(const struct ladder_bounds *bounds, uint32_t round, uint32_t *order)
{
    struct rng rng;
    rng_init(&rng, rng_derive(rng_derive(bounds->seed, STREAM), round));
    memcpy(order, bounds->densities, bounds->density_count * sizeof(*order));
    for (size_t i = bounds->density_count; i > 1; i--) {
        size_t other = rng_below(&rng, i);
        uint32_t kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

uint32_t ladder_rounds_next(const struct ladder_view *view)
{
    const struct ladder_bounds *bounds = view->bounds;
    uint32_t order[DENSITY_LIST_MAX], round = count_finished(view);
    bool is_wanted = round < bounds->repeats_min || (round < bounds->repeats_max && is_open(view));
    // A round that has begun comes to its end.
    if (round >= bounds->repeats_max || (!is_wanted && round >= count_begun(view)))
        return 0;
    draw_order(bounds, round, order);
    for (size_t i = 0; i < bounds->density_count; i++)
        if (!is_out(view, order[i]) && boots_of(view, order[i]) == round)
            return is_affordable(view, round, order[i]) ? order[i] : 0;
    return 0;
}

// --- where a run stands -------------------------------------------------------------------------

struct ladder_turn ladder_turn_next(const struct ladder_bounds *bounds, const struct rung *rungs,
                                    size_t count)
{
    const struct ladder_view view = {bounds, rungs, count, LADDER_WHOLE};
    struct ladder_turn turn = {.units = ladder_next(bounds, rungs, count)};
    uint32_t order[DENSITY_LIST_MAX];
    if (turn.units == 0)
        return turn;
    turn.round = boots_of(&view, turn.units);
    draw_order(bounds, turn.round, order);
    while (order[turn.place] != turn.units)
        turn.place++;
    return turn;
}

uint32_t ladder_rounds_finished(const struct ladder_bounds *bounds, const struct rung *rungs,
                                size_t count)
{
    const struct ladder_view view = {bounds, rungs, count, LADDER_WHOLE};
    uint32_t finished = count_finished(&view);
    return finished == UINT32_MAX ? count_begun(&view) : finished;
}
