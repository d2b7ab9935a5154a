// SPDX-License-Identifier: GPL-3.0-or-later
// The integer kernel. Freestanding, as all kernels: no libc, no system call. Each has, beside the
// long way that is measured, a short way to the same result by another formula, so that every
// operation is checked against something that the measured code did not compute.
#ifndef FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_INTEGER_H
#define FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_INTEGER_H

#include <stdint.h>

#include "workloads/core/gf2.h"

// One operation of cpu/integer: CPU_INTEGER_ROUNDS rounds, each of them
//     x ^= x << 13;  x ^= x >> 7;  x ^= x << 17;          (Marsaglia 2003, xorshift64)
//     y = y * 6364136223846793005 + 1442695040888963407;  (Knuth, MMIX)
// modulo 2^64. About a millisecond: as long as a small request, and long beside what waking up
// costs. Every round needs the one before; the two chains run beside each other. The state
// an operation leaves is the next one's input.
enum { CPU_INTEGER_ROUNDS = 524288 };

struct cpu_integer {
    uint64_t x; // never 0
    uint64_t y;
};

// One step of x.
static inline uint64_t cpu_xorshift(uint64_t x)
{
    x ^= x << 13;
    x ^= x >> 7;
    return x ^ x << 17;
}

// rounds of them; an operation has CPU_INTEGER_ROUNDS.
void cpu_integer_run(struct cpu_integer *state, uint32_t rounds);

// All rounds at once: x by the power of xorshift64's matrix over GF(2), y by the closed form of a
// linear congruence (Brown 1994, "Random number generation with arbitrary strides").
struct cpu_integer_jump {
    struct gf2_matrix matrix;
    uint64_t multiplier;
    uint64_t increment;
};

void cpu_integer_jump_init(struct cpu_integer_jump *jump, uint32_t rounds);
struct cpu_integer cpu_integer_jump(const struct cpu_integer_jump *jump, struct cpu_integer from);

#endif
