// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_attempt.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { PICKS = 6, EXCHANGES = 3, TRIES = 12, SENT_HOME_MOST = 2 };

// The bins an attempt may use: those in use at first, then without some and with others.
struct selection {
    struct packing_pool *pool;
    uint32_t *bins; // [all bins] those selected first, closed bins nowhere
    size_t count, all;
    double saved; // of what the bins in use cost
};

enum packing_goal packing_attempt_goal(const struct packing_best *best, bool nearer)
{
    if (best->score.misplaced > 0)
        return PACKING_GOAL_PLACE;
    if (best->score.excess > 0)
        return PACKING_GOAL_FEWER;
    bool moves = best->facts->options->aim == PACKING_MOVES;
    return nearer || moves ? PACKING_GOAL_NEARER : PACKING_GOAL_FEWER;
}

// What the bin costs with a usual load.
static double price_of(const struct packing_facts *facts, size_t bin)
{
    const struct packing_problem *problem = facts->problem;
    double price = facts->bin_cost[bin];
    if (problem->unit_costs && facts->options->aim == PACKING_CHEAPEST && facts->scale[0] > 0)
        price += problem->unit_costs[bin] * facts->scarcity[0] *
                 (double)problem->capacities[bin * problem->dimensions];
    return price;
}

static void select_used(struct selection *selection)
{
    const struct packing_table *table = selection->pool->table;
    size_t bins = table->facts->problem->bins;
    selection->count = selection->all = 0;
    selection->saved = 0;
    for (uint32_t b = 0; b < bins; b++)
        if (table->bins[b].count > 0 && !packing_is_closed(table->facts, b))
            selection->bins[selection->count++] = b;
    selection->all = selection->count;
    for (uint32_t b = 0; b < bins; b++)
        if (table->bins[b].count == 0 && !packing_is_closed(table->facts, b))
            selection->bins[selection->all++] = b;
}

static double weight_in(const struct packing_table *table, size_t bin)
{
    double sum = 0;
    for (uint32_t i = 0; i < table->bins[bin].count; i++)
        sum += table->facts->weight[table->bins[bin].items[i]];
    return sum;
}

// Of a few at random the one whose items weigh least for its price. SIZE_MAX: none can be emptied.
static size_t pick_victim(const struct selection *selection)
{
    const struct packing_table *table = selection->pool->table;
    size_t best = SIZE_MAX;
    double best_rank = 0;
    for (int i = 0; i < PICKS && selection->count > 0; i++) {
        size_t place = rng_below(&selection->pool->rng, selection->count);
        size_t bin = selection->bins[place];
        double price = price_of(table->facts, bin);
        double rank = weight_in(table, bin) / (price > 0 ? price : 1e-9);
        if (table->bins[bin].fixed == 0 && (best == SIZE_MAX || rank < best_rank)) {
            best = place;
            best_rank = rank;
        }
    }
    return best;
}

// Of a few at random that are not selected the one with the most room for its price.
static size_t pick_newcomer(const struct selection *selection)
{
    const struct packing_facts *facts = selection->pool->table->facts;
    size_t best = SIZE_MAX, others = selection->all - selection->count;
    double best_rank = 0;
    for (int i = 0; i < PICKS && others > 0; i++) {
        size_t place = selection->count + rng_below(&selection->pool->rng, others);
        double price = price_of(facts, selection->bins[place]);
        double rank = facts->bin_weight[selection->bins[place]] / (price > 0 ? price : 1e-9);
        if (best == SIZE_MAX || rank > best_rank) {
            best = place;
            best_rank = rank;
        }
    }
    return best;
}

static void exchange(uint32_t *bins, size_t a, size_t b)
{
    uint32_t bin = bins[a];
    bins[a] = bins[b];
    bins[b] = bin;
}

static bool leave_out(struct selection *selection)
{
    size_t place = pick_victim(selection);
    if (place == SIZE_MAX)
        return false;
    selection->saved += price_of(selection->pool->table->facts, selection->bins[place]);
    exchange(selection->bins, place, --selection->count);
    return true;
}

static bool take_in(struct selection *selection)
{
    size_t place = pick_newcomer(selection);
    if (place == SIZE_MAX)
        return false;
    double price = price_of(selection->pool->table->facts, selection->bins[place]);
    if (!(price < selection->saved * (1 - 1e-9)))
        return false;
    selection->saved -= price;
    exchange(selection->bins, place, selection->count++);
    return true;
}

// All sizes against all capacities of what is selected.
static bool may_suffice(const struct selection *selection)
{
    const struct packing_facts *facts = selection->pool->table->facts;
    size_t width = facts->problem->dimensions;
    for (size_t d = 0; d < width; d++) {
        double room = 0;
        for (size_t b = 0; b < selection->count; b++)
            room += (double)facts->problem->capacities[selection->bins[b] * width + d];
        if (room < facts->total[d])
            return false;
    }
    return true;
}

static bool select_fewer(struct selection *selection)
{
    const struct packing_facts *facts = selection->pool->table->facts;
    for (int attempt = 0; attempt < TRIES; attempt++) {
        select_used(selection);
        if (!leave_out(selection))
            return false;
        bool exchanges = facts->classes > 1 && attempt % 2 == 0;
        for (int i = 0; i < EXCHANGES && exchanges; i++)
            if (!take_in(selection) && !leave_out(selection))
                break;
        if (selection->saved > 0 && may_suffice(selection))
            return true;
    }
    return false;
}

// An item whose start is open but that is elsewhere, or the number of items.
static size_t find_away(struct packing_pool *pool)
{
    const struct packing_facts *facts = pool->table->facts;
    size_t items = facts->problem->items, item = rng_below(&pool->rng, items);
    for (size_t i = 0; i < items; i++) {
        int32_t home = packing_start_of(facts, item), bin = pool->table->bin[item];
        if (home >= 0 && bin >= 0 && bin != home && pool->is_open[home] &&
            !packing_is_fixed(facts, item))
            return item;
        if (++item == items)
            item = 0;
    }
    return items;
}

// A few go back to where they started, whoever must leave for them.
static void send_home(struct packing_pool *pool)
{
    const struct packing_facts *facts = pool->table->facts;
    size_t most = 1 + rng_below(&pool->rng, SENT_HOME_MOST);
    for (size_t i = 0; i < most; i++) {
        size_t item = find_away(pool);
        if (item == facts->problem->items)
            return;
        packing_pool_eject(pool, (uint32_t)item);
        packing_pool_force(pool, (uint32_t)item, (size_t)packing_start_of(facts, item));
    }
}

// Another bin in the place of one in use, as dear at most; and items home.
static bool begin_nearer(struct selection *selection)
{
    struct packing_pool *pool = selection->pool;
    select_used(selection);
    if (rng_below(&pool->rng, 2) == 0 && leave_out(selection)) {
        selection->saved *= 1 + 1e-6; // as dear is allowed
        take_in(selection);
        if (!may_suffice(selection))
            select_used(selection);
    }
    packing_pool_open(pool, selection->bins, selection->count);
    send_home(pool);
    return true;
}

bool packing_attempt_begin(struct packing_pool *pool, const struct packing_best *best,
                           enum packing_goal goal)
{
    const struct packing_facts *facts = pool->table->facts;
    scope_free uint32_t *bins = alloc_zeroed(facts->problem->bins + 1, sizeof(*bins));
    struct selection selection = {.pool = pool, .bins = bins};
    packing_table_load(pool->table, best->bin);
    pool->minds_home = goal == PACKING_GOAL_NEARER;
    if (goal == PACKING_GOAL_NEARER)
        return begin_nearer(&selection);
    if (goal == PACKING_GOAL_PLACE) {
        select_used(&selection);
        selection.count = selection.all;
    } else if (!select_fewer(&selection)) {
        return false;
    }
    packing_pool_open(pool, bins, selection.count);
    return true;
}
