// SPDX-License-Identifier: GPL-3.0-or-later
// What can be chosen: a model of the catalogue under a platform, with the basis that tells what its
// CPUs hold and how it was carried over.
#ifndef FULLHOUSE_PLANNER_CURVE_HOST_OPTION_H
#define FULLHOUSE_PLANNER_CURVE_HOST_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/curve/capacity.h"
#include "planner/market/host_model.h"

struct curves;
struct err;
struct plan;

struct host_option {
    const struct host_model *model; // borrowed, as the next
    const struct capacity_basis *basis;
    size_t model_index, basis_index;
    struct uncertain capacity; // its CPUs over those of the basis' reference host, by performance
    // Shown beside the others but never the answer: plain processes and emulated guests, where
    // guests under a hypervisor on hardware were measured, too, and the plan does not ask for
    // platforms.
    bool is_alternative;
    char *scaling; // how that was come by: "32 cores over 8, score a core 1.21 times"
};

struct host_options {
    struct host_option *list;
    size_t count;
};

// Every model under every platform that has a basis: by the runs made on such a host where there
// are, else by the basis that tells of the most classes, and of these the nearest in cores.
// Capacity: cores over cores, times speed of a core over speed of a core, which is told by
// published scores, else by runs of one guest alone, else by base clocks (guessed), else the same
// (guessed).
int host_options_of(const struct plan *plan, const struct capacities *capacities,
                    const struct curves *curves, struct host_options *ret_options, struct err *err);

void host_options_done(struct host_options *options);

// Of how many guests its CPUs hold: the weakest of how its capacity and each class's number were
// come by. One class without a curve makes it a guess, as cpu.usable is.
enum origin host_option_origin(const struct host_option *option);

#endif
