// SPDX-License-Identifier: GPL-3.0-or-later
// CPU use of the guests of one class over the same windows of time, summed up as it comes: a
// guest's series is seen once and not kept.
#ifndef FULLHOUSE_PLANNER_DEMAND_USAGE_H
#define FULLHOUSE_PLANNER_DEMAND_USAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/demand/guest_class.h"

struct trace;
struct trace_set;
struct usage;

struct usage *usage_new(size_t windows);
void usage_free(struct usage *usage);

// One guest's cores in each window, NAN where it was not there. False, and nothing added, where
// there is none at all.
bool usage_add(struct usage *usage, const double *cores);

size_t usage_guests(const struct usage *usage);
// Mean covariance of two guests over time, in cores squared, without all pairs: the variance of
// the sum less the sum of the variances, over n (n - 1). Where a guest was not there it is taken at
// its mean. NAN for less than two guests.
double usage_covariance(const struct usage *usage);

// What is known of a guest of that class; mean and sd are exact, p95 to 0.4 %. The mean's interval
// is Student's over ten stretches of time (batch means; Law 2015, "Simulation Modeling and
// Analysis", section 9.5.3). covariance is used where usage has none of its own: NAN for the
// guess of CPU_CORRELATION_GUESS. Absent where there are no guests.
struct cpu_demand usage_cpu(const struct usage *usage, double covariance);

// The quantile q of those that are no NAN (sorted in place): the ceil(q n)-th smallest. NAN where
// there is none.
double usage_quantile(double *values, size_t count, double q);

// Traces of utilisation, each a guest's share of its cores, as windows: how long these are (the
// shortest usual step of any, or more, so that there are at most 65,536 of them) ...
uint64_t usage_trace_window_ns(const struct trace_set *traces);
// ... and one guest's cores in each; NAN where its trace fills less than half of a window.
void usage_trace_fill(const struct trace *trace, double cores, uint64_t window_ns, double *values,
                      size_t windows);

#endif
