// SPDX-License-Identifier: GPL-3.0-or-later
// The least cost of an integer programme. Door: GLPK (mixed integer programming; GPL-3, the one
// solver in Debian that is a plain C library).
#ifndef FULLHOUSE_PLANNER_MIX_FLEET_SOLVER_H
#define FULLHOUSE_PLANNER_MIX_FLEET_SOLVER_H

#include "planner/mix/fleet_programme.h"

struct fleet_solution {
    double *values; // by column; NULL: none was found
    double bound;   // no solution costs less: at least 0, INFINITY where there is none at all
};

// How near to its bound a solution is called the best, as a ratio.
#define FLEET_SOLVER_GAP 1e-7

// Ends with the best so far after some work, in branches x (rows + columns), which is the same on
// every machine (a million: about a second), or these seconds. Costs must not make up a negative
// sum. A programme with a number that is none has no solution and no bound.
void fleet_solve(const struct fleet_programme *programme, double work, double seconds,
                 struct fleet_solution *ret_solution);
void fleet_solution_done(struct fleet_solution *solution);

#endif
