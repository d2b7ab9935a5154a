// SPDX-License-Identifier: GPL-3.0-or-later
// Depth first, dearest kinds first, after a greedy filling. Three bounds close a branch: as many of
// the dearest items as may fit by number; the linear relaxation's prices for the room that is left;
// and of items larger than half of what is left of a dimension no more than one.
#include "planner/packing/pricing_search.h"
#include "planner/packing/packing_clock.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

static const double rounding = 1e-11; // of values and weights of a few dozen items, as a ratio

struct search_kind {
    uint32_t kind, most;
    double value;
    double gain; // value above what its room is worth, 0 where it is below
    double rank; // value for what its room is worth
    const int64_t *size;
};

// Kinds that may still come, at one depth, and how many of each.
struct search_level {
    uint32_t *candidates; // indices of kinds, dearest first
    uint32_t *most;       // [candidate]
    double *gains;        // [candidate] of it and all behind it
    double *halves;       // [candidate] value of it and all behind it, see value_by_half
    double *dearest;      // [dimension] of what is large in it
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
            (struct search_kind){.kind = (uint32_t)k,
                                 .most = most,
                                 .value = value,
                                 .gain = fmax(value - room_worth, 0),
                                 .rank = value / fmax(room_worth, 1e-3 * value),
                                 .size = size};
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
            .halves = alloc_zeroed(count, sizeof(double)),
            .dearest = alloc_zeroed(search->kinds->dimensions + 1, sizeof(double)),
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
        free(search->levels[i].halves);
        free(search->levels[i].dearest);
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

// The dimension of which it takes more than half of what is left; the number of them: none.
static size_t large_in(const struct search *search, const int64_t *size, const int64_t *room)
{
    size_t dimensions = search->kinds->dimensions;

    for (size_t d = 0; d < dimensions; d++)
        if (size[d] > room[d] / 2)
            return d;
    return dimensions;
}

// One item for each dimension that is large in it, and all that are large in none.
static void value_by_half(const struct search *search, struct search_level *level, size_t count)
{
    size_t dimensions = search->kinds->dimensions;
    double sum = 0;

    memset(level->dearest, 0, dimensions * sizeof(*level->dearest));
    for (size_t i = count; i-- > 0;) {
        const struct search_kind *kind = &search->list[level->candidates[i]];
        size_t large = large_in(search, kind->size, level->room);
        if (large == dimensions) {
            sum += kind->value * level->most[i];
        } else { // dearest first: whoever comes now is dearer
            sum += kind->value - level->dearest[large];
            level->dearest[large] = kind->value;
        }
        level->halves[i] = sum;
    }
}

static bool is_out_of_time(struct search *search)
{
    if (++search->steps > search->task->steps ||
        (search->steps % 1024 == 0 && packing_clock_ns() > search->task->deadline_ns))
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
    value_by_half(search, &search->levels[depth], count);
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

struct search_rank {
    uint32_t index;
    double rank;
};

static int by_rank(const void *a, const void *b)
{
    const struct search_rank *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? 1 : -1;
    return (x->index > y->index) - (x->index < y->index);
}

static void rank_list(const struct search *search, struct search_rank *order)
{
    for (size_t i = 0; i < search->count; i++)
        order[i] = (struct search_rank){(uint32_t)i, search->list[i].rank};
    qsort(order, search->count, sizeof(*order), by_rank);
}

static double put(struct search *search, uint32_t index, uint32_t most, int64_t *room)
{
    const struct search_kind *kind = &search->list[index];
    size_t dimensions = search->kinds->dimensions;

    most = most_within(kind->size, room, dimensions, most);
    for (size_t d = 0; d < dimensions && most > 0; d++)
        room[d] -= kind->size[d] * most;
    search->taken[index] += most;
    return kind->value * most;
}

// One of the first kind (a number beyond all: of none), then what is worth most for its room.
static double fill_greedily(struct search *search, const struct search_rank *order, size_t first,
                            int64_t *room)
{
    double value = 0;

    memset(search->taken, 0, search->count * sizeof(*search->taken));
    memcpy(room, pattern_kinds_room(search->kinds, search->task->bin_kind),
           search->kinds->dimensions * sizeof(*room));
    if (first < search->count)
        value += put(search, (uint32_t)first, 1, room);
    for (size_t i = 0; i < search->count; i++) {
        uint32_t index = order[i].index;
        value += put(search, index, search->list[index].most - search->taken[index], room);
    }
    return value;
}

static void search_greedily(struct search *search)
{
    scope_free struct search_rank *order = alloc_zeroed(search->count + 1, sizeof(*order));
    scope_free int64_t *room = alloc_zeroed(search->kinds->dimensions + 1, sizeof(*room));

    rank_list(search, order);
    note(search, fill_greedily(search, order, SIZE_MAX, room));
    memset(search->taken, 0, search->count * sizeof(*search->taken));
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

static void search_init(struct search *search)
{
    list_kinds(search);
    search->taken = alloc_zeroed(search->count + 1, sizeof(*search->taken));
    search->best_taken = alloc_zeroed(search->count + 1, sizeof(*search->best_taken));
}

static void items_of(const struct search *search, const uint32_t *taken, uint32_t *items)
{
    memset(items, 0, search->kinds->kinds * sizeof(*items));
    for (size_t i = 0; i < search->count; i++)
        items[search->list[i].kind] = taken[i];
}

bool pricing_search_best(const struct pattern_kinds *kinds, const struct pricing_task *task,
                         const double *weights, double relaxed, struct pricing_answer *answer)
{
    struct search search = {.kinds = kinds, .task = task, .weights = weights};

    search_init(&search);
    search.best = task->worth;
    search.slack = rounding * fmax(relaxed, task->worth);
    search_greedily(&search);
    begin(&search);
    bool is_found = search.best > task->worth;
    answer->value = search.best;
    answer->at_most = search.is_stopped ? fmax(relaxed, search.best) : search.best;
    answer->at_most += 2 * search.slack;
    if (is_found)
        items_of(&search, search.best_taken, answer->items);
    search_done(&search);
    return is_found;
}

void pricing_search_each(const struct pattern_kinds *kinds, const struct pricing_task *task,
                         const double *weights,
                         void (*visit)(void *context, double value, const uint32_t *items),
                         void *context)
{
    struct search search = {.kinds = kinds, .task = task, .weights = weights};
    scope_free int64_t *room = alloc_zeroed(kinds->dimensions + 1, sizeof(*room));
    scope_free uint32_t *items = alloc_zeroed(kinds->kinds + 1, sizeof(*items));

    search_init(&search);
    scope_free struct search_rank *order = alloc_zeroed(search.count + 1, sizeof(*order));
    rank_list(&search, order);
    for (size_t i = 0; i < search.count; i++) {
        double value = fill_greedily(&search, order, i, room);
        if (value <= task->worth)
            continue;
        items_of(&search, search.taken, items);
        visit(context, value, items);
    }
    search_done(&search);
}
