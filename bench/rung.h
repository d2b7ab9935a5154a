// SPDX-License-Identifier: GPL-3.0-or-later
// What a search knows of one density: how often it was booted, what was decided, and before
// anything is, which way it leans.
#ifndef FULLHOUSE_BENCH_RUNG_H
#define FULLHOUSE_BENCH_RUNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/density.h"
#include "common/inference/sequential.h"

// Of one service-level term.
struct rung_term {
    enum density_verdict verdict;
    enum density_verdict leaning; // by the value alone: holds or fails; undecided: it is absent
    double excess, error;         // search_curve.h
};

struct rung {
    uint32_t guests;
    uint32_t boots; // finished
    uint32_t lost;  // boots in which a guest was lost
    enum density_verdict verdict;
    enum density_verdict leaning; // of all terms and total throughput
    bool is_futile;               // undecided, and more boots would hardly change that
    struct rung_term *terms;      // of the density, in its order; owned
    size_t term_count;
};

// Takes over what a density came to. below: the largest smaller density that leans to hold, or
// NULL. plan: when it is looked at, and whether once more.
void rung_learn(struct rung *rung, const struct density *density, const struct density *below,
                const struct sequential_plan *plan);

// Frees what it owns.
void rung_done(struct rung *rung);

#endif
