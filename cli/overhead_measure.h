// SPDX-License-Identifier: GPL-3.0-or-later
// Campaign after campaign of an overhead, a load each, within a budget.
#ifndef FULLHOUSE_CLI_OVERHEAD_MEASURE_H
#define FULLHOUSE_CLI_OVERHEAD_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct overhead_loads;
struct overhead_session;
struct store;

struct overhead_measure {
    const struct overhead_loads *loads; // each with seed, label and densities
    uint32_t rounds_max;
    uint64_t budget_ns; // 0: none
    const char *agent_test;
    bool quiet;
};

// Measures what done (of a session that is resumed, or empty) does not have yet; a campaign of it
// that stopped goes on. 0; -EINTR at once; else the first failure, after which the others went on.
int overhead_measure(const struct overhead_measure *measure, const struct overhead_session *done,
                     struct store *store, struct err *err);

#endif
