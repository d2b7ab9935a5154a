// SPDX-License-Identifier: GPL-3.0-or-later
// Draws by the block, so that threads write far from one another, and their percentiles. Every
// option of a draw sees the same numbers: options differ by what they are, not by their luck.
#include "planner/certainty/certainty_draws.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/parallel.h"
#include "common/base/scope.h"
#include "common/stats/summary.h"
#include "planner/sizing/outcome.h"

enum { BLOCK = 64 };

// What a thread has of its own.
struct draw_bench {
    struct situation situation;
    struct demand_load *loads; // by basis
};

struct draw_work {
    const struct certainty_inputs *inputs;
    struct certainty_draws *draws;
    struct draw_bench *benches; // by worker
};

static double guest_months(const struct demand_load *load)
{
    double guests = 0;

    for (uint32_t i = 0; i < load->years; i++)
        guests += load->year[i].average;
    return 12 * guests;
}

static void evaluate_option(const struct draw_work *work, struct draw_bench *bench, size_t option,
                            uint32_t draw)
{
    struct certainty_draws *draws = work->draws;
    size_t place = option * draws->count + draw;
    size_t basis = work->inputs->choices->list[option].basis_index;
    uint32_t *cheapest = &draws->cheapest[draw];
    struct outcome outcome;

    outcome_of(&bench->situation, option, &bench->loads[basis], &outcome);
    if (!outcome.is_possible) {
        draws->costs[place] = NAN;
        draws->hosts[place] = (float)NAN;
        return;
    }
    draws->costs[place] = outcome.net_present_cost * work->inputs->confirmed_ratios[option];
    draws->hosts[place] = (float)outcome.year[outcome.years - 1].hosts;
    if (work->inputs->choices->list[option].is_alternative)
        return;
    if (*cheapest == UINT32_MAX ||
        draws->costs[place] < draws->costs[*cheapest * (size_t)draws->count + draw])
        *cheapest = (uint32_t)option;
}

static void take_draw(const struct draw_work *work, struct draw_bench *bench, uint32_t draw)
{
    const struct certainty_inputs *inputs = work->inputs;

    for (size_t i = 0; i < inputs->uncertain_count; i++) {
        double z = certainty_input_z(&inputs->list[i], inputs->plan->seed, draw);
        certainty_input_draw(inputs, &inputs->list[i], z, &bench->situation);
    }
    for (size_t i = 0; i < inputs->capacities->count; i++)
        demand_load_of(&bench->situation, i, &bench->loads[i]);
    work->draws->months[draw] = guest_months(&bench->loads[0]);
    work->draws->cheapest[draw] = UINT32_MAX;
    for (size_t i = 0; i < inputs->choices->count; i++)
        evaluate_option(work, bench, i, draw);
}

static void take_block(size_t block, unsigned worker, void *context)
{
    const struct draw_work *work = context;
    size_t end = (block + 1) * BLOCK;

    for (size_t i = block * BLOCK; i < end && i < work->draws->count; i++)
        take_draw(work, &work->benches[worker], (uint32_t)i);
}

static void bench_init(struct draw_bench *bench, const struct certainty_inputs *inputs)
{
    certainty_inputs_situation(inputs, &bench->situation);
    bench->loads = alloc_zeroed(inputs->capacities->count, sizeof *bench->loads);
}

static void bench_done(struct draw_bench *bench)
{
    situation_done(&bench->situation);
    free(bench->loads);
}

void certainty_draws_take(const struct certainty_inputs *inputs, unsigned workers,
                          struct certainty_draws *ret_draws)
{
    size_t options = inputs->choices->count, count = options ? inputs->plan->draws : 0;
    struct certainty_draws draws = {
        .count = (uint32_t)count,
        .option_count = options,
        .costs = alloc_zeroed(options * count + 1, sizeof *draws.costs),
        .hosts = alloc_zeroed(options * count + 1, sizeof *draws.hosts),
        .months = alloc_zeroed(count + 1, sizeof *draws.months),
        .cheapest = alloc_zeroed(count + 1, sizeof *draws.cheapest),
    };
    scope_free struct draw_bench *benches = alloc_zeroed(workers, sizeof *benches);
    struct draw_work work = {.inputs = inputs, .draws = &draws, .benches = benches};

    for (unsigned i = 0; i < workers; i++)
        bench_init(&benches[i], inputs);
    parallel_for(workers, (count + BLOCK - 1) / BLOCK, take_block, &work);
    for (unsigned i = 0; i < workers; i++)
        bench_done(&benches[i]);
    *ret_draws = draws;
}

void certainty_draws_done(struct certainty_draws *draws)
{
    if (!draws)
        return;
    free(draws->costs);
    free(draws->hosts);
    free(draws->months);
    free(draws->cheapest);
    *draws = (struct certainty_draws){0};
}

static struct estimate percentiles_of(const double *values, size_t count)
{
    static const double at[] = {0.025, 0.5, 0.975};
    double found[3];

    summary_quantiles(values, count, at, 3, found);
    return (struct estimate){.value = found[1], .low = found[0], .high = found[2]};
}

enum drawn_figure { DRAWN_HOSTS, DRAWN_COST, DRAWN_GUEST_MONTH };

static struct estimate estimate_of(const struct certainty_draws *draws, size_t option,
                                   enum drawn_figure figure)
{
    scope_free double *values = alloc_zeroed(draws->count + (size_t)1, sizeof *values);
    size_t count = 0;

    for (uint32_t i = 0; i < draws->count; i++) {
        size_t place = option * draws->count + i;
        double value = figure == DRAWN_HOSTS ? (double)draws->hosts[place] : draws->costs[place];
        if (figure == DRAWN_GUEST_MONTH)
            value /= draws->months[i];
        if (isfinite(value))
            values[count++] = value;
    }
    return percentiles_of(values, count);
}

void certainty_draws_option(const struct certainty_draws *draws, size_t option,
                            struct option_certainty *ret_option)
{
    size_t cheapest = 0, possible = 0;

    for (uint32_t i = 0; i < draws->count; i++) {
        cheapest += draws->cheapest[i] == option;
        possible += !isnan(draws->costs[option * draws->count + i]);
    }
    *ret_option = (struct option_certainty){
        .hosts = estimate_of(draws, option, DRAWN_HOSTS),
        .cost = estimate_of(draws, option, DRAWN_COST),
        .guest_month = estimate_of(draws, option, DRAWN_GUEST_MONTH),
        .cheapest_ratio = (double)cheapest / draws->count,
        .possible_ratio = (double)possible / draws->count,
    };
}
