// SPDX-License-Identifier: GPL-3.0-or-later
// Groups what is alike by sorting.
#include "planner/packing/pattern_kinds.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

// Rows of numbers of which equal ones are one kind.
struct kind_rows {
    const int64_t *cells;
    size_t width;
    const double *costs, *units; // of rows; NULL: of no matter
};

static int compare_cells(const int64_t *a, const int64_t *b, size_t width)
{
    for (size_t d = 0; d < width; d++)
        if (a[d] != b[d])
            return a[d] < b[d] ? 1 : -1;
    return 0;
}

static int compare_rows(const void *a, const void *b, void *context)
{
    const struct kind_rows *rows = context;
    size_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order =
        compare_cells(rows->cells + x * rows->width, rows->cells + y * rows->width, rows->width);

    if (order != 0 || !rows->costs)
        return order;
    if (rows->costs[x] != rows->costs[y])
        return rows->costs[x] < rows->costs[y] ? -1 : 1;
    return (rows->units[x] > rows->units[y]) - (rows->units[x] < rows->units[y]);
}

// Numbers equal rows; the first row of each kind goes into firsts. Returns how many kinds.
static size_t number_rows(struct kind_rows *rows, size_t count, uint32_t *kind_of, uint32_t *firsts)
{
    scope_free uint32_t *order = alloc_zeroed(count + 1, sizeof(*order));
    size_t kinds = 0;

    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, count, sizeof(*order), compare_rows, rows);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || compare_rows(&order[i - 1], &order[i], rows) != 0)
            firsts[kinds++] = order[i];
        kind_of[order[i]] = (uint32_t)(kinds - 1);
    }
    return kinds;
}

static bool takes_room(const struct bound_rest *rest, size_t item)
{
    const int64_t *size = bound_rest_size(rest, item);

    for (size_t d = 0; d < rest->dimensions; d++)
        if (size[d] > 0)
            return true;
    return false;
}

static int64_t divisor_of(int64_t a, int64_t b)
{
    while (b > 0) {
        int64_t left = a % b;
        a = b;
        b = left;
    }
    return a;
}

// What the sizes of a dimension have in common, and their sum as far as it can be told.
static int64_t measure_dimension(const struct bound_rest *rest, size_t dimension, int64_t *ret_sum)
{
    int64_t common = 0, sum = 0;

    for (size_t i = 0; i < rest->items; i++) {
        int64_t size = bound_rest_size(rest, i)[dimension];
        common = divisor_of(size, common);
        if (__builtin_add_overflow(sum, size, &sum))
            sum = INT64_MAX;
    }
    *ret_sum = sum;
    return common;
}

static bool can_bind(const struct bound_rest *rest, size_t dimension, int64_t sum)
{
    for (size_t b = 0; b < rest->bins; b++)
        if (bound_rest_room(rest, b)[dimension] < sum)
            return true;
    return false;
}

static void take_dimension(struct pattern_kinds *kinds, const struct bound_rest *rest,
                           size_t dimension, const uint32_t *items, const uint32_t *bins)
{
    int64_t sum, common = measure_dimension(rest, dimension, &sum);
    size_t at = kinds->dimensions, width = rest->dimensions;

    if (common == 0 || !can_bind(rest, dimension, sum))
        return;
    for (size_t k = 0; k < kinds->kinds; k++)
        kinds->sizes[k * width + at] = bound_rest_size(rest, items[k])[dimension] / common;
    for (size_t b = 0; b < kinds->bin_kinds; b++) {
        int64_t room = bound_rest_room(rest, bins[b])[dimension];
        kinds->rooms[b * width + at] = (room < sum ? room : sum) / common;
    }
    kinds->dimensions++;
}

// From rows as wide as the rest's to rows as wide as the dimensions that were taken.
static void narrow(int64_t *cells, size_t rows, size_t wide, size_t narrow)
{
    for (size_t i = 0; i < rows; i++)
        memmove(cells + i * narrow, cells + i * wide, narrow * sizeof(*cells));
}

static void take_cells(struct pattern_kinds *kinds, const struct bound_rest *rest,
                       const uint32_t *items, const uint32_t *bins)
{
    kinds->sizes = alloc_zeroed(kinds->kinds * rest->dimensions + 1, sizeof(*kinds->sizes));
    kinds->rooms = alloc_zeroed(kinds->bin_kinds * rest->dimensions + 1, sizeof(*kinds->rooms));
    kinds->loads = alloc_zeroed(kinds->kinds + 1, sizeof(*kinds->loads));
    kinds->costs = alloc_zeroed(kinds->bin_kinds + 1, sizeof(*kinds->costs));
    kinds->units = alloc_zeroed(kinds->bin_kinds + 1, sizeof(*kinds->units));
    for (size_t d = 0; d < rest->dimensions; d++)
        take_dimension(kinds, rest, d, items, bins);
    narrow(kinds->sizes, kinds->kinds, rest->dimensions, kinds->dimensions);
    narrow(kinds->rooms, kinds->bin_kinds, rest->dimensions, kinds->dimensions);
    for (size_t k = 0; k < kinds->kinds; k++)
        kinds->loads[k] = rest->dimensions ? (double)bound_rest_size(rest, items[k])[0] : 0;
    for (size_t b = 0; b < kinds->bin_kinds; b++) {
        kinds->costs[b] = rest->costs[bins[b]];
        kinds->units[b] = rest->units[bins[b]];
    }
}

static void count_kinds(struct pattern_kinds *kinds, const struct bound_rest *rest)
{
    kinds->counts = alloc_zeroed(kinds->kinds + 1, sizeof(*kinds->counts));
    kinds->bin_counts = alloc_zeroed(kinds->bin_kinds + 1, sizeof(*kinds->bin_counts));
    for (size_t i = 0; i < rest->items; i++) {
        if (!takes_room(rest, i))
            kinds->kind_of[i] = PATTERN_NO_KIND;
        else
            kinds->counts[kinds->kind_of[i]]++;
    }
    for (size_t b = 0; b < rest->bins; b++)
        kinds->bin_counts[kinds->bin_kind_of[b]]++;
}

bool pattern_kinds_init(struct pattern_kinds *kinds, const struct bound_rest *rest,
                        size_t kinds_most, size_t bin_kinds_most)
{
    struct kind_rows sizes = {.cells = rest->sizes, .width = rest->dimensions};
    struct kind_rows rooms = {rest->rooms, rest->dimensions, rest->costs, rest->units};
    scope_free uint32_t *items = alloc_zeroed(rest->items + 1, sizeof(*items));
    scope_free uint32_t *bins = alloc_zeroed(rest->bins + 1, sizeof(*bins));
    struct pattern_kinds made = {
        .kind_of = alloc_zeroed(rest->items + 1, sizeof(*made.kind_of)),
        .bin_kind_of = alloc_zeroed(rest->bins + 1, sizeof(*made.bin_kind_of)),
    };

    made.kinds = number_rows(&sizes, rest->items, made.kind_of, items);
    made.bin_kinds = number_rows(&rooms, rest->bins, made.bin_kind_of, bins);
    // The kind without any size sorts last.
    if (made.kinds > 0 && !takes_room(rest, items[made.kinds - 1]))
        made.kinds--;
    if (made.kinds > kinds_most || made.bin_kinds > bin_kinds_most) {
        pattern_kinds_done(&made);
        return false;
    }
    count_kinds(&made, rest);
    take_cells(&made, rest, items, bins);
    *kinds = made;
    return true;
}

void pattern_kinds_done(struct pattern_kinds *kinds)
{
    if (!kinds)
        return;
    free(kinds->sizes);
    free(kinds->loads);
    free(kinds->counts);
    free(kinds->kind_of);
    free(kinds->rooms);
    free(kinds->costs);
    free(kinds->units);
    free(kinds->bin_counts);
    free(kinds->bin_kind_of);
    *kinds = (struct pattern_kinds){0};
}
