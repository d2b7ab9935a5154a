// SPDX-License-Identifier: GPL-3.0-or-later
// A tree of changes, without those that a trend describes better, read from left to right.
#include "common/inference/change_points.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/change_tree.h"
#include "common/inference/change_trend.h"

#define SIGNIFICANCE_DEFAULT 0.05
enum { SEGMENT_LEAST_DEFAULT = 5, DRAWS_DEFAULT = 999 };

static struct change_plan without_zeros(const struct change_plan *plan)
{
    return (struct change_plan){
        .significance = plan->significance > 0 ? plan->significance : SIGNIFICANCE_DEFAULT,
        .segment_least = plan->segment_least ? plan->segment_least : SEGMENT_LEAST_DEFAULT,
        .draws = plan->draws ? plan->draws : DRAWS_DEFAULT,
        .seed = plan->seed,
    };
}

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

static int by_place(const void *left, const void *right)
{
    const struct change_point *a = left, *b = right;
    return a->at < b->at ? -1 : a->at > b->at;
}

static void collect(const struct change_tree *tree, struct change_points *points)
{
    points->list = alloc_zeroed(tree->count, sizeof *points->list);
    for (size_t n = 0; n < tree->count; n++) {
        const struct change_node *node = &tree->list[n];
        if (node->is_kept)
            points->list[points->count++] = (struct change_point){.at = node->at, .p = node->p};
    }
    qsort(points->list, points->count, sizeof *points->list, by_place);
}

static void note_medians(const double *series, size_t count, struct change_points *points)
{
    size_t first = 0;
    for (size_t i = 0; i <= points->count; i++) {
        size_t end = i < points->count ? points->list[i].at : count;
        double median = median_of(series + first, end - first);
        if (i > 0)
            points->list[i - 1].after = median;
        if (i < points->count)
            points->list[i].before = median;
        first = end;
    }
}

void change_points_find(const double *series, size_t count, const struct change_plan *plan,
                        struct change_points *ret_points)
{
    const struct change_plan whole = without_zeros(plan);
    struct change_points points = {0};
    struct change_tree tree;
    change_tree_grow(series, count, &whole, &tree);
    change_trend_prune(series, count, &tree);
    collect(&tree, &points);
    if (points.count > 0)
        note_medians(series, count, &points);
    change_tree_done(&tree);
    *ret_points = points;
}

void change_points_done(struct change_points *points)
{
    if (!points)
        return;
    free(points->list);
    *points = (struct change_points){0};
}
