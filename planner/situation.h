// SPDX-License-Identifier: GPL-3.0-or-later
// One possible world: every uncertain number of a plan at one value. The plan itself, a what-if, a
// bar of the tornado and a Monte Carlo draw are situations, all evaluated by the same code.
#ifndef FULLHOUSE_PLANNER_SITUATION_H
#define FULLHOUSE_PLANNER_SITUATION_H

#include <stddef.h>

#include "planner/host_option.h"
#include "planner/plan.h"

struct situation_class {
    double count, growth;
    double cpu_mean_cores; // NAN not known
};
// A class on a basis.
struct situation_share {
    double guests; // of it alone that the reference host holds, its own scale counted in; NAN
    double busy_cores, throughput_hz, overhead_bytes; // NAN absent
};
struct situation_option {
    double price;    // of a host
    double capacity; // CPUs over the basis' reference host
};

struct situation {
    const struct plan *plan; // borrowed, as the two following: what is certain
    const struct capacities *capacities;
    const struct host_options *choices;
    double assumptions[ASSUMPTION_TOTAL];
    struct situation_class *classes;
    struct situation_share *shares; // [basis][class]
    struct situation_option *options;
    double *licence_prices;
};

// Every number at its value. Release with situation_done; the plan and the others must outlive it.
void situation_init(struct situation *situation, const struct plan *plan,
                    const struct capacities *capacities, const struct host_options *choices);
void situation_done(struct situation *situation);

#endif
