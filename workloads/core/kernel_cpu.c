// SPDX-License-Identifier: GPL-3.0-or-later
// The processor kernels and their short ways. Pure computation.
#include "workloads/core/kernel_cpu.h"

static const uint64_t lcg_multiplier = UINT64_C(6364136223846793005);
static const uint64_t lcg_increment = UINT64_C(1442695040888963407);

static inline uint64_t xorshift(uint64_t x)
{
    x ^= x << 13;
    x ^= x >> 7;
    return x ^ x << 17;
}

void cpu_integer_run(struct cpu_integer *state)
{
    uint64_t x = state->x;
    uint64_t y = state->y;

    for (uint32_t i = 0; i < CPU_INTEGER_ROUNDS; i++) {
        x = xorshift(x);
        y = y * lcg_multiplier + lcg_increment;
    }
    *state = (struct cpu_integer){.x = x, .y = y};
}

static uint64_t columns_apply(const uint64_t columns[64], uint64_t vector)
{
    uint64_t result = 0;

    for (uint32_t bit = 0; bit < 64; bit++)
        result ^= columns[bit] & -(vector >> bit & 1);
    return result;
}

static void columns_square(uint64_t columns[64])
{
    uint64_t squared[64];

    for (uint32_t bit = 0; bit < 64; bit++)
        squared[bit] = columns_apply(columns, columns[bit]);
    for (uint32_t bit = 0; bit < 64; bit++)
        columns[bit] = squared[bit];
}

_Static_assert((CPU_INTEGER_ROUNDS & (CPU_INTEGER_ROUNDS - 1)) == 0, "the jump only doubles");

void cpu_integer_jump_init(struct cpu_integer_jump *jump)
{
    for (uint32_t bit = 0; bit < 64; bit++)
        jump->columns[bit] = xorshift(UINT64_C(1) << bit);
    jump->multiplier = lcg_multiplier;
    jump->increment = lcg_increment;
    for (uint32_t rounds = 1; rounds < CPU_INTEGER_ROUNDS; rounds *= 2) {
        columns_square(jump->columns);
        jump->increment *= jump->multiplier + 1;
        jump->multiplier *= jump->multiplier;
    }
}

struct cpu_integer cpu_integer_jump(const struct cpu_integer_jump *jump, struct cpu_integer from)
{
    return (struct cpu_integer){
        .x = columns_apply(jump->columns, from.x),
        .y = from.y * jump->multiplier + jump->increment,
    };
}

static inline double lehmer(double x)
{
    const double modulus = (double)CPU_FLOAT_MODULUS;
    double product = x * 16807.0;
    double rest = product - (double)(int32_t)(product * (1.0 / modulus)) * modulus;

    // The reciprocal is rounded, so the quotient may be off by one.
    if (rest < 0)
        rest += modulus;
    else if (rest >= modulus)
        rest -= modulus;
    return rest;
}

void cpu_float_run(struct cpu_float *state, uint32_t rounds)
{
    double x = state->lehmer;
    double z = state->logistic;

    for (uint32_t i = 0; i < rounds; i++) {
        x = lehmer(x);
        z = 3.99 * z * (1.0 - z);
    }
    *state = (struct cpu_float){.lehmer = x, .logistic = z};
}

uint64_t cpu_float_jump(uint64_t x, uint32_t rounds)
{
    uint64_t power = 16807;

    for (; rounds; rounds >>= 1) {
        if (rounds & 1)
            x = x * power % CPU_FLOAT_MODULUS;
        power = power * power % CPU_FLOAT_MODULUS;
    }
    return x;
}
