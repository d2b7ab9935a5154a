// SPDX-License-Identifier: GPL-3.0-or-later
// The branching kernel: conditional jumps that nobody can foresee.
#ifndef FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_BRANCHY_H
#define FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_BRANCHY_H

#include <stdint.h>

// One operation of cpu/branchy: CPU_BRANCHY_WORDS outputs of xorshift64 (Marsaglia 2003), each
// taken apart bit by bit from below by a conditional jump: a bit that is set is added, at its
// place, to one sum, one that is not to the other. Bits are fair and do not depend on each other,
// and the generator goes on from operation to operation (its period is 2^64 - 1), so that of these
// 64 * CPU_BRANCHY_WORDS jumps every predictor misses about half; the jump of the loop around them
// is foreseen. The time is that of misses: a few instructions a bit, none of which waits long.
enum { CPU_BRANCHY_WORDS = 4096 };

struct cpu_branchy {
    uint64_t x;     // of the generator; never 0
    uint64_t ones;  // sum of the bits that were set
    uint64_t zeros; // and of those that were not
};

// words of them, over the sums so far; an operation has CPU_BRANCHY_WORDS.
void cpu_branchy_run(struct cpu_branchy *state, uint32_t words);

// The same without a branch that depends on data: the sums of the words themselves, and of their
// complements. Hundreds of times faster.
void cpu_branchy_sum(struct cpu_branchy *state, uint32_t words);

#endif
