// SPDX-License-Identifier: GPL-3.0-or-later
// The table: of all trials with one slowdown how many were noticed, by whom.
#ifndef FULLHOUSE_TESTS_BENCH_POWER_TALLY_H
#define FULLHOUSE_TESTS_BENCH_POWER_TALLY_H

#include "tests/bench/power/trial.h"

struct tally {
    double slowdown; // 0: A/A
    unsigned trials, failed;
    unsigned alarms; // comparisons in which any judged figure was better or worse
    unsigned ours[POWER_SAYING_COUNT], threshold[POWER_SAYING_COUNT];
    unsigned mann_whitney[POWER_SAYING_COUNT];
    double blocks, seconds; // of all together
};

void tally_add(struct tally *tally, const struct trial_result *result, double seconds);

void tally_print(const struct tally *tallies, unsigned count);

// Whether it is as it should be: 19 of 20 at 10 %, 16 of 20 at 5 %, at most 1 false alarm in 40.
bool tally_is_good(const struct tally *tally);

#endif
