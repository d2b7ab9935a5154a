// SPDX-License-Identifier: GPL-3.0-or-later
// First fit over time: moves are sorted by wave and start already, and few run at once.
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
        if (each) {
            lanes.lane[i] = lanes.count++;
            continue;
        }
        if (move->kind == MOVE_SWITCH_ON || move->kind == MOVE_SWITCH_OFF)
            continue; // marked below the lines
        lanes.lane[i] = first_free(&ends, &lanes.count, move->start_s);
        ends[lanes.lane[i]] = end_s;
    }
    free(ends);
    *ret_lanes = lanes;
}

void consolidation_lanes_done(struct consolidation_lanes *lanes)
{
    free(lanes->lane);
    *lanes = (struct consolidation_lanes){0};
}
