// SPDX-License-Identifier: GPL-3.0-or-later
// Two made-up runs to be held against each other: B's operations take longer by a known factor, and
// boots, guests and windows differ by known noise, so that the ratio of their throughput is known.
#ifndef FULLHOUSE_TESTS_BENCH_MADE_PAIR_H
#define FULLHOUSE_TESTS_BENCH_MADE_PAIR_H

#include <stdbool.h>
#include <stdint.h>

#include "common/model/record.h"
#include "common/model/scenario.h"
#include "compare/side.h"

enum { MADE_PAIR_DENSITIES = 2, MADE_PAIR_BOOTS_MAX = 64 };
extern const uint32_t made_pair_densities[MADE_PAIR_DENSITIES]; // 1 and 4 guests

// Standard deviations of the logarithm of what an operation takes.
struct made_pair_noise {
    const char *name;
    double host, boot, guest, window; // host: from block to block, both sides alike
    bool is_skewed; // boots and guests are exponential: some are much slower, none much faster
};

struct made_pair_plan {
    struct made_pair_noise noise;
    double slower;       // 1.1: B takes 10 % longer
    double slower_dense; // more of it where there are several guests, 1: no more
    bool is_paired;      // made in turns: one campaign, a block each repeat; else no host noise
    uint32_t boots;      // of each density of each side
    uint32_t operations; // of a window that its histogram has
    uint64_t seed;
};

struct made_pair {
    struct run_record records[2];
    struct scenario scenario;
    struct step_record steps[2][MADE_PAIR_DENSITIES * MADE_PAIR_BOOTS_MAX];
    struct side_run runs[2];
    struct side sides[2];
};

// Stays where it is. Release with made_pair_done.
void made_pair_init(struct made_pair *pair, const struct made_pair_plan *plan);
void made_pair_done(struct made_pair *pair);

#endif
