// SPDX-License-Identifier: GPL-3.0-or-later
// The vector kernel against numbers from another implementation, and lane by lane against its
// scalar short way.
#include "workloads/core/kernel_cpu_vector.h"

#include <criterion/criterion.h>

#include "workloads/core/kernel_cpu_float.h"

static void start(struct cpu_vector *state)
{
    for (uint32_t i = 0; i < CPU_VECTOR_WORDS; i++)
        state->words[i] = UINT32_C(0x9e3779b9) * (i + 1);
    for (uint32_t i = 0; i < CPU_VECTOR_REALS; i++)
        state->reals[i] = i + 1;
}

Test(workloads_kernel_cpu_vector, gives_the_known_answers)
{
    struct cpu_vector state;

    start(&state);
    cpu_vector_run(&state, CPU_VECTOR_ROUNDS);
    cr_assert_eq(cpu_vector_fold_words(&state), UINT64_C(0x7646a2ffac4b5fc5));
    cr_assert_eq(cpu_vector_fold_reals(&state), UINT64_C(0xeaa73b65bc28aeb4));
}

// Park and Miller 1988: "x(10001) = 1043618065 when x(1) = 1"; lane 0 starts there.
Test(workloads_kernel_cpu_vector, a_lane_gives_the_published_number)
{
    struct cpu_vector state;

    start(&state);
    cpu_vector_run(&state, 10000);
    cr_assert(state.reals[0] == 1043618065.0);
}

Test(workloads_kernel_cpu_vector, jumps_where_it_runs)
{
    for (uint32_t rounds = 0; rounds < 3000; rounds += 271) {
        struct cpu_vector_jump jump;
        struct cpu_vector state, expected;

        cpu_vector_init(&state, rounds);
        expected = state;
        cpu_vector_jump_init(&jump, rounds);
        cpu_vector_jump(&jump, &expected);
        cpu_vector_run(&state, rounds);
        cr_assert(cpu_vector_is_same(&state, &expected));
    }
}

// Where the quotient is rounded hardest: at the ends of the range and about its middle.
Test(workloads_kernel_cpu_vector, is_exact_at_the_edges)
{
    static const uint64_t edges[CPU_VECTOR_REALS] = {
        1,          2,          CPU_FLOAT_MODULUS - 1, CPU_FLOAT_MODULUS - 2, 127773, 1073741823,
        1073741824, 1407677000,
    };
    struct cpu_vector state;

    start(&state);
    for (uint32_t i = 0; i < CPU_VECTOR_REALS; i++)
        state.reals[i] = (double)edges[i];
    cpu_vector_run(&state, 1);
    for (uint32_t i = 0; i < CPU_VECTOR_REALS; i++)
        cr_assert((uint64_t)state.reals[i] == cpu_float_jump(edges[i], 1));
}

Test(workloads_kernel_cpu_vector, check_sees_one_bit_of_any_lane)
{
    struct cpu_vector state, wrong;

    cpu_vector_init(&state, 1);
    for (uint32_t i = 0; i < CPU_VECTOR_WORDS; i++) {
        wrong = state;
        wrong.words[i] ^= 1u << i;
        cr_assert_not(cpu_vector_is_same(&state, &wrong));
    }
    for (uint32_t i = 0; i < CPU_VECTOR_REALS; i++) {
        wrong = state;
        wrong.reals[i] += 1;
        cr_assert_not(cpu_vector_is_same(&state, &wrong));
    }
}

Test(workloads_kernel_cpu_vector, lanes_start_apart_and_in_range)
{
    struct cpu_vector state;

    cpu_vector_init(&state, 7);
    for (uint32_t i = 0; i < CPU_VECTOR_WORDS; i++) {
        cr_assert_neq(state.words[i], 0);
        for (uint32_t j = 0; j < i; j++)
            cr_assert_neq(state.words[i], state.words[j]);
    }
    for (uint32_t i = 0; i < CPU_VECTOR_REALS; i++)
        cr_assert(state.reals[i] >= 1 && state.reals[i] < (double)CPU_FLOAT_MODULUS);
}
