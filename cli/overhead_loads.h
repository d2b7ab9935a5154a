// SPDX-License-Identifier: GPL-3.0-or-later
// The loads an overhead is measured with: "all", "cpu,memory:triad,os:all". A program of the user's
// own (exec) is never one of all: it needs a scenario.
#ifndef FULLHOUSE_CLI_OVERHEAD_LOADS_H
#define FULLHOUSE_CLI_OVERHEAD_LOADS_H

#include <stddef.h>

struct err;
struct scenario;

// A scenario a load, each with one platform list of its own: what cannot run it is left out.
struct overhead_loads {
    struct scenario *list;
    char **passed_over; // "kvm/bare with disk:randread: the bare guest does not have it"
    size_t count, passed_over_count;
};

// words NULL: the scenario's own load. 0, or -EINVAL: no such workload, one named twice, options it
// does not have, or no platform beside native is left for any.
int overhead_loads_of(const struct scenario *scenario, const char *words,
                      struct overhead_loads *ret_loads, struct err *err);
void overhead_loads_done(struct overhead_loads *loads);

#endif
