// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a plan, read out of what a run of its program printed.
#ifndef FULLHOUSE_WORKLOADS_LINUX_EXEC_READING_H
#define FULLHOUSE_WORKLOADS_LINUX_EXEC_READING_H

struct child_result;
struct err;
struct exec_plan;

// A longer line is not looked at by patterns.
enum { EXEC_LINE_MAX = 1 << 16 };

// values[i] is the plan's i-th metric, scaled. Pointers go into the standard output; a pattern is
// tried on each line of it, then on those of the standard error, and the first match counts. 0, or
// -ENODATA with the metric's name and why; values are undefined then.
int exec_reading_take(const struct exec_plan *plan, const struct child_result *result,
                      double *values, struct err *err);

#endif
