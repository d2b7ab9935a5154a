// SPDX-License-Identifier: GPL-3.0-or-later
// First fit over time: few run at once.
#include "reports/consolidation_lanes.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/moves/moves.h"

static size_t first_free(double **ends, size_t *count, double start_s)
{
    for (size_t i = 0; i < *count; i++)
        if ((*ends)[i] <= start_s + 1e-9)
            return i;
    *ends = alloc_resized(*ends, *count + 1, sizeof **ends);
    return (*count)++;
}

static int by_start(const void *left, const void *right, void *context)
{
    const struct moves *moves = context;
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    double a_s = moves->list[a].start_s, b_s = moves->list[b].start_s;
    return a_s != b_s ? (a_s > b_s ? 1 : -1) : (a > b) - (a < b);
}

// A line each from the first to start to the last.
static void lay_each(const struct moves *moves, struct consolidation_lanes *lanes)
{
    size_t *order = alloc_zeroed(moves->count + 1, sizeof *order);
    for (size_t i = 0; i < moves->count; i++)
        order[i] = i;
    qsort_r(order, moves->count, sizeof *order, by_start, (void *)moves);
    for (size_t i = 0; i < moves->count; i++)
        lanes->lane[order[i]] = i;
    lanes->count = moves->count;
    free(order);
}

void consolidation_lanes_of(const struct moves *moves, bool each,
                            struct consolidation_lanes *ret_lanes)
{
    struct consolidation_lanes lanes = {.lane = alloc_zeroed(moves->count + 1, sizeof(size_t))};
    double *ends = NULL;
    for (size_t i = 0; i < moves->count; i++) {
        const struct move *move = &moves->list[i];
        double seconds = isfinite(move->seconds.value) ? move->seconds.value : 0;
        double end_s = move->start_s + seconds;
        lanes.end_s = fmax(lanes.end_s, end_s);
        if (each || move->kind == MOVE_SWITCH_ON || move->kind == MOVE_SWITCH_OFF)
            continue; // marked below the lines
        lanes.lane[i] = first_free(&ends, &lanes.count, move->start_s);
        ends[lanes.lane[i]] = end_s;
    }
    free(ends);
    if (each)
        lay_each(moves, &lanes);
    *ret_lanes = lanes;
}

void consolidation_lanes_done(struct consolidation_lanes *lanes)
{
    free(lanes->lane);
    *lanes = (struct consolidation_lanes){0};
}
