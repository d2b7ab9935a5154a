// SPDX-License-Identifier: GPL-3.0-or-later
// One possible world: every uncertain number of a plan at one value. The plan itself, a what-if, a
// bar of the tornado and a Monte Carlo draw are situations, all evaluated by the same code.
#ifndef FULLHOUSE_PLANNER_SIZING_SITUATION_H
#define FULLHOUSE_PLANNER_SIZING_SITUATION_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/curve/host_option.h"
#include "planner/plan/plan.h"

struct situation_class {
    double count, growth;
    double cpu_mean_cores; // of the host it was seen on; NAN not known
};
// A class on a basis. As measured: the class's scale is counted in where it is used
// (demand_load.h).
struct situation_share {
    double guests; // of it alone that the reference host holds, by its curve; NAN
    double busy_cores, throughput_hz, overhead_bytes; // as class_capacity; NAN absent
};
struct situation_option {
    double price;       // of a host
    double capacity;    // CPUs over the basis' reference host
    double dealt_ratio; // hosts that whole guests need over those that the sums do; 1 at first
};

struct situation {
    const struct plan *plan; // borrowed, as the two following: what is certain
    const struct capacities *capacities;
    const struct host_options *choices;
    double assumptions[ASSUMPTION_TOTAL];
    struct situation_class *classes;
    struct situation_share *shares; // [basis][class]: see situation_share
    struct situation_option *options;
    double *licence_prices;
    // [year, 0 today][class], borrowed: whole guests, where only a part of all is looked at (one
    // model's of a fleet). NULL: all that count and growth make.
    const double *guests;
    // What licences come to, the same in every situation of a plan:
    double *packs;       // [option][licence]: packs of a host; 0 for one that is not for it
    bool *guest_applies; // [basis][licence]: by the guest, and for that platform
    int *licence_class;  // [licence]: the class it is of; -1 all
};

// Every number at its value. Release with situation_done; the plan and the others must outlive it.
void situation_init(struct situation *situation, const struct plan *plan,
                    const struct capacities *capacities, const struct host_options *choices);
void situation_done(struct situation *situation);

// Whether a licence for that platform (NULL: any) is for hosts of the basis. One that nothing was
// measured for runs what the plan asks for.
bool situation_is_licensed(const struct plan *plan, const char *platform,
                           const struct capacity_basis *basis);

struct situation_share *situation_share(const struct situation *situation, size_t basis,
                                        size_t class);

#endif
