// SPDX-License-Identifier: GPL-3.0-or-later
// What the demand of a situation adds up to on a basis, by year, and the largest single guest by
// each resource: all that sizing needs, so that an option costs the same for 1 class or for 50.
#ifndef FULLHOUSE_PLANNER_SIZING_DEMAND_LOAD_H
#define FULLHOUSE_PLANNER_SIZING_DEMAND_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/plan/plan.h"
#include "planner/sizing/resource.h"

struct situation;

// One guest of a class on a basis.
struct guest_load {
    double share; // of a reference host's CPUs
    // Standard deviation over time, of the part that guests have each for themselves and of the
    // part they have in common; reference hosts. 0 where a curve told the share: the service level
    // that made it has the swings in it.
    double own_sd, common_sd;
    double
        need[RESOURCE_COUNT]; // bytes, operations and bits a second; CPU: share at the percentile
    double busy_cores;        // of the reference host, on average
    double throughput_hz;     // NAN not measured
    bool is_guessed;          // nobody told its CPU demand: every vCPU counts as wholly used
};
void guest_load_of(const struct situation *situation, size_t basis, size_t class,
                   struct guest_load *ret_load);

// The class whose guests together ask most of a resource.
struct load_dominant {
    double guests;
    double need;              // of one guest; CPU: its mean share
    double alone;             // the same, of a guest alone; CPU: its share at the percentile
    double own_sd, common_sd; // CPU only
};

// Totals of all guests in one year; those of its last day where nothing else is said.
struct load_totals {
    double guests;
    double average;              // guests, over the year
    double need[RESOURCE_COUNT]; // as guest_load; CPU: the mean, in reference hosts
    double cpu_independent; // variance of the sum, reference hosts squared: each guest's own part
    double cpu_common;      // and the part in common, that does not average out
    double cpu_busy;        // cores of the reference host in use, average over the year
    struct load_dominant dominant[RESOURCE_COUNT];
    double throughput_hz;                  // NAN where not all are measured
    double licences_once, licences_yearly; // money for licences by the guest, that year
};

// The guest that asks most of one resource.
struct load_largest {
    double need; // as guest_load
    int class;   // -1: there are no guests
};

struct demand_load {
    uint32_t years;
    double percentile_z; // quantile of the normal distribution at cpu.percentile
    struct load_totals year[PLAN_YEARS_MOST];
    // Some class shrinks in the first year: hosts must carry those of its first day, too.
    bool is_shrinking;
    struct load_totals today; // of that day; else empty
    struct load_largest largest[RESOURCE_COUNT];
    uint32_t vcpus; // of the guest with the most
    int vcpus_class;
    bool
        is_unknown[RESOURCE_COUNT]; // what some guests ask of it is not known and counts as nothing
    bool is_cpu_guessed;            // some class's CPU demand is (guest_load.is_guessed)
};

// Whole guests of a class on the last day of a year (1, 2, ...): count x (1 + growth)^year to the
// nearest. Year 0: today.
double demand_load_guests(const struct situation *situation, size_t class, uint32_t year);

// Made once for a situation and basis; no heap.
void demand_load_of(const struct situation *situation, size_t basis, struct demand_load *ret_load);

#endif
