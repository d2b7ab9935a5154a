// SPDX-License-Identifier: GPL-3.0-or-later
// One cell of a table of traces. Private to the planner.
#ifndef FULLHOUSE_PLANNER_ESTATE_ESTATE_TRACE_CELL_H
#define FULLHOUSE_PLANNER_ESTATE_ESTATE_TRACE_CELL_H

#include <stdbool.h>

struct err;

// "0.35" and "35%" are shares, or numbers of cores where is_cores; NAN for "". 0 or -EINVAL.
int estate_trace_cell(const char *text, bool is_cores, float *ret_value, struct err *err);

#endif
