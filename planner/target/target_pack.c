// SPDX-License-Identifier: GPL-3.0-or-later
// Guests become items and hosts bins, resources that matter become dimensions; the standing is the
// judge.
#include "planner/target/target_pack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/packing/packing_bound.h"
#include "planner/target/target_line.h"

struct translation {
    const struct target_case *problem;
    bool has_load; // dimension 0 is mean load in microcores, without a limit
    enum amount_resource resources[AMOUNT_COUNT];
    size_t resource_count, dimensions;
    int64_t *sizes, *capacities;
    bool *is_fixed;
    double *costs, *unit_costs;
    struct packing_judge judge;
    struct packing_problem packing;
};

// --- the judge ----------------------------------------------------------------------------------

struct judge {
    const struct target_case *problem;
    struct standing *standing;
};

static struct judge *judge_new(const struct target_case *problem, struct standing *taken)
{
    struct judge *judge = alloc_zeroed(1, sizeof *judge);
    *judge = (struct judge){problem, taken};
    return judge;
}

static bool judge_may(void *state, uint32_t item, uint32_t bin)
{
    struct judge *judge = state;
    return target_case_may(judge->problem, judge->standing, item, bin);
}

static void judge_arrive(void *state, uint32_t item, uint32_t bin)
{
    standing_arrive(((struct judge *)state)->standing, item, bin);
}

static void judge_leave(void *state, uint32_t item, uint32_t bin)
{
    standing_leave(((struct judge *)state)->standing, item, bin);
}

static void *judge_copy(const void *state)
{
    const struct judge *judge = state;
    return judge_new(judge->problem, standing_copy(judge->standing));
}

static void judge_drop(void *state)
{
    struct judge *judge = state;
    if (!judge)
        return;
    standing_free(judge->standing);
    free(judge);
}

// --- numbers ------------------------------------------------------------------------------------

static void choose_dimensions(struct translation *translation)
{
    const struct amounts *amounts = translation->problem->amounts;
    for (int r = 0; r < AMOUNT_COUNT; r++)
        if (amounts->is_used[r])
            translation->resources[translation->resource_count++] = r;
    translation->has_load = translation->problem->options->aim == TARGET_ENERGY;
    translation->dimensions = translation->resource_count + translation->has_load;
    // Guests that ask for nothing at all are items still.
    translation->dimensions += translation->dimensions == 0;
}

static void fill_sizes(struct translation *translation)
{
    const struct target_case *problem = translation->problem;
    double part = translation->has_load ? target_line_part(problem) : 0;
    for (size_t g = 0; g < problem->amounts->guests; g++) {
        int64_t *size = translation->sizes + g * translation->dimensions;
        const int64_t *least = problem->amounts->least[g];
        if (translation->has_load)
            *size++ =
                (int64_t)fmin(problem->load[g] * AMOUNT_MICRO, part * (double)least[AMOUNT_CPU]);
        for (size_t d = 0; d < translation->resource_count; d++)
            size[d] = least[translation->resources[d]];
    }
}

static void fill_capacities(struct translation *translation)
{
    const struct amounts *amounts = translation->problem->amounts;
    for (size_t h = 0; h < amounts->hosts; h++) {
        int64_t *capacity = translation->capacities + h * translation->dimensions;
        for (size_t d = 0; d < translation->dimensions; d++)
            capacity[d] = INT64_MAX;
        capacity += translation->has_load;
        for (size_t d = 0; d < translation->resource_count; d++)
            capacity[d] = amounts->room[h][translation->resources[d]];
    }
}

static void fill_costs(struct translation *translation)
{
    const struct target_case *problem = translation->problem;
    size_t hosts = problem->estate->host_count;
    enum target_aim aim = problem->options->aim;
    if (aim != TARGET_CHEAPEST && aim != TARGET_ENERGY)
        return;
    translation->costs = alloc_zeroed(hosts + 1, sizeof *translation->costs);
    if (aim == TARGET_CHEAPEST) {
        for (size_t h = 0; h < hosts; h++)
            translation->costs[h] = problem->estate->hosts[h].cost_year;
        return;
    }
    translation->unit_costs = alloc_zeroed(hosts + 1, sizeof *translation->unit_costs);
    double load = target_line_load(problem);
    for (size_t h = 0; h < hosts; h++) {
        struct target_line line = target_line_below(problem->estate->hosts[h].watts, load);
        translation->costs[h] = line.idle;
        translation->unit_costs[h] = line.slope / (problem->estate->hosts[h].cores * AMOUNT_MICRO);
    }
}

static void fill_fixed(struct translation *translation, const bool *stays)
{
    const struct target_case *problem = translation->problem;
    for (size_t g = 0; g < problem->amounts->guests; g++)
        translation->is_fixed[g] =
            (problem->is_fixed[g] || (stays && stays[g])) && problem->start[g] >= 0;
}

static void translate(struct translation *translation, const bool *stays)
{
    const struct target_case *problem = translation->problem;
    size_t guests = problem->amounts->guests, hosts = problem->amounts->hosts;
    choose_dimensions(translation);
    size_t dimensions = translation->dimensions;
    translation->sizes = alloc_zeroed(guests * dimensions + 1, sizeof(int64_t));
    translation->capacities = alloc_zeroed(hosts * dimensions + 1, sizeof(int64_t));
    translation->is_fixed = alloc_zeroed(guests + 1, sizeof(bool));
    fill_sizes(translation);
    fill_capacities(translation);
    fill_costs(translation);
    fill_fixed(translation, stays);
    if (problem->is_judged)
        translation->judge =
            (struct packing_judge){judge_new(problem, target_case_standing(problem, NULL)),
                                   judge_may,
                                   judge_arrive,
                                   judge_leave,
                                   judge_copy,
                                   judge_drop};
    translation->packing = (struct packing_problem){
        .dimensions = dimensions,
        .items = guests,
        .bins = hosts,
        .sizes = translation->sizes,
        .capacities = translation->capacities,
        .costs = translation->costs,
        .unit_costs = translation->unit_costs,
        .start = problem->start,
        .is_fixed = translation->is_fixed,
        .move_costs = problem->move_costs,
        .is_closed = problem->amounts->is_closed,
        .judge = problem->is_judged ? &translation->judge : NULL,
    };
}

static void translation_done(struct translation *translation)
{
    judge_drop(translation->judge.state);
    free(translation->sizes);
    free(translation->capacities);
    free(translation->is_fixed);
    free(translation->costs);
    free(translation->unit_costs);
}

static struct packing_options options_of(const struct target_case *problem, double seconds)
{
    static const enum packing_aim aims[TARGET_AIM_COUNT] = {
        [TARGET_FEWEST] = PACKING_FEWEST,
        [TARGET_CHEAPEST] = PACKING_CHEAPEST,
        [TARGET_ENERGY] = PACKING_CHEAPEST,
        [TARGET_MOVES] = PACKING_MOVES,
    };
    return (struct packing_options){
        .aim = aims[problem->options->aim],
        .seconds = seconds,
        .rounds = problem->options->rounds,
        .threads = problem->options->threads,
        .seed = problem->options->seed,
        .bins_most = problem->hosts_most,
    };
}

// Guests that are in alone, in their order.
static size_t leave_in(struct translation *translation, const bool *is_in, int32_t *start)
{
    size_t count = 0, dimensions = translation->dimensions;
    for (size_t g = 0; g < translation->problem->amounts->guests; g++) {
        if (!is_in[g])
            continue;
        memmove(translation->sizes + count * dimensions, translation->sizes + g * dimensions,
                dimensions * sizeof *translation->sizes);
        translation->is_fixed[count] = translation->is_fixed[g];
        start[count++] = translation->problem->start[g];
    }
    return count;
}

static double bound_of(const struct target_case *problem, const bool *is_in, const bool *is_open,
                       bool has_fixed)
{
    size_t hosts = problem->amounts->hosts;
    struct translation translation = {.problem = problem};
    scope_free int32_t *start = alloc_zeroed(problem->amounts->guests + 1, sizeof *start);
    scope_free bool *is_closed = alloc_zeroed(hosts + 1, sizeof *is_closed);
    const struct packing_options options =
        options_of(problem, fmin(0.5, target_case_seconds_left(problem) / 20));
    for (size_t h = 0; h < hosts; h++)
        is_closed[h] = problem->amounts->is_closed[h] || (is_open && !is_open[h]);
    translate(&translation, NULL);
    translation.packing.items = leave_in(&translation, is_in, start);
    translation.packing.start = start;
    translation.packing.is_closed = is_closed;
    if (!has_fixed)
        translation.packing.is_fixed = NULL;
    translation.packing.move_costs = NULL;
    struct packing_bound bound = packing_bound_of(&translation.packing, &options);
    translation_done(&translation);
    return bound.value;
}

double target_pack_bound(const struct target_case *problem, const bool *is_in, const bool *is_open)
{
    return bound_of(problem, is_in, is_open, true);
}

double target_pack_bound_unfixed(const struct target_case *problem, const bool *is_in)
{
    return bound_of(problem, is_in, NULL, false);
}

int target_pack(const struct target_case *problem, const bool *stays, double seconds,
                struct packing *ret_packing)
{
    struct translation translation = {.problem = problem};
    const struct packing_options options = options_of(problem, seconds);
    translate(&translation, stays);
    int result = packing_solve(&translation.packing, &options, ret_packing);
    // What the judge says of anchors is no law: packing may have proven something by it.
    if (result == 0 && problem->anchor_count > 0) {
        struct packing_bound bound = packing_bound_of(&translation.packing, &options);
        ret_packing->bound = bound.value;
        ret_packing->bound_by = bound.by;
    }
    translation_done(&translation);
    return result;
}
