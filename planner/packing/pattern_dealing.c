// SPDX-License-Identifier: GPL-3.0-or-later
// First who may stay, then the others into what the patterns have left, then who was refused,
// wherever there is room. At last who may come home by changing places does.
#include "planner/packing/pattern_dealing.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/packing/pattern_homing.h"
#include "planner/packing/pattern_matching.h"

struct dealing {
    const struct packing_problem *problem;
    const struct bound_rest *rest;
    const struct pattern_kinds *kinds;
    const struct packing_judge *judge;
    void *state; // of the judge, a copy
    int32_t *bin;
    int64_t *left;     // [bin of the problem][dimension]; INT64_MAX: no limit
    bool *is_used;     // [bin of the problem]
    uint32_t *seats;   // [bin of the rest][kind] that its pattern has left
    uint32_t *rest_of; // [bin of the problem] among the rest, or UINT32_MAX
    size_t *first;     // [kind] the first bin of the rest that may have seats left for it
};

static int64_t *left_of(const struct dealing *dealing, size_t bin)
{
    return dealing->left + bin * dealing->problem->dimensions;
}

static bool has_room(const struct dealing *dealing, size_t item, size_t bin)
{
    const int64_t *size = dealing->problem->sizes + item * dealing->problem->dimensions;

    for (size_t d = 0; d < dealing->problem->dimensions; d++)
        if (size[d] > left_of(dealing, bin)[d])
            return false;
    return true;
}

static bool may(const struct dealing *dealing, size_t item, size_t bin)
{
    return has_room(dealing, item, bin) &&
           (!dealing->judge || dealing->judge->may(dealing->state, (uint32_t)item, (uint32_t)bin));
}

static void seat(struct dealing *dealing, size_t item, size_t bin)
{
    const int64_t *size = dealing->problem->sizes + item * dealing->problem->dimensions;

    for (size_t d = 0; d < dealing->problem->dimensions; d++)
        if (left_of(dealing, bin)[d] != INT64_MAX)
            left_of(dealing, bin)[d] -= size[d];
    dealing->bin[item] = (int32_t)bin;
    dealing->is_used[bin] = true;
    if (dealing->judge)
        dealing->judge->arrive(dealing->state, (uint32_t)item, (uint32_t)bin);
}

static int32_t start_of(const struct dealing *dealing, size_t item)
{
    return dealing->problem->start ? dealing->problem->start[item] : PACKING_NOWHERE;
}

static void seat_fixed(struct dealing *dealing)
{
    const struct packing_problem *problem = dealing->problem;

    for (size_t i = 0; i < problem->items; i++)
        if (problem->is_fixed && problem->is_fixed[i] && start_of(dealing, i) >= 0)
            seat(dealing, i, (size_t)start_of(dealing, i));
}

static void seat_staying(struct dealing *dealing)
{
    const struct bound_rest *rest = dealing->rest;

    for (size_t i = 0; i < rest->items; i++) {
        uint32_t item = rest->item[i], kind = dealing->kinds->kind_of[i];
        int32_t start = start_of(dealing, item);
        if (start < 0 || kind == PATTERN_NO_KIND || dealing->rest_of[start] == UINT32_MAX)
            continue;
        uint32_t *seats = &dealing->seats[dealing->rest_of[start] * dealing->kinds->kinds + kind];
        if (*seats == 0 || !may(dealing, item, (size_t)start))
            continue;
        (*seats)--;
        seat(dealing, item, (size_t)start);
    }
}

// Seats of a kind that are left are found from the first bin on; a refusal looks further, for this
// item only.
static bool seat_by_pattern(struct dealing *dealing, uint32_t item, uint32_t kind)
{
    size_t kinds = dealing->kinds->kinds, *first = &dealing->first[kind];

    while (*first < dealing->rest->bins && dealing->seats[*first * kinds + kind] == 0)
        ++*first;
    for (size_t b = *first; b < dealing->rest->bins; b++) {
        if (dealing->seats[b * kinds + kind] == 0 || !may(dealing, item, dealing->rest->bin[b]))
            continue;
        dealing->seats[b * kinds + kind]--;
        seat(dealing, item, dealing->rest->bin[b]);
        return true;
    }
    return false;
}

static void seat_others(struct dealing *dealing)
{
    const struct bound_rest *rest = dealing->rest;

    for (size_t i = 0; i < rest->items; i++) {
        uint32_t kind = dealing->kinds->kind_of[i];
        if (dealing->bin[rest->item[i]] == PACKING_NOWHERE && kind != PATTERN_NO_KIND)
            seat_by_pattern(dealing, rest->item[i], kind);
    }
}

// Where it is, if that is in use; then any bin in use; then any.
static void seat_anywhere(struct dealing *dealing, uint32_t item)
{
    const struct bound_rest *rest = dealing->rest;
    int32_t start = start_of(dealing, item);

    if (start >= 0 && dealing->rest_of[start] != UINT32_MAX && dealing->is_used[start] &&
        may(dealing, item, (size_t)start)) {
        seat(dealing, item, (size_t)start);
        return;
    }
    for (int used = 1; used >= 0; used--) {
        for (size_t b = 0; b < rest->bins; b++) {
            if (dealing->is_used[rest->bin[b]] != (used == 1) || !may(dealing, item, rest->bin[b]))
                continue;
            seat(dealing, item, rest->bin[b]);
            return;
        }
    }
}

static void give_seats(struct dealing *dealing, const struct pattern_plan *plan,
                       const uint32_t *uses)
{
    for (size_t b = 0; b < dealing->rest->bins; b++) {
        if (uses[b] == PATTERN_NONE)
            continue;
        const struct pattern *pattern = &plan->set->list[plan->uses[uses[b]].pattern];
        for (size_t i = 0; i < pattern->part_count; i++)
            dealing->seats[b * dealing->kinds->kinds + pattern->parts[i].kind] =
                pattern->parts[i].count;
    }
}

static void dealing_init(struct dealing *dealing)
{
    const struct packing_problem *problem = dealing->problem;
    size_t cells = problem->bins * problem->dimensions;

    dealing->left = alloc_zeroed(cells + 1, sizeof(*dealing->left));
    if (cells)
        memcpy(dealing->left, problem->capacities, cells * sizeof(*dealing->left));
    dealing->is_used = alloc_zeroed(problem->bins + 1, sizeof(*dealing->is_used));
    dealing->seats =
        alloc_zeroed(dealing->rest->bins * dealing->kinds->kinds + 1, sizeof(*dealing->seats));
    dealing->rest_of = alloc_zeroed(problem->bins + 1, sizeof(*dealing->rest_of));
    memset(dealing->rest_of, 0xff, problem->bins * sizeof(*dealing->rest_of));
    for (size_t b = 0; b < dealing->rest->bins; b++)
        dealing->rest_of[dealing->rest->bin[b]] = (uint32_t)b;
    dealing->first = alloc_zeroed(dealing->kinds->kinds + 1, sizeof(*dealing->first));
    for (size_t i = 0; i < problem->items; i++)
        dealing->bin[i] = PACKING_NOWHERE;
}

static void dealing_done(struct dealing *dealing)
{
    free(dealing->left);
    free(dealing->is_used);
    free(dealing->seats);
    free(dealing->rest_of);
    free(dealing->first);
    if (dealing->judge)
        dealing->judge->drop(dealing->state);
}

static void deal_all(struct dealing *dealing, const struct pattern_plan *plan, const uint32_t *uses)
{
    const struct bound_rest *rest = dealing->rest;

    seat_fixed(dealing);
    give_seats(dealing, plan, uses);
    seat_staying(dealing);
    seat_others(dealing);
    for (size_t i = 0; i < rest->items; i++)
        if (dealing->bin[rest->item[i]] == PACKING_NOWHERE)
            seat_anywhere(dealing, rest->item[i]);
}

static void bring_home(struct dealing *dealing, uint64_t deadline_ns)
{
    struct homing homing = {
        .problem = dealing->problem,
        .state = dealing->state,
        .bin = dealing->bin,
        .left = dealing->left,
        .deadline_ns = deadline_ns,
    };

    pattern_homing_run(&homing);
}

bool pattern_dealing_deal(const struct packing_problem *problem, const struct bound_rest *rest,
                          const struct pattern_plan *plan, uint64_t deadline_ns, int32_t *bin)
{
    struct dealing dealing = {
        .problem = problem,
        .rest = rest,
        .kinds = plan->set->kinds,
        .judge = problem->judge,
        .bin = bin,
    };
    scope_free uint32_t *uses = alloc_zeroed(rest->bins + 1, sizeof(*uses));

    if (dealing.judge && !(dealing.state = dealing.judge->copy(dealing.judge->state)))
        return false;
    dealing_init(&dealing);
    pattern_matching_of(problem, rest, dealing.kinds, plan, uses);
    deal_all(&dealing, plan, uses);
    bring_home(&dealing, deadline_ns);
    dealing_done(&dealing);
    return true;
}
