// SPDX-License-Identifier: GPL-3.0-or-later
// Reads rungs.
#include "bench/ladder_view.h"

const struct rung *ladder_view_find(const struct ladder_view *view, uint32_t guests)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->rungs[i].guests == guests)
            return &view->rungs[i];
    return NULL;
}

static bool is_lost(const struct rung *rung)
{
    return rung->lost >= LADDER_LOSSES;
}

static const struct rung_term *term_of(const struct ladder_view *view, const struct rung *rung)
{
    return view->term != LADDER_WHOLE && (size_t)view->term < rung->term_count
               ? &rung->terms[view->term]
               : NULL;
}

static enum density_verdict verdict_of(const struct ladder_view *view, const struct rung *rung)
{
    const struct rung_term *term = term_of(view, rung);
    return term ? term->verdict : rung->verdict;
}

static enum density_verdict leaning_of(const struct ladder_view *view, const struct rung *rung)
{
    const struct rung_term *term = term_of(view, rung);
    return term ? term->leaning : rung->leaning;
}

static uint32_t usual_boots(const struct ladder_bounds *bounds, uint32_t guests)
{
    return bounds->single_above && guests > bounds->single_above ? 1 : bounds->repeats_min;
}

uint32_t ladder_view_wanted(const struct ladder_view *view, const struct rung *rung)
{
    const struct ladder_bounds *bounds = view->bounds;
    enum density_verdict verdict = verdict_of(view, rung);
    uint32_t usual = usual_boots(bounds, rung->guests), most = bounds->repeats_max;
    if (is_lost(rung))
        return 0;
    // Every other density is divided by one guest alone: it gets all the boots there are.
    if (rung->guests == 1 && bounds->guests_max > 1 && verdict != DENSITY_FAILS)
        return rung->boots < most ? most - rung->boots : 0;
    if (rung->boots < usual)
        return usual - rung->boots;
    return verdict == DENSITY_UNDECIDED && rung->boots < most && !rung->is_futile ? 1 : 0;
}

bool ladder_view_is_untold(const struct ladder_view *view, const struct rung *rung)
{
    return !rung ||
           (ladder_view_wanted(view, rung) > 0 && verdict_of(view, rung) == DENSITY_UNDECIDED &&
            leaning_of(view, rung) == DENSITY_UNDECIDED);
}

bool ladder_view_holds(const struct ladder_view *view, const struct rung *rung)
{
    enum density_verdict verdict = verdict_of(view, rung);
    if (is_lost(rung))
        return false;
    if (verdict == DENSITY_UNDECIDED && ladder_view_wanted(view, rung) > 0)
        verdict = leaning_of(view, rung);
    return verdict == DENSITY_HOLDS;
}

uint64_t ladder_view_broken(const struct ladder_view *view)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->rungs[i].guests >= view->bounds->guests_min &&
            !ladder_view_is_untold(view, &view->rungs[i]) &&
            !ladder_view_holds(view, &view->rungs[i]))
            return view->rungs[i].guests;
    return LADDER_NONE;
}

uint32_t ladder_view_held(const struct ladder_view *view, uint64_t below)
{
    uint32_t held = 0;
    for (size_t i = 0; i < view->count && view->rungs[i].guests < below; i++)
        if (view->rungs[i].guests >= view->bounds->guests_min &&
            ladder_view_holds(view, &view->rungs[i]))
            held = view->rungs[i].guests;
    return held;
}
