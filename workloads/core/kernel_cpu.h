// SPDX-License-Identifier: GPL-3.0-or-later
// The processor kernels. Freestanding: no libc, no system call. Each has, beside the long way that
// is measured, a short way to the same result by another formula, so that every operation is
// checked against something that the measured code did not compute.
#ifndef FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_H
#define FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_H

#include <stdint.h>

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

void cpu_integer_run(struct cpu_integer *state);

// All rounds at once: x by the power of xorshift64's matrix over GF(2), y by the closed form of a
// linear congruence (Brown 1994, "Random number generation with arbitrary strides").
struct cpu_integer_jump {
    uint64_t columns[64];
    uint64_t multiplier;
    uint64_t increment;
};

void cpu_integer_jump_init(struct cpu_integer_jump *jump);
struct cpu_integer cpu_integer_jump(const struct cpu_integer_jump *jump, struct cpu_integer from);

// One operation of cpu/float: CPU_FLOAT_ROUNDS rounds in IEEE double precision, no contraction and
// no reassociation, each of them
//     p = x * 16807;  x = p - trunc(p * (1 / m)) * m, brought into 0..m-1;  m = 2^31 - 1
//     z = 3.99 * z * (1 - z);
// x is the minimal standard generator (Park and Miller 1988), exact in doubles, and is carried from
// one operation to the next. z is a chaotic map that starts at 0.7 in each operation: one
// rounding done differently anywhere gives another result.
enum { CPU_FLOAT_ROUNDS = 131072 };
#define CPU_FLOAT_MODULUS        UINT64_C(2147483647)
#define CPU_FLOAT_LOGISTIC_START 0.7
// After CPU_FLOAT_ROUNDS rounds, as any other IEEE implementation gives it.
#define CPU_FLOAT_LOGISTIC_END 0x1.5f1e94c443739p-1

struct cpu_float {
    double lehmer; // 1..m-1
    double logistic;
};

// rounds of them; an operation has CPU_FLOAT_ROUNDS.
void cpu_float_run(struct cpu_float *state, uint32_t rounds);

// The Lehmer chain after that many rounds, in integers: 16807^rounds * x mod m.
uint64_t cpu_float_jump(uint64_t x, uint32_t rounds);

#endif
