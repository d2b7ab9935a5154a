// SPDX-License-Identifier: GPL-3.0-or-later
// The curve of one run, from its steps. Private to curve.c.
#ifndef FULLHOUSE_PLANNER_CURVE_CURVE_RUN_H
#define FULLHOUSE_PLANNER_CURVE_CURVE_RUN_H

#include <stdbool.h>
#include <stddef.h>

struct density_curve;
struct err;
struct step_record;
struct store;

// Fills all of a curve that has its run and scenario already. -EINVAL as curve_next.h says; with
// may_be_alone a run that is too thin is fine when it tells how fast one guest is alone: guests are
// absent then. What is filled is the curve's, on failure too.
int curve_run_fill(struct store *store, const struct step_record *steps, size_t step_count,
                   bool may_be_alone, struct density_curve *curve, struct err *err);

#endif
