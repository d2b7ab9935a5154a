// SPDX-License-Identifier: GPL-3.0-or-later
// Solves the programme of a fleet (fleet_build.h), has the answer evaluated for what it is
// (fleet_split.h), and where that asks for more hosts than the programme thought, solves it again
// with hosts that hold as much less. What is not proven then is improved guest by guest.
#include "planner/mix/fleet_mix.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "planner/mix/fleet_build.h"
#include "planner/mix/fleet_solver.h"
#include "planner/mix/fleet_split.h"

enum { ROUNDS = 3, MOVES_MOST = 1000 };
static const double WORK_ALL = 1e6, WORK_PAIR = 1e5; // as fleet_solver.h counts it
// Solvers and cents: costs that are as near as this are equal.
static const double NEAR_RATIO = 10 * FLEET_SOLVER_GAP,
                    NEAR_MONEY = 0.005 * COST_ITEM_COUNT * PLAN_YEARS_MOST;

// --- the search ----------------------------------------------------------------------------------

struct search {
    struct fleet_terms terms;
    struct fleet_split best;
    bool is_any; // best is one
    double bound;
    double *use; // by option, as fleet_build has it
    uint64_t deadline_ns;
};

static double seconds_left(const struct search *search)
{
    uint64_t now_ns = clock_monotonic_ns();

    if (now_ns >= search->deadline_ns)
        return 0;
    return (double)(search->deadline_ns - now_ns) / CLOCK_NS_PER_SECOND;
}

// Takes split over: keeps the cheaper one. Equals: the one that was there.
static void keep_cheaper(struct search *search, struct fleet_split *split)
{
    bool is_cheaper = isfinite(split->net_present_cost) &&
                      (!search->is_any || split->net_present_cost < search->best.net_present_cost);

    if (!is_cheaper) {
        fleet_split_done(split);
        return;
    }
    fleet_split_done(&search->best);
    search->best = *split;
    search->is_any = true;
}

static void try_alone(struct search *search)
{
    for (size_t i = 0; i < search->terms.option_count; i++) {
        struct fleet_split split;
        fleet_split_alone(&search->terms, i, &split);
        keep_cheaper(search, &split);
    }
}

// By the year in which the programme fell shortest of the hosts that its guests truly need. False:
// it did not.
static bool learn(struct search *search, const struct fleet_solution *solution,
                  const struct fleet_split *split)
{
    bool is_short = false;

    for (size_t i = 0; i < search->terms.option_count; i++) {
        double most = 1;
        for (uint32_t y = 0; y < split->outcomes[i].years; y++) {
            double planned = fleet_build_hosts(&search->terms, solution->values, i, y);
            double true_hosts = split->outcomes[i].year[y].hosts;
            if (planned > search->terms.kept && true_hosts > planned)
                most =
                    fmax(most, (true_hosts - search->terms.kept) / (planned - search->terms.kept));
        }
        search->use[i] /= most;
        is_short |= most > 1;
    }
    return is_short;
}

// Whether another round could find more.
static bool try_mixed(struct search *search, double work, bool is_bound)
{
    struct fleet_programme programme;
    struct fleet_solution solution;
    struct fleet_split split;
    bool is_short = false;

    fleet_build(&search->terms, search->use, &programme);
    fleet_solve(&programme, work, seconds_left(search), &solution);
    fleet_programme_done(&programme);
    if (is_bound)
        search->bound = solution.bound;
    if (solution.values) {
        fleet_split_by(&search->terms, solution.values, &split);
        is_short = learn(search, &solution, &split);
        keep_cheaper(search, &split);
    }
    fleet_solution_done(&solution);
    return is_short;
}

// A bound above the cost of a fleet that there is would be wrong, and proves nothing.
static bool is_proven(const struct search *search)
{
    double cost = search->best.net_present_cost;

    return search->is_any && fabs(cost - search->bound) <= NEAR_RATIO * fabs(cost) + NEAR_MONEY;
}

static bool is_over(const struct search *search)
{
    return is_proven(search) || seconds_left(search) <= 0;
}

// All options at once; the first round tells how cheap any fleet could be.
static void try_all(struct search *search)
{
    for (int round = 0; round < ROUNDS && !is_over(search); round++)
        if (!try_mixed(search, WORK_ALL, round == 0))
            return;
}

// Two models are what a mix mostly comes to, and so small a programme that it is solved where that
// of all is not.
static void try_pair(struct search *search, size_t one, size_t other)
{
    for (size_t i = 0; i < search->terms.option_count; i++)
        search->use[i] = i == one || i == other;
    for (int round = 0; round < ROUNDS && !is_over(search); round++)
        if (!try_mixed(search, WORK_PAIR, false))
            return;
}

static void try_pairs(struct search *search)
{
    for (size_t i = 0; search->terms.option_count > 2 && i < search->terms.option_count; i++)
        for (size_t k = 0; k < i; k++)
            try_pair(search, k, i);
}

static bool try_move(struct search *search, const struct fleet_move *move)
{
    struct fleet_split split;
    double before = search->best.net_present_cost;

    if (!fleet_split_moved(&search->best, move, &split))
        return false;
    keep_cheaper(search, &split);
    return search->best.net_present_cost < before;
}

// Every class from every part to every option: all of its guests there, or one (which undoes what
// rounding did). True: something was cheaper.
static bool try_moves(struct search *search, int *left)
{
    size_t options = search->terms.option_count;
    bool is_cheaper = false;

    for (size_t i = 0; i < search->terms.class_count * options * options * 2; i++) {
        struct fleet_move move = {
            .class = i / 2 / options / options,
            .from = i / 2 / options % options,
            .to = i / 2 % options,
            .is_one = i % 2,
        };
        if (move.from == move.to || !fleet_split_has_class(&search->best, move.from, move.class))
            continue;
        if ((*left)-- <= 0 || seconds_left(search) <= 0)
            return false;
        is_cheaper |= try_move(search, &move);
    }
    return is_cheaper;
}

static void run_search(struct search *search)
{
    int left = MOVES_MOST;

    try_alone(search);
    try_all(search);
    try_pairs(search);
    while (search->is_any && !is_over(search) && try_moves(search, &left))
        ;
}

// --- the answer ----------------------------------------------------------------------------------

static void fill_part(const struct search *search, size_t index, struct fleet_mix_part *part)
{
    const struct fleet_terms *terms = &search->terms;
    const struct outcome *outcome = &search->best.outcomes[index];
    size_t classes = terms->class_count, years = terms->years;

    part->option = terms->options[index].option;
    for (size_t y = 0; y < years; y++)
        part->hosts[y] = outcome->year[y].hosts;
    part->guests = alloc_zeroed(classes, sizeof *part->guests);
    for (size_t c = 0; c < classes; c++)
        part->guests[c] = search->best.guests[(index * (years + 1) + years) * classes + c];
}

static double gap_of(const struct search *search)
{
    double cost = search->best.net_present_cost;

    return search->bound < cost ? (cost - search->bound) / cost : 1;
}

static struct fleet_mix answer_of(const struct search *search)
{
    struct fleet_mix mix = {.class_count = search->terms.class_count};

    if (!search->is_any)
        return mix;
    mix.is_found = true;
    mix.net_present_cost = search->best.net_present_cost;
    mix.is_optimal = is_proven(search);
    if (!mix.is_optimal)
        mix.gap = gap_of(search);
    mix.parts = alloc_zeroed(search->terms.option_count, sizeof *mix.parts);
    for (size_t i = 0; i < search->terms.option_count; i++)
        if (fleet_split_has(&search->best, i))
            fill_part(search, i, &mix.parts[mix.part_count++]);
    return mix;
}

int fleet_mix_of(const struct situation *situation, const size_t *options, size_t count,
                 double seconds, struct fleet_mix *ret_mix, struct err *err)
{
    struct search search = {
        .deadline_ns = clock_monotonic_ns() + (uint64_t)(seconds * CLOCK_NS_PER_SECOND),
    };

    if (count == 0)
        return err_input(err, "a fleet of no model at all");
    fleet_terms_init(&search.terms, situation, options, count);
    search.use = alloc_zeroed(count, sizeof *search.use);
    for (size_t i = 0; i < count; i++)
        search.use[i] = 1;
    run_search(&search);
    *ret_mix = answer_of(&search);
    fleet_split_done(&search.best);
    fleet_terms_done(&search.terms);
    free(search.use);
    return 0;
}

void fleet_mix_done(struct fleet_mix *mix)
{
    if (!mix)
        return;
    for (size_t i = 0; i < mix->part_count; i++)
        free(mix->parts[i].guests);
    free(mix->parts);
    *mix = (struct fleet_mix){0};
}
