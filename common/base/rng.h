// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded pseudo-random numbers that give the same sequence everywhere. Freestanding: the guest
// without an operating system uses it too. Not for secrets.
#ifndef FULLHOUSE_COMMON_BASE_RNG_H
#define FULLHOUSE_COMMON_BASE_RNG_H

#include <stdint.h>

// xoshiro256** (Blackman and Vigna 2021, "Scrambled Linear Pseudorandom Number Generators",
// ACM TOMS 47:36), seeded through splitmix64 as its authors advise.
struct rng {
    uint64_t state[4];
};

// One step of splitmix64: advances *state and returns 64 mixed bits.
uint64_t rng_splitmix64(uint64_t *state);

// Mixes a seed with a stream number, so that guest 7 of seed 1 shares nothing with guest 8.
uint64_t rng_derive(uint64_t seed, uint64_t stream);

void rng_init(struct rng *rng, uint64_t seed);

// 64 uniform bits.
uint64_t rng_next(struct rng *rng);

// Uniform in 0..bound-1 without modulo bias (Lemire 2019); bound > 0.
uint64_t rng_below(struct rng *rng, uint64_t bound);

// Uniform in [0, 1) with 53 bits.
double rng_unit(struct rng *rng);

#endif
