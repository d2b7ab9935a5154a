// SPDX-License-Identifier: GPL-3.0-or-later
// Rows and columns carry potentials so that no reduced cost is below zero; each row in turn is
// assigned along the path of least reduced cost, which may give rows before it other columns.
#include "planner/packing/packing_assign.h"

#include <math.h>
#include <stdbool.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct assignment {
    const double *gains;
    size_t count;
    double *row_price, *column_price; // index 0 stands for none, as below
    size_t *row_of;                   // [column]
    size_t *before;                   // [column] the one before it on the path
    double *least;                    // [column] the least reduced cost to it so far
    bool *is_done;                    // [column]
};

static double reduced(const struct assignment *a, size_t row, size_t column)
{
    return -a->gains[(row - 1) * a->count + column - 1] - a->row_price[row] -
           a->column_price[column];
}

// From a column that is on the path on to the nearest that is not.
static size_t step(struct assignment *a, size_t column)
{
    size_t row = a->row_of[column], next = 0;
    double least = INFINITY;
    a->is_done[column] = true;
    for (size_t j = 1; j <= a->count; j++) {
        if (a->is_done[j])
            continue;
        double cost = reduced(a, row, j);
        if (cost < a->least[j]) {
            a->least[j] = cost;
            a->before[j] = column;
        }
        if (a->least[j] < least) {
            least = a->least[j];
            next = j;
        }
    }
    for (size_t j = 0; j <= a->count; j++) {
        if (a->is_done[j]) {
            a->row_price[a->row_of[j]] += least;
            a->column_price[j] -= least;
        } else {
            a->least[j] -= least;
        }
    }
    return next;
}

static void assign_row(struct assignment *a, size_t row)
{
    size_t column = 0;
    for (size_t j = 0; j <= a->count; j++) {
        a->least[j] = INFINITY;
        a->is_done[j] = false;
    }
    a->row_of[0] = row;
    do {
        column = step(a, column);
    } while (a->row_of[column] != 0);
    while (column != 0) {
        a->row_of[column] = a->row_of[a->before[column]];
        column = a->before[column];
    }
}

void packing_assign(const double *gains, size_t count, uint32_t *ret_column)
{
    scope_free double *row_price = alloc_zeroed(count + 1, sizeof(*row_price));
    scope_free double *column_price = alloc_zeroed(count + 1, sizeof(*column_price));
    scope_free double *least = alloc_zeroed(count + 1, sizeof(*least));
    scope_free size_t *row_of = alloc_zeroed(count + 1, sizeof(*row_of));
    scope_free size_t *before = alloc_zeroed(count + 1, sizeof(*before));
    scope_free bool *is_done = alloc_zeroed(count + 1, sizeof(*is_done));
    struct assignment a = {gains, count, row_price, column_price, row_of, before, least, is_done};
    for (size_t row = 1; row <= count; row++)
        assign_row(&a, row);
    for (size_t j = 1; j <= count; j++)
        ret_column[row_of[j] - 1] = (uint32_t)(j - 1);
}
