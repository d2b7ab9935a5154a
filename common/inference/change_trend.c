// SPDX-License-Identifier: GPL-3.0-or-later
// Costs of both descriptions for every part, from the leaves up; then the choice, from the root
// down.
#include "common/inference/change_trend.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/change_tree.h"

#define REACH_DEVIATIONS    3.0
#define DEVIATION_OF_MEDIAN 1.4826
#define PLACE               2.0 // parameters, of a change beside a line

// Of one part: squares left by a level and by a line, and what descriptions of it cost.
struct cost {
    double level_squares, line_squares;
    double steps, trend; // trend: with a line somewhere
    bool is_line;        // trend: the whole part is one
    bool lines[2];       // else which of its two parts have a line in them
};

// --- outliers -----------------------------------------------------------------------------------

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static double median_of(const double *values, size_t count)
{
    scope_free double *sorted = alloc_zeroed(count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = values[i];
    qsort(sorted, count, sizeof *sorted, by_size);
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}

static void note_middles(const double *series, const struct change_tree *tree, double *ret_middles)
{
    for (size_t n = 0; n < tree->count; n++) {
        const struct change_node *node = &tree->list[n];
        if (node->at)
            continue;
        double middle = median_of(series + node->first, node->count);
        for (size_t i = 0; i < node->count; i++)
            ret_middles[node->first + i] = middle;
    }
}

// Values far from the middle of their leaf are drawn in, so that no single one decides.
static void draw_in(const double *series, size_t count, const struct change_tree *tree,
                    double *ret_values)
{
    scope_free double *middles = alloc_zeroed(count, sizeof *middles);
    note_middles(series, tree, middles);
    for (size_t i = 0; i < count; i++)
        ret_values[i] = fabs(series[i] - middles[i]);
    double reach = REACH_DEVIATIONS * DEVIATION_OF_MEDIAN * median_of(ret_values, count);
    if (!(reach > 0))
        reach = INFINITY;
    for (size_t i = 0; i < count; i++)
        ret_values[i] = fmax(fmin(series[i], middles[i] + reach), middles[i] - reach);
}

// --- squares ------------------------------------------------------------------------------------

static void note_squares(const double *values, size_t count, struct cost *cost)
{
    double mean = 0, middle = (double)(count - 1) / 2, products = 0, places = 0;
    for (size_t i = 0; i < count; i++)
        mean += values[i] / (double)count;
    for (size_t i = 0; i < count; i++) {
        double place = (double)i - middle, off = values[i] - mean;
        cost->level_squares += off * off;
        products += place * off;
        places += place * place;
    }
    double explained = places > 0 ? products * products / places : 0;
    cost->line_squares = fmax(cost->level_squares - explained, 0);
}

// By the fullest description that the tree knows, a line for each leaf. Never 0: what is less than
// rounding of the whole's squares is none.
static double variance_of(const struct cost *costs, const struct change_tree *tree, size_t count)
{
    double squares = 0, freedom = (double)count;
    for (size_t n = 0; n < tree->count; n++) {
        if (tree->list[n].at)
            continue;
        squares += costs[n].line_squares;
        freedom -= 2;
    }
    return fmax(squares / fmax(freedom, 1), 1e4 * DBL_EPSILON * costs[0].level_squares + DBL_MIN);
}

// --- costs --------------------------------------------------------------------------------------

static void note_leaf(struct cost *cost, double variance, double parameter)
{
    cost->steps = cost->level_squares / variance + parameter;
    cost->trend = cost->line_squares / variance + 2 * parameter;
    cost->is_line = true;
}

static void note_parts(struct cost *cost, const struct cost *left, const struct cost *right,
                       double variance, double parameter)
{
    note_leaf(cost, variance, parameter);
    cost->steps = fmin(cost->steps, left->steps + right->steps + parameter);
    for (int which = 1; which <= 3; which++) {
        double parts = (which & 1 ? left->trend : left->steps) +
                       (which & 2 ? right->trend : right->steps) + PLACE * parameter;
        if (parts >= cost->trend)
            continue;
        cost->trend = parts;
        cost->is_line = false;
        cost->lines[0] = which & 1;
        cost->lines[1] = which & 2;
    }
}

// Parts stand after what they are parts of.
static void note_costs(const double *values, size_t count, const struct change_tree *tree,
                       struct cost *costs)
{
    for (size_t n = 0; n < tree->count; n++)
        note_squares(values + tree->list[n].first, tree->list[n].count, &costs[n]);
    double variance = variance_of(costs, tree, count), parameter = log((double)count);
    for (size_t n = tree->count; n-- > 0;) {
        const struct change_node *node = &tree->list[n];
        if (node->at)
            note_parts(&costs[n], &costs[node->left], &costs[node->right], variance, parameter);
        else
            note_leaf(&costs[n], variance, parameter);
    }
}

static void drop_below(struct change_tree *tree, size_t n)
{
    struct change_node *node = &tree->list[n];
    if (!node->at)
        return;
    node->is_kept = false;
    drop_below(tree, node->left);
    drop_below(tree, node->right);
}

// A part that has a line in it.
static void choose(struct change_tree *tree, const struct cost *costs, size_t n)
{
    if (costs[n].is_line) {
        drop_below(tree, n);
        return;
    }
    if (costs[n].lines[0])
        choose(tree, costs, tree->list[n].left);
    if (costs[n].lines[1])
        choose(tree, costs, tree->list[n].right);
}

void change_trend_prune(const double *series, size_t count, struct change_tree *tree)
{
    if (count == 0 || !tree->list[0].at)
        return;
    scope_free double *values = alloc_zeroed(count, sizeof *values);
    scope_free struct cost *costs = alloc_zeroed(tree->count, sizeof *costs);
    draw_in(series, count, tree, values);
    note_costs(values, count, tree, costs);
    bool is_lone = tree->count == 3; // a root and its two parts
    double doubt = is_lone ? log((double)count) + CHANGE_TREND_MARGIN : 0;
    if (costs[0].trend + doubt < costs[0].steps)
        choose(tree, costs, 0);
}
