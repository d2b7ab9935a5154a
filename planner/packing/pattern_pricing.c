// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses between the table and the search; asks the knapsack's linear relaxation for the prices of
// room that the search is bounded by.
#include "planner/packing/pattern_pricing.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/packing/pattern_solver.h"
#include "planner/packing/pricing_search.h"
#include "planner/packing/pricing_table.h"
#include "planner/packing/packing_clock.h"

struct pattern_pricing {
    const struct pattern_kinds *kinds;
    struct pricing_table table;
    bool *suits_table;               // [bin kind]
    struct pattern_solver **relaxed; // [bin kind] rows: dimensions, columns: kinds; NULL: not yet
};

struct pattern_pricing *pattern_pricing_new(const struct pattern_kinds *kinds)
{
    struct pattern_pricing *pricing = alloc_zeroed(1, sizeof(*pricing));

    pricing->kinds = kinds;
    pricing->suits_table = alloc_zeroed(kinds->bin_kinds + 1, sizeof(*pricing->suits_table));
    pricing->relaxed = alloc_zeroed(kinds->bin_kinds + 1, sizeof(struct pattern_solver *));
    for (size_t b = 0; b < kinds->bin_kinds; b++)
        pricing->suits_table[b] = kinds->dimensions > 0 && pricing_table_suits(kinds, b);
    return pricing;
}

void pattern_pricing_free(struct pattern_pricing *pricing)
{
    if (!pricing)
        return;
    for (size_t b = 0; b < pricing->kinds->bin_kinds; b++)
        pattern_solver_free(pricing->relaxed[b]);
    free(pricing->relaxed);
    free(pricing->suits_table);
    pricing_table_done(&pricing->table);
    free(pricing);
}

static double scale_of(int64_t room)
{
    return room > 0 ? 1 / (double)room : 1;
}

// Rows are parts of the room, so that all numbers are near one.
static struct pattern_solver *relaxed_new(const struct pattern_kinds *kinds, size_t bin_kind)
{
    size_t dimensions = kinds->dimensions;
    struct pattern_solver *relaxed = pattern_solver_new(dimensions, true);
    scope_free size_t *rows = alloc_zeroed(dimensions + 1, sizeof(*rows));
    scope_free double *parts = alloc_zeroed(dimensions + 1, sizeof(*parts));
    const int64_t *room = pattern_kinds_room(kinds, bin_kind);

    for (size_t d = 0; d < dimensions; d++) {
        rows[d] = d;
        pattern_solver_row_most(relaxed, d, room[d] > 0 ? 1 : 0);
    }
    for (size_t k = 0; k < kinds->kinds; k++) {
        for (size_t d = 0; d < dimensions; d++)
            parts[d] = (double)pattern_kinds_size(kinds, k)[d] * scale_of(room[d]);
        pattern_solver_add(relaxed, 0, 0, dimensions, rows, parts);
    }
    return relaxed;
}

static bool fits(const int64_t *size, const int64_t *room, size_t dimensions)
{
    for (size_t d = 0; d < dimensions; d++)
        if (size[d] > room[d])
            return false;
    return true;
}

// Prices of room; 0 where the relaxation has no answer, which bounds nothing but is not wrong.
static void price_room(struct pattern_pricing *pricing, const struct pricing_task *task,
                       double *weights)
{
    const struct pattern_kinds *kinds = pricing->kinds;
    const int64_t *room = pattern_kinds_room(kinds, task->bin_kind);
    struct pattern_solver **relaxed = &pricing->relaxed[task->bin_kind];

    if (!*relaxed)
        *relaxed = relaxed_new(kinds, task->bin_kind);
    for (size_t k = 0; k < kinds->kinds; k++) {
        bool is_in =
            task->values[k] > 0 && fits(pattern_kinds_size(kinds, k), room, kinds->dimensions);
        pattern_solver_column(*relaxed, k, is_in ? task->values[k] : 0,
                              is_in ? task->counts[k] : 0);
    }
    uint64_t now_ns = packing_clock_ns();
    double seconds = now_ns < task->deadline_ns ? (double)(task->deadline_ns - now_ns) / 1e9 : 0;
    bool is_solved = pattern_solver_solve(*relaxed, seconds);
    for (size_t d = 0; d < kinds->dimensions; d++)
        weights[d] = is_solved ? fmax(pattern_solver_price(*relaxed, d), 0) * scale_of(room[d]) : 0;
}

// What no pattern exceeds at these prices of room, whatever they are.
static double value_most(const struct pattern_kinds *kinds, const struct pricing_task *task,
                         const double *weights)
{
    const int64_t *room = pattern_kinds_room(kinds, task->bin_kind);
    double most = 0;

    for (size_t d = 0; d < kinds->dimensions; d++)
        most += weights[d] * (double)room[d];
    for (size_t k = 0; k < kinds->kinds; k++) {
        const int64_t *size = pattern_kinds_size(kinds, k);
        double gain = task->values[k];
        if (!(gain > 0) || !fits(size, room, kinds->dimensions))
            continue;
        for (size_t d = 0; d < kinds->dimensions; d++)
            gain -= weights[d] * (double)size[d];
        most += fmax(gain, 0) * task->counts[k];
    }
    return most;
}

bool pattern_pricing_best(struct pattern_pricing *pricing, const struct pricing_task *task,
                          struct pricing_answer *answer)
{
    const struct pattern_kinds *kinds = pricing->kinds;

    if (pricing->suits_table[task->bin_kind])
        return pricing_table_best(&pricing->table, kinds, task, answer);
    scope_free double *weights = alloc_zeroed(kinds->dimensions + 1, sizeof(*weights));
    price_room(pricing, task, weights);
    double most = value_most(kinds, task, weights);
    if (most <= task->worth) {
        answer->value = task->worth;
        answer->at_most = most;
        return false;
    }
    return pricing_search_best(kinds, task, weights, most, answer);
}

void pattern_pricing_each(struct pattern_pricing *pricing, const struct pricing_task *task,
                          void (*visit)(void *context, double value, const uint32_t *items),
                          void *context)
{
    scope_free double *weights = alloc_zeroed(pricing->kinds->dimensions + 1, sizeof(*weights));

    if (pricing->suits_table[task->bin_kind])
        return;
    price_room(pricing, task, weights);
    pricing_search_each(pricing->kinds, task, weights, visit, context);
}
