// SPDX-License-Identifier: GPL-3.0-or-later
// What says how many guests a host's CPUs hold: runs on one host and platform, or nothing but a
// guess. Everything is in shares of that reference host; host_option.h carries it to others.
#ifndef FULLHOUSE_PLANNER_CURVE_CAPACITY_H
#define FULLHOUSE_PLANNER_CURVE_CAPACITY_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/value/uncertain.h"

struct curves;
struct density_curve;
struct err;
struct plan;

// One class of guests on the reference host, at the load of its runs (a class's scale is counted in
// by demand_load.h, once for all).
struct class_capacity {
    struct uncertain guests;     // of this class alone that hold by service level; absent: no run
    bool is_at_least;            // all that was measured held: there may be more
    bool is_extrapolated;        // guests lies beyond what was measured
    struct uncertain busy_cores; // host CPU time of one guest at that density, in cores
    struct uncertain throughput_hz;    // of one guest there; absent
    struct uncertain overhead_bytes;   // host memory of one guest beyond its own memory; absent
    const struct density_curve *curve; // that told it; borrowed, as long as the curves; NULL
    char *source;                      // "run 7 (web, kvm on db1): 14 guests [12, 15]"
};

struct capacity_basis {
    char *platform; // "kvm"; "" of a guess
    bool emulated;
    char *host;        // name of the reference host; "" of a guess
    char *cpu_model;   // of that host: several may share a name
    double cores;      // of the reference host that the guests could use; 1 of a guess
    double core_score; // published score a core; NAN unknown
    double core_hz;    // base clock; NAN unknown
    double *solo_hz;   // by class: throughput of one guest alone that does all it can; NAN
    struct class_capacity *classes; // as in the demand
    size_t class_count;
};

struct capacities {
    struct capacity_basis *list;
    size_t count;
};

// One basis for each host (with as many of its cores) and platform that has curves; one that
// guesses where there are no curves. A class's best run on a basis counts; one that was measured
// on another host of the same platform only is carried over from the nearest (capacity_carry.h).
// -EINVAL for a class whose run is not among the curves.
int capacities_of(const struct plan *plan, const struct curves *curves,
                  struct capacities *ret_capacities, struct err *err);

// Whether the curve was measured on the basis' host, with its cores and its platform.
bool capacity_basis_has(const struct capacity_basis *basis, const struct density_curve *curve);

// How many classes were measured on the basis itself.
size_t capacity_basis_measured(const struct capacity_basis *basis);

void capacity_basis_done(struct capacity_basis *basis);
void capacities_done(struct capacities *capacities);

#endif
