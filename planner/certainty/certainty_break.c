// SPDX-License-Identifier: GPL-3.0-or-later
// Steps from now outward until another option is cheaper, then bisection between the last two. A
// turn and a turn back within one step stay unseen: costs go by whole hosts and are not monotone.
#include "planner/certainty/certainty_break.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/parallel.h"
#include "common/base/scope.h"
#include "planner/certainty/certainty_range.h"
#include "planner/certainty/certainty_rank.h"

enum { BISECTIONS = 30 };

struct break_work {
    const struct certainty_inputs *inputs;
    size_t best;
    struct certainty_rank *ranks; // by worker
    struct break_even *breaks;    // [input][2]: below and above; option CERTAINTY_NONE: none there
};

// One search: an input in one direction.
struct break_search {
    const struct break_work *work;
    const struct certainty_input *input;
    struct certainty_rank *rank;
};

// The option that beats best with the input at value; CERTAINTY_NONE none does.
static size_t winner_at(const struct break_search *search, double value)
{
    const double *costs = certainty_rank_put(search->rank, search->input, value);
    size_t best = search->work->best;
    size_t cheapest = certainty_rank_cheapest(costs, search->work->inputs->choices);

    // Equals are no turn.
    return cheapest == CERTAINTY_NONE || costs[cheapest] >= costs[best] ? CERTAINTY_NONE : cheapest;
}

// near: best is the cheapest there; far: another one, which winner is.
static void bisect(const struct break_search *search, double near, double far,
                   const struct certainty_range *range, struct break_even *at)
{
    for (int i = 0; i < BISECTIONS && !certainty_range_is_narrow(range, near, far); i++) {
        double middle = certainty_range_middle(range, near, far);
        size_t winner = winner_at(search, middle);
        if (winner == CERTAINTY_NONE) {
            near = middle;
        } else {
            far = middle;
            at->option = winner;
        }
    }
    at->threshold = far;
}

static void look(const struct break_search *search, const struct certainty_range *range,
                 bool is_above, struct break_even *at)
{
    double near = range->now;

    at->option = CERTAINTY_NONE;
    for (unsigned i = 1; i <= RANGE_STEPS; i++) {
        double far = certainty_range_step(range, is_above, i);
        if (far == near)
            continue;
        at->option = winner_at(search, far);
        if (at->option != CERTAINTY_NONE) {
            bisect(search, near, far, range, at);
            return;
        }
        near = far;
    }
}

static void take_breaks(size_t index, unsigned worker, void *context)
{
    const struct break_work *work = context;
    struct break_search search = {work, &work->inputs->list[index], &work->ranks[worker]};
    struct certainty_range range;

    for (int i = 0; i < 2; i++)
        work->breaks[2 * index + (size_t)i].option = CERTAINTY_NONE;
    if (!certainty_range_of(search.input, &range))
        return;
    for (int i = 0; i < 2; i++)
        look(&search, &range, i == 1, &work->breaks[2 * index + (size_t)i]);
}

static void fill(const struct break_work *work, size_t index, struct break_even *at)
{
    const struct certainty_input *input = &work->inputs->list[index];
    struct certainty_range range;

    certainty_range_of(input, &range);
    at->assumption =
        input->kind == INPUT_ASSUMPTION ? (enum assumption)input->first : ASSUMPTION_TOTAL;
    at->what = certainty_input_name(work->inputs, input);
    at->unit = range.unit;
    at->now = range.now;
    at->distance = certainty_range_distance(&range, at->threshold,
                                            work->inputs->plan->assumptions[ASSUME_HORIZON].value);
}

static size_t keep_found(const struct break_work *work)
{
    size_t kept = 0;

    for (size_t i = 0; i < 2 * work->inputs->count; i++) {
        if (work->breaks[i].option == CERTAINTY_NONE)
            continue;
        work->breaks[kept] = work->breaks[i];
        fill(work, i / 2, &work->breaks[kept++]);
    }
    return kept;
}

static void sort_breaks(struct break_even *breaks, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct break_even at = breaks[i];
        size_t place = i;
        for (; place > 0 && breaks[place - 1].distance > at.distance; place--)
            breaks[place] = breaks[place - 1];
        breaks[place] = at;
    }
}

void certainty_breaks_of(const struct certainty_inputs *inputs, size_t best, unsigned workers,
                         struct break_even **ret_breaks, size_t *ret_count)
{
    scope_free struct certainty_rank *ranks = alloc_zeroed(workers, sizeof *ranks);
    struct break_work work = {
        .inputs = inputs,
        .best = best,
        .ranks = ranks,
        .breaks = alloc_zeroed(2 * inputs->count + 1, sizeof *work.breaks),
    };

    for (unsigned i = 0; i < workers; i++)
        certainty_rank_init(&ranks[i], inputs);
    const double *now = ranks[0].now;
    size_t cheapest = certainty_rank_cheapest(now, inputs->choices), count = 0;
    if (cheapest != CERTAINTY_NONE && !(now[cheapest] < now[best])) {
        parallel_for(workers, inputs->count, take_breaks, &work);
        count = keep_found(&work);
        sort_breaks(work.breaks, count);
    }
    for (unsigned i = 0; i < workers; i++)
        certainty_rank_done(&ranks[i]);
    *ret_breaks = work.breaks;
    *ret_count = count;
}

void break_even_done(struct break_even *at)
{
    free(at->what);
}
