// SPDX-License-Identifier: GPL-3.0-or-later
// Column generation with smoothed prices (Wentges 1997): prices drawn towards those of the best
// bound so far, since a master with few columns has wild ones.
#include "planner/packing/pattern_relaxation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/packing/pattern_pricing.h"
#include "planner/packing/pattern_solver.h"
#include "planner/packing/packing_clock.h"

static const double smoothing = 0.6;
static const double tiny = 1e-7; // of the dearest bin: less is no improvement
static const uint64_t first_steps = 400, last_steps = UINT64_C(1) << 40;
static const double staleness = 0.002; // that a guess loses each round

// One round of pricing.
struct pricing_round {
    double *values; // [kind] for one bin kind
    double *prices; // [kind] smoothed
    uint32_t *items;
    double *most;  // [bin kind] value of no pattern is above
    double *found; // [bin kind] value of the best pattern found
    uint64_t steps, deadline_ns;
    bool is_cut; // a search came to no end
    size_t added;
};

static double dearest(const struct pattern_kinds *kinds)
{
    double most = 0;

    for (size_t b = 0; b < kinds->bin_kinds; b++)
        most = fmax(most, kinds->costs[b]);
    for (size_t k = 0; k < kinds->kinds; k++)
        for (size_t b = 0; b < kinds->bin_kinds; b++)
            most = fmax(most, kinds->units[b] * kinds->loads[k]);
    return most > 0 ? most : 1;
}

void pattern_relaxation_init(struct pattern_relaxation *relaxation,
                             const struct pattern_kinds *kinds, double grain)
{
    *relaxation = (struct pattern_relaxation){
        .kinds = kinds,
        .grain = grain,
        .master = pattern_solver_new(kinds->kinds + kinds->bin_kinds, false),
        .pricing = pattern_pricing_new(kinds),
        .demand = alloc_zeroed(kinds->kinds + 1, sizeof(*relaxation->demand)),
        .bins = alloc_zeroed(kinds->bin_kinds + 1, sizeof(*relaxation->bins)),
        .prices = alloc_zeroed(kinds->kinds + 1, sizeof(*relaxation->prices)),
        .best_prices = alloc_zeroed(kinds->kinds + 1, sizeof(*relaxation->best_prices)),
        .dear = 10 * dearest(kinds),
        .steps_most = last_steps,
    };
    pattern_set_init(&relaxation->set, kinds);
    // Items without a pattern: columns of their own, the first ones.
    for (size_t k = 0; k < kinds->kinds; k++)
        pattern_solver_add(relaxation->master, relaxation->dear, INFINITY, 1, &k, &(double){1});
    pattern_relaxation_demand(relaxation, kinds->counts, kinds->bin_counts);
}

void pattern_relaxation_done(struct pattern_relaxation *relaxation)
{
    if (!relaxation)
        return;
    pattern_set_done(&relaxation->set);
    pattern_pricing_free(relaxation->pricing);
    pattern_solver_free(relaxation->master);
    free(relaxation->demand);
    free(relaxation->bins);
    free(relaxation->prices);
    free(relaxation->best_prices);
    *relaxation = (struct pattern_relaxation){0};
}

void pattern_relaxation_demand(struct pattern_relaxation *relaxation, const uint32_t *demand,
                               const uint32_t *bins)
{
    const struct pattern_kinds *kinds = relaxation->kinds;

    memcpy(relaxation->demand, demand, kinds->kinds * sizeof(*demand));
    memcpy(relaxation->bins, bins, kinds->bin_kinds * sizeof(*bins));
    for (size_t k = 0; k < kinds->kinds; k++)
        pattern_solver_row_least(relaxation->master, k, demand[k]);
    for (size_t b = 0; b < kinds->bin_kinds; b++)
        pattern_solver_row_most(relaxation->master, kinds->kinds + b, bins[b]);
    relaxation->bound = relaxation->guess = 0;
    relaxation->is_solved = relaxation->is_whole = false;
}

static void load_pattern(struct pattern_relaxation *relaxation, const struct pattern *pattern)
{
    size_t count = pattern->part_count;
    scope_free size_t *rows = alloc_zeroed(count + 1, sizeof(*rows));
    scope_free double *values = alloc_zeroed(count + 1, sizeof(*values));

    for (size_t i = 0; i < count; i++) {
        rows[i] = pattern->parts[i].kind;
        values[i] = pattern->parts[i].count;
    }
    rows[count] = relaxation->kinds->kinds + pattern->bin_kind;
    values[count] = 1;
    pattern_solver_add(relaxation->master, pattern->cost, INFINITY, count + 1, rows, values);
}

void pattern_relaxation_load(struct pattern_relaxation *relaxation)
{
    while (relaxation->loaded < relaxation->set.count)
        load_pattern(relaxation, &relaxation->set.list[relaxation->loaded++]);
}

double pattern_relaxation_times(const struct pattern_relaxation *relaxation, size_t pattern)
{
    return pattern_solver_value(relaxation->master, relaxation->kinds->kinds + pattern);
}

static bool solve_master(struct pattern_relaxation *relaxation, uint64_t deadline_ns)
{
    uint64_t now_ns = packing_clock_ns();

    pattern_relaxation_load(relaxation);
    relaxation->is_solved =
        now_ns < deadline_ns &&
        pattern_solver_solve(relaxation->master, (double)(deadline_ns - now_ns) / 1e9);
    if (!relaxation->is_solved)
        return false;
    relaxation->value = pattern_solver_cost(relaxation->master);
    for (size_t k = 0; k < relaxation->kinds->kinds; k++)
        relaxation->prices[k] = fmax(pattern_solver_price(relaxation->master, k), 0);
    return true;
}

// What the master would win by this pattern, at its own prices.
static double gain_of(const struct pattern_relaxation *relaxation, size_t bin_kind,
                      const uint32_t *items)
{
    const struct pattern_kinds *kinds = relaxation->kinds;
    double gain = pattern_solver_price(relaxation->master, kinds->kinds + bin_kind);

    for (size_t k = 0; k < kinds->kinds; k++)
        gain += items[k] * (relaxation->prices[k] - kinds->units[bin_kind] * kinds->loads[k]);
    return gain - kinds->costs[bin_kind];
}

static bool add_if_better(struct pattern_relaxation *relaxation, struct pricing_round *round,
                          size_t bin_kind, const uint32_t *items)
{
    if (gain_of(relaxation, bin_kind, items) <= tiny * relaxation->dear / 10)
        return false;
    size_t before = relaxation->set.count;
    pattern_set_add(&relaxation->set, (uint32_t)bin_kind, items);
    round->added += relaxation->set.count - before;
    return true;
}

struct more_patterns {
    struct pattern_relaxation *relaxation;
    struct pricing_round *round;
    size_t bin_kind;
};

static void add_one_more(void *context, double value, const uint32_t *items)
{
    struct more_patterns *more = context;

    (void)value;
    add_if_better(more->relaxation, more->round, more->bin_kind, items);
}

// Further patterns, at the master's own prices: columns that differ.
static void price_more(struct pattern_relaxation *relaxation, struct pricing_round *round,
                       struct pricing_task *task)
{
    const struct pattern_kinds *kinds = relaxation->kinds;
    struct more_patterns more = {relaxation, round, task->bin_kind};

    for (size_t k = 0; k < kinds->kinds; k++)
        round->values[k] = relaxation->prices[k] - kinds->units[task->bin_kind] * kinds->loads[k];
    pattern_pricing_each(relaxation->pricing, task, add_one_more, &more);
}

static void price_bin(struct pattern_relaxation *relaxation, struct pricing_round *round,
                      size_t bin_kind)
{
    const struct pattern_kinds *kinds = relaxation->kinds;
    struct pricing_task task = {
        .bin_kind = bin_kind,
        .values = round->values,
        .counts = relaxation->demand,
        .worth = kinds->costs[bin_kind],
        .steps = round->steps,
        .deadline_ns = round->deadline_ns,
    };
    struct pricing_answer answer = {.items = round->items};

    for (size_t k = 0; k < kinds->kinds; k++)
        round->values[k] = round->prices[k] - kinds->units[bin_kind] * kinds->loads[k];
    bool is_found = pattern_pricing_best(relaxation->pricing, &task, &answer);
    round->most[bin_kind] = answer.at_most;
    round->is_cut = round->is_cut || answer.at_most > answer.value * (1 + 1e-6);
    round->found[bin_kind] = answer.value;
    if (is_found)
        add_if_better(relaxation, round, bin_kind, round->items);
    price_more(relaxation, round, &task);
}

// Lagrange: the demand at these prices, less what bins could win by patterns beyond their cost.
// Farley: prices lowered until no pattern is worth more than its bin.
static double bound_of(const struct pattern_relaxation *relaxation,
                       const struct pricing_round *round, const double *most)
{
    const struct pattern_kinds *kinds = relaxation->kinds;
    double worth = 0, won = 0, lowered = 1;

    for (size_t k = 0; k < kinds->kinds; k++)
        worth += round->prices[k] * relaxation->demand[k];
    for (size_t b = 0; b < kinds->bin_kinds; b++) {
        if (most[b] <= kinds->costs[b] || relaxation->bins[b] == 0)
            continue;
        won += (most[b] - kinds->costs[b]) * relaxation->bins[b];
        lowered = fmin(lowered, kinds->costs[b] / most[b]);
    }
    return fmax(worth - won, worth * lowered);
}

// The bound counts what no pattern exceeds; the prices to be drawn to are chosen by what was found,
// which is nearer to the truth while searches are short.
static void note_bound(struct pattern_relaxation *relaxation, const struct pricing_round *round)
{
    double guess = bound_of(relaxation, round, round->found);

    relaxation->bound = fmax(relaxation->bound, bound_of(relaxation, round, round->most));
    relaxation->guess *= 1 - staleness;
    if (guess <= relaxation->guess)
        return;
    relaxation->guess = guess;
    memcpy(relaxation->best_prices, round->prices,
           relaxation->kinds->kinds * sizeof(*round->prices));
}

static void price_round(struct pattern_relaxation *relaxation, struct pricing_round *round,
                        double share)
{
    const struct pattern_kinds *kinds = relaxation->kinds;

    round->added = 0;
    round->is_cut = false;
    for (size_t k = 0; k < kinds->kinds; k++)
        round->prices[k] = share * relaxation->best_prices[k] + (1 - share) * relaxation->prices[k];
    for (size_t b = 0; b < kinds->bin_kinds; b++)
        if (relaxation->bins[b] > 0)
            price_bin(relaxation, round, b);
    note_bound(relaxation, round);
}

static bool rounds_to_value(const struct pattern_relaxation *relaxation)
{
    double grain = relaxation->grain;

    if (grain <= 0)
        return relaxation->bound >= relaxation->value * (1 - 1e-9);
    return ceil(relaxation->bound / grain - 1e-6) >= ceil(relaxation->value / grain - 1e-6);
}

// Smoothed prices first; the master's own where these find nothing, then a longer search.
static bool improve(struct pattern_relaxation *relaxation, struct pricing_round *round)
{
    price_round(relaxation, round, relaxation->guess > 0 ? smoothing : 0);
    if (round->added == 0)
        price_round(relaxation, round, 0);
    while (round->added == 0 && round->is_cut && round->steps < relaxation->steps_most &&
           packing_clock_ns() < round->deadline_ns) {
        round->steps *= 8;
        price_round(relaxation, round, 0);
    }
    return round->added > 0;
}

void pattern_relaxation_run(struct pattern_relaxation *relaxation, size_t rounds,
                            uint64_t deadline_ns)
{
    const struct pattern_kinds *kinds = relaxation->kinds;
    scope_free double *values = alloc_zeroed(kinds->kinds + 1, sizeof(*values));
    scope_free double *prices = alloc_zeroed(kinds->kinds + 1, sizeof(*prices));
    scope_free double *most = alloc_zeroed(kinds->bin_kinds + 1, sizeof(*most));
    scope_free double *found = alloc_zeroed(kinds->bin_kinds + 1, sizeof(*found));
    scope_free uint32_t *items = alloc_zeroed(kinds->kinds + 1, sizeof(*items));
    struct pricing_round round = {
        .values = values,
        .prices = prices,
        .most = most,
        .found = found,
        .items = items,
        .steps = first_steps,
        .deadline_ns = deadline_ns,
    };

    for (size_t i = 0; i < rounds && solve_master(relaxation, deadline_ns); i++) {
        if (!improve(relaxation, &round)) {
            relaxation->is_whole = !round.is_cut;
            return;
        }
        if (rounds_to_value(relaxation)) {
            relaxation->is_whole = true;
            return;
        }
    }
}
