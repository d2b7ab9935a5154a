// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_search.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/packing/packing_clock.h"
#include "common/base/parallel.h"
#include "planner/packing/packing_floor.h"
#include "planner/packing/packing_home.h"
#include "planner/packing/packing_worker.h"

enum { ROUND_STEPS = 1000 }; // of each thread

static const double share_of_bins = 0.75;  // of seconds or rounds; what is left is for fewer moves
static const unsigned rounds_without = 40; // of search for fewer moves, until it is given up

struct search {
    const struct packing_facts *facts;
    const struct packing_search_limits *limits;
    struct packing_best *best;
    struct packing_worker *workers;
    unsigned count;
    size_t floor_bins;     // one more than those that best->floor was found for
    uint64_t *rounds;      // done
    bool was_nearer;       // the round before
    uint64_t since_better; // rounds of search for fewer moves
};

static void run_worker(size_t index, unsigned thread, void *context)
{
    struct search *search = context;
    (void)thread;
    packing_worker_run(&search->workers[index], ROUND_STEPS);
}

static bool has_moves(const struct search *search)
{
    return search->facts->problem->start && !packing_best_is_at_floor(search->best);
}

// Whether so much of the seconds or the rounds is over.
static bool is_over(const struct search *search, double share)
{
    const struct packing_facts *facts = search->facts;
    if (facts->options->rounds > 0 &&
        (double)*search->rounds >= share * (double)facts->options->rounds)
        return true;
    double passed = (double)(packing_clock_ns() - facts->begin_ns);
    return passed >= share * (double)(facts->deadline_ns - facts->begin_ns);
}

// Whether it is time to look at moves only.
static bool is_nearer(const struct search *search)
{
    if (!has_moves(search) || search->best->score.misplaced > 0)
        return false;
    return packing_best_is_at_bound(search->best) || is_over(search, share_of_bins);
}

static bool is_enough(const struct search *search)
{
    const struct packing_score *score = &search->best->score;
    return score->misplaced == 0 && score->excess == 0 && score->cost <= search->limits->enough;
}

// It hangs on how many bins there are.
static void find_floor(struct search *search)
{
    if (!search->facts->problem->start || search->facts->options->aim == PACKING_CHEAPEST ||
        search->floor_bins == search->best->score.used + 1)
        return;
    search->floor_bins = search->best->score.used + 1;
    search->best->floor = packing_floor_of_moves(search->facts, search->best->score.used);
}

static void run_round(struct search *search, bool nearer)
{
    if (nearer && !search->was_nearer)
        packing_home_improve(&search->workers[0].table, search->best);
    search->was_nearer = nearer;
    for (unsigned w = 0; w < search->count; w++)
        packing_worker_hear(&search->workers[w], search->best, nearer);
    parallel_for(search->count, search->count, run_worker, search);
    bool is_better = false;
    for (unsigned w = 0; w < search->count; w++)
        is_better = packing_best_take(search->best, &search->workers[w].best) || is_better;
    ++*search->rounds;
    search->since_better = is_better ? 0 : search->since_better + nearer;
}

static bool is_stuck(const struct search *search)
{
    for (unsigned w = 0; w < search->count; w++)
        if (!search->workers[w].is_stuck)
            return false;
    return true;
}

// True when the time ended it.
static bool run_rounds(struct search *search)
{
    while (!is_over(search, search->limits->share) && !is_enough(search)) {
        find_floor(search);
        bool nearer = is_nearer(search);
        if (packing_best_is_at_bound(search->best) &&
            (!nearer || search->since_better > rounds_without))
            return false;
        run_round(search, nearer && search->since_better <= rounds_without);
        if (is_stuck(search))
            return false;
    }
    return packing_facts_is_late(search->facts);
}

static unsigned init_workers(struct search *search)
{
    const struct packing_options *options = search->facts->options;
    unsigned wanted = options->threads ? options->threads : parallel_cpus();
    search->workers = alloc_zeroed(wanted, sizeof(*search->workers));
    while (search->count < wanted &&
           packing_worker_init(&search->workers[search->count], search->facts,
                               rng_derive(options->seed, search->count)))
        search->count++;
    return search->count;
}

bool packing_search_run(const struct packing_facts *facts,
                        const struct packing_search_limits *limits, uint64_t *rounds,
                        struct packing_best *best)
{
    struct search search = {.facts = facts, .limits = limits, .best = best, .rounds = rounds};
    bool was_late = packing_facts_is_late(facts);
    if (!was_late && init_workers(&search) > 0)
        was_late = run_rounds(&search);
    for (unsigned w = 0; w < search.count; w++)
        packing_worker_done(&search.workers[w]);
    free(search.workers);
    return was_late;
}
