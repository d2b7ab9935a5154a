// SPDX-License-Identifier: GPL-3.0-or-later
// A linear programme that grows by columns, solved again from where it stood, and in whole numbers
// at the end. Door: GLPK. What it says is floating point: nothing is proven by it alone.
#ifndef FULLHOUSE_PLANNER_PACKING_PATTERN_SOLVER_H
#define FULLHOUSE_PLANNER_PACKING_PATTERN_SOLVER_H

#include <stdbool.h>
#include <stddef.h>

struct pattern_solver;

// Least cost, or the most of it; rows without limits at first.
struct pattern_solver *pattern_solver_new(size_t rows, bool is_most);
void pattern_solver_free(struct pattern_solver *solver);

void pattern_solver_row_least(struct pattern_solver *solver, size_t row, double least);
void pattern_solver_row_most(struct pattern_solver *solver, size_t row, double most);

// A column from 0 to most (INFINITY: no limit) with these entries; its index.
size_t pattern_solver_add(struct pattern_solver *solver, double cost, double most, size_t count,
                          const size_t *rows, const double *values);
void pattern_solver_column(struct pattern_solver *solver, size_t column, double cost, double most);

// False where there is no solution within the seconds; the values are not to be read then.
bool pattern_solver_solve(struct pattern_solver *solver, double seconds);
double pattern_solver_cost(const struct pattern_solver *solver);
double pattern_solver_value(const struct pattern_solver *solver, size_t column);
double pattern_solver_price(const struct pattern_solver *solver, size_t row);

// In whole numbers, after solve: the first that is found within the seconds and branches and costs
// at most cut. False where there is none. values has room for each column.
bool pattern_solver_whole(struct pattern_solver *solver, double seconds, double branches,
                          double cut, double *values);

// Gives back what the library holds for this thread; no solver may be left.
void pattern_solver_leave(void);

#endif
