// SPDX-License-Identifier: GPL-3.0-or-later
// Each kind is cut into lots of 1, 2, 4... items, of which any number up to the kind's count can be
// made; each lot is in or out.
#include "planner/packing/pricing_table.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

static const double cells_most = 4e6; // lots x fillings
static const double rounding = 1e-12; // of a sum of a few hundred values, as a ratio

struct table_lot {
    uint32_t kind, count;
};

struct table_fill {
    const struct pattern_kinds *kinds;
    const int64_t *room;
    size_t fillings;
    double *values;
};

void pricing_table_done(struct pricing_table *table)
{
    free(table->values);
    free(table->taken);
    *table = (struct pricing_table){0};
}

static uint32_t count_within(const struct pattern_kinds *kinds, size_t bin_kind, size_t kind,
                             uint32_t most)
{
    const int64_t *size = pattern_kinds_size(kinds, kind);
    const int64_t *room = pattern_kinds_room(kinds, bin_kind);

    for (size_t d = 0; d < kinds->dimensions; d++)
        if (size[d] > 0 && room[d] / size[d] < most)
            most = (uint32_t)(room[d] / size[d]);
    return most;
}

static double fillings_of(const struct pattern_kinds *kinds, size_t bin_kind)
{
    double fillings = 1;

    for (size_t d = 0; d < kinds->dimensions; d++)
        fillings *= (double)pattern_kinds_room(kinds, bin_kind)[d] + 1;
    return fillings;
}

static size_t lots_of_count(uint32_t count)
{
    return count ? 32 - (size_t)__builtin_clz(count) : 0;
}

bool pricing_table_suits(const struct pattern_kinds *kinds, size_t bin_kind)
{
    size_t lots = 0;

    for (size_t k = 0; k < kinds->kinds; k++)
        lots += lots_of_count(count_within(kinds, bin_kind, k, kinds->counts[k]));
    return (double)lots * fillings_of(kinds, bin_kind) <= cells_most;
}

static size_t make_lots(const struct pattern_kinds *kinds, const struct pricing_task *task,
                        struct table_lot *lots)
{
    size_t made = 0;

    for (size_t k = 0; k < kinds->kinds; k++) {
        if (!(task->values[k] > 0))
            continue;
        uint32_t left = count_within(kinds, task->bin_kind, k, task->counts[k]);
        for (uint32_t size = 1; left > 0; size *= 2) {
            uint32_t count = size < left ? size : left;
            lots[made++] = (struct table_lot){(uint32_t)k, count};
            left -= count;
        }
    }
    return made;
}

// From the fullest filling down, so that a lot is in once. The last dimension is the inner loop;
// the others' places are counted down beside it.
static void put_row(double *values, uint8_t *taken, size_t from, size_t to, size_t back,
                    double value)
{
    for (size_t i = to + 1; i-- > from;) {
        double with = values[i - back] + value;
        bool is_better = with > values[i];
        values[i] = is_better ? with : values[i];
        taken[i] = is_better;
    }
}

static bool step_down(const struct table_fill *fill, int64_t *place, const int64_t *least)
{
    for (size_t d = fill->kinds->dimensions - 1; d-- > 0;) {
        if (--place[d] >= least[d])
            return true;
        place[d] = fill->room[d];
    }
    return false;
}

static size_t row_of(const struct table_fill *fill, const int64_t *place)
{
    size_t row = 0;

    for (size_t d = 0; d + 1 < fill->kinds->dimensions; d++)
        row = row * (size_t)(fill->room[d] + 1) + (size_t)place[d];
    return row * (size_t)(fill->room[fill->kinds->dimensions - 1] + 1);
}

static void put_lot(const struct table_fill *fill, const struct table_lot *lot, double value,
                    uint8_t *taken)
{
    size_t dimensions = fill->kinds->dimensions, back = 0;
    const int64_t *size = pattern_kinds_size(fill->kinds, lot->kind);
    scope_free int64_t *least = alloc_zeroed(dimensions, sizeof(*least));
    scope_free int64_t *place = alloc_zeroed(dimensions, sizeof(*place));

    for (size_t d = 0; d < dimensions; d++) {
        least[d] = size[d] * lot->count;
        place[d] = fill->room[d];
        back = back * (size_t)(fill->room[d] + 1) + (size_t)least[d];
    }
    size_t last = dimensions - 1;
    do {
        size_t row = row_of(fill, place);
        put_row(fill->values, taken, row + (size_t)least[last], row + (size_t)fill->room[last],
                back, value);
    } while (step_down(fill, place, least));
}

static size_t back_of(const struct table_fill *fill, const struct table_lot *lot)
{
    size_t back = 0;

    for (size_t d = 0; d < fill->kinds->dimensions; d++)
        back = back * (size_t)(fill->room[d] + 1) +
               (size_t)(pattern_kinds_size(fill->kinds, lot->kind)[d] * lot->count);
    return back;
}

static void read_items(const struct table_fill *fill, const struct table_lot *lots, size_t count,
                       const uint8_t *taken, uint32_t *items)
{
    size_t at = fill->fillings - 1;

    memset(items, 0, fill->kinds->kinds * sizeof(*items));
    for (size_t i = count; i-- > 0;) {
        if (!taken[i * fill->fillings + at])
            continue;
        items[lots[i].kind] += lots[i].count;
        at -= back_of(fill, &lots[i]);
    }
}

static void make_room(struct pricing_table *table, size_t fillings, size_t lots)
{
    if (table->values_room < fillings) {
        table->values = alloc_resized(table->values, fillings, sizeof(*table->values));
        table->values_room = fillings;
    }
    if (table->taken_room < fillings * lots) {
        table->taken = alloc_resized(table->taken, fillings * lots, sizeof(*table->taken));
        table->taken_room = fillings * lots;
    }
}

bool pricing_table_best(struct pricing_table *table, const struct pattern_kinds *kinds,
                        const struct pricing_task *task, struct pricing_answer *answer)
{
    size_t lots_most = 32 * kinds->kinds;
    scope_free struct table_lot *lots = alloc_zeroed(lots_most + 1, sizeof(*lots));
    size_t count = make_lots(kinds, task, lots);
    struct table_fill fill = {
        .kinds = kinds,
        .room = pattern_kinds_room(kinds, task->bin_kind),
        .fillings = (size_t)fillings_of(kinds, task->bin_kind),
    };

    make_room(table, fill.fillings, count ? count : 1);
    fill.values = table->values;
    memset(fill.values, 0, fill.fillings * sizeof(*fill.values));
    memset(table->taken, 0, fill.fillings * count);
    for (size_t i = 0; i < count; i++)
        put_lot(&fill, &lots[i], task->values[lots[i].kind] * lots[i].count,
                table->taken + i * fill.fillings);
    double value = fill.values[fill.fillings - 1];
    answer->at_most = value * (1 + rounding);
    answer->value = value > task->worth ? value : task->worth;
    if (value <= task->worth)
        return false;
    read_items(&fill, lots, count, table->taken, answer->items);
    return true;
}
