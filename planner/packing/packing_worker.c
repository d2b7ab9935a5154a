// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_worker.h"

#include "planner/packing/packing_slide.h"

enum { STEPS_BETWEEN_LOOKS = 16 }; // at the clock

static const uint64_t steps_nearer = 64; // of an attempt to move less

static void reset_patience(struct packing_worker *worker)
{
    const struct packing_facts *facts = worker->table.facts;
    // With bins of one kind all attempts are much alike, and a long one learns more.
    uint64_t each = facts->classes > 1 ? 8 : 50;
    worker->patience = 2000 + each * facts->problem->items;
}

bool packing_worker_init(struct packing_worker *worker, const struct packing_facts *facts,
                         uint64_t seed)
{
    *worker = (struct packing_worker){0};
    if (!packing_table_init(&worker->table, facts))
        return false;
    packing_pool_init(&worker->pool, &worker->table, seed);
    packing_best_init(&worker->best, facts);
    reset_patience(worker);
    return true;
}

void packing_worker_done(struct packing_worker *worker)
{
    packing_best_done(&worker->best);
    packing_pool_done(&worker->pool);
    packing_table_done(&worker->table);
}

void packing_worker_hear(struct packing_worker *worker, const struct packing_best *best,
                         bool nearer)
{
    bool is_news = packing_best_take(&worker->best, best);
    if (is_news || nearer != worker->nearer) {
        worker->left = 0;
        reset_patience(worker);
    }
    worker->nearer = nearer;
}

static bool begin(struct packing_worker *worker)
{
    worker->goal = packing_attempt_goal(&worker->best, worker->nearer);
    worker->left = worker->goal == PACKING_GOAL_NEARER ? steps_nearer : worker->patience;
    worker->is_stuck = !packing_attempt_begin(&worker->pool, &worker->best, worker->goal);
    return !worker->is_stuck;
}

static const char *told(enum packing_goal goal)
{
    switch (goal) {
    case PACKING_GOAL_PLACE:
        return "local search for places";
    case PACKING_GOAL_NEARER:
        return "local search for fewer moves";
    case PACKING_GOAL_FEWER:
        break;
    }
    return "local search, emptying bins by ejections";
}

static void succeed(struct packing_worker *worker)
{
    worker->left = 0;
    if (worker->table.facts->options->aim == PACKING_CHEAPEST)
        packing_slide_units(&worker->table);
    if (packing_best_offer(&worker->best, worker->table.bin, told(worker->goal)))
        reset_patience(worker);
}

static void fail(struct packing_worker *worker)
{
    if (worker->goal == PACKING_GOAL_PLACE)
        packing_best_offer(&worker->best, worker->table.bin, told(worker->goal));
    if (worker->goal != PACKING_GOAL_NEARER)
        worker->patience += worker->patience / 2;
}

// A part of the items placed is better than a smaller part.
static void note_part(struct packing_worker *worker)
{
    if (worker->goal == PACKING_GOAL_PLACE && worker->pool.count < worker->best.score.misplaced)
        packing_best_offer(&worker->best, worker->table.bin, told(worker->goal));
}

static bool is_done(const struct packing_worker *worker)
{
    bool at_bound = packing_best_is_at_bound(&worker->best);
    return at_bound && (!worker->nearer || packing_best_is_at_floor(&worker->best));
}

void packing_worker_run(struct packing_worker *worker, uint64_t steps)
{
    for (uint64_t i = 0; i < steps && !is_done(worker); i++) {
        if ((i % STEPS_BETWEEN_LOOKS == 0 || worker->left == 0) &&
            packing_facts_is_late(worker->table.facts))
            return;
        if (worker->left == 0 && !begin(worker))
            return;
        worker->left--;
        if (packing_pool_step(&worker->pool))
            succeed(worker);
        else if (worker->left == 0)
            fail(worker);
        else
            note_part(worker);
    }
}
