// SPDX-License-Identifier: GPL-3.0-or-later
// The curve proposes, the guard disposes.
#include "bench/ladder_guide.h"

#include <math.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/search_curve.h"

// Halvings until a bracket of this width holds no density.
static uint32_t halvings(uint64_t width)
{
    uint32_t count = 0;
    while ((UINT64_C(1) << count) < width)
        count++;
    return count;
}

// The doubling that left this bracket began it here.
static uint32_t bracket_foot(const struct ladder_view *view, uint32_t held)
{
    uint32_t foot = view->bounds->guests_min;
    while (foot <= held / 2)
        foot *= 2;
    return foot;
}

// How many densities of the bracket that doubling left have been tried, besides its ends.
static uint32_t count_tried(const struct ladder_view *view, uint32_t foot, uint64_t top)
{
    uint32_t tried = 0;
    for (size_t i = 0; i < view->count; i++)
        tried += view->rungs[i].guests > foot && view->rungs[i].guests < top;
    return tried;
}

// Steps of halving that may be left after the next one.
static uint32_t steps_after(const struct ladder_view *view, uint32_t held, uint32_t broken)
{
    uint32_t foot = bracket_foot(view, held);
    uint64_t top = UINT64_C(2) * foot;
    if (top < broken)
        top = broken;
    uint32_t all = halvings(top - foot) + LADDER_GUIDE_SLACK;
    uint32_t gone = count_tried(view, foot, top) + 1;
    uint32_t needed = halvings(broken - held) - 1;
    return all > gone && all - gone > needed ? all - gone : needed;
}

static uint64_t clamp(uint64_t value, uint64_t least, uint64_t most)
{
    return value < least ? least : value > most ? most : value;
}

// Where one term crosses its bound; NAN where nothing says so.
static double crossing(const struct ladder_view *view, size_t term, uint32_t held, uint32_t broken)
{
    scope_free struct search_point *points = alloc_zeroed(view->count + 1, sizeof *points);
    size_t count = 0;
    for (size_t i = 0; i < view->count; i++) {
        const struct rung *rung = &view->rungs[i];
        if (term < rung->term_count && rung->boots > 0)
            points[count++] = (struct search_point){
                .guests = rung->guests,
                .excess = rung->terms[term].excess,
                .error = rung->terms[term].error,
            };
    }
    return search_curve_crossing(points, count, held, broken);
}

// The term that breaks first is the one that counts, of those that broken does not hold: another
// may be drawn through the bracket by nothing but noise.
static double first_crossing(const struct ladder_view *view, uint32_t held, uint32_t broken)
{
    const struct rung *rung = ladder_view_find(view, broken);
    double first = NAN;
    for (size_t term = 0; term < rung->term_count; term++) {
        if (view->term != LADDER_WHOLE && (size_t)view->term != term)
            continue;
        if (rung->terms[term].leaning != DENSITY_HOLDS)
            first = fmin(first, crossing(view, term, held, broken));
    }
    return first;
}

uint32_t ladder_guide(const struct ladder_view *view, uint32_t held, uint32_t broken)
{
    uint32_t width = broken - held, after = steps_after(view, held, broken);
    uint64_t reach = UINT64_C(1) << after;
    double at = first_crossing(view, held, broken);
    uint64_t next = held + UINT64_C(1) * width / 2;
    // The largest that should hold; where that is known already, the one that should not.
    if (!isnan(at))
        next = (uint64_t)floor(at);
    next = clamp(next, broken > reach ? broken - reach : 0, held + reach);
    return (uint32_t)clamp(next, held + UINT64_C(1), broken - UINT64_C(1));
}
