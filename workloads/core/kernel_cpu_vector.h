// SPDX-License-Identifier: GPL-3.0-or-later
// The vector kernel: SSE2, which every x86-64 has, by the compiler's vector extensions, so that the
// same bytes run everywhere and no compiler has to find the parallelism.
#ifndef FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_VECTOR_H
#define FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_VECTOR_H

#include <stdint.h>

#include "workloads/core/gf2.h"

// One operation of cpu/vector: CPU_VECTOR_ROUNDS rounds over four vectors of four 32-bit words and
// four of two doubles, each lane of them a generator of its own:
//     w ^= w << 13;  w ^= w >> 17;  w ^= w << 5;               (Marsaglia 2003, xorshift32)
//     p = r * 16807;  r = p - round(p * (1 / m)) * m, plus m where it is negative;  m = 2^31 - 1
// r is the minimal standard generator (Park and Miller 1988); round() is to the nearest, by adding
// and taking away 1.5 * 2^52. Shifts, xors, products, sums, comparisons and masks, of 128 bits
// each. Every round needs the one before; the eight chains run beside each other. The state an
// operation leaves is the next one's input.
enum { CPU_VECTOR_ROUNDS = 131072, CPU_VECTOR_WORDS = 16, CPU_VECTOR_REALS = 8 };

struct cpu_vector {
    _Alignas(16) uint32_t words[CPU_VECTOR_WORDS]; // none 0
    _Alignas(16) double reals[CPU_VECTOR_REALS];   // 1..m-1
};

// Lanes unlike each other, all from the seed.
void cpu_vector_init(struct cpu_vector *state, uint64_t seed);

// rounds of them; an operation has CPU_VECTOR_ROUNDS.
void cpu_vector_run(struct cpu_vector *state, uint32_t rounds);

// All rounds at once, lane by lane and without a vector: words by the power of xorshift32's matrix
// over GF(2), reals by 16807^rounds in integers.
struct cpu_vector_jump {
    struct gf2_matrix matrix;
    uint64_t multiplier;
};

void cpu_vector_jump_init(struct cpu_vector_jump *jump, uint32_t rounds);
void cpu_vector_jump(const struct cpu_vector_jump *jump, struct cpu_vector *state);

_Bool cpu_vector_is_same(const struct cpu_vector *left, const struct cpu_vector *right);

// Two numbers that any other implementation of the generators must come to: h = h * 31 + lane,
// modulo 2^64, over the words and over the reals.
uint64_t cpu_vector_fold_words(const struct cpu_vector *state);
uint64_t cpu_vector_fold_reals(const struct cpu_vector *state);

#endif
