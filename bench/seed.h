// SPDX-License-Identifier: GPL-3.0-or-later
// Seeds that nobody has chosen.
#ifndef FULLHOUSE_BENCH_SEED_H
#define FULLHOUSE_BENCH_SEED_H

#include <stdint.h>

// 53 bits survive JSON and people's hands.
enum { SEED_SPARE_BITS = 11 };

// A seed from the kernel's random numbers; never 0, which means none.
uint64_t seed_new(void);

#endif
