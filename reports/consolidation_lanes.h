// SPDX-License-Identifier: GPL-3.0-or-later
// Moves laid out in lines over time, so that none hides another. Knows times alone.
#ifndef FULLHOUSE_REPORTS_CONSOLIDATION_LANES_H
#define FULLHOUSE_REPORTS_CONSOLIDATION_LANES_H

#include <stdbool.h>
#include <stddef.h>

struct moves;

// Zero-initialise; release with consolidation_lanes_done.
struct consolidation_lanes {
    size_t *lane; // [move], from the top
    size_t count;
    double end_s; // when the last has ended
};

// A line each for a move where each is true, else each in the first line that is free then.
void consolidation_lanes_of(const struct moves *moves, bool each,
                            struct consolidation_lanes *ret_lanes);
void consolidation_lanes_done(struct consolidation_lanes *lanes);

#endif
