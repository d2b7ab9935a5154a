// SPDX-License-Identifier: GPL-3.0-or-later
// The branching kernel against sums without branches and numbers from another implementation; and
// that its jumps are what it says: fair, and unlike the ones before.
#include "workloads/core/kernel_cpu_branchy.h"

#include <criterion/criterion.h>
#include <stdbool.h>

#include "workloads/core/kernel_cpu_integer.h"

Test(workloads_kernel_cpu_branchy, gives_the_known_answer)
{
    struct cpu_branchy state = {.x = UINT64_C(0x9e3779b97f4a7c15)};

    cpu_branchy_run(&state, CPU_BRANCHY_WORDS);
    cr_assert_eq(state.x, UINT64_C(0x9a52ca8c0fdf7081));
    cr_assert_eq(state.ones, UINT64_C(0x5ff9044bbcc32c28));
    cr_assert_eq(state.zeros, UINT64_C(0xa006fbb4433cc3d8));
}

Test(workloads_kernel_cpu_branchy, sums_what_it_branches)
{
    for (uint64_t x = 1; x < 50; x++) {
        struct cpu_branchy run = {.x = x * x, .ones = x, .zeros = ~x}, sum = run;

        cpu_branchy_run(&run, (uint32_t)x);
        cpu_branchy_sum(&sum, (uint32_t)x);
        cr_assert_eq(run.x, sum.x);
        cr_assert_eq(run.ones, sum.ones);
        cr_assert_eq(run.zeros, sum.zeros);
    }
}

Test(workloads_kernel_cpu_branchy, does_nothing_for_no_word)
{
    struct cpu_branchy state = {.x = 5, .ones = 6, .zeros = 7};

    cpu_branchy_run(&state, 0);
    cr_assert(state.x == 5 && state.ones == 6 && state.zeros == 7);
}

// A predictor that remembers the last `HISTORY` jumps and what followed them, with a saturating
// counter each, does no better than a coin: within five standard deviations of half.
Test(workloads_kernel_cpu_branchy, no_history_foretells_a_jump)
{
    enum { HISTORY = 12, WORDS = 16384, JUMPS = 64 * WORDS };
    unsigned char counters[1 << HISTORY] = {0};
    uint64_t x = UINT64_C(0x9e3779b97f4a7c15);
    uint32_t past = 0;
    int missed = 0;

    for (int i = 0; i < WORDS; i++) {
        x = cpu_xorshift(x);
        for (int bit = 0; bit < 64; bit++) {
            bool taken = x >> bit & 1;
            unsigned char *counter = &counters[past];

            missed += (*counter >= 2) != taken;
            *counter += taken ? *counter < 3 : -(*counter > 0);
            past = (past << 1 | taken) & ((1 << HISTORY) - 1);
        }
    }
    cr_assert_lt(abs(missed - JUMPS / 2), 5 * 512);
}
