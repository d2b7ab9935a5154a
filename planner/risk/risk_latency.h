// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the replay: what measured curves say of latency on a host whose CPUs are loaded so
// far. A host that is as busy as the measured one was with N guests is taken to delay as that one
// did.
#ifndef FULLHOUSE_PLANNER_RISK_RISK_LATENCY_H
#define FULLHOUSE_PLANNER_RISK_RISK_LATENCY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/value/uncertain.h"

struct curves;
struct estate;
struct policy;

// One curve: the 99th percentile of latency over that of one guest alone, by the host's load.
struct latency_point {
    double load; // CPUs at work over CPUs
    double inflation, low, high;
};

struct latency_curve {
    const char *word;             // of the run
    struct latency_point *points; // by load, first 1 at no load
    size_t count;
};

struct latency_curves {
    struct latency_curve *list;
    size_t count;
    int32_t *of_guest; // [guest] index, or -1
};

struct latency_curves latency_curves_of(const struct estate *estate, const struct policy *policy,
                                        const struct curves *curves);
void latency_curves_done(struct latency_curves *curves);

// Between two points linear in the load, on the logarithm of the inflation. Beyond the last: the
// last, and *ret_is_beyond is set.
struct uncertain latency_at(const struct latency_curve *curve, double load, bool *ret_is_beyond);

#endif
