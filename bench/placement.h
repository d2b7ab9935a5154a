// SPDX-License-Identifier: GPL-3.0-or-later
// Where guests are bound to: a pure function of the host's map, the policy and the guests' shapes
// in their order. How a home is put into effect is each platform's business.
#ifndef FULLHOUSE_BENCH_PLACEMENT_H
#define FULLHOUSE_BENCH_PLACEMENT_H

#include <stdint.h>

#include "common/model/pinning.h"
#include "common/model/shape.h"

struct err;
struct host_map;

// Of a guest whose memory is bound to no node.
#define PLACEMENT_NO_NODE (-1)

struct guest_home {
    char *cpus;   // as in pinning.h: "0 4" a list a vCPU, "0-3" for all; "" for PINNING_NONE
    int64_t node; // that its memory is bound to, by the kernel's number, or PLACEMENT_NO_NODE
};

// Zero-initialise; release with placement_done.
struct placement {
    struct guest_home *guests;
    uint32_t count;
};

// Homes of `count` guests; shapes[i] is guest i's. Only CPUs that are online and allowed are given,
// the same input gives the same homes, and the homes of the first guests do not depend on how many
// follow.
//
// spread: every vCPU on the next CPU in an order that goes around packages (or nodes, where a node
// has several), then what lies within them: nodes, outermost caches, cores, and hyper-threads last.
// pack: the next CPU in the order of the machine, a core's threads together. Both begin again when
// all CPUs are taken. numa: a guest in the one node that has the fewest vCPUs a CPU so far, among
// those whose memory still has room for it if there are any; of equals the first.
//
// -ENOTSUP: no CPU is known, or numa and a guest has more vCPUs or memory than any node.
int placement_make(const struct host_map *map, enum pinning pinning, const struct shape *shapes,
                   uint32_t count, struct placement *ret_placement, struct err *err);

void placement_done(struct placement *placement);

#endif
