// SPDX-License-Identifier: GPL-3.0-or-later
// Every density of one load measured with real guests by the program itself, in an order shuffled
// anew in each round, so that a host that drifts is not mistaken for a density.
#ifndef FULLHOUSE_TESTS_BENCH_PREDICTION_CAMPAIGN_H
#define FULLHOUSE_TESTS_BENCH_PREDICTION_CAMPAIGN_H

#include <stddef.h>
#include <stdint.h>

struct density;
struct err;

struct campaign_case {
    const char *platform, *guest, *workload;
    uint32_t guests_most;
};

struct campaign_run {
    const char *build;  // folder of the program
    const char *folder; // of the store and the state; made
    const struct campaign_case *load;
    uint32_t rounds;
    uint64_t seed;
};

// One start of the program for each density and round, all into one store. 0 or negative errno.
int campaign_measure(const struct campaign_run *run, struct err *err);

// The densities in ascending order, of the boots of all starts. Release with density_free.
int campaign_read(const struct campaign_run *run, struct density **ret_densities, size_t *ret_count,
                  struct err *err);

#endif
