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

// The 128-bit product of two words; returns the upper half.
static uint64_t multiply_wide(uint64_t left, uint64_t right, uint64_t *ret_low)
{
    unsigned __int128 product = (unsigned __int128)left * right;
    *ret_low = (uint64_t)product;
    return (uint64_t)(product >> 64);
}

uint64_t rng_below(struct rng *rng, uint64_t bound)
{
    uint64_t low;
    uint64_t result = multiply_wide(rng_next(rng), bound, &low);
    if (low >= bound)
        return result;
    // Only now is the division needed: 2^64 mod bound products are one too many for some results.
    uint64_t surplus = (0 - bound) % bound;
    while (low < surplus)
        result = multiply_wide(rng_next(rng), bound, &low);
    return result;
}

double rng_unit(struct rng *rng)
{
    return (double)(rng_next(rng) >> 11) * 0x1p-53;
}
