// SPDX-License-Identifier: GPL-3.0-or-later
// The processor kernels against published numbers, against their short ways, and the short ways
// against kernels that compute wrongly.
#include "workloads/core/kernel_cpu.h"

#include <criterion/criterion.h>

#include "common/base/rng.h"

Test(workloads_kernel_cpu, integer_gives_the_known_answer)
{
    struct cpu_integer state = {.x = UINT64_C(0x9e3779b97f4a7c15), .y = 1};

    cpu_integer_run(&state);
    cr_assert_eq(state.x, UINT64_C(0xcb81d3bf4700130e));
    cr_assert_eq(state.y, UINT64_C(0x927506f573480001));
}

Test(workloads_kernel_cpu, integer_jumps_where_it_runs)
{
    struct cpu_integer_jump jump;
    struct rng rng;

    rng_init(&rng, 3);
    cpu_integer_jump_init(&jump);
    for (int i = 0; i < 50; i++) {
        struct cpu_integer state = {.x = rng_next(&rng), .y = rng_next(&rng)};
        struct cpu_integer expected = cpu_integer_jump(&jump, state);

        cpu_integer_run(&state);
        cr_assert_eq(state.x, expected.x);
        cr_assert_eq(state.y, expected.y);
    }
}

// The check can fail: one wrong bit anywhere on the way is another end.
Test(workloads_kernel_cpu, integer_check_sees_one_bit)
{
    struct cpu_integer_jump jump;
    struct cpu_integer state = {.x = 1, .y = 1};
    struct cpu_integer expected;

    cpu_integer_jump_init(&jump);
    expected = cpu_integer_jump(&jump, state);
    for (int bit = 0; bit < 64; bit++) {
        struct cpu_integer wrong = {.x = state.x ^ UINT64_C(1) << bit, .y = state.y};
        cr_assert_neq(cpu_integer_jump(&jump, wrong).x, expected.x);
    }
}

// Park and Miller 1988: "x(10001) = 1043618065 when x(1) = 1".
Test(workloads_kernel_cpu, float_gives_the_published_number)
{
    struct cpu_float state = {.lehmer = 1, .logistic = CPU_FLOAT_LOGISTIC_START};

    cpu_float_run(&state, 10000);
    cr_assert(state.lehmer == 1043618065.0);
    cr_assert_eq(cpu_float_jump(1, 10000), 1043618065);
}

Test(workloads_kernel_cpu, float_gives_the_known_answer_bit_by_bit)
{
    struct cpu_float state = {.lehmer = 1, .logistic = CPU_FLOAT_LOGISTIC_START};

    cpu_float_run(&state, CPU_FLOAT_ROUNDS);
    cr_assert(state.lehmer == 1900685356.0);
    cr_assert(state.logistic == CPU_FLOAT_LOGISTIC_END);
}

Test(workloads_kernel_cpu, float_jumps_where_it_runs_at_the_edges_too)
{
    static const uint64_t starts[] = {1, 2, 16807, CPU_FLOAT_MODULUS - 1, 1073741824, 127773};

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        for (uint32_t rounds = 0; rounds < 2000; rounds += 97) {
            struct cpu_float state = {.lehmer = (double)starts[i]};

            cpu_float_run(&state, rounds);
            cr_assert((uint64_t)state.lehmer == cpu_float_jump(starts[i], rounds));
        }
    }
}

// Chaos: a start that differs in the last bit ends elsewhere.
Test(workloads_kernel_cpu, float_check_sees_one_rounding)
{
    struct cpu_float state = {.lehmer = 1, .logistic = CPU_FLOAT_LOGISTIC_START + 0x1p-53};

    cpu_float_run(&state, CPU_FLOAT_ROUNDS);
    cr_assert(state.logistic != CPU_FLOAT_LOGISTIC_END);
}
