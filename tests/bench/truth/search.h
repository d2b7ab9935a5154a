// SPDX-License-Identifier: GPL-3.0-or-later
// One run of fullhouse bench with native guests, and what its store tells of it.
#ifndef FULLHOUSE_TESTS_BENCH_TRUTH_SEARCH_H
#define FULLHOUSE_TESTS_BENCH_TRUTH_SEARCH_H

#include <stdint.h>

struct err;

struct search {
    const char *build;  // folder of what was built
    const char *folder; // for the store, one for each run
    const char *guests; // "1..24"
    const char *rate;   // "123.4/s", NULL for a closed load
    const char *slo;    // "" for none
    uint64_t seed;
};

struct search_result {
    uint32_t maximum;     // largest that holds
    uint32_t failing;     // smallest that fails, 0 for none
    double guest_seconds; // guests times the windows, warm-up included, of steps of at least
    uint32_t guests_from; // so many (to be set by the caller)
    double cpu_ns;        // CPU time of an operation, at the largest density
};

// 0 or negative errno. guests_from is read, the rest filled in.
int search_run(const struct search *search, struct search_result *result, struct err *err);

#endif
