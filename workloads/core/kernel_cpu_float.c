// SPDX-License-Identifier: GPL-3.0-or-later
// A Lehmer generator and a logistic map in doubles, and the former's short way.
#include "workloads/core/kernel_cpu_float.h"

static inline double lehmer(double x)
{
    const double modulus = (double)CPU_FLOAT_MODULUS;
    double product = x * (double)CPU_FLOAT_MULTIPLIER;
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
    uint64_t power = CPU_FLOAT_MULTIPLIER;

    for (; rounds; rounds >>= 1) {
        if (rounds & 1)
            x = x * power % CPU_FLOAT_MODULUS;
        power = power * power % CPU_FLOAT_MODULUS;
    }
    return x;
}
