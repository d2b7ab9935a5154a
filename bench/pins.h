// SPDX-License-Identifier: GPL-3.0-or-later
// What a platform needs to know to bind its guests: the policy and the host they run on. Homes are
// made in placement.h, put into effect by affinity.h and by each platform.
#ifndef FULLHOUSE_BENCH_PINS_H
#define FULLHOUSE_BENCH_PINS_H

#include <stdint.h>

#include "bench/placement.h"
#include "common/model/host_map.h"
#include "common/model/pinning.h"

struct err;
struct shape;

// Zero-initialised: guests are bound to nothing. Release with pins_done.
struct pins {
    enum pinning pinning;
    struct host_map map; // read when pinning is not none
};

// Reads this host. -ENOTSUP where it shows no CPU, or for numa no node.
int pins_open(struct pins *pins, enum pinning pinning, struct err *err);

// Whether guests of this shape can have a home at all: asked before anything boots.
int pins_check(const struct pins *pins, const struct shape *shape, struct err *err);

void pins_done(struct pins *pins);

#endif
