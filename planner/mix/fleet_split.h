// SPDX-License-Identifier: GPL-3.0-or-later
// Whole guests shared out over options, and what that fleet truly costs: each part is planned as a
// fleet of its own by outcome.h, with spare hosts of its own.
#ifndef FULLHOUSE_PLANNER_MIX_FLEET_SPLIT_H
#define FULLHOUSE_PLANNER_MIX_FLEET_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/mix/fleet_terms.h"

struct fleet_split {
    const struct fleet_terms *terms; // borrowed
    double *guests;                  // [option][year, 0 today][class]
    struct outcome *outcomes;        // by option, of those that have guests in any year
    double net_present_cost;         // to the cent; INFINITY where a part is not possible
};

// All guests on one of the terms' options.
void fleet_split_alone(const struct fleet_terms *terms, size_t option,
                       struct fleet_split *ret_split);

// By a solution of fleet_build, rounded to whole guests by the largest remainders.
void fleet_split_by(const struct fleet_terms *terms, const double *values,
                    struct fleet_split *ret_split);
void fleet_split_done(struct fleet_split *split);

// Guests of a class from one option to another: all of them, or one of each year that has one.
struct fleet_move {
    size_t class, from, to;
    bool is_one;
};

// Another split by that move; false, and none, where there is nothing to move.
bool fleet_split_moved(const struct fleet_split *split, const struct fleet_move *move,
                       struct fleet_split *ret_split);

bool fleet_split_has_class(const struct fleet_split *split, size_t option, size_t class);
bool fleet_split_has(const struct fleet_split *split, size_t option);

#endif
