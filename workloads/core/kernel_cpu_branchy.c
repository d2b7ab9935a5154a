// SPDX-License-Identifier: GPL-3.0-or-later
// A jump for every bit, and the sums without any.
#include "workloads/core/kernel_cpu_branchy.h"

#include "workloads/core/kernel_cpu_integer.h"

// Compilers would turn two such short arms into one without a jump; what has this in it they leave
// where it is.
#define KEEP_BRANCH(value) __asm__ volatile("" : "+r"(value))

void cpu_branchy_run(struct cpu_branchy *state, uint32_t words)
{
    uint64_t x = state->x;
    uint64_t ones = state->ones;
    uint64_t zeros = state->zeros;

    for (uint32_t i = 0; i < words; i++) {
        x = cpu_xorshift(x);
        for (uint64_t bit = 1; bit; bit <<= 1) {
            if (x & bit) {
                ones += bit;
                KEEP_BRANCH(ones);
            } else {
                zeros += bit;
                KEEP_BRANCH(zeros);
            }
        }
    }
    *state = (struct cpu_branchy){.x = x, .ones = ones, .zeros = zeros};
}

void cpu_branchy_sum(struct cpu_branchy *state, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++) {
        state->x = cpu_xorshift(state->x);
        state->ones += state->x;
        state->zeros += ~state->x;
    }
}
