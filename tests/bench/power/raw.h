// SPDX-License-Identifier: GPL-3.0-or-later
// The raw numbers of one comparison, as its store has them: operations a second in each measured
// window, of both sides. And what tools that do not interleave would have said of them.
#ifndef FULLHOUSE_TESTS_BENCH_POWER_RAW_H
#define FULLHOUSE_TESTS_BENCH_POWER_RAW_H

#include <stddef.h>
#include <stdint.h>

struct err;

// What somebody said of B.
enum power_saying { POWER_NOTHING, POWER_WORSE, POWER_BETTER, POWER_SAYING_COUNT };

struct raw_value {
    double rate_hz;
    uint32_t block;
};

// Zero-initialise; release with raw_done.
struct raw {
    struct raw_value *values[2]; // of A, of B, block by block
    size_t counts[2];
    uint32_t blocks;
};

// The finished steps of so many guests of runs A and B. 0 or negative errno.
int raw_read(const char *store, const int64_t run_ids[2], uint32_t guests, struct raw *ret_raw,
             struct err *err);
void raw_done(struct raw *raw);

// As a session would have been that measured A first and B afterwards: of A the windows of the
// first half of the blocks, of B those of the second. Means that differ by more than 5 %; and
// windows, each taken for a sample of its own, that differ by Mann and Whitney's test with p below
// 5 %.
enum power_saying raw_threshold(const struct raw *raw);
enum power_saying raw_mann_whitney(const struct raw *raw);

#endif
