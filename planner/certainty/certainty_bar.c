// SPDX-License-Identifier: GPL-3.0-or-later
// Each input at both ends of its interval, all others at their values (one at a time).
#include "planner/certainty/certainty_bar.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/parallel.h"
#include "common/base/scope.h"
#include "planner/certainty/certainty_rank.h"

struct bar_work {
    const struct certainty_inputs *inputs;
    size_t best;
    struct certainty_rank *ranks; // by worker
    struct tornado_bar *bars;     // by input
};

static void take_end(const struct bar_work *work, struct certainty_rank *rank, size_t input,
                     bool is_high)
{
    struct tornado_bar *bar = &work->bars[input];
    const double *costs = certainty_rank_end(rank, &work->inputs->list[input], is_high);
    double cost = isfinite(costs[work->best]) ? costs[work->best] : NAN;
    size_t cheapest = certainty_rank_cheapest(costs, work->inputs->choices);

    *(is_high ? &bar->high_cost : &bar->low_cost) = cost;
    *(is_high ? &bar->high_best : &bar->low_best) = cheapest;
}

static void take_bar(size_t index, unsigned worker, void *context)
{
    const struct bar_work *work = context;
    const struct certainty_input *input = &work->inputs->list[index];

    work->bars[index] = (struct tornado_bar){
        .low_input = input->number->low,
        .high_input = input->number->high,
        .origin = input->number->origin,
    };
    take_end(work, &work->ranks[worker], index, false);
    take_end(work, &work->ranks[worker], index, true);
}

static double width_of(const struct tornado_bar *bar)
{
    double width = fabs(bar->high_cost - bar->low_cost);

    return isnan(width) ? INFINITY : width;
}

static bool moves(const struct tornado_bar *bar, size_t cheapest)
{
    return width_of(bar) > 0 || bar->low_best != cheapest || bar->high_best != cheapest;
}

static int compare_bars(const void *one, const void *other)
{
    double a = width_of(one), b = width_of(other);

    return (b > a) - (b < a);
}

// Keeps those that move something, in their order; words only for them.
static size_t keep_moving(const struct bar_work *work)
{
    size_t kept = 0;
    size_t cheapest = certainty_rank_cheapest(work->ranks[0].now, work->inputs->choices);

    for (size_t i = 0; i < work->inputs->uncertain_count; i++) {
        if (!moves(&work->bars[i], cheapest))
            continue;
        work->bars[kept] = work->bars[i];
        work->bars[kept].what = certainty_input_name(work->inputs, &work->inputs->list[i]);
        work->bars[kept++].reduce = certainty_input_reduce(work->inputs, &work->inputs->list[i]);
    }
    return kept;
}

// Stable, which qsort does not promise: equals keep their order.
static void sort_bars(struct tornado_bar *bars, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct tornado_bar bar = bars[i];
        size_t place = i;
        for (; place > 0 && compare_bars(&bars[place - 1], &bar) > 0; place--)
            bars[place] = bars[place - 1];
        bars[place] = bar;
    }
}

void certainty_bars_of(const struct certainty_inputs *inputs, size_t best, unsigned workers,
                       struct tornado_bar **ret_bars, size_t *ret_count)
{
    scope_free struct certainty_rank *ranks = alloc_zeroed(workers, sizeof *ranks);
    struct bar_work work = {
        .inputs = inputs,
        .best = best,
        .ranks = ranks,
        .bars = alloc_zeroed(inputs->uncertain_count + 1, sizeof *work.bars),
    };

    for (unsigned i = 0; i < workers; i++)
        certainty_rank_init(&ranks[i], inputs);
    parallel_for(workers, inputs->uncertain_count, take_bar, &work);
    *ret_count = keep_moving(&work);
    sort_bars(work.bars, *ret_count);
    for (unsigned i = 0; i < workers; i++)
        certainty_rank_done(&ranks[i]);
    *ret_bars = work.bars;
}

void tornado_bar_done(struct tornado_bar *bar)
{
    free(bar->what);
    free(bar->reduce);
}
