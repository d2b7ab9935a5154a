// SPDX-License-Identifier: GPL-3.0-or-later
// From the start, from nothing, by patterns, exactly where it is small, then by search until the
// bound is met or the time is over. What proves is asked for in the order of what it costs.
#include "planner/packing/packing_course.h"

#include <math.h>

#include "planner/packing/packing_begin.h"
#include "planner/packing/packing_exact.h"
#include "planner/packing/packing_floor.h"
#include "planner/packing/packing_home.h"
#include "planner/packing/packing_patterns.h"
#include "planner/packing/packing_search.h"

enum { EXACT_ITEMS_MOST = 60 };

static const size_t items_of_kind = 4;             // on average, that patterns are tried at once
static const double share_of_patterns = 0.5;       // of the seconds that are left
static const double share_of_catching_up = 0.4;    // of seconds and rounds
static const double share_before_patterns = 0.3;   // of seconds and rounds, where kinds are many
static const double share_of_late_patterns = 0.25; // of the seconds that are left
static const double share_of_bound = 0.1;          // of the seconds that are left, at most
static const double share_for_moves = 0.4;         // of these, where moves alone can be fewer
static const double exact_work = 2e6;              // rows of sizes looked at: some milliseconds

struct course {
    struct packing_table *table;
    struct packing_best *best, *grown; // grown: the best that came from the start
    struct packing_bound *bound;
    uint64_t rounds;
    bool had_patterns;
};

static void raise(struct course *course, double value, const char *by)
{
    if (value > course->bound->value)
        *course->bound = (struct packing_bound){.value = value, .by = by};
    course->best->bound = course->grown->bound = course->bound->value;
}

static bool are_kinds_few(const struct packing_facts *facts)
{
    return facts->kinds * items_of_kind <= facts->problem->items;
}

// Nothing cheaper, and nothing that moves less by patterns, which are quick where kinds are few.
static bool is_good_enough(const struct packing_best *best)
{
    const struct packing_facts *facts = best->facts;
    return packing_best_is_at_bound(best) &&
           (!facts->problem->start || !are_kinds_few(facts) || packing_best_is_at_floor(best));
}

// Patterns of kinds come nearer than items one by one, and prove it, where kinds are some hundreds.
static void try_patterns(struct course *course, double share)
{
    struct packing_best *best = course->best;
    struct packing_options options = *best->facts->options;
    struct packing packing;
    double value;
    bool is_moves = options.aim == PACKING_MOVES;
    if (packing_best_is_at_bound(best))
        share *= share_for_moves;
    options.seconds = share * packing_facts_seconds_left(best->facts);
    if (course->had_patterns || options.seconds <= 0 || is_good_enough(best) ||
        (is_moves && best->score.excess == 0 && best->score.misplaced == 0))
        return;
    course->had_patterns = true;
    if (!packing_patterns_solve(best->facts->problem, &options, &packing, &value))
        return;
    if (!is_moves)
        raise(course, value, "column generation");
    packing_best_offer(best, packing.bin, packing.by);
    packing_done(&packing);
}

// Every state of a fleet this small is looked at; of others as many as take a moment.
static uint64_t nodes_for(const struct packing_problem *problem)
{
    double states = (double)problem->items * log((double)problem->bins + 1);
    double row = (double)problem->bins * (double)problem->dimensions;
    return states <= log(2e6) ? UINT64_MAX : (uint64_t)(exact_work / (row + 1));
}

// True when nothing is left to be found, moves included.
static bool try_exact(struct course *course)
{
    struct packing_best *best = course->best;
    const struct packing_problem *problem = best->facts->problem;
    if (problem->items > EXACT_ITEMS_MOST || problem->bins > EXACT_ITEMS_MOST)
        return false;
    if (packing_best_is_at_bound(best) && (!problem->start || packing_best_is_at_floor(best)))
        return true;
    if (!packing_exact_search(course->table, nodes_for(problem), best))
        return false;
    if (best->score.misplaced == 0 && best->score.excess == 0)
        raise(course, best->score.cost, "exhaustive search");
    return true;
}

static void bound_quickly(struct course *course)
{
    const struct packing_facts *facts = course->best->facts;
    *course->bound = (struct packing_bound){.by = "nothing to be packed"};
    if (facts->options->aim == PACKING_MOVES)
        raise(course, packing_floor_of_moves(facts, facts->options->bins_most),
              "bins to be emptied");
    if (packing_best_is_at_bound(course->best))
        return;
    struct packing_bound bound = packing_bound_quick(facts->problem, facts->options);
    raise(course, bound.value, bound.by);
}

// True when nothing is left to be found.
static bool begin(struct course *course)
{
    packing_best_offer(course->best, course->table->bin, "what is fixed");
    packing_begin_from_start(course->table, course->best);
    bound_quickly(course);
    packing_best_take(course->grown, course->best);
    if (!packing_best_is_at_bound(course->best))
        packing_begin_from_nothing(course->table, course->best);
    if (are_kinds_few(course->best->facts))
        try_patterns(course, share_of_patterns);
    packing_home_improve(course->table, course->best);
    return try_exact(course);
}

// Sizes of which hardly two are alike leave no patterns; those of other dimensions may.
static void bound_by_patterns(struct course *course)
{
    struct packing_best *best = course->best;
    struct packing_options options = *best->facts->options;
    options.seconds = share_of_bound * packing_facts_seconds_left(best->facts);
    if (are_kinds_few(best->facts) || packing_best_is_at_bound(best) ||
        options.aim == PACKING_MOVES)
        return;
    struct packing_bound bound = packing_bound_of_few(best->facts->problem, &options);
    raise(course, bound.value, bound.by);
}

static bool search(struct course *course, double share)
{
    struct packing_search_limits limits = {share, -INFINITY};
    return packing_search_run(course->best->facts, &limits, &course->rounds, course->best);
}

// What grew from the start moves less; where it can be made as good as what came from nothing, it
// is the better one.
static void catch_up(struct course *course)
{
    const struct packing_facts *facts = course->best->facts;
    struct packing_search_limits limits = {share_of_catching_up, course->best->score.cost};
    if (!facts->problem->start || facts->options->aim == PACKING_MOVES ||
        course->grown->score.cost <= course->best->score.cost ||
        packing_best_is_at_floor(course->best))
        return;
    packing_search_run(facts, &limits, &course->rounds, course->grown);
    packing_best_offer(course->best, course->grown->bin, course->grown->by);
}

static bool follow(struct course *course)
{
    bool was_cut_short = false;
    if (begin(course))
        return false;
    bound_by_patterns(course);
    catch_up(course);
    if (!packing_best_is_at_bound(course->best)) {
        search(course, share_before_patterns);
        try_patterns(course, share_of_late_patterns);
    }
    was_cut_short = search(course, 1);
    packing_home_improve(course->table, course->best);
    return was_cut_short;
}

bool packing_course_run(struct packing_table *table, struct packing_best *best,
                        struct packing_bound *ret_bound)
{
    struct packing_best grown;
    packing_best_init(&grown, best->facts);
    struct course course = {.table = table, .best = best, .grown = &grown, .bound = ret_bound};
    bool was_cut_short = follow(&course);
    packing_best_done(&grown);
    return was_cut_short;
}
