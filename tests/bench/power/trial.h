// SPDX-License-Identifier: GPL-3.0-or-later
// One comparison: two things that differ by a known amount, or by nothing, as a user would hold
// them against each other with fullhouse ab.
#ifndef FULLHOUSE_TESTS_BENCH_POWER_TRIAL_H
#define FULLHOUSE_TESTS_BENCH_POWER_TRIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/bench/power/raw.h"

struct err;

// How B is made slower.
enum injection {
    INJECT_QUOTA,   // cpu.quota of the scenario
    INJECT_WRAPPER, // a QEMU that joins a control group with a quota
    INJECT_DISK,    // disk.iops of both, B's lower
    INJECT_SHARE,   // a QEMU whose guests have one CPU together
};

struct trial_kind {
    const char *name;
    const char *platform, *guest, *workload, *window;
    enum injection injection;
};

extern const struct trial_kind trial_kinds[];
extern const unsigned trial_kind_count;
extern const struct trial_kind trial_density_kind;

struct trial {
    const struct trial_kind *kind;
    double slowdown; // B has so much less, 0.05; 0: both are alike
    double usage;    // of a CPU that this kind of guest takes when nobody holds it back
    uint64_t seed;
    const char *build;   // where fullhouse is
    const char *folder;  // of its own
    const char *wrapper; // slow_qemu_make
    const char *blocks;  // "6..10"
    const char *densities;
    unsigned number;
};

struct trial_answer {
    enum power_saying throughput; // of the comparison, at the density asked for
    bool says_anything;           // some judged figure is better or worse
    double ratio, low, high;      // of throughput, B over A
};

struct trial_result {
    struct trial_answer answer;
    enum power_saying threshold, mann_whitney;
    uint32_t blocks;
};

// How much of a CPU it takes when nobody holds it back, from two boots: on a host that is itself a
// guest less than all of one, so that a quota of 95 % of a CPU would be a slowdown of less than 5
// %. 1 where nothing of the CPU's is limited. 0 or negative errno.
int trial_calibrate(const struct trial *trial, double *ret_usage, struct err *err);

// Carries it out and reads what came of it at that density. 0 or negative errno.
int trial_run(const struct trial *trial, struct err *err);
int trial_read(const struct trial *trial, uint32_t guests, struct trial_result *ret_result,
               struct err *err);

#endif
