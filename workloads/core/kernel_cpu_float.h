// SPDX-License-Identifier: GPL-3.0-or-later
// The floating-point kernel: scalar doubles, each result exact to the last bit.
#ifndef FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_FLOAT_H
#define FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_FLOAT_H

#include <stdint.h>

// One operation of cpu/float: CPU_FLOAT_ROUNDS rounds in IEEE double precision, no contraction and
// no reassociation, each of them
//     p = x * 16807;  x = p - trunc(p * (1 / m)) * m, brought into 0..m-1;  m = 2^31 - 1
//     z = 3.99 * z * (1 - z);
// x is the minimal standard generator (Park and Miller 1988), exact in doubles, and is carried from
// one operation to the next. z is a chaotic map that starts at 0.7 in each operation: one
// rounding done differently anywhere gives another result.
enum { CPU_FLOAT_ROUNDS = 131072 };
#define CPU_FLOAT_MULTIPLIER     UINT64_C(16807)
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

// Bit by bit: == would take -0 for 0.
static inline _Bool cpu_float_is_same(double left, double right)
{
    union {
        double real;
        uint64_t bits;
    } first = {.real = left}, second = {.real = right};

    return first.bits == second.bits;
}

#endif
