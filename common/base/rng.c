// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded pseudo-random numbers: xoshiro256** and splitmix64 after their authors' public domain
// descriptions. Freestanding: no libc, no libm.
#include "common/base/rng.h"

uint64_t rng_splitmix64(uint64_t *state)
{
    uint64_t mixed = *state += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

uint64_t rng_derive(uint64_t seed, uint64_t stream)
{
    // Mixing is a bijection, so two streams of one seed never meet; the seed is mixed first so that
    // (seed 1, stream 2) and (seed 2, stream 1) do not either.
    uint64_t state = seed;
    state = rng_splitmix64(&state) ^ stream;
    return rng_splitmix64(&state);
}

void rng_init(struct rng *rng, uint64_t seed)
{
    for (int word = 0; word < 4; word++)
        rng->state[word] = rng_splitmix64(&seed);
}

static uint64_t rotate_left(uint64_t value, int bits)
{
    return (value << bits) | (value >> (64 - bits));
}

uint64_t rng_next(struct rng *rng)
{
    uint64_t *state = rng->state;
    uint64_t result = rotate_left(state[1] * 5, 7) * 9;
    uint64_t shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate_left(state[3], 45);
    return result;
}

// The 128-bit product of two words; returns the upper half. From 32-bit halves, because a 32-bit
// freestanding guest has neither __int128 nor the helpers for it.
static uint64_t multiply_wide(uint64_t left, uint64_t right, uint64_t *ret_low)
{
    uint64_t left_low = left & UINT32_MAX;
    uint64_t left_high = left >> 32;
    uint64_t right_low = right & UINT32_MAX;
    uint64_t right_high = right >> 32;
    uint64_t lowest = left_low * right_low;
    uint64_t cross = left_high * right_low + (lowest >> 32);
    uint64_t other_cross = left_low * right_high + (cross & UINT32_MAX);
    *ret_low = (other_cross << 32) | (lowest & UINT32_MAX);
    return left_high * right_high + (cross >> 32) + (other_cross >> 32);
}

// 2^64 mod bound by doubling 1 and taking bound off: no 64-bit division, for the same reason.
static uint64_t surplus_of(uint64_t bound)
{
    uint64_t rest = bound > 1;
    for (int i = 0; i < 64; i++) {
        uint64_t carry = rest >> 63;
        rest <<= 1;
        if (carry || rest >= bound)
            rest -= bound;
    }
    return rest;
}

uint64_t rng_below(struct rng *rng, uint64_t bound)
{
    uint64_t low;
    uint64_t result = multiply_wide(rng_next(rng), bound, &low);
    if (low >= bound)
        return result;
    // Seldom needed: the first 2^64 mod bound products would favour some results.
    uint64_t surplus = surplus_of(bound);
    while (low < surplus)
        result = multiply_wide(rng_next(rng), bound, &low);
    return result;
}

double rng_unit(struct rng *rng)
{
    return (double)(rng_next(rng) >> 11) * 0x1p-53;
}
