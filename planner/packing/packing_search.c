// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_search.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/parallel.h"
#include "planner/packing/packing_worker.h"
#include "planner/packing/packing_clock.h"

enum { ROUND_STEPS = 1000 }; // of each thread

static const double share_of_bins = 0.75;  // of seconds or rounds; what is left is for fewer moves
static const unsigned rounds_without = 40; // of search for fewer moves, until it is given up

struct search {
    const struct packing_facts *facts;
    struct packing_best *best;
    struct packing_worker *workers;
    unsigned count;
    uint64_t rounds;       // done
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
    return search->facts->problem->start && search->best->score.moved > 0;
}

// Whether it is time to look at moves only.
static bool is_nearer(const struct search *search)
{
    const struct packing_facts *facts = search->facts;
    if (!has_moves(search) || search->best->score.misplaced > 0)
        return false;
    if (packing_best_is_at_bound(search->best))
        return true;
    if (facts->options->rounds > 0 &&
        (double)search->rounds >= share_of_bins * (double)facts->options->rounds)
        return true;
    double passed = (double)(packing_clock_ns() - facts->begin_ns);
    return passed >= share_of_bins * (double)(facts->deadline_ns - facts->begin_ns);
}

static void run_round(struct search *search, bool nearer)
{
    for (unsigned w = 0; w < search->count; w++)
        packing_worker_hear(&search->workers[w], search->best, nearer);
    parallel_for(search->count, search->count, run_worker, search);
    bool is_better = false;
    for (unsigned w = 0; w < search->count; w++)
        is_better = packing_best_take(search->best, &search->workers[w].best) || is_better;
    search->rounds++;
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
    const struct packing_options *options = search->facts->options;
    while (options->rounds == 0 || search->rounds < options->rounds) {
        bool nearer = is_nearer(search);
        if (packing_best_is_at_bound(search->best) &&
            (!nearer || search->since_better > rounds_without))
            return false;
        if (packing_facts_is_late(search->facts))
            return true;
        run_round(search, nearer && search->since_better <= rounds_without);
        if (is_stuck(search))
            return false;
    }
    return false;
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

bool packing_search_run(const struct packing_facts *facts, struct packing_best *best)
{
    struct search search = {.facts = facts, .best = best};
    bool was_late = packing_facts_is_late(facts);
    if (!was_late && init_workers(&search) > 0)
        was_late = run_rounds(&search);
    for (unsigned w = 0; w < search.count; w++)
        packing_worker_done(&search.workers[w]);
    free(search.workers);
    return was_late;
}
