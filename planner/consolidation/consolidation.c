// SPDX-License-Identifier: GPL-3.0-or-later
// Puts it together: amounts, target, moves, and the traces replayed on what was and what will be.
#include "planner/consolidation/consolidation.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "planner/consolidation/consolidation_words.h"
#include "planner/curve/curve.h"
#include "planner/rules/rule.h"

void consolidation_done(struct consolidation *consolidation)
{
    if (!consolidation)
        return;
    for (size_t i = 0; i < consolidation->note_count; i++)
        free(consolidation->notes[i]);
    free(consolidation->notes);
    free(consolidation->answer);
    free(consolidation->was_on);
    free(consolidation->is_on);
    moves_done(&consolidation->moves);
    target_done(&consolidation->target);
    amounts_done(&consolidation->amounts);
    estate_done(&consolidation->estate);
    *consolidation = (struct consolidation){0};
}

bool consolidation_is_whole(const struct consolidation *consolidation)
{
    return consolidation->target.misplaced_count == 0 && consolidation->moves.stuck_count == 0 &&
           !consolidation_is_over_hosts(consolidation);
}

bool consolidation_is_over_hosts(const struct consolidation *consolidation)
{
    const struct target_options *asked = &consolidation->request->target;
    const struct target *target = &consolidation->target;
    return asked->aim == TARGET_MOVES && asked->hosts_most > 0 &&
           target->hosts_used + target->hosts_spare > asked->hosts_most;
}

// --- windows -------------------------------------------------------------------------------------

// Each part has a window at least, where there are two.
static void split_windows(const struct estate *estate, double share,
                          struct consolidation_risk *risk)
{
    size_t windows = estate->windows > 0 ? estate->windows : 1;
    size_t planned = (size_t)ceil(share * (double)windows);
    planned = planned < 1 ? 1 : planned > windows ? windows : planned;
    if (share < 1 && planned == windows && windows > 1)
        planned--;
    risk->is_judged_apart = planned < windows;
    risk->planned_windows = (struct risk_window){0, planned};
    risk->judged_windows =
        risk->is_judged_apart ? (struct risk_window){planned, windows} : risk->planned_windows;
}

// What the plan may see: traces are as long as the windows that are planned on. Borrows.
static struct estate planned_view(const struct estate *estate, struct risk_window window)
{
    struct estate view = *estate;
    if (estate->windows > 0)
        view.windows = window.to;
    return view;
}

// --- hosts that are on ---------------------------------------------------------------------------

static size_t count_on(const bool *is_on, size_t count)
{
    size_t on = 0;
    for (size_t h = 0; h < count; h++)
        on += is_on[h];
    return on;
}

// A host that was off and is not needed stays off, whatever moves say of switching off. One in
// maintenance stays as it is: nobody switches it, and what it takes is not saved.
static void find_hosts_on(struct consolidation *consolidation)
{
    const struct estate *estate = &consolidation->estate;
    size_t count = estate->host_count;
    consolidation->was_on = alloc_zeroed(count, sizeof *consolidation->was_on);
    consolidation->is_on = alloc_zeroed(count, sizeof *consolidation->is_on);
    for (size_t h = 0; h < count; h++) {
        consolidation->was_on[h] = !estate->hosts[h].is_off;
        consolidation->is_on[h] = estate->hosts[h].is_drained ? consolidation->was_on[h]
                                                              : consolidation->target.is_on[h] &&
                                                                    !consolidation->moves.is_off[h];
    }
    for (size_t g = 0; g < estate->guest_count; g++)
        if (consolidation->moves.end[g] >= 0)
            consolidation->is_on[consolidation->moves.end[g]] = true;
    consolidation->on_before = count_on(consolidation->was_on, count);
    consolidation->on_after = count_on(consolidation->is_on, count);
}

// --- risk ----------------------------------------------------------------------------------------

static void replay(const struct consolidation *consolidation, const struct curves *curves,
                   struct risk_window window, struct risk *ret_before, struct risk *ret_after)
{
    const struct estate *estate = &consolidation->estate;
    const struct policy *policy = &consolidation->request->policy;
    int32_t *start = alloc_zeroed(estate->guest_count + 1, sizeof *start);
    for (size_t g = 0; g < estate->guest_count; g++)
        start[g] = estate->guests[g].host;
    risk_replay(estate, policy, curves, start, consolidation->was_on, window, ret_before);
    risk_replay(estate, policy, curves, consolidation->moves.end, consolidation->is_on, window,
                ret_after);
    free(start);
}

static int find_risk(struct consolidation *consolidation, struct store *store, struct err *err)
{
    struct consolidation_risk *risk = &consolidation->risk;
    struct curves curves = {0};
    int result = risk_read_curves(&consolidation->estate, &consolidation->request->policy, store,
                                  &curves, err);
    if (result == 0) {
        replay(consolidation, &curves, risk->planned_windows, &risk->before_planned,
               &risk->after_planned);
        replay(consolidation, &curves, risk->judged_windows, &risk->before_judged,
               &risk->after_judged);
    }
    curves_done(&curves);
    return result;
}

// --- the whole -----------------------------------------------------------------------------------

static int plan(struct consolidation *consolidation, const struct estate *view, struct store *store,
                struct err *err)
{
    const struct request *request = consolidation->request;
    int result = amounts_of(view, &request->policy, store, &consolidation->amounts, err);
    if (result == 0 && request->rules)
        result = rule_set_resolve(request->rules, view, err);
    if (result == 0)
        result = target_find(view, &consolidation->amounts, request->rules, &request->target,
                             &consolidation->target, err);
    if (result == 0)
        result = moves_plan(view, &consolidation->amounts, request->rules, &consolidation->target,
                            &request->moves, &consolidation->moves, err);
    return result;
}

static int compute(struct consolidation *consolidation, struct store *store, struct err *err)
{
    const struct request *request = consolidation->request;
    struct consolidation_risk *risk = &consolidation->risk;
    split_windows(&consolidation->estate, request->plan_share, risk);
    struct estate view = planned_view(&consolidation->estate, risk->planned_windows);
    int result = plan(consolidation, &view, store, err);
    if (result < 0)
        return result;
    find_hosts_on(consolidation);
    result = find_risk(consolidation, store, err);
    if (result < 0)
        return result;
    consolidation->saving =
        saving_of(&consolidation->estate, request, consolidation->was_on, consolidation->is_on,
                  &risk->before_judged, &risk->after_judged);
    consolidation->answer = consolidation_answer(consolidation);
    consolidation_fill_notes(consolidation);
    return 0;
}

int consolidation_compute(struct estate *estate, const struct request *request, struct store *store,
                          struct consolidation *ret_consolidation, struct err *err)
{
    int result = estate_check(estate, err);
    if (result < 0)
        return result;
    struct consolidation consolidation = {.estate = *estate, .request = request};
    result = compute(&consolidation, store, err);
    if (result < 0) {
        consolidation.estate = (struct estate){0}; // still the caller's
        consolidation_done(&consolidation);
        return result;
    }
    estate_init(estate);
    *ret_consolidation = consolidation;
    return 0;
}
