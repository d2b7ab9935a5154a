// SPDX-License-Identifier: GPL-3.0-or-later
// Pure arithmetic on rungs: find the boundary, then make sure of it.
#include "bench/ladder.h"

#include <stdlib.h>
#include <string.h>

#include "bench/ladder_guide.h"
#include "bench/ladder_rounds.h"
#include "bench/ladder_view.h"
#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"

// --- what it costs ------------------------------------------------------------------------------

static double cost_ns(const struct ladder_bounds *bounds, uint32_t guests, uint32_t boots)
{
    return boots * (bounds->budget.step_ns + bounds->budget.unit_ns * guests);
}

static bool is_affordable(const struct ladder_bounds *bounds, uint32_t guests, uint32_t boots,
                          double beside_ns)
{
    return !bounds->budget.is_set ||
           cost_ns(bounds, guests, boots) + beside_ns <= bounds->budget.left_ns;
}

// --- making sure --------------------------------------------------------------------------------

// Boots without which a density has no verdict.
static uint32_t boots_missing(const struct ladder_bounds *bounds, const struct rung *rung)
{
    uint32_t least = bounds->repeats_min;
    return rung->lost >= LADDER_LOSSES || rung->boots >= least ? 0 : least - rung->boots;
}

// What it takes until all up to there are judged.
static double missing_ns(const struct ladder_view *view, uint64_t top)
{
    double sum_ns = 0;
    for (size_t i = 0; i < view->count && view->rungs[i].guests <= top; i++)
        sum_ns += cost_ns(view->bounds, view->rungs[i].guests,
                          boots_missing(view->bounds, &view->rungs[i]));
    return sum_ns;
}

// Whether more boots of it may be part of the answer's proof.
static bool is_wanted(const struct ladder_view *view, const struct rung *rung, uint64_t top)
{
    bool is_reference = rung->guests == 1 && !view->bounds->without_one;
    return (is_reference || (rung->guests >= view->bounds->guests_min && rung->guests <= top)) &&
           ladder_view_wanted(view, rung) > 0 && is_affordable(view->bounds, rung->guests, 1, 0);
}

// Where not all can be afforded, a few sure steps are worth more than many open ones.
static uint32_t settle_in_turn(const struct ladder_view *view, uint64_t top)
{
    for (size_t i = 0; i < view->count; i++)
        if (is_wanted(view, &view->rungs[i], top) &&
            boots_missing(view->bounds, &view->rungs[i]) > 0)
            return view->rungs[i].guests;
    return 0;
}

static uint64_t count_boots(const struct ladder_view *view)
{
    uint64_t boots = 0;
    for (size_t i = 0; i < view->count; i++)
        boots += (uint64_t)view->rungs[i].boots + view->rungs[i].lost;
    return boots;
}

// One of all boots that are wanted up to top, each as likely as any other; 0 where none is.
static uint32_t settle(const struct ladder_view *view, uint64_t top)
{
    uint64_t wanted = 0;
    if (!is_affordable(view->bounds, 0, 0, missing_ns(view, top))) {
        uint32_t next = settle_in_turn(view, top);
        if (next)
            return next;
    }
    for (size_t i = 0; i < view->count; i++)
        if (is_wanted(view, &view->rungs[i], top))
            wanted += ladder_view_wanted(view, &view->rungs[i]);
    if (wanted == 0)
        return 0;
    uint64_t ticket = rng_derive(view->bounds->seed, count_boots(view)) % wanted;
    for (size_t i = 0; i < view->count; i++) {
        if (!is_wanted(view, &view->rungs[i], top))
            continue;
        uint32_t boots = ladder_view_wanted(view, &view->rungs[i]);
        if (ticket < boots)
            return view->rungs[i].guests;
        ticket -= boots;
    }
    return 0;
}

// --- finding ------------------------------------------------------------------------------------

// A density of which nothing is known yet comes before others are begun.
static uint32_t first_untold(const struct ladder_view *view, uint64_t broken)
{
    const struct ladder_bounds *bounds = view->bounds;
    if (!bounds->without_one && ladder_view_is_untold(view, ladder_view_find(view, 1)))
        return 1;
    if (ladder_view_is_untold(view, ladder_view_find(view, bounds->guests_min)))
        return bounds->guests_min;
    for (size_t i = 0; i < view->count; i++) {
        const struct rung *rung = &view->rungs[i];
        if (rung->guests >= bounds->guests_min && rung->guests <= bounds->guests_max &&
            rung->guests < broken && ladder_view_is_untold(view, rung))
            return rung->guests;
    }
    return 0;
}

static uint32_t double_or_top(const struct ladder_bounds *bounds, uint32_t guests)
{
    return guests > bounds->guests_max / 2 ? bounds->guests_max : 2 * guests;
}

// The largest from held + 1 to next that can be judged for what is left, with all below it; 0 for
// none.
static uint32_t afford(const struct ladder_view *view, uint32_t held, uint32_t next)
{
    double beside_ns = missing_ns(view, held);
    uint32_t boots = view->bounds->repeats_min;
    while (next > held && !is_affordable(view->bounds, next, boots, beside_ns))
        next = held + (next - held) / 2;
    return next > held ? next : 0;
}

// The next new density, 0 where the boundary is found.
static uint32_t scout(const struct ladder_view *view, uint64_t broken, uint32_t held)
{
    // The top may have come down below what was tried: a host that runs short of memory.
    uint64_t top = (uint64_t)view->bounds->guests_max + 1, above = broken < top ? broken : top;
    if (held == 0 || held + UINT64_C(1) == above)
        return 0;
    if (broken > top)
        return afford(view, held, double_or_top(view->bounds, held));
    return afford(view, held, ladder_guide(view, held, (uint32_t)broken));
}

// --- both ---------------------------------------------------------------------------------------

static uint32_t next_of(const struct ladder_view *view)
{
    uint64_t broken = ladder_view_broken(view), most = view->bounds->guests_max;
    uint32_t next = first_untold(view, broken);
    if (next)
        return is_affordable(view->bounds, next, 1, 0) ? next : 0;
    uint64_t top = broken < most ? broken : most;
    next = scout(view, broken, ladder_view_held(view, top < broken ? top + 1 : broken));
    return next ? next : settle(view, top);
}

static int by_guests(const void *left, const void *right)
{
    const struct rung *a = left, *b = right;
    return (a->guests > b->guests) - (a->guests < b->guests);
}

static int count_terms(const struct rung *rungs, size_t count)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = rungs[i].term_count > most ? rungs[i].term_count : most;
    return (int)most;
}

uint32_t ladder_next(const struct ladder_bounds *bounds, const struct rung *rungs, size_t count)
{
    scope_free struct rung *sorted = alloc_zeroed(count + 1, sizeof *sorted);
    if (count)
        memcpy(sorted, rungs, count * sizeof *rungs);
    qsort(sorted, count, sizeof *sorted, by_guests);
    struct ladder_view view = {bounds, sorted, count, LADDER_WHOLE};
    if (bounds->density_count > 0)
        return ladder_rounds_next(&view);
    uint32_t next = next_of(&view);
    int terms = bounds->all_terms ? count_terms(rungs, count) : 0;
    for (view.term = 0; next == 0 && view.term < terms; view.term++)
        next = next_of(&view);
    return next;
}

// --- the time left ------------------------------------------------------------------------------

// Of what is not known everything is taken to hold but what leans to fail: the longest way up.
static void play(const struct ladder_bounds *bounds, struct rung *rung)
{
    bool is_single = bounds->single_above && rung->guests > bounds->single_above;
    rung->boots++;
    if (rung->leaning == DENSITY_UNDECIDED)
        rung->leaning = DENSITY_HOLDS;
    if (rung->boots >= (is_single ? 1 : bounds->repeats_min))
        rung->verdict = rung->leaning;
}

uint64_t ladder_guests_left(const struct ladder_bounds *bounds, const struct rung *rungs,
                            size_t count)
{
    enum { MORE = 80 };
    struct ladder_bounds reach = *bounds;
    if (bounds->fit && bounds->fit < reach.guests_max)
        reach.guests_max = bounds->fit;
    reach.all_terms = false; // nobody knows how far
    scope_free struct rung *known = alloc_zeroed(count + MORE, sizeof *known);
    if (count)
        memcpy(known, rungs, count * sizeof *rungs);
    size_t known_count = count;
    uint64_t left = 0;
    for (uint32_t next; (next = ladder_next(&reach, known, known_count)) > 0;) {
        struct rung *rung = known;
        while (rung < known + known_count && rung->guests != next)
            rung++;
        if (rung == known + known_count && known_count == count + MORE)
            break;
        if (rung == known + known_count)
            known[known_count++] = (struct rung){.guests = next};
        left += next;
        reach.budget.left_ns -= cost_ns(&reach, next, 1);
        play(&reach, rung);
    }
    return left;
}
