// SPDX-License-Identifier: GPL-3.0-or-later
// Depth first, dearest kinds first. Two bounds close a branch: as many of the dearest items as may
// fit by number, and the linear relaxation's prices for the room that is left.
#include "planner/packing/pricing_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"

static const double rounding = 1e-11; // of values and weights of a few dozen items, as a ratio

struct search_kind {
    uint32_t kind, most;
    double value;
    double gain; // value above what its room is worth, 0 where it is below
    const int64_t *size;
};

// Kinds that may still come, at one depth, and how many of each.
struct search_level {
    uint32_t *candidates; // indices of kinds, dearest first
    uint32_t *most;       // [candidate]
    double *gains;        // [candidate] of it and all behind it
    int64_t *room;        // that is left
};

struct search {
    const struct pattern_kinds *kinds;
    const struct pricing_task *task;
    struct search_kind *list;
    size_t count;
    const double *weights;
    double best, slack;
    uint64_t steps;
    bool is_stopped;
    struct search_level *levels; // [depth]
    size_t depths;
    uint32_t *taken, *best_taken; // [index of kind]
};

static int by_value(const void *a, const void *b)
{
    const struct search_kind *x = a, *y = b;

    if (x->value != y->value)
        return x->value < y->value ? 1 : -1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

static uint32_t most_within(const int64_t *size, const int64_t *room, size_t dimensions,
                            uint32_t most)
{
    for (size_t d = 0; d < dimensions && most > 0; d++) {
        if (size[d] > room[d])
            return 0;
        if (most > 1 && size[d] * most > room[d])
            most = (uint32_t)(room[d] / size[d]);
    }
    return most;
}

static void list_kinds(struct search *search)
{
    const struct pattern_kinds *kinds = search->kinds;
    const int64_t *room = pattern_kinds_room(kinds, search->task->bin_kind);

    search->list = alloc_zeroed(kinds->kinds + 1, sizeof(*search->list));
    for (size_t k = 0; k < kinds->kinds; k++) {
        const int64_t *size = pattern_kinds_size(kinds, k);
        double value = search->task->values[k], room_worth = 0;
        uint32_t most = most_within(size, room, kinds->dimensions, search->task->counts[k]);
        if (!(value > 0) || most == 0)
            continue;
        for (size_t d = 0; d < kinds->dimensions; d++)
            room_worth += search->weights[d] * (double)size[d];
        search->list[search->count++] =
            (struct search_kind){(uint32_t)k, most, value, fmax(value - room_worth, 0), size};
    }
    qsort(search->list, search->count, sizeof(*search->list), by_value);
}

static struct search_level *level_at(struct search *search, size_t depth)
{
    if (depth == search->depths) {
        size_t count = search->count + 1;
        search->levels = alloc_resized(search->levels, depth + 1, sizeof(*search->levels));
        search->levels[search->depths++] = (struct search_level){
            .candidates = alloc_zeroed(count, sizeof(uint32_t)),
            .most = alloc_zeroed(count, sizeof(uint32_t)),
            .gains = alloc_zeroed(count, sizeof(double)),
            .room = alloc_zeroed(search->kinds->dimensions + 1, sizeof(int64_t)),
        };
    }
    return &search->levels[depth];
}

static void search_done(struct search *search)
{
    for (size_t i = 0; i < search->depths; i++) {
        free(search->levels[i].candidates);
        free(search->levels[i].most);
        free(search->levels[i].gains);
        free(search->levels[i].room);
    }
    free(search->levels);
    free(search->list);
    free(search->taken);
    free(search->best_taken);
}

static double worth_of_room(const struct search *search, const int64_t *room)
{
    double worth = 0;

    for (size_t d = 0; d < search->kinds->dimensions; d++)
        worth += search->weights[d] * (double)room[d];
    return worth;
}

static void sum_gains(const struct search *search, struct search_level *level, size_t count)
{
    double gains = 0;

    for (size_t i = count; i-- > 0;) {
        gains += search->list[level->candidates[i]].gain * level->most[i];
        level->gains[i] = gains;
    }
}

// Into the next level: candidates from this one on that fit beside one more of it.
static size_t narrow_down(struct search *search, size_t depth, size_t count, size_t from)
{
    struct search_level *next = level_at(search, depth + 1);
    const struct search_level *level = &search->levels[depth];
    const int64_t *size = search->list[level->candidates[from]].size;
    size_t dimensions = search->kinds->dimensions, kept = 0;

    for (size_t d = 0; d < dimensions; d++)
        next->room[d] = level->room[d] - size[d];
    for (size_t i = from; i < count; i++) {
        uint32_t most = most_within(search->list[level->candidates[i]].size, next->room, dimensions,
                                    level->most[i] - (i == from));
        next->candidates[kept] = level->candidates[i];
        next->most[kept] = most;
        kept += most > 0;
    }
    sum_gains(search, next, kept);
    return kept;
}

// How many more items any filling of the room can have: by the least size in each dimension.
static uint32_t number_most(const struct search *search, const struct search_level *level,
                            size_t count)
{
    int64_t number = INT32_MAX;

    for (size_t d = 0; d < search->kinds->dimensions; d++) {
        int64_t least = INT64_MAX;
        for (size_t i = 0; i < count && least > 0; i++) {
            int64_t size = search->list[level->candidates[i]].size[d];
            least = size < least ? size : least;
        }
        if (least > 0 && level->room[d] / least < number)
            number = level->room[d] / least;
    }
    return (uint32_t)number;
}

static double value_by_number(const struct search *search, const struct search_level *level,
                              size_t count, size_t from, uint32_t number)
{
    double value = 0;

    for (size_t i = from; i < count && number > 0; i++) {
        uint32_t taken = level->most[i] < number ? level->most[i] : number;
        value += search->list[level->candidates[i]].value * taken;
        number -= taken;
    }
    return value;
}

static bool is_out_of_time(struct search *search)
{
    if (++search->steps > search->task->steps ||
        (search->steps % 1024 == 0 && clock_monotonic_ns() > search->task->deadline_ns))
        search->is_stopped = true;
    return search->is_stopped;
}

static void note(struct search *search, double value)
{
    if (value <= search->best + search->slack)
        return;
    search->best = value;
    memcpy(search->best_taken, search->taken, search->count * sizeof(*search->taken));
}

static void search_from(struct search *search, size_t depth, size_t count, double value)
{
    uint32_t number = number_most(search, &search->levels[depth], count);
    double room_worth = worth_of_room(search, search->levels[depth].room);

    note(search, value);
    for (size_t i = 0; i < count; i++) {
        const struct search_level *level = &search->levels[depth];
        double most =
            fmin(value_by_number(search, level, count, i, number), room_worth + level->gains[i]);
        if (value + most <= search->best + search->slack || is_out_of_time(search))
            return;
        uint32_t index = level->candidates[i];
        search->taken[index]++;
        size_t kept = narrow_down(search, depth, count, i);
        search_from(search, depth + 1, kept, value + search->list[index].value);
        search->taken[index]--;
    }
}

static void begin(struct search *search)
{
    struct search_level *top = level_at(search, 0);
    const int64_t *room = pattern_kinds_room(search->kinds, search->task->bin_kind);

    memcpy(top->room, room, search->kinds->dimensions * sizeof(*room));
    for (size_t i = 0; i < search->count; i++) {
        top->candidates[i] = (uint32_t)i;
        top->most[i] = search->list[i].most;
    }
    sum_gains(search, top, search->count);
    search_from(search, 0, search->count, 0);
}

bool pricing_search_best(const struct pattern_kinds *kinds, const struct pricing_task *task,
                         const double *weights, double relaxed, struct pricing_answer *answer)
{
    struct search search = {.kinds = kinds, .task = task, .weights = weights};

    list_kinds(&search);
    search.taken = alloc_zeroed(search.count + 1, sizeof(*search.taken));
    search.best_taken = alloc_zeroed(search.count + 1, sizeof(*search.best_taken));
    search.best = task->worth;
    search.slack = rounding * fmax(relaxed, task->worth);
    begin(&search);
    bool is_found = search.best > task->worth;
    answer->value = search.best;
    answer->at_most = search.is_stopped ? fmax(relaxed, search.best) : search.best;
    answer->at_most += 2 * search.slack;
    if (is_found) {
        memset(answer->items, 0, kinds->kinds * sizeof(*answer->items));
        for (size_t i = 0; i < search.count; i++)
            answer->items[search.list[i].kind] = search.best_taken[i];
    }
    search_done(&search);
    return is_found;
}
