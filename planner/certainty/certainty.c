// SPDX-License-Identifier: GPL-3.0-or-later
// Draws, tornado and break-even points together, on as many threads as there are CPUs.
#include "planner/certainty/certainty.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/parallel.h"
#include "planner/certainty/certainty_bar.h"
#include "planner/certainty/certainty_break.h"
#include "planner/certainty/certainty_draws.h"
#include "planner/certainty/certainty_input.h"

struct option_work {
    const struct certainty_draws *draws;
    struct option_certainty *options;
    const struct host_options *choices;
};

static void take_option(size_t index, unsigned worker, void *context)
{
    struct option_work *work = context;
    struct option_certainty *option = &work->options[index];

    (void)worker;
    certainty_draws_option(work->draws, index, option);
    if (work->choices->list[index].is_alternative)
        option->cheapest_ratio = NAN;
}

static void add_options(const struct certainty_inputs *inputs, unsigned workers,
                        struct certainty *certainty)
{
    struct certainty_draws draws;

    certainty_draws_take(inputs, workers, &draws);
    certainty->draws = draws.count;
    certainty->option_count = draws.option_count;
    certainty->options = alloc_zeroed(draws.option_count + 1, sizeof *certainty->options);
    struct option_work work = {&draws, certainty->options, inputs->choices};
    parallel_for(workers, draws.option_count, take_option, &work);
    certainty_draws_done(&draws);
}

int certainty_of(const struct plan *plan, const struct capacities *capacities,
                 const struct host_options *choices, size_t best, struct certainty *ret_certainty,
                 struct err *err)
{
    struct certainty certainty = {0};
    struct certainty_inputs inputs;
    unsigned workers = parallel_cpus();

    if (best >= choices->count)
        return err_input(err, "no option %zu among %zu", best, choices->count);
    certainty_inputs_of(plan, capacities, choices, &inputs);
    add_options(&inputs, workers, &certainty);
    certainty_bars_of(&inputs, best, workers, &certainty.bars, &certainty.bar_count);
    certainty_breaks_of(&inputs, best, workers, &certainty.breaks, &certainty.break_count);
    certainty_inputs_done(&inputs);
    *ret_certainty = certainty;
    return 0;
}

void certainty_done(struct certainty *certainty)
{
    if (!certainty)
        return;
    for (size_t i = 0; i < certainty->bar_count; i++)
        tornado_bar_done(&certainty->bars[i]);
    for (size_t i = 0; i < certainty->break_count; i++)
        break_even_done(&certainty->breaks[i]);
    free(certainty->options);
    free(certainty->bars);
    free(certainty->breaks);
    *certainty = (struct certainty){0};
}
