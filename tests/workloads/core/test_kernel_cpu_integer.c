// SPDX-License-Identifier: GPL-3.0-or-later
// The integer kernel against numbers from another implementation, against its short way, and the
// short way against a kernel that computes wrongly.
#include "workloads/core/kernel_cpu_integer.h"

#include <criterion/criterion.h>

#include "common/base/rng.h"

Test(workloads_kernel_cpu_integer, gives_the_known_answer)
{
    struct cpu_integer state = {.x = UINT64_C(0x9e3779b97f4a7c15), .y = 1};

    cpu_integer_run(&state, CPU_INTEGER_ROUNDS);
    cr_assert_eq(state.x, UINT64_C(0xcb81d3bf4700130e));
    cr_assert_eq(state.y, UINT64_C(0x927506f573480001));
}

Test(workloads_kernel_cpu_integer, jumps_where_it_runs)
{
    static const uint32_t rounds[] = {0, 1, 2, 3, 1000, 98304, CPU_INTEGER_ROUNDS};
    struct cpu_integer_jump jump;
    struct rng rng;

    rng_init(&rng, 3);
    for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++) {
        cpu_integer_jump_init(&jump, rounds[i]);
        for (int j = 0; j < 10; j++) {
            struct cpu_integer state = {.x = rng_next(&rng), .y = rng_next(&rng)};
            struct cpu_integer expected = cpu_integer_jump(&jump, state);

            cpu_integer_run(&state, rounds[i]);
            cr_assert_eq(state.x, expected.x);
            cr_assert_eq(state.y, expected.y);
        }
    }
}

// The check can fail: one wrong bit anywhere on the way is another end.
Test(workloads_kernel_cpu_integer, check_sees_one_bit)
{
    struct cpu_integer_jump jump;
    struct cpu_integer state = {.x = 1, .y = 1};
    struct cpu_integer expected;

    cpu_integer_jump_init(&jump, CPU_INTEGER_ROUNDS);
    expected = cpu_integer_jump(&jump, state);
    for (int bit = 0; bit < 64; bit++) {
        struct cpu_integer wrong = {.x = state.x ^ UINT64_C(1) << bit,
                                    .y = state.y ^ UINT64_C(1) << bit};
        cr_assert_neq(cpu_integer_jump(&jump, wrong).x, expected.x);
        cr_assert_neq(cpu_integer_jump(&jump, wrong).y, expected.y);
    }
}
